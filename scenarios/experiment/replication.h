#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scenarios/experiment/experiment_file.h"
#include "scenarios/scenario.h"

namespace planttwin::experiment {

// What one run of a variant gave.
struct Replication {
  std::vector<std::optional<double>> values;  // by KPI; nothing where the result has no data
  bool ended_well = false;                    // neither deadlocked nor stalled
};

// Runs a scenario from its start to its end with a seed of its own. The same seed in two variants
// gives the same draws for the same things (common random numbers).
Replication run_replication(const scenario::Scenario& scenario, const std::vector<Kpi>& kpis,
                            std::uint64_t seed);

// Records each figure that results of this scenario do not have, or that is no number.
void check_kpis(const scenario::Scenario& scenario, const std::vector<Kpi>& kpis,
                sim::Diagnostics& diagnostics);

}  // namespace planttwin::experiment
