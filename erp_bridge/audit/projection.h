#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/audit/record_postings.h"

namespace planttwin::bridge {

// What postings of one document have in common. What is netted counts as an issue, and scrap of a
// lot in process is told apart by it.
inline auto common_of(const Posting& posting, bool nets) {
  return std::tuple(nets ? PostingType::kMaterialIssued : posting.type, posting.status,
                    posting.order, posting.operation, posting.item, posting.unit, posting.lot,
                    posting.location, nets ? kNoName : posting.reason, posting.reference,
                    posting.type == PostingType::kScrapped ? posting.in_process : kNoName);
}

// How a record has taken postings together otherwise than its policies say.
struct Deviation {
  bool across = false;                // postings of several groups
  bool apart = false;                 // a part of a group, as if there were no policy
  bool early = false;                 // before the posting for which they wait
  std::uint32_t by_business = 0;      // postings that are known by their quantity, not by a key
  std::vector<std::uint32_t> again;   // postings that it has taken twice
  std::vector<std::uint32_t> unlike;  // postings that it has taken for something else
  sim::Quantity beyond;               // a part without a key that never happened
  std::vector<std::int32_t> skipped;  // what should have booked those of the other groups
};

// A document that a record is to have by its posting policies, for one posting or several.
struct ExpectedDocument {
  enum class State : std::uint8_t {
    kDue,      // is to be there
    kWaiting,  // for the posting that books it
    kNothing,  // none is to be there: its postings make up for each other, or are left out
  };
  const Posting* posting = nullptr;  // what it is to say
  std::uint32_t first = 0;           // of its postings, in the projection's list of them
  std::uint32_t count = 1;
  std::int32_t group = -1;      // its number where postings wait for each other; -1: by itself
  std::int32_t trigger = -1;    // the posting that books it; -1: its own
  std::int32_t deviation = -1;  // its number; -1: none
  State state = State::kDue;
};

// What was reported, as the documents that a record is to have: in the order in which it is to book
// those of each order. Only what the record has taken can wait or be waited for; it has taken what
// it acknowledged and what it shows.
class Projection {
 public:
  // The input outlives it.
  Projection(const AuditInput& input, const std::vector<Booked>& record);

  std::size_t size() const { return documents_.size(); }
  const ExpectedDocument& operator[](std::size_t i) const { return documents_[i]; }
  const Posting& posting(std::size_t i) const { return *documents_[i].posting; }
  // The postings of a document: indices of what was reported.
  std::span<const std::uint32_t> members(std::size_t i) const {
    return {members_.data() + documents_[i].first, documents_[i].count};
  }
  // nullptr where the record has done what its policies say.
  const Deviation* deviation(std::size_t i) const {
    const std::int32_t number = documents_[i].deviation;
    return number < 0 ? nullptr : &deviations_[static_cast<std::size_t>(number)];
  }
  const std::vector<Posting>& reported() const { return reported_; }
  // Whether the record has put a posting into a document of others, as what it is not.
  bool is_unlike(std::size_t posting) const {
    return unlike_.contains(static_cast<std::uint32_t>(posting));
  }
  // The posting of a key of ours; -1: none.
  std::int64_t posting_of(Name key) const;

 private:
  friend class Regrouping;
  using State = ExpectedDocument::State;
  struct Group {
    std::vector<std::uint32_t> members;
    std::int32_t trigger = -1;
  };

  void project_each();
  bool left_out(std::uint32_t posting) const;
  bool lost_on_the_way(Name key) const;
  bool refused(Name key) const;
  void project_policies(const std::vector<Booked>& record);
  std::vector<std::uint32_t> in_turn() const;
  void make_groups(const std::vector<std::int64_t>& due, std::uint32_t trigger);
  bool nets(const Posting& posting) const;
  void add(std::uint32_t posting);
  ExpectedDocument& add(const std::vector<std::uint32_t>& members, const Posting* says);
  // What one document for all of them says; nullptr when nothing is left of them.
  const Posting* merged(const std::vector<std::uint32_t>& members, std::int32_t trigger);

  const AuditInput& input_;
  const std::vector<Posting>& reported_;
  std::vector<ExpectedDocument> documents_;
  std::vector<std::uint32_t> members_;
  std::deque<Posting> made_;
  std::vector<Group> groups_;
  std::vector<Deviation> deviations_;
  std::unordered_set<std::uint32_t> unlike_;
  std::unordered_map<Name, std::uint32_t> posting_of_key_;
};

}  // namespace planttwin::bridge
