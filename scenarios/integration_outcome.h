#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/stack/simulated_stack.h"
#include "scenarios/fault_strikes.h"
#include "scenarios/hold_figures.h"
#include "sim/json_node.h"
#include "sim/statistics/quantiles.h"
#include "sim/statistics/tally.h"

namespace planttwin::scenario {

// Microseconds.
struct LatencyFigures {
  sim::Tally tally;
  sim::Quantiles quantiles;
};

// How the messages of one direction fared. Latency counts from when what a message says happened,
// not from when it was sent, to when its receiver took it.
struct DirectionFigures {
  std::int64_t messages = 0;
  std::int64_t taken = 0;
  std::int64_t refused = 0;  // for good
  std::int64_t open = 0;     // nobody knows yet what has become of them
  std::int64_t sent = 0;     // sendings: more than messages when some were sent again
  std::int64_t backlog_max = 0;
  LatencyFigures latency;
  // Where a system takes messages of an order together: those of `open` that wait for others of
  // their order, and latency from when all that a message is posted with had happened.
  std::int64_t waiting = 0;
  std::int64_t collected = 0;
  LatencyFigures delivery;
};

struct TrafficFigures {
  DirectionFigures to_erp;
  DirectionFigures to_plant;
  std::array<bridge::GateFigures, plant::kGatePoints> gates;  // by point
  std::int64_t demand = 0;                                    // sales orders
  std::int64_t delivered = 0;                                 // shipped in full, as the books know
  std::int64_t on_time = 0;           // of these, when the customer wanted them
  std::int64_t promises_revised = 0;  // sales orders promised for later than that
  std::int64_t promises_kept = 0;     // delivered by what was promised last
  bridge::ChangeFigures changes;      // of production orders
  std::int64_t outages = 0;           // of hosts and links, within the run
  // The longest time from the end of an outage until all that had come up before was delivered.
  // Empty without outages, or when that did not come.
  std::optional<sim::Duration> recovery;
};

TrafficFigures traffic_of(const bridge::SimulatedStack& stack);
// Of messages alone.
TrafficFigures traffic_of(const bridge::TrafficLog& traffic);

// What integration and audit came to.
struct IntegrationOutcome {
  bridge::Reconciliation audit;
  std::optional<TrafficFigures> traffic;  // where messages need a way
  std::vector<HoldFigures> holds;         // by quality event
  sim::JsonNode document;                 // reconciliation.json
  std::vector<FaultFigures> faults;       // of a fault plan
  // The member "export" of result.json, where the record is what somebody has exported of it.
  std::optional<sim::JsonNode> exported = std::nullopt;
};

// The member "integration" of result.json.
sim::JsonNode integration_section(const IntegrationOutcome& outcome);

}  // namespace planttwin::scenario
