#pragma once

#include "plant_models/run/run_state.h"

// Failures and repairs. Every machine has one clock per failure mode; clocks of operating time
// advance only while work does.
namespace planttwin::plant {

// First times to failure of a run that begins.
void start_breakdowns(RunState& run);

// Work on the machine begins or goes on / has stopped after `worked`: operating clocks follow. Only
// where WorkCenter::ages_by_work, as with the cycles below.
void start_ageing(RunState& run, MachineId machine);
void stop_ageing(RunState& run, MachineId machine, sim::Duration worked);

// A cycle begins: cycle clocks count it, or fail the machine. True when it failed.
bool fail_on_cycle(RunState& run, MachineId machine);

// The machine is up again: failures that fell due meanwhile happen.
void fail_deferred(RunState& run, MachineId machine);

// Calendar events.
void on_failure_due(RunState& run, std::size_t failure);
void on_repair_end(RunState& run, std::size_t failure);

// People became free for a repair that waits; false when they do not suffice.
bool begin_waiting_repair(RunState& run, std::size_t failure, sim::Duration waited);
// Repairs that go on only in the shifts of their crew.
void crew_shift_begins(RunState& run, LaborPoolId pool);
void crew_shift_ends(RunState& run, LaborPoolId pool);

// All clocks of the machine start anew (maintenance that renews).
void renew_clocks(RunState& run, MachineId machine);

// Resumes a repair of the initial state.
void resume_repair(RunState& run, std::size_t failure, sim::Duration remaining);

}  // namespace planttwin::plant
