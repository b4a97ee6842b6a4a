#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/json_node.h"

namespace planttwin::scenario {

// What a stack did at one speed. Latencies in seconds of the wall, from when a message could be
// posted to when it was acknowledged: whoever comes late waits longer, and no message is left out
// because an earlier one is waited for (an open loop). Where a system takes an order as a whole,
// messages of orders that go on are not counted: the stack never had them.
struct HeadroomStep {
  static constexpr std::int64_t kFewestMessages = 20;  // one of them is above the 95th percentile

  double speed = 1;
  double lasted_s = 0;  // of the wall, while the plant went on
  std::int64_t messages = 0;
  std::int64_t open = 0;  // never acknowledged
  std::int64_t backlog_max = 0;
  std::int64_t orders = 0;  // released
  std::optional<double> p50_s, p95_s, p99_s, max_s;
  std::vector<std::string> missed;  // why it was too much, in words; empty: sustained
  bool stopped = false;             // by Ctrl-C

  bool sustained() const { return missed.empty() && !stopped; }
  // Whether enough was posted to say so.
  bool judged() const { return messages >= kFewestMessages; }
  // Nothing of a step that was stopped at once.
  std::optional<double> messages_per_s() const { return per_s(messages); }
  std::optional<double> orders_per_s() const { return per_s(orders); }

 private:
  std::optional<double> per_s(std::int64_t count) const {
    if (lasted_s <= 0) return std::nullopt;
    return static_cast<double>(count) / lasted_s;
  }
};

// Reads the step from the result.json of its run. Too much is what makes 95 of 100 messages wait
// longer than `most_p95_s`, leaves messages open, or misses an expectation about the integration.
HeadroomStep headroom_step(const sim::JsonNode& result, double speed, double most_p95_s);

// The speed from which on messages wait markedly longer: the first whose 95th percentile is more
// than three times that of the lowest speed. Steps in any order; nothing when there is none.
std::optional<double> knee(std::vector<HeadroomStep> steps);

// Of headroom.json.
sim::JsonNode to_json(const HeadroomStep& step);

// The table, by speed.
std::string steps_text(std::vector<HeadroomStep> steps);

}  // namespace planttwin::scenario
