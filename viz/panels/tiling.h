#pragma once

#include <cstdint>
#include <vector>

#include "viz/layout/floor_layout.h"

namespace planttwin::view {

// Where in a window a panel belongs.
enum class Side : std::uint8_t { kLeft, kRight, kBottom };

// Whether the bar of buttons has no room beside the title and stands under it.
bool is_narrow(double width, double scale);

// Places for panels, in pixels from the upper left corner, so that none covers another, the title,
// the buttons, the figures or the time line: those of a side share it, those at the bottom stand
// beside each other under both sides. `scale`: as of an Overlay.
std::vector<Area> tile(const std::vector<Side>& sides, double width, double height, double scale);

}  // namespace planttwin::view
