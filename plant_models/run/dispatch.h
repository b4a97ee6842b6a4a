#pragma once

#include "plant_models/run/run_state.h"

// Decisions of work centers: which lots an idle machine takes next.
namespace planttwin::plant {

// Each touched work center decides once. Those whose machines wait for people or tools come
// first, by priority of their first lot and age of their request; the rest by index.
void decide_all(RunState& run);

// A lot takes its place in the queue of its work center, by the rule there, and leaves it.
void stand_in_queue(RunState& run, LotSlot lot);
void step_out_of_queue(RunState& run, LotSlot lot);

// A waiting lot's place in its queue is determined anew (its priority or age has changed).
void requeue(RunState& run, LotSlot lot);

// Whether a lot of another setup must wait because the minimum run is not over.
bool barred_by_minimum_run(const RunState& run, MachineId machine, const Lot& lot);

// Calendar event: the oldest lot of a batch has waited its limit.
void on_batch_wait(RunState& run, WorkCenterId wc);

}  // namespace planttwin::plant
