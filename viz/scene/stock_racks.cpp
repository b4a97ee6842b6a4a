#include "viz/scene/stock_racks.h"

#include <algorithm>
#include <cmath>

#include "viz/layout/areas.h"
#include "viz/scene/colour.h"

namespace planttwin::view {
namespace {

constexpr Colour kRackFrame = colour("#7d8ea3");
constexpr Colour kRackGoods = colour("#cdb891");

}  // namespace

void add_rack(Mesh& mesh, const Area& area) {
  for (int layer = 0; layer < 3; ++layer) {
    const auto z = static_cast<float>(0.1 + 0.9 * layer);
    mesh.box(area, z, z + 0.1F, kRackFrame);
  }
}

void add_goods(Mesh& mesh, const Area& rack, int parts) {
  const double fill = static_cast<double>(parts) / kRackParts;
  for (int layer = 0; layer < 3; ++layer) {
    const double share = std::clamp(3 * fill - layer, 0.0, 1.0);
    if (share == 0) return;
    const auto z = static_cast<float>(0.2 + 0.9 * layer);
    Area goods = grown(rack, -0.25);
    if (goods.width() >= goods.depth()) {
      goods.high.x = goods.low.x + share * goods.width();
    } else {
      goods.high.y = goods.low.y + share * goods.depth();
    }
    mesh.box(goods, z, z + 0.55F, kRackGoods);
  }
}

std::vector<int> rack_fills(const playback::History& history, const playback::FloorState& state) {
  const playback::FloorPlan& plan = history.plan();
  std::vector<int> fills;
  for (std::size_t location = 0; location < plan.locations.size(); ++location) {
    double sum = 0;
    int materials = 0;
    for (std::size_t i = 0; i < plan.materials.size(); ++i) {
      const std::size_t place = location * plan.materials.size() + i;
      const auto most = static_cast<double>(history.most_stock()[place]);
      if (most <= 0) continue;
      ++materials;
      sum += std::clamp(static_cast<double>(state.stock[place]) / most, 0.0, 1.0);
    }
    fills.push_back(materials == 0 ? 0 : static_cast<int>(std::ceil(kRackParts * sum / materials)));
  }
  return fills;
}

}  // namespace planttwin::view
