#pragma once

#include "plant_models/run/run_state.h"

namespace planttwin::plant {

// Disruptions of the input: schedules them, and applies and ends them when they are due.
void schedule_disruptions(RunState& run);
void on_disruption(RunState& run, std::size_t index);
void on_disruption_end(RunState& run, std::size_t index);

// Stock that was on hold from the start, or that an active disruption or the back office holds.
bool stock_stays_held(const RunState& run, const StockRun& stock);

}  // namespace planttwin::plant
