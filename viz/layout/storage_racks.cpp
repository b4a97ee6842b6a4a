#include "viz/layout/storage_racks.h"

#include <algorithm>
#include <cmath>

#include "viz/layout/areas.h"

namespace planttwin::view {
namespace {

constexpr double kPitchX = kRack.width + kRackGap;
constexpr double kPitchY = kRack.depth + kRackGap;

}  // namespace

RackColumns rack_columns(int count, double depth) {
  if (count <= 0) return {};
  const double square = std::sqrt(count * kPitchX * kPitchY);
  const int most = static_cast<int>((std::max(depth, square) + kRackGap) / kPitchY);
  const int rows = std::clamp(most, 1, count);
  const int columns = (count + rows - 1) / rows;
  return {count, rows, {columns * kPitchX - kRackGap, rows * kPitchY - kRackGap}};
}

std::vector<Area> racks_in(const RackColumns& columns, const Area& area) {
  std::vector<Area> racks;
  for (int i = 0; i < columns.count; ++i) {
    const Point low{area.low.x + i / columns.rows * kPitchX,
                    area.high.y - i % columns.rows * kPitchY - kRack.depth};
    racks.push_back({low, {low.x + kRack.width, low.y + kRack.depth}});
  }
  return racks;
}

}  // namespace planttwin::view
