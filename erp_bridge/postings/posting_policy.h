#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "erp_bridge/postings/posting.h"

// How a back office turns what it is told into documents.
namespace planttwin::bridge {

// What postings become in the books. Those of one document are alike in order, operation, item,
// unit, lot, location and status; its quantity is their sum, and it names a lot in process only
// where all of them do.
enum class PostingPolicy : std::uint8_t {
  kIndividual,    // a document each, at once
  kSplit,         // several documents each, at once: none of more than a given quantity
  kPerOperation,  // with the next completion of the operation
  kBackflush,     // with the next product of the order
  kPerOrder,      // when the order is closed
  kNetted,        // likewise, issues less returns: none where nothing is left
};
inline constexpr int kPostingPolicies = static_cast<int>(PostingPolicy::kNetted) + 1;
std::string_view policy_name(PostingPolicy policy);  // "per_operation"
std::optional<PostingPolicy> policy_of(std::string_view name);
// Whether postings wait for others under it.
bool waits(PostingPolicy policy);

// A policy for each type of posting. What nothing is said of is posted individually.
class PostingPolicies {
 public:
  // No more documents than this stand for one posting: the last has the rest.
  static constexpr std::int64_t kMostParts = 1000;

  // Whether a type can be posted so: only stock is split, and only what belongs to an order waits.
  static bool possible(PostingType type, PostingPolicy policy);

  // Requires that it is possible. `at_most` is for kSplit: units of the item in one document, 1 or
  // more.
  void set(PostingType type, PostingPolicy policy, std::int64_t at_most = 1);

  PostingPolicy of(PostingType type) const { return policies_[index(type)]; }
  std::int64_t at_most(PostingType type) const { return at_most_[index(type)]; }
  bool all_individual() const { return all_individual_; }

 private:
  static std::size_t index(PostingType type) { return static_cast<std::size_t>(type); }

  std::array<PostingPolicy, kPostingTypes> policies_{};
  std::array<std::int64_t, kPostingTypes> at_most_{};
  bool all_individual_ = true;
};

}  // namespace planttwin::bridge
