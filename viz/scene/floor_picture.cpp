#include "viz/scene/floor_picture.h"

#include <algorithm>
#include <cmath>

namespace planttwin::view {
namespace {

using playback::CarrierNow;
using playback::FloorPlan;
using playback::FloorState;
using playback::LotNow;
using playback::LotPlace;

constexpr double kLotStep = 0.75;  // metres, from lot to lot on machines and carriers
constexpr std::size_t kMostOnMachine = 12;
constexpr std::size_t kMostOnCarrier = 16;

double length_of(const std::vector<Point>& way) {
  double length = 0;
  for (std::size_t i = 1; i < way.size(); ++i) {
    length += std::hypot(way[i].x - way[i - 1].x, way[i].y - way[i - 1].y);
  }
  return length;
}

// The point that lies a share of the way behind its beginning, and where the way leads there.
std::pair<Point, double> along(const std::vector<Point>& way, double share) {
  double left = std::clamp(share, 0.0, 1.0) * length_of(way);
  for (std::size_t i = 1; i < way.size(); ++i) {
    const double dx = way[i].x - way[i - 1].x, dy = way[i].y - way[i - 1].y;
    const double length = std::hypot(dx, dy);
    if (left <= length || i + 1 == way.size()) {
      const double f = length == 0 ? 0 : std::min(1.0, left / length);
      return {{way[i - 1].x + f * dx, way[i - 1].y + f * dy}, std::atan2(dy, dx)};
    }
    left -= length;
  }
  return {way.empty() ? Point{} : way.back(), 0.0};
}

double share_of(std::int64_t now, std::int64_t from, std::int64_t to) {
  return to <= from ? 1 : static_cast<double>(now - from) / static_cast<double>(to - from);
}

bool by_number(const Placed& a, const Placed& b) { return a.number < b.number; }

}  // namespace

FloorPainter::FloorPainter(const playback::History& history, const FloorLayout& layout)
    : history_(history), layout_(layout) {
  const std::vector<FloorPlan::Fleet>& fleets = history.plan().fleets;
  for (std::size_t i = 0; i < fleets.size(); ++i) {
    fleet_of_.insert(fleet_of_.end(), index_of(fleets[i].count), static_cast<std::int32_t>(i));
  }
}

const FloorPainter::Way& FloorPainter::way(std::int32_t from, std::int32_t to,
                                           const std::string& kind) {
  const auto [found, is_new] = ways_.try_emplace({from, to, kind});
  Way& way = found->second;
  if (!is_new) return way;
  way.corners = layout_.way(history_.plan(), from, to, kind);
  way.metres = length_of(way.corners);
  for (const FloorPlan::Edge& edge : history_.plan().edges) {
    const bool joins = (edge.from == from && edge.to == to) || (edge.to == from && edge.from == to);
    if (joins && edge.kind == kind) way.metres = edge.length_m;
  }
  return way;
}

// It sets off as late as its speed allows: before, it may have stood where it was.
PlacedCarrier FloorPainter::place_carrier(const CarrierNow& carrier, std::int32_t number,
                                          std::int64_t now) {
  PlacedCarrier placed;
  placed.number = number;
  placed.fleet = fleet_of_[index_of(number)];
  placed.loaded = carrier.lots > 0;
  if (carrier.node < 0) return placed;
  placed.at = layout_.nodes[index_of(carrier.node)];
  if (carrier.arrives < 0 || carrier.to_node < 0 || carrier.to_node == carrier.node) return placed;
  const FloorPlan::Fleet& fleet = history_.plan().fleets[index_of(placed.fleet)];
  const Way& path = way(carrier.node, carrier.to_node, fleet.edge_kind);
  std::int64_t departs = carrier.since;
  if (fleet.speed_m_per_s > 0) {
    const auto travel = static_cast<std::int64_t>(path.metres / fleet.speed_m_per_s * 1e6);
    departs = std::max(departs, carrier.arrives - travel);
  }
  std::tie(placed.at, placed.heading) =
      along(path.corners, share_of(now, departs, carrier.arrives));
  return placed;
}

Point FloorPainter::origin_of(const LotNow& lot) const {
  if (lot.node >= 0) return layout_.nodes[index_of(lot.node)];
  if (lot.machine >= 0) {
    const auto& machine = history_.plan().machines[index_of(lot.machine)];
    const auto& center = history_.plan().work_centers[index_of(machine.work_center)];
    return layout_.work_centers[index_of(machine.work_center)]
        .machines[index_of(lot.machine - center.first_machine)];
  }
  if (lot.work_center >= 0) return layout_.work_centers[index_of(lot.work_center)].output.centre();
  return destination_of(lot);
}

Point FloorPainter::destination_of(const LotNow& lot) const {
  if (lot.to_work_center >= 0) {
    return layout_.work_centers[index_of(lot.to_work_center)].queue.centre();
  }
  if (lot.to_location >= 0) return layout_.locations[index_of(lot.to_location)].centre();
  return lot.work_center >= 0 ? layout_.work_centers[index_of(lot.work_center)].output.centre()
                              : layout_.all.centre();
}

void FloorPainter::place_under_way(PlacedLot& placed, const LotNow& lot, std::int64_t now) {
  const Point from = origin_of(lot);
  const FloorPlan& plan = history_.plan();
  if (lot.arrives < 0) {
    placed.at = from;
    return;
  }
  const auto node_of = [&](std::int32_t work_center) {
    return work_center < 0 ? -1 : plan.work_centers[index_of(work_center)].node;
  };
  const std::int32_t from_node = lot.node >= 0 ? lot.node : node_of(lot.work_center);
  const std::int32_t to_node =
      lot.to_work_center >= 0
          ? node_of(lot.to_work_center)
          : (lot.to_location >= 0 ? plan.locations[index_of(lot.to_location)].node : -1);
  std::vector<Point> path{from};
  if (from_node >= 0 && to_node >= 0 && from_node != to_node) {
    const std::vector<Point>& over = way(from_node, to_node, "").corners;
    path.insert(path.end(), over.begin(), over.end());
  }
  path.push_back(destination_of(lot));
  placed.at = along(path, share_of(now, lot.since, lot.arrives)).first;
}

// In rows, the first comer in front.
void FloorPainter::place_in_rows(FloorPicture& picture, std::vector<PlacedLot>& waiting,
                                 const Area& area, std::int32_t work_center) const {
  const double step = FloorLayout::kQueueSpacing;
  const int columns = std::max(1, static_cast<int>(area.width() / step));
  const int rows = std::max(1, static_cast<int>(area.depth() / step));
  int shown = 0;
  for (PlacedLot& lot : waiting) {
    if (shown >= kMostInQueue) {
      ++picture.hidden[index_of(work_center)];
      continue;
    }
    const int column = shown % columns, row = shown / columns % rows;
    const int layer = shown / (columns * rows);
    lot.at = {area.low.x + (column + 0.5) * area.width() / columns,
              area.high.y - (row + 0.5) * area.depth() / rows};
    lot.z = layer * (kLotSize + 0.05);
    picture.lots.push_back(lot);
    ++shown;
  }
}

// Lots by where they wait or are at work.
struct FloorPainter::Groups {
  struct Waiting {
    std::int64_t since = 0;
    PlacedLot lot;
    bool operator<(const Waiting& other) const {
      return std::tie(since, lot.number) < std::tie(other.since, other.lot.number);
    }
  };
  std::vector<std::vector<Waiting>> queues;         // by work center
  std::vector<std::vector<Waiting>> outputs;        // by work center
  std::vector<std::vector<PlacedLot>> on_machines;  // by machine
  std::vector<std::vector<PlacedLot>> on_carriers;  // by carrier
};

// Those that move on their own are placed at once.
FloorPainter::Groups FloorPainter::group(const FloorState& state, std::int64_t now,
                                         FloorPicture& picture) {
  const FloorPlan& plan = history_.plan();
  Groups groups{std::vector<std::vector<Groups::Waiting>>(plan.work_centers.size()),
                std::vector<std::vector<Groups::Waiting>>(plan.work_centers.size()),
                std::vector<std::vector<PlacedLot>>(plan.machines.size()),
                std::vector<std::vector<PlacedLot>>(state.carriers.size())};
  for (const LotNow& lot : state.lots) {
    PlacedLot placed;
    placed.number = lot.number;
    placed.adherence = adherence_of(history_, lot, now);
    switch (lot.place) {
      case LotPlace::kOutside:
        break;
      case LotPlace::kQueue:
        groups.queues[index_of(lot.work_center)].push_back({lot.since, placed});
        break;
      case LotPlace::kMachine:
        if (lot.done_here) {
          groups.outputs[index_of(lot.work_center)].push_back({lot.since, placed});
        } else {
          groups.on_machines[index_of(lot.machine)].push_back(placed);
        }
        break;
      case LotPlace::kJoining:
        groups.outputs[index_of(lot.work_center)].push_back({lot.since, placed});
        break;
      case LotPlace::kOnCarrier:
        groups.on_carriers[index_of(lot.carrier)].push_back(placed);
        break;
      case LotPlace::kUnderWay:
        place_under_way(placed, lot, now);
        picture.lots.push_back(placed);
        break;
    }
  }
  return groups;
}

void FloorPainter::place_waiting(FloorPicture& picture, Groups& groups) const {
  const auto in_order = [](std::vector<Groups::Waiting>& waiting) {
    std::sort(waiting.begin(), waiting.end());
    std::vector<PlacedLot> lots;
    for (const Groups::Waiting& each : waiting) lots.push_back(each.lot);
    return lots;
  };
  for (std::size_t i = 0; i < groups.queues.size(); ++i) {
    const auto center = static_cast<std::int32_t>(i);
    std::vector<PlacedLot> waiting = in_order(groups.queues[i]), done = in_order(groups.outputs[i]);
    place_in_rows(picture, waiting, layout_.work_centers[i].queue, center);
    place_in_rows(picture, done, layout_.work_centers[i].output, center);
  }
}

// A batch lies in rows of three before the middle of its machine.
void FloorPainter::place_on_machines(FloorPicture& picture, Groups& groups) const {
  const FloorPlan& plan = history_.plan();
  for (std::size_t i = 0; i < plan.machines.size(); ++i) {
    std::vector<PlacedLot>& lots = groups.on_machines[i];
    const std::int32_t number = plan.machines[i].work_center;
    const Point middle =
        layout_.work_centers[index_of(number)]
            .machines[i - index_of(plan.work_centers[index_of(number)].first_machine)];
    std::sort(lots.begin(), lots.end(), by_number);
    for (std::size_t k = 0; k < lots.size(); ++k) {
      if (k >= kMostOnMachine) {
        ++picture.hidden[index_of(number)];
        continue;
      }
      const auto column = static_cast<double>(k % 3), layer = static_cast<double>(k / 3);
      const double first = -0.5 * static_cast<double>(std::min<std::size_t>(2, lots.size() - 1));
      lots[k].at = {middle.x + (first + column) * kLotStep, middle.y - 0.85};
      lots[k].z = 0.55 + layer * kLotSize;
      picture.lots.push_back(lots[k]);
    }
  }
}

// One lot in the middle, several in rows of four along the vehicle.
void FloorPainter::place_on_carriers(FloorPicture& picture, Groups& groups) const {
  for (std::size_t i = 0; i < groups.on_carriers.size(); ++i) {
    std::vector<PlacedLot>& lots = groups.on_carriers[i];
    const PlacedCarrier& carrier = picture.carriers[i];
    std::sort(lots.begin(), lots.end(), by_number);
    for (std::size_t k = 0; k < lots.size() && k < kMostOnCarrier; ++k) {
      const double ahead = lots.size() == 1 ? 0 : (static_cast<double>(k % 4) - 1.5) * kLotStep;
      lots[k].at = {carrier.at.x + ahead * std::cos(carrier.heading),
                    carrier.at.y + ahead * std::sin(carrier.heading)};
      lots[k].z = 0.45 + static_cast<double>(k / 4) * kLotSize;
      picture.lots.push_back(lots[k]);
    }
  }
}

FloorPicture FloorPainter::paint(const FloorState& state, std::int64_t now) {
  FloorPicture picture;
  picture.hidden.assign(history_.plan().work_centers.size(), 0);
  for (std::size_t i = 0; i < state.carriers.size(); ++i) {
    picture.carriers.push_back(place_carrier(state.carriers[i], static_cast<std::int32_t>(i), now));
  }
  Groups groups = group(state, now, picture);
  place_waiting(picture, groups);
  place_on_machines(picture, groups);
  place_on_carriers(picture, groups);
  std::sort(picture.lots.begin(), picture.lots.end(), by_number);
  return picture;
}

}  // namespace planttwin::view
