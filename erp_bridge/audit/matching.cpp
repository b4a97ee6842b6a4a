#include "erp_bridge/audit/matching.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "erp_bridge/audit/classification.h"

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

void match_by_key(const std::vector<Posting>& truth, const std::vector<Booked>& record,
                  Matching& matching) {
  matching.posting_of_key.reserve(truth.size());
  for (std::size_t i = 0; i < truth.size(); ++i) matching.posting_of_key[truth[i].key] = i;
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (record[i].posting.key == kNoName) continue;
    const auto found = matching.posting_of_key.find(record[i].posting.key);
    if (found == matching.posting_of_key.end()) continue;
    std::int64_t& document = matching.document_of[found->second];
    if (document >= 0) continue;
    document = static_cast<std::int64_t>(i);
    matching.used[i] = true;
  }
}

// The documents without a key of ours, and the postings without a document.
class BusinessMatch {
 public:
  BusinessMatch(const AuditInput& input, const std::vector<Posting>& truth,
                const std::vector<Booked>& record, Matching& matching)
      : input_(input), truth_(truth), record_(record), matching_(matching) {
    for (std::size_t i = 0; i < record.size(); ++i) {
      const bool ours = matching.posting_of_key.contains(record[i].posting.key);
      if (!record[i].foreign && !matching.used[i] && !ours) unknown_.push_back(i);
    }
    if (unknown_.empty()) return;
    for (std::size_t i = 0; i < truth.size(); ++i) {
      if (input.start) times_.insert({business_of(truth[i]), truth[i].time.count()});
      if (matching.document_of[i] < 0) open_[business_of(truth[i])].push_back(i);
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
      return !same_time || truth_[one].time.count() == time_of(i);
    });
    if (posting == postings.end()) return;
    matching_.document_of[*posting] = static_cast<std::int64_t>(i);
    matching_.by_business[*posting] = true;
    matching_.used[i] = true;
    postings.erase(posting);
  }

  const AuditInput& input_;
  const std::vector<Posting>& truth_;
  const std::vector<Booked>& record_;
  Matching& matching_;
  std::vector<std::size_t> unknown_;
  std::map<Business, std::vector<std::size_t>> open_;  // the oldest first
  std::set<std::pair<Business, std::int64_t>> times_;  // at which something happened
};

// Which of the open postings, oldest first, add up to what a document has too much: one of them, or
// the last few together; none otherwise.
std::vector<std::size_t> adding_up(const std::vector<Posting>& truth,
                                   const std::vector<std::size_t>& open, std::size_t before,
                                   sim::Quantity excess) {
  std::vector<std::size_t> last_few;
  sim::Quantity sum;
  bool adds_up = false;
  for (std::size_t i = open.size(); i-- > 0;) {
    if (open[i] >= before) continue;
    if (truth[open[i]].quantity == excess) return {open[i]};
    if (adds_up) continue;
    last_few.push_back(open[i]);
    sum += truth[open[i]].quantity;
    adds_up = sum == excess;
  }
  if (!adds_up) last_few.clear();
  return last_few;
}

}  // namespace

Matching match(const AuditInput& input, const std::vector<Posting>& truth,
               const std::vector<Booked>& record) {
  Matching matching;
  matching.document_of.assign(truth.size(), -1);
  matching.by_business.assign(truth.size(), false);
  matching.ambiguous.assign(truth.size(), false);
  matching.used.assign(record.size(), false);
  match_by_key(truth, record, matching);
  BusinessMatch(input, truth, record, matching).run();
  return matching;
}

void find_aggregates(const AuditInput& input, const std::vector<Posting>& truth,
                     const std::vector<Booked>& record, Matching& matching) {
  std::map<Group, std::vector<std::size_t>> open;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    if (matching.document_of[i] >= 0) continue;
    const auto sent = input.traces.find(input.names.text(truth[i].key));
    const bool taken =
        sent != input.traces.end() && sent->second.state == MessageTrace::State::kAcknowledged;
    if (taken) open[group_of(truth[i])].push_back(i);
  }
  if (open.empty()) return;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    if (matching.document_of[i] < 0) continue;
    const Posting& booked = record[static_cast<std::size_t>(matching.document_of[i])].posting;
    const sim::Quantity excess = booked.quantity - truth[i].quantity;
    if (excess <= sim::Quantity()) continue;
    const auto group = open.find(group_of(truth[i]));
    if (group == open.end() || difference(truth[i], booked) != FindingClass::kWrongQuantity) {
      continue;
    }
    const std::vector<std::size_t> parts = adding_up(truth, group->second, i, excess);
    if (parts.empty()) continue;
    for (const std::size_t part : parts) std::erase(group->second, part);
    matching.absorbed[i] = parts;
  }
}

AlikePostings::AlikePostings(const std::vector<Posting>& truth) : sorted_(truth) {
  std::sort(sorted_.begin(), sorted_.end(), less_business);
}

bool AlikePostings::has(const Posting& posting) const {
  return std::binary_search(sorted_.begin(), sorted_.end(), posting, less_business);
}

}  // namespace planttwin::bridge
