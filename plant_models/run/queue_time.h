#pragma once

#include "plant_models/run/run_state.h"

// Queue-time limits: an operation must start within a time after an earlier one's completion.
namespace planttwin::plant {

// The lot's operation is complete: its limits begin to run.
void open_queue_time_windows(RunState& run, LotSlot lot);

// The lot's operation starts, or is passed by: limits that end with it are met.
void close_queue_time_windows(RunState& run, LotSlot lot, OperationIndex operation);

// The lot goes back to an operation: limits that began there or later begin anew when they do.
void drop_queue_time_windows(RunState& run, LotSlot lot, OperationIndex from);

// A part that is split off has the limits of the lot that it comes from.
void copy_queue_time_windows(RunState& run, LotSlot from, LotSlot to);

// Calendar event: a limit of this lot is over.
void on_queue_time_limit(RunState& run, LotSlot lot);

// A lot in its queue with a limit violated is scrapped or sent to rework, where the limit says so;
// not while its components are on their way to it. False when it is not in that queue any more.
bool react_to_queue_time(RunState& run, LotSlot lot);

// Whether a limit runs for the lot, and the earliest instant at which one ends.
inline bool queue_time_limited(const RunState& run, LotSlot lot) {
  return !run.queue_time_windows[lot.index()].empty();
}
sim::Time queue_time_deadline(const RunState& run, LotSlot lot);

}  // namespace planttwin::plant
