#include "viz/layout/free_floor.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace planttwin::view {
namespace {

// So many steps to the east and to the north.
struct Steps {
  int east = 0;
  int north = 0;
  int square() const { return east * east + north * north; }
};

constexpr int kMostSteps = 40;

// All within the most, the nearest first; of equally near ones the most northern.
std::vector<Steps> steps_by_distance() {
  std::vector<Steps> all;
  for (int north = kMostSteps; north >= -kMostSteps; --north) {
    for (int east = -kMostSteps; east <= kMostSteps; ++east) {
      const Steps steps{east, north};
      if (steps.square() <= kMostSteps * kMostSteps) all.push_back(steps);
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Steps& one, const Steps& other) {
    return one.square() < other.square();
  });
  return all;
}

Area on_side(const Area& area, Extent size, double gap, Side side) {
  const Point centre = area.centre();
  const double x = (area.width() + size.width) / 2 + gap;
  const double y = (area.depth() + size.depth) / 2 + gap;
  switch (side) {
    case Side::kLeft:
      return area_around({centre.x - x, centre.y}, size.width, size.depth);
    case Side::kRight:
      return area_around({centre.x + x, centre.y}, size.width, size.depth);
    case Side::kFront:
      return area_around({centre.x, centre.y - y}, size.width, size.depth);
    case Side::kBack:
      break;
  }
  return area_around({centre.x, centre.y + y}, size.width, size.depth);
}

}  // namespace

std::optional<Area> FreeFloor::nearest(Point to, Extent size, double step, double reach) const {
  const Area wish = area_around(to, size.width, size.depth);
  std::vector<Area> near;
  for (const Area& area : taken_) {
    if (overlap(area, grown(wish, reach))) near.push_back(area);
  }
  static const std::vector<Steps> kSteps = steps_by_distance();
  for (const Steps& steps : kSteps) {
    if (steps.square() * step * step > reach * reach) break;
    const Area area = moved(wish, {steps.east * step, steps.north * step});
    const auto taken = std::find_if(near.begin(), near.end(),
                                    [&](const Area& other) { return overlap(other, area); });
    if (taken == near.end()) return area;
    std::iter_swap(near.begin(), taken);  // likely to be in the way of the next, too
  }
  return std::nullopt;
}

Area area_beside(const Area& area, Extent size, double gap, const std::array<Side, 4>& sides,
                 const std::vector<Area>& others) {
  constexpr double kOnOthers = 1000;  // far worse than others within what surrounds both
  Area all = area;
  for (const Area& other : others) all = united(all, other);
  Area best;
  double least = std::numeric_limits<double>::infinity();
  for (const Area& from : {area, all}) {
    for (const Side side : sides) {
      const Area candidate = on_side(from, size, gap, side);
      double common = 0;
      for (const Area& other : others) {
        common +=
            common_area(united(area, candidate), other) + kOnOthers * common_area(candidate, other);
      }
      if (common < least) {
        best = candidate;
        least = common;
      }
    }
  }
  return best;
}

}  // namespace planttwin::view
