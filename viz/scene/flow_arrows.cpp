#include "viz/scene/flow_arrows.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace planttwin::view {
namespace {

constexpr Colour kArrow = colour("#5b8fb9");
constexpr double kWidest = FloorLayout::kMachineSize / 2;
constexpr double kNarrowest = 0.12;
constexpr float kHeight = 0.07F;

Point moved(Point from, Point direction, double by) {
  return {from.x + direction.x * by, from.y + direction.y * by};
}

osg::Vec3f on_floor(Point point) {
  return {static_cast<float>(point.x), static_cast<float>(point.y), kHeight};
}

// To the right of the middle, so that what goes to and fro lies side by side.
void add_arrow(Mesh& mesh, Point from, Point to, double width) {
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  if (length < 1) return;
  const Point along{(to.x - from.x) / length, (to.y - from.y) / length};
  const Point right{along.y, -along.x};
  const double aside = 0.3 + width / 2;
  const double head = std::min(length / 3, 0.8 + width);
  const Point tip = moved(moved(to, along, -length * 0.12), right, aside);
  const Point neck = moved(tip, along, -head);
  mesh.strip(moved(moved(from, along, length * 0.12), right, aside), neck,
             static_cast<float>(width), kHeight, kArrow);
  const double wing = width / 2 + 0.35;
  mesh.triangle(on_floor(moved(neck, right, wing)), on_floor(tip),
                on_floor(moved(neck, right, -wing)), kArrow);
}

}  // namespace

std::vector<Flow> flows_of(const playback::History& history) {
  std::vector<std::int32_t> last(history.lot_count(), -1);
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> lots;
  for (const playback::FloorEvent& event : history.events()) {
    if (event.type != plant::EventType::kLotQueued || event.lot < 0) continue;
    const auto lot = static_cast<std::size_t>(event.lot);
    if (lot >= last.size()) last.resize(lot + 1, -1);
    if (last[lot] >= 0 && last[lot] != event.work_center) ++lots[{last[lot], event.work_center}];
    last[lot] = event.work_center;
  }
  std::vector<Flow> flows;
  for (const auto& [way, count] : lots) flows.push_back({way.first, way.second, count});
  return flows;
}

void add_flow_arrows(Mesh& mesh, const std::vector<Flow>& flows, const FloorLayout& layout) {
  std::int64_t most = 1;
  for (const Flow& flow : flows) most = std::max(most, flow.lots);
  for (const Flow& flow : flows) {
    const double share = std::sqrt(static_cast<double>(flow.lots) / static_cast<double>(most));
    add_arrow(mesh, layout.work_centers[static_cast<std::size_t>(flow.from)].area.centre(),
              layout.work_centers[static_cast<std::size_t>(flow.to)].area.centre(),
              std::max(kNarrowest, kWidest * share));
  }
}

}  // namespace planttwin::view
