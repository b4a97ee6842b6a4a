#pragma once

#include "plant_models/run/plant_run.h"
#include "scenarios/interrupt.h"
#include "scenarios/progress.h"
#include "sim/time.h"

namespace planttwin::scenario {

// Runs to a time, in slices of simulated time so that progress can be shown and an interrupt takes
// effect within a fraction of a second. Where the cuts fall does not change the run. An interrupt
// ends it with the reason kStopped.
plant::RunEnd run_in_slices(plant::PlantRun& run, sim::Time until, const InterruptGuard& interrupt,
                            Progress& progress);

}  // namespace planttwin::scenario
