#pragma once

#include "plant_models/run/lot_list.h"
#include "plant_models/run/run_state.h"

// What is still inside a cascading machine, or at its ports, while it works on the next lot.
namespace planttwin::plant {

// How long a job takes its machine, and how much longer its lots stay.
struct Occupancy {
  sim::Duration machine;
  sim::Duration tail;
};

// Whether jobs of this operation make room for the next before their lots have left.
inline bool overlaps(const RunState& run, MachineId machine, const Operation& operation) {
  const WorkCenter& center = run.work_center_of(machine);
  return center.overlaps &&
         (operation.cascade.active() || center.options.loading == Loading::kBesideMachine);
}

// For lots whose first unit (or which all together) take `process`, loading included in neither.
// `process` and the result are for the given speed of the machine.
Occupancy occupancy_of(const RunState& run, const LotList& lots, sim::Duration process,
                       double speed);

// The machine is free for its next job; the lots of this one come out after its tail.
void release_into_pipeline(RunState& run, MachineId machine, const LotList& lots);

// Calendar event: a lot comes out.
void on_lot_out(RunState& run, LotSlot lot);

// Stops hold up what is inside.
void pause_pipeline(RunState& run, MachineId machine);
void resume_pipeline(RunState& run, MachineId machine);

// Takes a lot out, whatever happens to it. False when it is not in a pipeline.
bool leave_pipeline(RunState& run, LotSlot lot);

}  // namespace planttwin::plant
