#include "erp_bridge/postings/posting_policy.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace planttwin::bridge {
namespace {

constexpr std::array<std::string_view, kPostingPolicies> kNames = {
    "individual", "split", "per_operation", "backflush", "per_order", "netted"};

}  // namespace

std::string_view policy_name(PostingPolicy policy) {
  return kNames[static_cast<std::size_t>(policy)];
}

std::optional<PostingPolicy> policy_of(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<PostingPolicy>(std::distance(kNames.begin(), found));
}

bool waits(PostingPolicy policy) {
  return policy != PostingPolicy::kIndividual && policy != PostingPolicy::kSplit;
}

bool PostingPolicies::possible(PostingType type, PostingPolicy policy) {
  if (policy == PostingPolicy::kIndividual) return true;
  switch (type) {
    case PostingType::kMaterialIssued:
    case PostingType::kMaterialReturned:
      return true;
    case PostingType::kByProduct:
    case PostingType::kScrapped:
      return policy != PostingPolicy::kNetted;
    case PostingType::kProductCompleted:
      return policy == PostingPolicy::kSplit || policy == PostingPolicy::kPerOrder;
    case PostingType::kGoodsReceived:
    case PostingType::kStockStatusChanged:
    case PostingType::kShipped:
      return policy == PostingPolicy::kSplit;
    case PostingType::kOrderReleased:
    case PostingType::kOperationCompleted:
    case PostingType::kOrderClosed:
    case PostingType::kReversed:
      return false;
  }
  return false;
}

void PostingPolicies::set(PostingType type, PostingPolicy policy, std::int64_t at_most) {
  assert(possible(type, policy) && at_most >= 1);
  policies_[index(type)] = policy;
  at_most_[index(type)] = at_most;
  all_individual_ = std::all_of(policies_.begin(), policies_.end(), [](PostingPolicy one) {
    return one == PostingPolicy::kIndividual;
  });
}

}  // namespace planttwin::bridge
