#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "erp_bridge/postings/posting_policy.h"

namespace planttwin::bridge {

// Which postings wait, and for what: by their order's sequence alone, so that whoever sees an order
// in its own sequence comes to the same, whatever happens to other orders meanwhile.
//
// The completion of an operation ends the wait of what is posted per operation, a product of the
// order that of what is backflushed, and the close of the order every wait: what comes behind it
// waits no more. What belongs to no order never waits.
class PostingWindows {
 public:
  explicit PostingWindows(const PostingPolicies& policies) : policies_(policies) {}

  struct Step {
    std::vector<std::int64_t> due;  // are booked before it, in the order in which they came
    bool waits = false;
  };
  // The next posting; `id` is its number for whoever asks and comes once.
  Step take(std::int64_t id, PostingType type, const std::string& order,
            const std::string& operation);
  // A posting was taken back. Whether it was waiting, which it does no more.
  bool cancel(std::int64_t id);
  // All that still wait, ascending.
  std::vector<std::int64_t> waiting() const;

 private:
  // What waits for the same trigger: a policy and, where it matters, an operation.
  using Window = std::pair<PostingPolicy, std::string>;
  using Windows = std::map<Window, std::vector<std::int64_t>>;

  void end(const std::string& order, const Window& window, Step& step);

  PostingPolicies policies_;
  std::map<std::string, Windows> open_;  // by order
  std::unordered_set<std::string> closed_;
  std::unordered_map<std::int64_t, std::pair<std::string, Window>> where_;
};

}  // namespace planttwin::bridge
