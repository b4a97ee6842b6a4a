#pragma once

#include "plant_models/run/run_state.h"

namespace planttwin::plant {

// Inspection of a lot whose operation is complete. True when the lot (or what is left of it) goes
// on now; false when it was scrapped, held, sent to rework as a whole, or waits for its parts.
bool inspect(RunState& run, LotSlot lot);

// The rest of a lot has got back (or lost) its part in rework: it goes on, or joins the rest that
// waits for it in turn.
void go_on_after_rework(RunState& run, LotSlot rest);

}  // namespace planttwin::plant
