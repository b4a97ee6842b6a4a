#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "scenarios/experiment/experiment_file.h"
#include "scenarios/scenario.h"
#include "sim/time.h"

namespace planttwin::experiment {

// Where the beginning of a series should be cut off so that what remains has the smallest standard
// error of its mean, in values: MSER-5 (White, Cobb and Spratt, "A comparison of five steady-state
// truncation heuristics for simulation", WSC 2000), over means of five values. Nothing when the
// best cut lies in the second half: the series has not settled, or is too short to tell.
std::optional<std::size_t> mser5(const std::vector<double>& series);

// Lots in process of a run from its start to its horizon: the mean over each of kSeriesParts equal
// parts.
constexpr std::size_t kSeriesParts = 1'000;
std::vector<double> wip_series(const scenario::Scenario& scenario, std::uint64_t seed);

}  // namespace planttwin::experiment
