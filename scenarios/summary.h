#pragma once

#include <string>

#include "sim/json_node.h"

namespace planttwin::scenario {

// The short table that a run prints: key figures, products, the busiest work centers, expectations
// and how the run ended. Made from result.json alone.
std::string summary_text(const sim::JsonNode& result);

}  // namespace planttwin::scenario
