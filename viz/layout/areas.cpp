#include "viz/layout/areas.h"

#include <algorithm>

namespace planttwin::view {

Area area_around(Point centre, double width, double depth) {
  return {{centre.x - width / 2, centre.y - depth / 2},
          {centre.x + width / 2, centre.y + depth / 2}};
}

Area grown(const Area& area, double margin) {
  return {{area.low.x - margin, area.low.y - margin}, {area.high.x + margin, area.high.y + margin}};
}

Area moved(const Area& area, Point by) {
  return {{area.low.x + by.x, area.low.y + by.y}, {area.high.x + by.x, area.high.y + by.y}};
}

Area united(const Area& one, const Area& other) {
  return {{std::min(one.low.x, other.low.x), std::min(one.low.y, other.low.y)},
          {std::max(one.high.x, other.high.x), std::max(one.high.y, other.high.y)}};
}

double common_area(const Area& one, const Area& other) {
  const double width = std::min(one.high.x, other.high.x) - std::max(one.low.x, other.low.x);
  const double depth = std::min(one.high.y, other.high.y) - std::max(one.low.y, other.low.y);
  return width > 0 && depth > 0 ? width * depth : 0;
}

bool overlap(const Area& one, const Area& other) {
  return one.low.x < other.high.x && other.low.x < one.high.x && one.low.y < other.high.y &&
         other.low.y < one.high.y;
}

bool contains(const Area& outer, const Area& inner) {
  return outer.low.x <= inner.low.x && inner.high.x <= outer.high.x && outer.low.y <= inner.low.y &&
         inner.high.y <= outer.high.y;
}

}  // namespace planttwin::view
