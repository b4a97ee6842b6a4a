#pragma once

#include <vector>

#include "scenarios/compare/figure.h"
#include "sim/json_node.h"

namespace planttwin::compare {

// Every number and truth value of a result.json with its pointer, and whether each expectation is
// met. What is null has no data.
std::vector<Figure> figures_of_result(const sim::JsonNode& result);

}  // namespace planttwin::compare
