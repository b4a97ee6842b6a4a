#pragma once

#include <array>
#include <optional>
#include <vector>

#include "viz/layout/areas.h"
#include "viz/layout/layout_rows.h"

namespace planttwin::view {

// Floor on which some areas are taken.
class FreeFloor {
 public:
  void take(const Area& area) { taken_.push_back(area); }

  // The free area of a size whose centre is nearest to a point, looked for in steps, at most forty
  // in a direction; empty when there is none within reach. All in metres.
  std::optional<Area> nearest(Point to, Extent size, double step, double reach) const;

 private:
  std::vector<Area> taken_;
};

enum class Side { kLeft, kRight, kFront, kBack };

// An area of a size beside another, so far from it: on the first side where both together stay off
// all others; else where they have the least in common with them, beyond all others if need be.
Area area_beside(const Area& area, Extent size, double gap, const std::array<Side, 4>& sides,
                 const std::vector<Area>& others);

}  // namespace planttwin::view
