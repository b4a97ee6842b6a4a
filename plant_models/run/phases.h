#pragma once

#include "plant_models/run/run_state.h"

// Recipe phases within the run stage of a job (ISA-88): one after the other, each measured.
namespace planttwin::plant {

// Length of the first part of the run stage: the whole of it, or the first phase.
sim::Duration first_phase_length(RunState& run, MachineId machine, sim::Duration whole);

// A part of the run stage is over. True when another phase follows (its length is set).
bool next_phase(RunState& run, MachineId machine);

}  // namespace planttwin::plant
