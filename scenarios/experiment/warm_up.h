#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace planttwin::experiment {

// Where the beginning of a series should be cut off so that what remains has the smallest standard
// error of its mean, in values: MSER-5 (White, Cobb and Spratt, "A comparison of five steady-state
// truncation heuristics for simulation", WSC 2000), over means of five values. Nothing when the
// best cut lies in the second half: the series has not settled, or is too short to tell. Cuts that
// leave fewer than five means are no candidates: so few are close to each other by luck.
std::optional<std::size_t> mser5(const std::vector<double>& series);

}  // namespace planttwin::experiment
