#include "erp_bridge/postings/posting_policy_reader.h"

#include <optional>
#include <string>
#include <vector>

namespace planttwin::bridge {
namespace {

constexpr std::int64_t kLargestPart = 1'000'000'000;

// Those of which something else can be made than a document each.
std::vector<std::string> types_with_a_choice() {
  std::vector<std::string> names;
  for (int i = 0; i < kPostingTypes; ++i) {
    const auto type = static_cast<PostingType>(i);
    if (PostingPolicies::possible(type, PostingPolicy::kSplit))
      names.emplace_back(posting_name(type));
  }
  return names;
}

std::vector<std::string> policies_of(PostingType type) {
  std::vector<std::string> names;
  for (int i = 0; i < kPostingPolicies; ++i) {
    const auto policy = static_cast<PostingPolicy>(i);
    if (PostingPolicies::possible(type, policy)) names.emplace_back(policy_name(policy));
  }
  return names;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + sim::in_quotes(name);
  return text;
}

void read_policy(sim::JsonReader& in, PostingPolicies& policies) {
  const std::string id = in.id();
  const std::string name = in.required_string("policy");
  const std::optional<PostingType> type = find_posting_type(id);
  const std::optional<PostingPolicy> policy = policy_of(name);
  const bool splits = policy == PostingPolicy::kSplit;
  std::int64_t at_most = 1;
  if (splits) {
    at_most = in.integer("at_most", {1, kLargestPart});
  } else if (in.has("at_most")) {
    in.error("at_most", "only a posting that is split has a largest part");
  }
  if (!type && !id.empty()) {
    in.error("id",
             "no posting " + sim::in_quotes(id) + sim::nearest_clause(id, types_with_a_choice()));
  } else if (type && !name.empty() && (!policy || !PostingPolicies::possible(*type, *policy))) {
    in.error("policy", id + " can't be posted " + sim::in_quotes(name) + ", only " +
                           listed(policies_of(*type)));
  } else if (type && policy) {
    policies.set(*type, *policy, at_most);
  }
  in.finish();
}

}  // namespace

PostingPolicies read_posting_policies(sim::JsonReader& erp) {
  PostingPolicies policies;
  for (sim::JsonReader& in : erp.objects("posting_policies")) read_policy(in, policies);
  return policies;
}

}  // namespace planttwin::bridge
