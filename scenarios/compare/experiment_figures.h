#pragma once

#include <string_view>

#include "scenarios/compare/compared_file.h"
#include "sim/json_reader.h"

namespace planttwin::compare {

// The figure of an experiment that is not among its KPIs: the share of the replications of a
// variant that deadlocked or stalled.
inline constexpr std::string_view kEndedBadly = "ended badly";

// Reads experiment.json into the file's seed and figures. Errors are recorded.
void read_experiment_figures(sim::JsonReader& in, ComparedFile& file);

}  // namespace planttwin::compare
