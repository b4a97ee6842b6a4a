#pragma once

#include <functional>

#include "plant_models/run/plant_run.h"
#include "scenarios/interrupt.h"
#include "scenarios/progress.h"
#include "sim/time.h"

namespace planttwin::scenario {

// Runs a plant to a time: free, or beside something else.
using RunTo = std::function<plant::RunEnd(plant::PlantRun&, sim::Time)>;

// Runs to a time, in slices of simulated time so that progress can be shown and an interrupt takes
// effect within a fraction of a second. Where the cuts fall does not change the run. An interrupt
// ends it with the reason kStopped.
plant::RunEnd run_in_slices(plant::PlantRun& run, const RunTo& run_to, sim::Time until,
                            const InterruptGuard& interrupt, Progress& progress);

}  // namespace planttwin::scenario
