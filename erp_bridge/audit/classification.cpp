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
  if (differs(truth.revision, record.revision) ||
      differs(truth.routing_revision, record.routing_revision)) {
    return FindingClass::kWrongRevision;
  }
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
                               const PostingWords& words, const std::vector<Booked>& record,
                               const Matching& matching, const Blame& blame, Reconciliation& result)
    : input_(input),
      reader_(reader),
      words_(words),
      truth_(input.reported()),
      record_(record),
      matching_(matching),
      blame_(blame),
      result_(result),
      absorbed_(truth_.size(), false) {
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
  for (std::size_t i = 0; i < truth_.size(); ++i) {
    if (!absorbed_[i]) judge(i);
  }
  for (std::size_t i = 0; i < record_.size(); ++i) {
    if (!matching_.used[i]) report_unmatched(i);
  }
  report_lost_keys();
}

void Classification::judge(std::size_t i) {
  const Posting& truth = truth_[i];
  if (matching_.document_of[i] < 0) return report_absent(i);
  const Booked& booked = record_[static_cast<std::size_t>(matching_.document_of[i])];
  if (matching_.by_business[i]) {
    ++result_.by_business;
    const std::string& key = input_.names.text(truth.key);
    const std::string& shown = input_.names.text(booked.posting.key);
    LostKeys& lost = lost_keys_[{truth.type, blame_.of_lost_key(key, shown)}];
    if (++lost.count == 1) {
      lost.first = key;
      lost.document = booked.number;
    }
  }
  const std::optional<std::size_t> passed = overtaken_by(i);
  if (passed) report_beside(FindingClass::kOutOfOrder, i, *passed);
  const bool is_late = late(i);
  if (is_late) report_beside(FindingClass::kLate, i, i);
  if (const auto found = matching_.absorbed.find(i); found != matching_.absorbed.end()) {
    return judge_aggregate(i, found->second);
  }
  const std::optional<FindingClass> wrong = judgement(truth, booked);
  if (!wrong) {
    if (!passed && !is_late) ++result_.matched;
    return;
  }
  Finding finding = finding_of(*wrong, static_cast<std::int64_t>(i), booked.number);
  place(finding, truth.key);
  finding.detail = words_.of(truth) + "; the record says " + words_.of(booked.posting);
  report(std::move(finding), {&truth}, &booked.posting);
}

// A finding of its own, without an effect on stock: what is wrong besides is another one.
void Classification::report_beside(FindingClass found, std::size_t i, std::size_t held_up) {
  Finding finding = finding_of(found, static_cast<std::int64_t>(i),
                               record_[static_cast<std::size_t>(matching_.document_of[i])].number);
  place(finding, truth_[i].key);
  finding.detail = words_.of(truth_[i]);
  finding.from_floor = held_up_by_floor(held_up);
  report(std::move(finding), {}, nullptr);
}

std::optional<FindingClass> Classification::judgement(const Posting& truth, const Booked& booked) {
  Posting record = booked.posting;
  // A key that was not kept says nothing of what was taken back.
  if (!matching_.posting_of_key.contains(record.original)) record.original = kNoName;
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
  const MessageTrace* sent = trace(truth.key);
  if (sent != nullptr && sent->state == MessageTrace::State::kRejected) {
    return FindingClass::kBookedThoughRejected;
  }
  if (rounded) return FindingClass::kRounding;
  return std::nullopt;
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

std::optional<std::size_t> Classification::overtaken_by(std::size_t i) {
  if (matching_.by_business[i] && matching_.ambiguous[i]) return std::nullopt;
  const Posting& truth = truth_[i];
  auto& [last, posting] = last_document_[truth.order != kNoName ? truth.order : truth.item];
  const std::int64_t document = matching_.document_of[i] + 1;
  if (document < last) return posting;
  last = document;
  posting = i;
  return std::nullopt;
}

// Whether the record had to refuse it at first because of what the floor has misreported.
bool Classification::held_up_by_floor(std::size_t i) const {
  const MessageTrace* sent = trace(truth_[i].key);
  if (sent == nullptr) return false;
  const std::string& code = sent->refused_before;
  return (code == "deficit" || code == "over_return") && bent_by_floor(truth_[i]);
}

// A document that does not say when it was entered, or for several postings, is never late.
bool Classification::late(std::size_t i) const {
  const Booked& booked = record_[static_cast<std::size_t>(matching_.document_of[i])];
  if (!booked.booked_at || !input_.start) return false;
  const MessageTrace* sent = trace(truth_[i].key);
  const sim::Time due =
      input_.deadlines.due(truth_[i], sent == nullptr ? sim::Time::never() : sent->acknowledged);
  return sim::Time::from_start(*booked.booked_at - *input_.start) > due;
}

void Classification::judge_aggregate(std::size_t i, const std::vector<std::size_t>& parts) {
  const Posting& record = record_[static_cast<std::size_t>(matching_.document_of[i])].posting;
  Finding finding = finding_of(FindingClass::kAggregated, static_cast<std::int64_t>(i),
                               record_[static_cast<std::size_t>(matching_.document_of[i])].number);
  place(finding, truth_[i].key);
  finding.detail = words_.of(record) + " stands for " + words_.of(truth_[i]);
  std::vector<const Posting*> all = {&truth_[i]};
  for (const std::size_t part : parts) {
    all.push_back(&truth_[part]);
    finding.detail += " and " + input_.names.text(truth_[part].key);
  }
  report(std::move(finding), all, &record);
}

void Classification::report_absent(std::size_t i) {
  const Posting& truth = truth_[i];
  Finding finding = finding_of(FindingClass::kMissing, static_cast<std::int64_t>(i), -1);
  place(finding, truth.key);
  finding.detail = words_.of(truth);
  const MessageTrace* sent = trace(truth.key);
  if (sent != nullptr &&
      (sent->state == MessageTrace::State::kRejected || !sent->refusal().empty())) {
    finding.finding = FindingClass::kRejected;
    finding.detail += "; refused: " + sent->refusal();
    finding.from_floor = comes_from_floor(truth, *sent);
  } else if (sent != nullptr && sent->state == MessageTrace::State::kSent) {
    finding.finding = FindingClass::kInFlight;
  }
  report(std::move(finding), {&truth}, nullptr);
}

// Whether the record had to refuse it because of what the floor has misreported: there is no such
// stock in its books, or what is to be taken back was refused itself.
bool Classification::comes_from_floor(const Posting& truth, const MessageTrace& refused) const {
  const std::string& code = refused.refusal();
  if (code == "deficit" || code == "over_return") return bent_by_floor(truth);
  if (truth.type != PostingType::kReversed || code != "unknown_document") return false;
  const MessageTrace* original = trace(truth.original);
  return original != nullptr &&
         (original->state == MessageTrace::State::kRejected || !original->refusal().empty());
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
    if (!alike_) alike_.emplace(truth_);
    if (matching_.posting_of_key.contains(booked.posting.key) || alike_->has(booked.posting)) {
      finding.finding = FindingClass::kDuplicate;
    }
  }
  report(std::move(finding), {}, &booked.posting);
}

void Classification::report_lost_keys() {
  for (const auto& [where, lost] : lost_keys_) {
    const auto& [type, at] = where;
    Finding finding = finding_of(FindingClass::kKeyNotPreserved, -1, -1);
    finding.last_right = at.last_right;
    finding.first_wrong = at.first_wrong;
    finding.times = lost.count;
    finding.key = lost.first;
    finding.document = lost.document;
    finding.detail =
        std::to_string(lost.count) + " documents of " + std::string(posting_name(type));
    report(std::move(finding), {}, nullptr);
  }
}

const MessageTrace* Classification::trace(Name key) const {
  const auto found = input_.traces.find(input_.names.text(key));
  return found == input_.traces.end() ? nullptr : &found->second;
}

// How far the message of a posting was right: as far as the record, once the bridge shows it.
void Classification::place(Finding& finding, Name key) const {
  const MessageTrace* sent = trace(key);
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
