#pragma once

#include "plant_models/run/run_state.h"

// Dedication: a lot returns to the machine of an earlier operation, as to the lens by which its
// first layer was exposed.
namespace planttwin::plant {

// The lot starts on a machine: noted where a later operation returns to it.
void remember_machine(RunState& run, LotSlot lot, MachineId machine);

// The machine to which the lot has to return for its operation; invalid: any. A lot that has not
// been at the earlier operation, because it was passed by or lies before the start, is free.
MachineId dedicated_machine(const RunState& run, LotSlot lot);

}  // namespace planttwin::plant
