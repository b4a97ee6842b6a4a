#include "erp_bridge/audit/blame.h"

#include <algorithm>

#include "erp_bridge/audit/difference.h"

namespace planttwin::bridge {
namespace {

constexpr Hop kFirstTap = Hop::kMiddlewareIn;
constexpr Hop kLastTap = Hop::kRecordIn;

Hop next(Hop hop) { return static_cast<Hop>(static_cast<int>(hop) + 1); }

// Taps say nothing of what others do, of what was so before, and of what the floor reports.
bool can_be_placed(const Finding& finding) {
  switch (finding.finding) {
    case FindingClass::kKeyNotPreserved:  // placed by key
    case FindingClass::kForeign:
    case FindingClass::kOpeningDifference:
    case FindingClass::kRounding:
    case FindingClass::kMisreported:
    case FindingClass::kReversed:
      return false;
    default:
      return finding.last_right == Hop::kBridge && finding.first_wrong == Hop::kRecord;
  }
}

bool comes_too_late(FindingClass finding) {
  return finding == FindingClass::kLate || finding == FindingClass::kOutOfOrder;
}

bool lies_within(const BlameInterval& one, const Finding& finding) {
  return one.last_right >= finding.last_right && one.first_wrong <= finding.first_wrong;
}

}  // namespace

Blame::Blame(const AuditInput& input, const Projection& expected, const std::vector<Booked>& record,
             const Matching& matching)
    : input_(input),
      witnesses_(input.witnesses == nullptr ? Witnesses() : *input.witnesses),
      expected_(expected),
      truth_(expected.reported()),
      record_(record),
      matching_(matching) {}

BlameInterval Blame::of_lost_key(const std::string& key, const std::string& shown) const {
  BlameInterval at{Hop::kBridge, Hop::kRecord};
  for (Hop place = kFirstTap; place <= kLastTap; place = next(place)) {
    if (!witnesses_.listens(place)) continue;
    const bool shows_other = !shown.empty() && witnesses_.evidence->shows_key(place, shown);
    if (shows_other || !witnesses_.evidence->shows_key(place, key)) return {at.last_right, place};
    at.last_right = place;
  }
  return at;
}

void Blame::complete(Reconciliation& result) {
  if (result.findings.empty()) return count_faults(result);
  for (std::size_t i = 0; i < record_.size(); ++i) booked_.emplace(record_[i].number, i);
  for (std::size_t i = 0; i < truth_.size(); ++i) {
    of_order_[truth_[i].order != kNoName ? truth_[i].order : truth_[i].item].push_back(i);
  }
  // Without regard to what comes of others first: those may be found behind it.
  std::vector<Finding*> refusals;
  std::vector<Finding*> reversals;
  std::vector<Finding*> delays;
  for (Finding& finding : result.findings) {
    if (can_be_placed(finding)) narrow(finding);
    name_fault(finding);
    if (finding.finding == FindingClass::kRejected) {
      refusals.push_back(&finding);
    } else if (finding.fault.empty() && comes_too_late(finding.finding) && finding.posting >= 0) {
      delays.push_back(&finding);
    } else if (finding.posting >= 0 && posting_of(finding).type == PostingType::kReversed) {
      reversals.push_back(&finding);
    } else if (bridge::against_stack(finding.finding)) {
      note_shortage(finding);
    }
  }
  // A reversal is as wrong in the books as the document that it takes back.
  for (Finding* reversal : reversals) {
    const auto cause = shortages_.cause_by_key(posting_of(*reversal).original);
    if (cause && reversal->fault.empty() && reversal->first_wrong == Hop::kRecord) {
      lay_at(*reversal, *cause);
    }
    if (bridge::against_stack(reversal->finding)) note_shortage(*reversal);
  }
  for (Finding* delayed : delays) {
    lay_delay_at_cause(*delayed);
    note_shortage(*delayed);
  }
  place_refusals(std::move(refusals));
  for (Finding& finding : result.findings) {
    if (!bridge::against_stack(finding.finding) || finding.from_floor) continue;
    if (finding.fault.empty()) finding.fault = "stack";
    propose_tap(finding);
  }
  count_faults(result);
}

// What a refusal comes of may itself be a refusal of something later in the run: that is placed by
// then in another pass. The last one takes what is left as it comes. A fault that has only made a
// message go again says nothing where something else has kept from the record what it asks for.
void Blame::place_refusals(std::vector<Finding*> refusals) {
  constexpr int kPasses = 3;
  for (int pass = 1; pass <= kPasses; ++pass) {
    std::erase_if(refusals, [&](Finding* refused) {
      const bool placed = altered(*refused) || lay_refusal_at_cause(*refused);
      if (placed || pass == kPasses) shortages_.note(*refused, posting_of(*refused));
      return placed;
    });
  }
}

bool Blame::altered(const Finding& finding) const {
  return std::any_of(witnesses_.systems.begin(), witnesses_.systems.end(),
                     [&](const Witnesses::FaultySystem& one) {
                       if (!lies_within(one.at, finding)) return false;
                       const auto strikes = strikes_of(*one.log, finding);
                       return std::any_of(
                           strikes.begin(), strikes.end(),
                           [](const FaultLog::Strike* strike) { return strike->alters; });
                     });
}

void Blame::note_shortage(const Finding& finding) {
  if (finding.posting < 0) return shortages_.note(finding);
  if (finding.finding != FindingClass::kOutOfOrder) {
    return shortages_.note(finding, posting_of(finding));
  }
  // What came behind it is what was not there.
  for (const std::size_t posting : overtaken_by(static_cast<std::size_t>(finding.posting))) {
    shortages_.note(finding, truth_[posting]);
  }
}

void Blame::narrow(Finding& finding) const {
  for (Hop place = kFirstTap; place <= kLastTap; place = next(place)) {
    if (!witnesses_.listens(place)) continue;
    if (wrong_at(place, finding)) {
      finding.first_wrong = place;
      return;
    }
    finding.last_right = place;
  }
}

bool Blame::wrong_at(Hop place, const Finding& finding) const {
  switch (finding.finding) {
    case FindingClass::kDuplicate:
    case FindingClass::kOrphan:
      return surplus_at(place, finding);
    case FindingClass::kOutOfOrder:
      return witnesses_.evidence->shows_overtaking(place, finding.key);
    case FindingClass::kLate:
      return late_at(place, finding);
    case FindingClass::kUndocumentedChange:
      return false;
    default:
      return content_wrong_at(place, finding);
  }
}

bool Blame::content_wrong_at(Hop place, const Finding& finding) const {
  // What was refused and stands in the books under a strange key is another message.
  if (finding.finding == FindingClass::kBookedThoughRejected) {
    const std::string strange = strange_key_of(finding);
    if (!strange.empty() && witnesses_.evidence->shows_key(place, strange)) return true;
  }
  if (!witnesses_.evidence->shows(place, finding.key)) return true;
  if (finding.posting < 0) return false;
  const std::vector<std::size_t> parts = absorbed_by(static_cast<std::size_t>(finding.posting));
  return std::any_of(parts.begin(), parts.end(), [&](std::size_t part) {
    return !witnesses_.evidence->shows(place, input_.names.text(truth_[part].key));
  });
}

// The postings that went into the document of another one.
std::vector<std::size_t> Blame::absorbed_by(std::size_t posting) const {
  std::vector<std::size_t> postings;
  const auto parts = matching_.absorbed.find(matching_.place_of[posting]);
  if (parts == matching_.absorbed.end()) return postings;
  for (const std::size_t part : parts->second) {
    const std::span<const std::uint32_t> members = expected_.members(part);
    postings.insert(postings.end(), members.begin(), members.end());
  }
  return postings;
}

// The key that the record shows for a posting that has another one; empty where it has not.
std::string Blame::strange_key_of(const Finding& finding) const {
  const auto booked = booked_.find(finding.document);
  if (booked == booked_.end()) return "";
  const Name key = record_[booked->second].posting.key;
  return expected_.posting_of(key) >= 0 ? "" : input_.names.text(key);
}

bool Blame::surplus_at(Hop place, const Finding& finding) const {
  const auto booked = booked_.find(finding.document);
  const std::uint64_t content = booked == booked_.end() ? 0 : record_[booked->second].content;
  return witnesses_.evidence->shows_surplus(place, finding.key, content);
}

bool Blame::late_at(Hop place, const Finding& finding) const {
  if (finding.posting < 0) return false;
  const auto seen = witnesses_.evidence->first_seen(place, finding.key);
  const auto trace = input_.traces.find(finding.key);
  const sim::Time acknowledged =
      trace == input_.traces.end() ? sim::Time::never() : trace->second.acknowledged;
  return !seen || *seen > input_.deadlines.due(posting_of(finding), acknowledged);
}

// A refusal of what came as it was sent, for want of what something else has kept from the books.
// Whether there is such a thing.
bool Blame::lay_refusal_at_cause(Finding& finding) const {
  const auto trace = input_.traces.find(finding.key);
  if (finding.first_wrong != Hop::kRecord || trace == input_.traces.end()) return false;
  const auto cause =
      cause_of_refusal(finding, static_cast<std::size_t>(finding.posting), trace->second.refusal());
  if (cause) lay_at(finding, *cause);
  return cause.has_value();
}

// What the record refused at first for such a reason was held up by it.
void Blame::lay_delay_at_cause(Finding& finding) const {
  std::vector<std::size_t> held_up = {static_cast<std::size_t>(finding.posting)};
  if (finding.finding == FindingClass::kOutOfOrder) held_up = overtaken_by(held_up.front());
  for (const std::size_t posting : held_up) {
    const auto trace = input_.traces.find(input_.names.text(truth_[posting].key));
    if (trace == input_.traces.end() || trace->second.refused_before.empty()) continue;
    const auto cause = cause_of_refusal(finding, posting, trace->second.refused_before);
    if (cause) return lay_at(finding, *cause);
  }
}

std::optional<Shortages::Cause> Blame::cause_of_refusal(const Finding& finding, std::size_t index,
                                                        const std::string& refusal) const {
  const Posting& posting = truth_[index];
  // Words of the system may follow, as in "deficit: not enough of it".
  const std::string code = refusal.substr(0, refusal.find(':'));
  std::optional<Shortages::Cause> cause = shortages_.cause_of(finding, posting, code);
  if (cause || code != "unknown_document" || posting.original == kNoName) return cause;
  // It may be in the books under another key.
  const std::string& original = input_.names.text(posting.original);
  cause = Shortages::Cause{of_lost_key(original, ""), ""};
  for (const Witnesses::FaultySystem& system : witnesses_.systems) {
    const FaultLog::Strike* strike = system.log->of_key(original);
    if (strike != nullptr && cause->fault.empty()) cause->fault = strike->fault;
  }
  return cause;
}

void Blame::lay_at(Finding& finding, const Shortages::Cause& cause) {
  finding.last_right = cause.at.last_right;
  finding.first_wrong = cause.at.first_wrong;
  finding.fault = cause.fault;
}

void Blame::name_fault(Finding& finding) {
  if (!bridge::against_stack(finding.finding)) return;
  for (const Witnesses::FaultySystem& system : witnesses_.systems) {
    if (!lies_within(system.at, finding)) continue;
    for (const FaultLog::Strike* strike : strikes_of(*system.log, finding)) {
      surfaced_.emplace(strike->fault, strike->key);
      if (finding.fault.find(strike->fault) != std::string::npos) continue;
      finding.fault += (finding.fault.empty() ? "" : ", ") + std::string(strike->fault);
    }
  }
}

std::vector<const FaultLog::Strike*> Blame::strikes_of(const FaultLog& log,
                                                       const Finding& finding) const {
  std::vector<const FaultLog::Strike*> strikes;
  const auto add = [&](const FaultLog::Strike* strike) {
    if (strike != nullptr) strikes.push_back(strike);
  };
  if (finding.posting < 0 && finding.document >= 0) add(log.of_document(finding.document));
  for (const std::string& key : keys_behind(finding)) add(log.of_key(key));
  return strikes;
}

// The keys of the messages that a finding may come of.
std::vector<std::string> Blame::keys_behind(const Finding& finding) const {
  std::vector<std::string> keys;
  if (!finding.key.empty()) keys.push_back(finding.key);
  if (const std::string strange = strange_key_of(finding); !strange.empty()) {
    keys.push_back(strange);
  }
  if (finding.finding == FindingClass::kUndocumentedChange) {
    for (const StockChange& change : finding.effect) {
      const Position& position = change.position;
      keys.push_back(FaultLog::name_of_place(
          input_.names.text(position.item), input_.names.text(position.lot),
          input_.names.text(position.location), status_name(position.status)));
    }
  }
  if (finding.posting < 0) {
    if (finding.key.empty()) add_alike_keys(finding, keys);
    return keys;
  }
  const auto index = static_cast<std::size_t>(finding.posting);
  std::vector<std::size_t> others;
  if (finding.finding == FindingClass::kOutOfOrder) others = overtaken_by(index);
  const std::vector<std::size_t> parts = absorbed_by(index);
  others.insert(others.end(), parts.begin(), parts.end());
  for (const std::size_t other : others) keys.push_back(input_.names.text(truth_[other].key));
  add_made_keys(keys);
  return keys;
}

// Of a document that shows no key: the keys of what says the same.
void Blame::add_alike_keys(const Finding& finding, std::vector<std::string>& keys) const {
  const auto booked = booked_.find(finding.document);
  if (booked == booked_.end()) return;
  const Posting& shown = record_[booked->second].posting;
  const auto others = of_order_.find(shown.order != kNoName ? shown.order : shown.item);
  if (others == of_order_.end()) return;
  for (const std::size_t posting : others->second) {
    if (difference(truth_[posting], shown)) continue;
    keys.push_back(input_.names.text(truth_[posting].key));
  }
  add_made_keys(keys);
}

// A system behind one that gives messages other keys knows them by those.
void Blame::add_made_keys(std::vector<std::string>& keys) const {
  const std::vector<std::string> known = keys;
  for (const std::string& key : known) {
    for (const Witnesses::FaultySystem& system : witnesses_.systems) {
      const std::string* made = system.log->renamed(key);
      if (made != nullptr) keys.push_back(*made);
    }
  }
}

// What happened before it to the same order, and was booked behind it.
std::vector<std::size_t> Blame::overtaken_by(std::size_t posting) const {
  std::vector<std::size_t> overtaken;
  const Posting& own = truth_[posting];
  for (const std::size_t other : of_order_.at(own.order != kNoName ? own.order : own.item)) {
    if (other >= posting) break;
    if (document_of(other) > document_of(posting)) overtaken.push_back(other);
  }
  return overtaken;
}

// The place in the middle of those where nothing listens yet.
void Blame::propose_tap(Finding& finding) const {
  std::vector<Hop> places;
  for (Hop place = kFirstTap; place <= kLastTap; place = next(place)) {
    const bool inside = place > finding.last_right && place < finding.first_wrong;
    if (inside && witnesses_.places.contains(place) && !witnesses_.listens(place)) {
      places.push_back(place);
    }
  }
  if (places.empty()) return;
  finding.would_narrow = places[places.size() / 2];
  if (!finding.detail.empty()) finding.detail += "; ";
  finding.detail += "a tap at " + std::string(hop_name(*finding.would_narrow)) + " would narrow it";
}

void Blame::count_faults(Reconciliation& result) const {
  std::map<std::string_view, FaultOutcome> outcomes;
  for (const Witnesses::FaultySystem& system : witnesses_.systems) {
    for (const auto& [fault, times] : system.log->struck()) {
      outcomes[fault].fault = fault;
      outcomes[fault].struck += times;
    }
  }
  for (const auto& [fault, key] : surfaced_) ++outcomes[fault].surfaced;
  for (const auto& [fault, outcome] : outcomes) result.faults.push_back(outcome);
}

}  // namespace planttwin::bridge
