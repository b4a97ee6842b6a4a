#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/playback/history.h"
#include "viz/layout/floor_layout.h"
#include "viz/scene/mesh.h"

namespace planttwin::view {

// Lots that went from the queue of one work center to that of another in the whole run.
struct Flow {
  std::int32_t from = -1;
  std::int32_t to = -1;
  std::int64_t lots = 0;
};
std::vector<Flow> flows_of(const playback::History& history);  // by from, to

// Arrows on the floor from work center to work center: their width goes with the root of the number
// of lots, to half a machine for the largest.
void add_flow_arrows(Mesh& mesh, const std::vector<Flow>& flows, const FloorLayout& layout);

}  // namespace planttwin::view
