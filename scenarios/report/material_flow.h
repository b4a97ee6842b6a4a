#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "scenarios/report/database.h"

namespace planttwin::scenario {

// Quantities that moved from work center to work center, from release to completion, scrap and
// rework, as nodes and links of a Sankey chart. Such a chart has no cycles: a way back counts
// as rework. Quantities are in units (`factors` by material); the 80 widest links are kept.
nlohmann::json material_flow(Database& log, const std::vector<double>& factors);

}  // namespace planttwin::scenario
