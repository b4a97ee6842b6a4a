#include "erp_bridge/audit/classification.h"

#include <algorithm>
#include <utility>

namespace planttwin::bridge {
namespace {

// A record that says nothing of a member says nothing wrong.
bool differs(Name truth, Name record) { return record != kNoName && truth != record; }

// Only some documents name a lot in process.
bool names_lot_in_process(PostingType type) {
  switch (type) {
    case PostingType::kOperationCompleted:
    case PostingType::kMaterialIssued:
    case PostingType::kMaterialReturned:
    case PostingType::kProductCompleted:
    case PostingType::kByProduct:
    case PostingType::kScrapped:
      return true;
    default:
      return false;
  }
}

Finding finding_of(FindingClass found, std::int64_t posting, std::int64_t document) {
  Finding finding;
  finding.finding = found;
  finding.posting = posting;
  finding.document = document;
  // What the bridge has not sent, or not like this, has come about behind it.
  finding.last_right = Hop::kBridge;
  return finding;
}

// Where and when it was booked, beside what.
std::optional<FindingClass> difference_of_day(const Posting& truth, const Posting& record) {
  if (differs(truth.date, record.date)) return FindingClass::kWrongDate;
  if (differs(truth.period, record.period)) return FindingClass::kWrongPeriod;
  return std::nullopt;
}

}  // namespace

std::optional<FindingClass> difference(const Posting& truth, const Posting& record) {
  if (truth.type != record.type) return FindingClass::kWrongType;
  if (differs(truth.original, record.original)) return FindingClass::kReversedWrongDocument;
  if (differs(truth.company, record.company) || differs(truth.site, record.site)) {
    return FindingClass::kWrongCompany;
  }
  if (truth.order != record.order || truth.reference != record.reference) {
    return FindingClass::kWrongOrder;
  }
  if (truth.operation != record.operation) return FindingClass::kWrongOperation;
  if (truth.work_center != record.work_center) return FindingClass::kWrongWorkCenter;
  if (truth.item != record.item) return FindingClass::kWrongItem;
  if (truth.lot != record.lot) return FindingClass::kWrongLot;
  if (truth.location != record.location) return FindingClass::kWrongLocation;
  if (truth.status != record.status || truth.new_status != record.new_status) {
    return FindingClass::kWrongStatus;
  }
  if (names_lot_in_process(truth.type) && truth.in_process != record.in_process) {
    return FindingClass::kWrongGenealogy;
  }
  if (differs(truth.unit, record.unit)) return FindingClass::kWrongUnit;
  if (truth.quantity != record.quantity || truth.scrapped != record.scrapped) {
    return FindingClass::kWrongQuantity;
  }
  if (truth.type == PostingType::kScrapped && truth.reason != record.reason) {
    return FindingClass::kWrongReason;
  }
  if (record.completion && truth.completion != record.completion) {
    return FindingClass::kPartialAsFinal;
  }
  if (truth.machine_time != record.machine_time) return FindingClass::kWrongValue;
  return difference_of_day(truth, record);
}

Classification::Classification(const AuditInput& input, const RecordReader& reader,
                               const PostingWords& words, const Projection& expected,
                               const std::vector<Booked>& record, const Matching& matching,
                               Reconciliation& result)
    : input_(input),
      reader_(reader),
      words_(words),
      expected_(expected),
      reported_(expected.reported()),
      record_(record),
      matching_(matching),
      result_(result),
      absorbed_(expected.size(), false) {
  for (const plant::Material& material : input.plant.materials) {
    Item& item = items_[input.names.number(material.id)];
    item.serial = material.control == plant::MaterialControl::kSerial;
    item.standard_cost = material.standard_cost;
    for (int i = 0; i < material.unit.decimals; ++i) item.steps_per_unit *= 10;
  }
  for (const auto& [whole, parts] : matching.absorbed) {
    for (const std::size_t part : parts) absorbed_[part] = true;
  }
}

void Classification::run() {
  for (std::size_t i = 0; i < expected_.size(); ++i) {
    if (!absorbed_[i]) judge(i);
  }
  report_apart();
  for (std::size_t i = 0; i < record_.size(); ++i) {
    if (!matching_.used[i]) report_unmatched(i);
  }
  report_lost_keys();
}

void Classification::judge(std::size_t i) {
  if (matching_.document_of[i] < 0) return report_absent(i);
  const Booked& booked = record_[static_cast<std::size_t>(matching_.document_of[i])];
  const Deviation* deviation = expected_.deviation(i);
  const std::int64_t without_key =
      (matching_.by_business[i] ? 1 : 0) + (deviation == nullptr ? 0 : deviation->by_business);
  if (without_key > 0) {
    result_.by_business += without_key;
    lost_keys_[expected_.posting(i).type] += without_key;
  }
  const bool passed = out_of_order(i);
  if (passed) report_passed(i);
  if (const auto found = matching_.absorbed.find(i); found != matching_.absorbed.end()) {
    return judge_aggregate(i, found->second);
  }
  if (deviation != nullptr) report_parts(*deviation, booked);
  std::optional<FindingClass> wrong = judgement(i, booked);
  if (!wrong) wrong = wrong_form(i, booked);
  if (wrong) return report_wrong(*wrong, i, booked);
  if (deviation != nullptr && deviation->apart) {
    apart_[expected_[i].group].push_back(i);
  } else if (!passed) {
    result_.matched += expected_[i].count;
  }
}

void Classification::report_wrong(FindingClass wrong, std::size_t i, const Booked& booked) {
  Finding finding = finding_of(wrong, expected_.members(i).front(), booked.number);
  finding.times = expected_[i].count;
  place(finding, expected_.posting(i).key);
  finding.detail =
      words_.of(expected_.posting(i)) + "; the record says " + words_.of(booked.posting);
  std::vector<const Posting*> truth = postings(i);
  Posting beyond = booked.posting;
  std::vector<Posting> as_booked;
  if (const Deviation* deviation = expected_.deviation(i)) {
    for (const std::uint32_t posting : deviation->again) truth.push_back(&reported_[posting]);
    for (const std::uint32_t posting : deviation->unlike) {
      as_booked.push_back(booked.posting);
      as_booked.back().quantity = reported_[posting].quantity;
    }
    beyond.quantity = deviation->beyond;
    truth.push_back(&beyond);
    for (const Posting& posting : as_booked) truth.push_back(&posting);
  }
  report(std::move(finding), truth, &booked.posting);
}

// What is in a document beside what belongs there. The rest of it is judged without.
void Classification::report_parts(const Deviation& deviation, const Booked& booked) {
  for (const std::uint32_t posting : deviation.again) {
    report_part(FindingClass::kDuplicate, posting, reported_[posting], booked);
  }
  Posting part = booked.posting;
  for (const std::uint32_t posting : deviation.unlike) {
    const Posting& truth = reported_[posting];
    part.quantity = truth.quantity;
    part.date = truth.date;
    part.period = truth.period;
    Finding finding = finding_of(difference(truth, part).value_or(FindingClass::kAggregated),
                                 posting, booked.number);
    place(finding, truth.key);
    finding.detail = words_.of(truth) + "; the record has it in " + words_.of(booked.posting);
    report(std::move(finding), {&truth}, &part);
  }
  if (deviation.beyond.is_zero()) return;
  part.quantity = deviation.beyond;
  report_part(FindingClass::kOrphan, -1, part, booked);
}

void Classification::report_part(FindingClass found, std::int64_t posting, const Posting& part,
                                 const Booked& booked) {
  Finding finding = finding_of(found, posting, booked.number);
  if (posting >= 0) place(finding, part.key);
  finding.detail = words_.of(part) + ", a part of " + words_.of(booked.posting);
  report(std::move(finding), {}, &part);
}

// Documents of their own for several parts of a group, or before it was their turn.
void Classification::report_apart() {
  for (const auto& [group, parts] : apart_) {
    const Deviation* deviation = expected_.deviation(parts.front());
    for (const std::size_t i : parts) {
      if (parts.size() < 2 && !deviation->early) {
        result_.matched += expected_[i].count;
        continue;
      }
      Finding finding =
          finding_of(FindingClass::kIndividual, expected_.members(i).front(),
                     record_[static_cast<std::size_t>(matching_.document_of[i])].number);
      place(finding, expected_.posting(i).key);
      finding.detail = words_.of(expected_.posting(i)) +
                       (deviation->early ? ", before its time" : ", apart from the others");
      report(std::move(finding), {}, nullptr);
    }
  }
}

// A finding of its own, without an effect on stock: what is wrong besides is another one. What was
// to wait for another posting and did not was not collected.
void Classification::report_passed(std::size_t i) {
  const bool waits = expected_[i].trigger >= 0;
  Finding finding = finding_of(waits ? FindingClass::kIndividual : FindingClass::kOutOfOrder,
                               expected_.members(i).front(),
                               record_[static_cast<std::size_t>(matching_.document_of[i])].number);
  place(finding, expected_.posting(i).key);
  finding.detail = words_.of(expected_.posting(i));
  report(std::move(finding), {}, nullptr);
}

std::optional<FindingClass> Classification::judgement(std::size_t i, const Booked& booked) {
  const Posting& truth = expected_.posting(i);
  Posting record = booked.posting;
  // A key that was not kept says nothing of what was taken back.
  if (expected_.posting_of(record.original) < 0) record.original = kNoName;
  // Nor has what was booked with a later posting the day of one that the record does not have.
  const std::int32_t trigger = expected_[i].trigger;
  const Deviation* deviation = expected_.deviation(i);
  const bool no_day = (trigger >= 0 && !matching_.booked(static_cast<std::size_t>(trigger))) ||
                      (deviation != nullptr && deviation->early);
  if (no_day) record.date = record.period = kNoName;
  std::optional<FindingClass> wrong = difference(truth, record);
  const bool rounded = wrong == FindingClass::kWrongQuantity && within_rounding(truth, record);
  if (rounded) {
    Posting exact = record;
    exact.quantity = truth.quantity;
    exact.scrapped = truth.scrapped;
    wrong = difference(truth, exact);
  }
  if (wrong == FindingClass::kWrongLot) {
    const auto item = items_.find(truth.item);
    if (item != items_.end() && item->second.serial) return FindingClass::kWrongSerial;
  }
  if (wrong) return wrong;
  if (wrong_value(booked)) return FindingClass::kWrongValue;
  if (rejected(i)) return FindingClass::kBookedThoughRejected;
  if (rounded) return FindingClass::kRounding;
  return std::nullopt;
}

// Whether a document that says what it should stands for what it should not.
std::optional<FindingClass> Classification::wrong_form(std::size_t i, const Booked& booked) const {
  const Deviation* deviation = expected_.deviation(i);
  if (deviation != nullptr && deviation->across && !excused(*deviation)) {
    return FindingClass::kAggregated;
  }
  const Posting& truth = expected_.posting(i);
  if (input_.policies.of(truth.type) != PostingPolicy::kSplit) return std::nullopt;
  const auto item = items_.find(truth.item);
  const std::int64_t steps = item == items_.end() ? 1 : item->second.steps_per_unit;
  const sim::Quantity most = sim::Quantity::steps(steps * input_.policies.at_most(truth.type));
  const bool too_large = booked.largest > most && booked.documents < PostingPolicies::kMostParts;
  return too_large ? std::optional(FindingClass::kAggregated) : std::nullopt;
}

// Whether what should have booked a part of it is not in the record: that is another finding.
bool Classification::excused(const Deviation& deviation) const {
  const auto booked = [&](std::int32_t trigger) {
    return trigger < 0 || matching_.booked(static_cast<std::size_t>(trigger));
  };
  return !deviation.skipped.empty() &&
         std::none_of(deviation.skipped.begin(), deviation.skipped.end(), booked);
}

bool Classification::rejected(std::size_t i) const {
  const std::span<const std::uint32_t> members = expected_.members(i);
  return std::any_of(members.begin(), members.end(), [&](std::uint32_t posting) {
    const MessageTrace* sent = input_.trace(reported_[posting].key);
    return sent != nullptr && sent->state == MessageTrace::State::kRejected;
  });
}

std::vector<const Posting*> Classification::postings(std::size_t i) const {
  std::vector<const Posting*> all;
  for (const std::uint32_t posting : expected_.members(i)) all.push_back(&reported_[posting]);
  return all;
}

bool Classification::within_rounding(const Posting& truth, const Posting& record) const {
  const std::int64_t last_place = reader_.last_place(truth.item);
  if (last_place <= 1) return false;
  const auto close = [&](sim::Quantity a, sim::Quantity b) {
    const sim::Quantity apart = a < b ? b - a : a - b;
    return apart * 2 <= sim::Quantity::steps(last_place);
  };
  return close(truth.quantity, record.quantity) && close(truth.scrapped, record.scrapped);
}

bool Classification::wrong_value(const Booked& booked) const {
  if (!booked.value) return false;
  const auto item = items_.find(booked.posting.item);
  if (item == items_.end()) return false;
  sim::Money expected;
  for (const StockChange& change : stock_changes(booked.posting)) {
    expected += item->second.standard_cost.times(
        sim::Ratio(change.quantity.count(), item->second.steps_per_unit));
  }
  return *booked.value != expected;
}

bool Classification::out_of_order(std::size_t i) {
  if (matching_.by_business[i] && matching_.ambiguous[i]) return false;
  if (expected_.deviation(i) != nullptr) return false;
  const Posting& truth = expected_.posting(i);
  std::int64_t& last = last_document_[truth.order != kNoName ? truth.order : truth.item];
  const std::int64_t document = matching_.document_of[i] + 1;
  if (document < last) return true;
  last = document;
  return false;
}

void Classification::judge_aggregate(std::size_t i, const std::vector<std::size_t>& parts) {
  const Booked& booked = record_[static_cast<std::size_t>(matching_.document_of[i])];
  Finding finding =
      finding_of(FindingClass::kAggregated, expected_.members(i).front(), booked.number);
  place(finding, expected_.posting(i).key);
  finding.detail = words_.of(booked.posting) + " stands for " + words_.of(expected_.posting(i));
  std::vector<const Posting*> all = postings(i);
  for (const std::size_t part : parts) {
    for (const Posting* posting : postings(part)) {
      all.push_back(posting);
      finding.detail += " and " + input_.names.text(posting->key);
    }
  }
  report(std::move(finding), all, &booked.posting);
}

void Classification::report_absent(std::size_t i) {
  if (expected_[i].state == ExpectedDocument::State::kNothing) {
    result_.matched += expected_[i].count;
    return;
  }
  const bool waits = expected_[i].state == ExpectedDocument::State::kWaiting;
  for (const std::uint32_t posting : expected_.members(i)) {
    if (!expected_.is_unlike(posting)) report_absent_posting(posting, waits);
  }
}

void Classification::report_absent_posting(std::size_t i, bool waits) {
  const Posting& truth = reported_[i];
  Finding finding = finding_of(FindingClass::kMissing, static_cast<std::int64_t>(i), -1);
  place(finding, truth.key);
  finding.detail = words_.of(truth);
  const MessageTrace* sent = input_.trace(truth.key);
  if (waits) {
    ++result_.waiting;
    finding.finding = FindingClass::kInFlight;
    finding.detail += "; to be booked with what is still to come to the order";
  } else if (sent != nullptr && sent->state == MessageTrace::State::kRejected) {
    finding.finding = FindingClass::kRejected;
    finding.detail += "; refused: " + sent->code;
    finding.from_floor = comes_from_floor(truth, *sent);
  } else if (sent != nullptr && sent->state == MessageTrace::State::kSent) {
    finding.finding = FindingClass::kInFlight;
  }
  report(std::move(finding), {&truth}, nullptr);
}

// Whether the record had to refuse it because of what the floor has misreported: there is no such
// stock in its books, or what is to be taken back was refused itself.
bool Classification::comes_from_floor(const Posting& truth, const MessageTrace& refused) const {
  if (refused.code == "deficit") return bent_by_floor(truth);
  if (truth.type != PostingType::kReversed || refused.code != "unknown_document") return false;
  const MessageTrace* original = input_.trace(truth.original);
  return original != nullptr && original->state == MessageTrace::State::kRejected;
}

// Whether the floor has misreported stock of the position before or after.
bool Classification::bent_by_floor(const Posting& posting) const {
  if (input_.floor == nullptr) return false;
  const StockChanges changes = stock_changes(posting);
  return std::any_of(changes.begin(), changes.end(), [&](const StockChange& change) {
    return input_.floor->has_bent(change.position);
  });
}

// A document that says the same as one that stands for a posting is there twice, whatever its key.
void Classification::report_unmatched(std::size_t i) {
  const Booked& booked = record_[i];
  Finding finding = finding_of(FindingClass::kOrphan, -1, booked.number);
  finding.key = input_.names.text(booked.posting.key);
  finding.detail = words_.of(booked.posting);
  if (booked.foreign) {
    finding.finding = FindingClass::kForeign;
  } else {
    if (!alike_) alike_.emplace(expected_);
    if (expected_.posting_of(booked.posting.key) >= 0 || alike_->has(booked.posting)) {
      finding.finding = FindingClass::kDuplicate;
    }
  }
  report(std::move(finding), {}, &booked.posting);
}

void Classification::report_lost_keys() {
  for (const auto& [type, count] : lost_keys_) {
    Finding finding = finding_of(FindingClass::kKeyNotPreserved, -1, -1);
    finding.times = count;
    finding.detail = std::to_string(count) + " documents of " + std::string(posting_name(type));
    report(std::move(finding), {}, nullptr);
  }
}

// How far the message of a posting was right: as far as the record, once the bridge shows it.
void Classification::place(Finding& finding, Name key) const {
  const MessageTrace* sent = input_.trace(key);
  finding.key = input_.names.text(key);
  finding.last_right = sent == nullptr ? Hop::kFloor : Hop::kBridge;
  finding.first_wrong = sent == nullptr ? Hop::kBridge : Hop::kRecord;
}

// Reports a finding with what the record has beyond the truth.
void Classification::report(Finding finding, const std::vector<const Posting*>& truth,
                            const Posting* record) {
  StockByPosition effect;
  const auto add = [&](const Posting& posting, std::int64_t sign) {
    for (const StockChange& change : stock_changes(posting)) {
      effect[change.position] += change.quantity * sign;
    }
  };
  if (record != nullptr) add(*record, 1);
  for (const Posting* posting : truth) add(*posting, -1);
  for (const auto& [position, quantity] : effect) {
    if (!quantity.is_zero()) finding.effect.push_back({position, quantity});
  }
  result_.add(std::move(finding));
}

}  // namespace planttwin::bridge
