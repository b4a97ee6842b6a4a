#pragma once

#include "plant_models/run/run_state.h"

// Nonconformance, corrective action, lots and stock on hold.
namespace planttwin::plant {

// Counts a nonconformance of a cause; enough of them start corrective action.
void raise_nonconformance(RunState& run, LotSlot lot, DefectCauseId cause, sim::Quantity quantity);
void on_capa_effective(RunState& run, std::size_t cause);

// A lot fails its inspection and waits for its disposition, off the machine.
void hold_for_disposition(RunState& run, LotSlot lot);
// A lot is stopped from outside: at once in a queue, else when it next arrives or its components
// are at the line.
void hold_lot(RunState& run, LotSlot lot);
void release_lot(RunState& run, LotSlot lot);
// Calendar event: the disposition is due, or the hold from outside ends.
void on_hold_ends(RunState& run, LotSlot lot);

// The last of a part in rework is lost: the rest that waits for it goes on alone.
void rejoin_without(RunState& run, LotSlot part);

}  // namespace planttwin::plant
