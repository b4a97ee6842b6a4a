#pragma once

#include <string>
#include <vector>

#include "plant_models/run/run_state.h"

namespace planttwin::plant {

// Looks for lots that wait for each other's places: a set of work centers, each with a full
// buffer and all machines held by finished lots that wait for a work center of the set. With
// CyclicBlocking::kSwap the lots of a cycle change places and the run goes on; otherwise the run
// is deadlocked and the cycle is named. True when something was swapped.
bool resolve_blocking(RunState& run);

// What orders and lots that can't go on are waiting for, for a run in which nothing happens any
// more.
std::vector<std::string> waiting_lots(const RunState& run);

}  // namespace planttwin::plant
