#pragma once

#include "plant_models/run/run_state.h"

// Lines whose stations move together: every cycle all lots go one station on. The cycle time is
// the process time of the lot that entered last; a stop of one station stops all.
namespace planttwin::plant {

// Starts a cycle on every idle line of the work center that has lots on it or waiting.
void decide_line(RunState& run, WorkCenterId wc);

// The cycle is over: all lots move, the one at the last station is done.
void finish_line_cycle(RunState& run, MachineId machine);

}  // namespace planttwin::plant
