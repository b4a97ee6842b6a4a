#pragma once

#include "plant_models/run/run_state.h"

// Decisions of work centers: which lots an idle machine takes next.
namespace planttwin::plant {

// Each touched work center decides once. Those whose machines wait for people or tools come
// first, by priority of their first lot and age of their request; the rest by index.
void decide_all(RunState& run);

// The lot's place in the order of its work center's queue.
QueueEntry queue_entry(const RunState& run, LotSlot lot);

// A waiting lot's place in its queue is determined anew (its priority or age has changed).
void requeue(RunState& run, LotSlot lot);

// Whether a lot of another setup must wait because the minimum run is not over.
bool barred_by_minimum_run(const RunState& run, MachineId machine, const Lot& lot);

// Calendar event: the oldest lot of a batch has waited its limit.
void on_batch_wait(RunState& run, WorkCenterId wc);

}  // namespace planttwin::plant
