#pragma once

#include <vector>

#include "viz/layout/layout_rows.h"

namespace planttwin::view {

inline constexpr Extent kRack{6, 3};
inline constexpr double kRackGap = 1;      // between racks
inline constexpr double kRackAisle = 2.5;  // between racks and machines

// Racks in columns beside something so deep.
struct RackColumns {
  int count = 0;
  int rows = 0;
  Extent size;
};

RackColumns rack_columns(int count, double depth);

// One after the other down the columns, within an area of their size.
std::vector<Area> racks_in(const RackColumns& columns, const Area& area);

}  // namespace planttwin::view
