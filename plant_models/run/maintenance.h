#pragma once

#include "plant_models/run/run_state.h"

// Preventive maintenance: by calendar, operating time or count, in planned windows, and when an
// idle machine offers the opportunity.
namespace planttwin::plant {

void start_maintenance_clocks(RunState& run);

// Calendar events.
void on_maintenance_due(RunState& run, std::size_t maintenance);
void on_maintenance_end(RunState& run, std::size_t maintenance);

// The machine is free of work and of other stops: due maintenance begins.
void begin_due_maintenance(RunState& run, MachineId machine);
inline void start_due_maintenance(RunState& run, MachineId machine) {
  if (run.machine(machine).maintenance_due != 0) begin_due_maintenance(run, machine);
}
// The machine has finished an operation: clocks of operating time and count are looked at.
void check_maintenance(RunState& run, MachineId machine);
// The machine finds nothing to do: maintenance that would be due soon may begin now.
bool take_opportunity(RunState& run, MachineId machine);

// Compatibility::kPySCFabSim: maintenance in progress takes so much longer; nothing without any.
void extend_maintenance(RunState& run, MachineId machine, sim::Duration delay);

// People became free for maintenance that waits; false when they do not suffice.
bool begin_waiting_maintenance(RunState& run, std::size_t maintenance, sim::Duration waited);

}  // namespace planttwin::plant
