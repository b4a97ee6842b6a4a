#pragma once

#include "plant_models/run/run_state.h"

namespace planttwin::plant {

// Places the input's initial state into a run at its start: stock and reservations, open orders
// with their lots in queues, on machines, under way and on hold, setups, clocks, repairs,
// carriers, purchases.
void place_initial_state(RunState& run);

}  // namespace planttwin::plant
