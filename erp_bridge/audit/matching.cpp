#include "erp_bridge/audit/matching.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "erp_bridge/audit/difference.h"

namespace planttwin::bridge {
namespace {

// What a document without a key can be known by.
auto business_of(const Posting& posting) {
  return std::tuple(posting.type, posting.order, posting.operation, posting.item, posting.lot,
                    posting.location, posting.in_process, posting.reference, posting.quantity);
}
using Business = decltype(business_of(std::declval<const Posting&>()));

bool less_business(const Posting& a, const Posting& b) { return business_of(a) < business_of(b); }

// What postings that could be booked as one have in common.
auto group_of(const Posting& posting) {
  return std::tuple(posting.type, posting.order, posting.operation, posting.item, posting.lot,
                    posting.location, posting.status, posting.reference);
}
using Group = decltype(group_of(std::declval<const Posting&>()));

bool due(const ExpectedDocument& expected) {
  return expected.state == ExpectedDocument::State::kDue;
}

// The expected document of each posting.
std::vector<std::uint32_t> places_of_postings(const Projection& expected) {
  std::vector<std::uint32_t> places(expected.reported().size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    for (const std::uint32_t posting : expected.members(i)) {
      places[posting] = static_cast<std::uint32_t>(i);
    }
  }
  return places;
}

void match_by_key(const Projection& expected, const std::vector<Booked>& record,
                  Matching& matching) {
  matching.place_of = places_of_postings(expected);
  const auto take = [&](Name key, std::size_t i) {
    const std::int64_t posting = key == kNoName ? -1 : expected.posting_of(key);
    if (posting < 0 || expected.is_unlike(static_cast<std::size_t>(posting))) return false;
    std::int64_t& document =
        matching.document_of[matching.place_of[static_cast<std::size_t>(posting)]];
    if (document >= 0) return false;
    document = static_cast<std::int64_t>(i);
    matching.used[i] = true;
    return true;
  };
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (record[i].keys.empty()) {
      take(record[i].posting.key, i);
    } else {
      std::any_of(record[i].keys.begin(), record[i].keys.end(),
                  [&](Name key) { return take(key, i); });
    }
  }
}

// The documents without a key of ours, and the postings without a document.
class BusinessMatch {
 public:
  BusinessMatch(const AuditInput& input, const Projection& expected,
                const std::vector<Booked>& record, Matching& matching)
      : input_(input), expected_(expected), record_(record), matching_(matching) {
    for (std::size_t i = 0; i < record.size(); ++i) {
      const bool ours = expected.posting_of(record[i].posting.key) >= 0;
      if (!record[i].foreign && !matching.used[i] && !ours) unknown_.push_back(i);
    }
    if (unknown_.empty()) return;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (!due(expected[i])) continue;
      const Posting& posting = expected.posting(i);
      if (input.start) times_.insert({business_of(posting), posting.time.count()});
      if (matching.document_of[i] < 0) open_[business_of(posting)].push_back(i);
    }
    for (const auto& [business, postings] : open_) {
      for (const std::size_t i : postings) matching.ambiguous[i] = postings.size() > 1;
    }
  }

  void run() {
    if (input_.start) {
      for (const std::size_t i : unknown_) take(i, true);
    }
    for (const std::size_t i : unknown_) {
      if (!matching_.used[i] && !happened_then(i)) take(i, false);
    }
  }

 private:
  // Of the document, in the run.
  std::int64_t time_of(std::size_t i) const { return (record_[i].time - *input_.start).count(); }

  bool happened_then(std::size_t i) const {
    return input_.start && times_.contains({business_of(record_[i].posting), time_of(i)});
  }

  // Gives a document to the oldest open posting that is alike.
  void take(std::size_t i, bool same_time) {
    const auto found = open_.find(business_of(record_[i].posting));
    if (found == open_.end()) return;
    std::vector<std::size_t>& postings = found->second;
    const auto posting = std::find_if(postings.begin(), postings.end(), [&](std::size_t one) {
      return !same_time || expected_.posting(one).time.count() == time_of(i);
    });
    if (posting == postings.end()) return;
    matching_.document_of[*posting] = static_cast<std::int64_t>(i);
    matching_.by_business[*posting] = true;
    matching_.used[i] = true;
    postings.erase(posting);
  }

  const AuditInput& input_;
  const Projection& expected_;
  const std::vector<Booked>& record_;
  Matching& matching_;
  std::vector<std::size_t> unknown_;
  std::map<Business, std::vector<std::size_t>> open_;  // the oldest first
  std::set<std::pair<Business, std::int64_t>> times_;  // at which something happened
};

// Which of the open postings, oldest first, add up to what a document has too much: one of them, or
// the last few together; none otherwise.
std::vector<std::size_t> adding_up(const Projection& expected, const std::vector<std::size_t>& open,
                                   std::size_t before, sim::Quantity excess) {
  std::vector<std::size_t> last_few;
  sim::Quantity sum;
  bool adds_up = false;
  for (std::size_t i = open.size(); i-- > 0;) {
    if (open[i] >= before) continue;
    if (expected.posting(open[i]).quantity == excess) return {open[i]};
    if (adds_up) continue;
    last_few.push_back(open[i]);
    sum += expected.posting(open[i]).quantity;
    adds_up = sum == excess;
  }
  if (!adds_up) last_few.clear();
  return last_few;
}

// Documents that say themselves for which postings they stand, though each was to have its own.
void find_named_aggregates(const Projection& expected, const std::vector<Booked>& record,
                           Matching& matching) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (matching.document_of[i] < 0 || expected[i].group >= 0) continue;
    const Booked& booked = record[static_cast<std::size_t>(matching.document_of[i])];
    if (booked.keys.size() < 2) continue;
    std::vector<std::size_t> parts;
    sim::Quantity sum = expected.posting(i).quantity;
    for (const Name key : booked.keys) {
      const std::int64_t posting = key == kNoName ? -1 : expected.posting_of(key);
      if (posting < 0) continue;
      const std::size_t part = matching.place_of[static_cast<std::size_t>(posting)];
      if (part == i || matching.document_of[part] >= 0 || expected[part].group >= 0) continue;
      parts.push_back(part);
      sum += expected.posting(part).quantity;
    }
    if (sum == booked.posting.quantity) matching.absorbed[i] = parts;
  }
}

}  // namespace

Matching match(const AuditInput& input, const Projection& expected,
               const std::vector<Booked>& record) {
  Matching matching;
  matching.document_of.assign(expected.size(), -1);
  matching.by_business.assign(expected.size(), false);
  matching.ambiguous.assign(expected.size(), false);
  matching.used.assign(record.size(), false);
  match_by_key(expected, record, matching);
  BusinessMatch(input, expected, record, matching).run();
  return matching;
}

void find_aggregates(const AuditInput& input, const Projection& expected,
                     const std::vector<Booked>& record, Matching& matching) {
  find_named_aggregates(expected, record, matching);
  std::vector<bool> absorbed(expected.size(), false);
  for (const auto& [whole, parts] : matching.absorbed) {
    for (const std::size_t part : parts) absorbed[part] = true;
  }
  std::map<Group, std::vector<std::size_t>> open;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (absorbed[i]) continue;
    if (matching.document_of[i] >= 0 || !due(expected[i])) continue;
    const MessageTrace* sent = input.trace(expected.posting(i).key);
    const bool taken = sent != nullptr && sent->state == MessageTrace::State::kAcknowledged;
    if (taken) open[group_of(expected.posting(i))].push_back(i);
  }
  if (open.empty()) return;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (matching.document_of[i] < 0 || matching.absorbed.contains(i)) continue;
    const Posting& posting = expected.posting(i);
    const Posting& booked = record[static_cast<std::size_t>(matching.document_of[i])].posting;
    const sim::Quantity excess = booked.quantity - posting.quantity;
    if (excess <= sim::Quantity()) continue;
    const auto group = open.find(group_of(posting));
    if (group == open.end() || difference(posting, booked) != FindingClass::kWrongQuantity) {
      continue;
    }
    const std::vector<std::size_t> parts = adding_up(expected, group->second, i, excess);
    if (parts.empty()) continue;
    for (const std::size_t part : parts) std::erase(group->second, part);
    matching.absorbed[i] = parts;
  }
}

AlikePostings::AlikePostings(const Projection& expected) : sorted_(expected.reported()) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (expected[i].count > 1) sorted_.push_back(expected.posting(i));
  }
  std::sort(sorted_.begin(), sorted_.end(), less_business);
}

bool AlikePostings::has(const Posting& posting) const {
  return std::binary_search(sorted_.begin(), sorted_.end(), posting, less_business);
}

}  // namespace planttwin::bridge
