#pragma once

#include <string>
#include <vector>

#include "plant_models/run/run_state.h"
#include "scenarios/playback/floor_state.h"

namespace planttwin::testing {

// What of a run is to be seen, one line for each lot, machine, carrier and queue, in order: what
// the playback of its log must show at the same instant.
std::vector<std::string> floor_of(const plant::RunState& run);
std::vector<std::string> floor_of(const playback::FloorState& state,
                                  const playback::FloorPlan& plan);

// Lines of the one that the other has not; "" when there are none.
std::string difference(const std::vector<std::string>& expected,
                       const std::vector<std::string>& found);

}  // namespace planttwin::testing
