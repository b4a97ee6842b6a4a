#pragma once

#include <optional>

#include "viz/layout/floor_layout.h"

namespace planttwin::view {

Area area_around(Point centre, double width, double depth);
Area grown(const Area& area, double margin);
Area moved(const Area& area, Point by);
Area united(const Area& one, const Area& other);

// Square metres that both have; areas that only touch have none.
double common_area(const Area& one, const Area& other);
bool overlap(const Area& one, const Area& other);
bool contains(const Area& outer, const Area& inner);

// The smallest area around all that was added to it.
class Bounds {
 public:
  void add(const Area& area) { area_ = area_ ? united(*area_, area) : area; }
  void add(Point point) { add(Area{point, point}); }
  bool empty() const { return !area_; }
  Area area() const { return area_.value_or(Area{}); }

 private:
  std::optional<Area> area_;
};

}  // namespace planttwin::view
