#pragma once

#include "plant_models/run/maintenance.h"
#include "plant_models/run/run_state.h"

// The set of causes for which a machine stands still, and the shifts that are one of them.
// Work proceeds only while the set is empty.
namespace planttwin::plant {

// Adds a cause: work in progress pauses.
void add_stop(RunState& run, MachineId machine, StopCause cause);
// Removes a cause: when none is left, what was deferred happens first (failures, maintenance),
// then work goes on.
void remove_stop(RunState& run, MachineId machine, StopCause cause);

// A machine that works overtime can't go on (its people have left): it is off shift from now on.
void leave_overtime(RunState& run, MachineId machine);
inline void end_overtime(RunState& run, MachineId machine) {
  if (run.machine(machine).off_shift_pending != 0) leave_overtime(run, machine);
}

// The machine's job is over and its lots have left: pending stops take effect.
inline void machine_became_idle(RunState& run, MachineId machine) {
  end_overtime(run, machine);
  if (run.machine(machine).stops == 0) start_due_maintenance(run, machine);
}

// Shifts as of now, at the start of a run; afterwards one pending event per shift.
void start_shifts(RunState& run);
void on_shift_change(RunState& run, ShiftId shift);

// Until when the machine's shift lasts; Time::never() without a shift.
sim::Time end_of_shift(const RunState& run, const WorkCenter& work_center);

// Compatibility::kPySCFabSim: the work in progress comes later by so much; lots that only have to
// come out do not, and an idle machine stays available.
void delay_work(RunState& run, MachineId machine, sim::Duration delay, StopCause cause);

}  // namespace planttwin::plant
