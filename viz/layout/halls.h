#pragma once

#include <vector>

#include "viz/layout/layout_draft.h"

namespace planttwin::view {

inline constexpr double kRoad = 8;  // metres between halls that have no given place

// Around all of a site and the margin.
Area hall_area(const Bounds& contents);

// Halls around contents that do not overlap: what two would have in common is divided in the
// middle between their contents.
std::vector<Area> separate_halls(const std::vector<Area>& contents);

}  // namespace planttwin::view
