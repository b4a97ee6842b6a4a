#pragma once

#include <cstddef>
#include <vector>

#include "scenarios/experiment/estimate.h"
#include "scenarios/experiment/experiment_file.h"
#include "scenarios/experiment/replication.h"

namespace planttwin::experiment {

// The main effect of a factor on a figure: its mean over all points of the grid that have a level,
// and the difference to the first level. Replication i of all points has the same luck, so the
// figures of a replication are averaged over the points first and intervals are over replications.
struct MainEffect {
  std::size_t factor = 0;
  std::size_t kpi = 0;
  std::vector<Estimate> levels;       // by level
  std::vector<Estimate> differences;  // by level, to the first; that of the first has no values
  double range = 0;                   // between the highest and the lowest mean
};

// Of every factor on every figure. `error`: the probability that an interval misses.
std::vector<MainEffect> main_effects(const Experiment& experiment,
                                     const std::vector<Replicated>& variants, double error);

}  // namespace planttwin::experiment
