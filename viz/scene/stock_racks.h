#pragma once

#include <vector>

#include "scenarios/playback/history.h"
#include "viz/layout/floor_layout.h"
#include "viz/scene/mesh.h"

namespace planttwin::view {

inline constexpr int kRackParts = 48;  // a rack is filled in so many steps

// The frame of a rack, and goods that fill so many parts of it: from below, and from one side.
void add_rack(Mesh& mesh, const Area& area);
void add_goods(Mesh& mesh, const Area& rack, int parts);

// How full each location is: of each material, what lies there against the most that does in the
// run, and of these the mean.
std::vector<int> rack_fills(const playback::History& history, const playback::FloorState& state);

}  // namespace planttwin::view
