#include "erp_bridge/audit/regrouping.h"

#include <algorithm>
#include <set>
#include <utility>

namespace planttwin::bridge {

void Regrouping::run() {
  if (projection_.groups_.empty()) return;
  find_groups();
  find_claims();
  std::vector<ExpectedDocument> all = std::exchange(projection_.documents_, {});
  projection_.documents_.reserve(all.size());
  for (const ExpectedDocument& expected : all) {
    if (expected.group < 0 || as_projected(expected)) {
      projection_.documents_.push_back(expected);
    } else {
      divide(expected, projection_.documents_);
    }
  }
}

void Regrouping::find_groups() {
  group_of_.assign(projection_.reported_.size(), -1);
  for (std::size_t g = 0; g < projection_.groups_.size(); ++g) {
    for (const std::uint32_t i : projection_.groups_[g].members) {
      group_of_[i] = static_cast<std::int32_t>(g);
    }
  }
}

void Regrouping::find_claims() {
  claimed_by_.assign(projection_.reported_.size(), -1);
  for (std::size_t d = 0; d < record_.size(); ++d) {
    if (record_[d].foreign) continue;
    Claim claim = claim_of(d);
    if (claim.postings.empty()) continue;
    projection_.unlike_.insert(claim.unlike.begin(), claim.unlike.end());
    claims_.emplace(d, std::move(claim));
  }
  for (auto& [document, claim] : claims_) {
    if (claim.unknown > 0) recognise(document, claim);
  }
}

Regrouping::Claim Regrouping::claim_of(std::size_t document) {
  const Booked& booked = record_[document];
  const bool alone = booked.keys.empty();
  Claim claim;
  for (const Name key : alone ? std::vector<Name>{booked.posting.key} : booked.keys) {
    const std::int64_t posting = key == kNoName ? -1 : projection_.posting_of(key);
    const auto i = static_cast<std::uint32_t>(posting);
    if (posting < 0) {
      ++claim.unknown;
      claim.without_key = claim.without_key || key == kNoName;
    } else if (claimed_by_[i] >= 0) {
      claim.again.push_back(i);
    } else if (!alone || group_of_[i] >= 0) {
      claim.postings.push_back(i);
      claimed_by_[i] = static_cast<std::int64_t>(document);
    }
  }
  set_unlike_aside(document, claim);
  return claim;
}

bool Regrouping::fits(const Posting& posting, const Posting& record) const {
  return common_of(posting, projection_.nets(posting)) ==
         common_of(record, projection_.nets(record));
}

// Where a document says what some of its postings say, the others are in the wrong one.
void Regrouping::set_unlike_aside(std::size_t document, Claim& claim) {
  Posting record = record_[document].posting;
  const auto fits_in = [&](std::uint32_t i) {
    record.unit = projection_.reported_[i].unit;  // in which it is counted
    return group_of_[i] >= 0 && fits(projection_.reported_[i], record);
  };
  const auto rest = std::stable_partition(claim.postings.begin(), claim.postings.end(), fits_in);
  if (rest != claim.postings.begin()) {
    claim.unlike.assign(rest, claim.postings.end());
    claim.postings.erase(rest, claim.postings.end());
  } else {
    // None does: what belongs to no group is not claimed.
    std::erase_if(claim.postings, [&](std::uint32_t i) {
      if (group_of_[i] >= 0) return false;
      claimed_by_[i] = -1;
      return true;
    });
  }
}

// What a document has beyond the postings whose keys it shows.
sim::Quantity Regrouping::excess(std::size_t document, const Claim& claim) const {
  const PostingType type = record_[document].posting.type;
  sim::Quantity sum;
  for (const std::vector<std::uint32_t>* part : {&claim.postings, &claim.again}) {
    for (const std::uint32_t i : *part) {
      const Posting& posting = projection_.reported_[i];
      sum += posting.type == type ? posting.quantity : -posting.quantity;
    }
  }
  for (const std::uint32_t i : claim.unlike) sum += projection_.reported_[i].quantity;
  return record_[document].posting.quantity - sum;
}

// Postings of the group whose keys the record has lost, or one that it has taken again under
// another key.
void Regrouping::recognise(std::size_t document, Claim& claim) {
  const sim::Quantity rest = excess(document, claim);
  if (rest <= sim::Quantity()) return;
  const auto& group =
      projection_.groups_[static_cast<std::size_t>(group_of_[claim.postings.front()])];
  std::vector<std::uint32_t> open;
  sim::Quantity open_sum;
  for (const std::uint32_t i : group.members) {
    if (claimed_by_[i] >= 0) continue;
    open.push_back(i);
    open_sum += projection_.reported_[i].quantity;
  }
  const auto is_rest = [&](std::uint32_t i) { return projection_.reported_[i].quantity == rest; };
  if (open_sum != rest) {
    const auto one = std::find_if(open.begin(), open.end(), is_rest);
    if (one == open.end()) {
      open.clear();
    } else {
      open = {*one};
    }
  }
  for (const std::uint32_t i : open) {
    claimed_by_[i] = static_cast<std::int64_t>(document);
    claim.postings.push_back(i);
  }
  claim.by_business = static_cast<std::uint32_t>(open.size());
  if (!open.empty()) return;
  if (claim.without_key) {
    claim.beyond = rest;
    return;
  }
  const auto again = std::find_if(claim.postings.begin(), claim.postings.end(), is_rest);
  if (again != claim.postings.end()) claim.again.push_back(*again);
}

bool Regrouping::as_projected(const ExpectedDocument& expected) const {
  const std::uint32_t* begin = projection_.members_.data() + expected.first;
  const std::vector<std::uint32_t> members(begin, begin + expected.count);
  const std::int64_t document = claimed_by_[members.front()];
  for (const std::uint32_t i : members) {
    if (claimed_by_[i] != document) return false;
  }
  if (document < 0) return true;
  if (expected.state == ExpectedDocument::State::kWaiting) return false;
  const Claim& claim = claims_.at(static_cast<std::size_t>(document));
  return claim.postings.size() == members.size() && claim.again.empty() && claim.unlike.empty() &&
         claim.by_business == 0 && claim.beyond.is_zero();
}

void Regrouping::divide(const ExpectedDocument& expected, std::vector<ExpectedDocument>& into) {
  const std::uint32_t* begin = projection_.members_.data() + expected.first;
  const std::vector<std::uint32_t> members(begin, begin + expected.count);
  std::vector<std::int64_t> documents;
  for (const std::uint32_t i : members) {
    const std::int64_t document = claimed_by_[i];
    const bool seen = std::find(documents.begin(), documents.end(), document) != documents.end();
    if (document >= 0 && !seen) documents.push_back(document);
  }
  const bool early = expected.state == ExpectedDocument::State::kWaiting;
  for (const std::int64_t document : documents) {
    const Claim& claim = claims_.at(static_cast<std::size_t>(document));
    // A document for several groups stands at the place of the first.
    if (group_of_[claim.postings.front()] != expected.group) continue;
    Deviation deviation;
    deviation.apart = early || documents.size() > 1;
    deviation.early = early;
    into.push_back(claimed(claim, std::move(deviation)));
  }
  for (const std::uint32_t i : members) {
    if (claimed_by_[i] < 0 || projection_.is_unlike(i)) into.push_back(alone(expected, i));
  }
}

ExpectedDocument Regrouping::claimed(const Claim& claim, Deviation deviation) {
  std::set<std::int32_t> groups;
  std::set<std::int32_t> triggers;
  for (const std::uint32_t i : claim.postings) {
    groups.insert(group_of_[i]);
    triggers.insert(projection_.groups_[static_cast<std::size_t>(group_of_[i])].trigger);
  }
  const std::int32_t trigger = *triggers.rbegin();
  triggers.erase(trigger);
  std::vector<std::uint32_t> said = claim.postings;
  said.insert(said.end(), claim.again.begin(), claim.again.end());
  ExpectedDocument expected;
  expected.posting = projection_.merged(said, trigger);
  // What is left of nothing is still a document of the first.
  if (expected.posting == nullptr) {
    expected.posting = &projection_.reported_[claim.postings.front()];
  }
  if (!claim.unlike.empty() || !claim.beyond.is_zero()) {
    Posting& all = projection_.made_.emplace_back(*expected.posting);
    all.quantity += claim.beyond;
    for (const std::uint32_t i : claim.unlike) all.quantity += projection_.reported_[i].quantity;
    expected.posting = &all;
  }
  expected.first = static_cast<std::uint32_t>(projection_.members_.size());
  projection_.members_.insert(projection_.members_.end(), claim.postings.begin(),
                              claim.postings.end());
  expected.count = static_cast<std::uint32_t>(claim.postings.size());
  expected.group = group_of_[claim.postings.front()];
  expected.trigger = trigger;
  deviation.across = groups.size() > 1;
  deviation.by_business = claim.by_business;
  deviation.again = claim.again;
  deviation.unlike = claim.unlike;
  deviation.beyond = claim.beyond;
  deviation.skipped.assign(triggers.begin(), triggers.end());
  expected.deviation = static_cast<std::int32_t>(projection_.deviations_.size());
  projection_.deviations_.push_back(std::move(deviation));
  return expected;
}

ExpectedDocument Regrouping::alone(const ExpectedDocument& expected, std::uint32_t posting) {
  ExpectedDocument one;
  one.posting = &projection_.reported_[posting];
  one.first = static_cast<std::uint32_t>(projection_.members_.size());
  projection_.members_.push_back(posting);
  one.group = expected.group;
  one.trigger = expected.trigger;
  if (expected.state == ExpectedDocument::State::kWaiting) one.state = expected.state;
  return one;
}

}  // namespace planttwin::bridge
