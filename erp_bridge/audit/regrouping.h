#pragma once

#include <map>
#include <vector>

#include "erp_bridge/audit/projection.h"

namespace planttwin::bridge {

// Fits the groups of a projection to how the record has taken postings together, as the keys of its
// documents tell: so each document stands beside just those postings that are in it, and a posting
// that is missing in one is missed alone.
class Regrouping {
 public:
  // What is given outlives it.
  Regrouping(Projection& projection, const std::vector<Booked>& record)
      : projection_(projection), record_(record) {}

  void run();

 private:
  // What a document of the record says that it stands for.
  struct Claim {
    std::vector<std::uint32_t> postings;  // that no document before it has claimed
    std::vector<std::uint32_t> again;     // that are claimed already
    std::vector<std::uint32_t> unlike;    // that say something else than the document
    std::int64_t unknown = 0;             // keys that are none of ours, ...
    bool without_key = false;             // ... and none at all
    std::uint32_t by_business = 0;        // of the postings, the last: known by their quantity
    sim::Quantity beyond;                 // a part that is none of ours
  };

  void find_groups();
  void find_claims();
  Claim claim_of(std::size_t document);
  bool fits(const Posting& posting, const Posting& record) const;
  void set_unlike_aside(std::size_t document, Claim& claim);
  void recognise(std::size_t document, Claim& claim);
  sim::Quantity excess(std::size_t document, const Claim& claim) const;
  bool as_projected(const ExpectedDocument& expected) const;
  void divide(const ExpectedDocument& expected, std::vector<ExpectedDocument>& into);
  ExpectedDocument claimed(const Claim& claim, Deviation deviation);
  ExpectedDocument alone(const ExpectedDocument& expected, std::uint32_t posting);

  Projection& projection_;
  const std::vector<Booked>& record_;
  std::vector<std::int32_t> group_of_;    // by posting; -1: none
  std::vector<std::int64_t> claimed_by_;  // by posting, a document's index; -1: none
  std::map<std::size_t, Claim> claims_;   // by document
};

}  // namespace planttwin::bridge
