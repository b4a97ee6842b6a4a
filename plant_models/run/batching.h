#pragma once

#include "plant_models/run/lot_list.h"
#include "plant_models/run/release.h"
#include "plant_models/run/run_state.h"

namespace planttwin::plant {

// The batch that an idle machine may start now out of the lots that could start, in rule order;
// empty when none may. Lots of a batch share the batch family and the setup family. Where a
// partial batch is only waiting for its time, a calendar event for that is set.
LotList form_batch(RunState& run, WorkCenterId wc, const LotList& startable);

// A lot has gone on or the demand has ended: batches that are not full may have nothing to wait for
// any more (BatchAtEnd::kStart).
void touch_starving_batches(RunState& run);
inline void touch_waiting_batches(RunState& run) {
  if (demand_exhausted(run)) touch_starving_batches(run);
}

}  // namespace planttwin::plant
