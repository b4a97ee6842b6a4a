#pragma once

#include <filesystem>

#include "sim/json_node.h"

namespace planttwin::scenario {

// What the report shows of integration and audit, from reconciliation.json and messages.sqlite in
// a folder of results; null where nobody kept books. Bounded, however many messages and findings
// there were:
//   findings   the first ones of each kind, each with its message's journey (times in seconds)
//   more       how many others there are
//   hops       {class, last_right, first_wrong, count, against} of all, and against the systems
//   orders     what orders have cost, those in which the books differ most
//   recall     recall_figure.h
//   latency    {at_s, p50_s, p95_s, max_s} by when the messages came up, in equal stretches
//   backlog    {at_s, open}: the most open messages of each stretch
// What an older result does not have is null.
sim::JsonNode integration_figures(const std::filesystem::path& folder, double simulated_s);

}  // namespace planttwin::scenario
