#include "erp_bridge/audit/classification.h"

#include <algorithm>
#include <utility>

#include "erp_bridge/audit/difference.h"

namespace planttwin::bridge {
namespace {

Finding finding_of(FindingClass found, std::int64_t posting, std::int64_t document) {
  Finding finding;
  finding.finding = found;
  finding.posting = posting;
  finding.document = document;
  // What the bridge has not sent, or not like this, has come about behind it.
  finding.last_right = Hop::kBridge;
  return finding;
}

}  // namespace

Classification::Classification(const AuditInput& input, const RecordReader& reader,
                               const PostingWords& words, const Projection& expected,
                               const std::vector<Booked>& record, const Matching& matching,
                               const Blame& blame, Reconciliation& result)
    : input_(input),
      words_(words),
      expected_(expected),
      reported_(expected.reported()),
      record_(record),
      matching_(matching),
      blame_(blame),
      judgement_(input, reader, expected, matching),
      result_(result),
      absorbed_(expected.size(), false) {
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
  if (without_key > 0) note_lost_keys(i, booked, without_key);
  // What was to wait for another posting and did not was not collected.
  const std::optional<std::size_t> passed = overtaken_by(i);
  const bool waits = expected_[i].trigger >= 0;
  if (passed) {
    report_beside(waits ? FindingClass::kIndividual : FindingClass::kOutOfOrder, i, *passed);
  }
  const bool is_late = late(i);
  if (is_late) report_beside(FindingClass::kLate, i, i);
  if (const auto found = matching_.absorbed.find(i); found != matching_.absorbed.end()) {
    return judge_aggregate(i, found->second);
  }
  if (deviation != nullptr) report_parts(*deviation, booked);
  const std::optional<FindingClass> wrong = judgement_.of(i, booked);
  if (wrong) return report_wrong(*wrong, i, booked);
  if (deviation != nullptr && deviation->apart) {
    apart_[expected_[i].group].push_back(i);
  } else if (!passed && !is_late) {
    result_.matched += expected_[i].count;
  }
}

void Classification::report_wrong(FindingClass wrong, std::size_t i, const Booked& booked) {
  Finding finding = finding_of(wrong, expected_.members(i).front(), booked.number);
  finding.times = expected_[i].count;
  place(finding, expected_.posting(i).key);
  finding.detail =
      words_.of(expected_.posting(i)) + "; the record says " + words_.of(booked.posting);
  const std::string value = judgement_.value_instead(booked);
  if (!value.empty()) finding.detail += " at " + value;
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

void Classification::note_lost_keys(std::size_t i, const Booked& booked, std::int64_t count) {
  result_.by_business += count;
  if (!input_.resolution.keeps(expected_.posting(i).type, PostingMember::kKey)) return;
  const std::string& key = input_.names.text(expected_.posting(i).key);
  const std::string& shown = input_.names.text(booked.posting.key);
  LostKeys& lost = lost_keys_[{expected_.posting(i).type, blame_.of_lost_key(key, shown)}];
  if (lost.count == 0) {
    lost.first = key;
    lost.document = booked.number;
  }
  lost.count += count;
}

// A finding of its own, without an effect on stock: what is wrong besides is another one.
void Classification::report_beside(FindingClass found, std::size_t i, std::size_t held_up) {
  Finding finding = finding_of(found, expected_.members(i).front(),
                               record_[static_cast<std::size_t>(matching_.document_of[i])].number);
  place(finding, expected_.posting(i).key);
  finding.detail = words_.of(expected_.posting(i));
  finding.from_floor = held_up_by_floor(held_up);
  report(std::move(finding), {}, nullptr);
}

std::vector<const Posting*> Classification::postings(std::size_t i) const {
  std::vector<const Posting*> all;
  for (const std::uint32_t posting : expected_.members(i)) all.push_back(&reported_[posting]);
  return all;
}

std::optional<std::size_t> Classification::overtaken_by(std::size_t i) {
  if (matching_.by_business[i] && matching_.ambiguous[i]) return std::nullopt;
  if (expected_.deviation(i) != nullptr) return std::nullopt;
  // A record that keeps the day alone keeps no order within it.
  if (!input_.resolution.keeps(expected_.posting(i).type, PostingMember::kTime)) {
    return std::nullopt;
  }
  const Posting& truth = expected_.posting(i);
  auto& [last, other] = last_document_[truth.order != kNoName ? truth.order : truth.item];
  const std::int64_t document = matching_.document_of[i] + 1;
  if (document < last) return other;
  last = document;
  other = i;
  return std::nullopt;
}

// Whether the record had to refuse it at first because of what the floor has misreported.
bool Classification::held_up_by_floor(std::size_t i) const {
  const MessageTrace* sent = input_.trace(expected_.posting(i).key);
  if (sent == nullptr) return false;
  const std::string& code = sent->refused_before;
  return (code == "deficit" || code == "over_return") && bent_by_floor(expected_.posting(i));
}

// A document that does not say when it was entered, or that waited for another posting, is never
// late.
bool Classification::late(std::size_t i) const {
  const Booked& booked = record_[static_cast<std::size_t>(matching_.document_of[i])];
  if (!booked.booked_at || !input_.start || expected_[i].group >= 0) return false;
  const Posting& truth = expected_.posting(i);
  const sim::Time entered = sim::Time::from_start(*booked.booked_at - *input_.start);
  if (input_.deadlines.surely_met(truth, entered)) return false;
  const MessageTrace* sent = input_.trace(truth.key);
  return entered >
         input_.deadlines.due(truth, sent == nullptr ? sim::Time::never() : sent->acknowledged);
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
    const bool kept = input_.resolution.keeps(expected_.posting(i).type);
    (kept ? result_.matched : result_.left_out) += expected_[i].count;
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
  } else if (sent != nullptr &&
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
  const MessageTrace* original = input_.trace(truth.original);
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
    if (!alike_) alike_.emplace(expected_);
    if (expected_.posting_of(booked.posting.key) >= 0 || alike_->has(booked.posting)) {
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
