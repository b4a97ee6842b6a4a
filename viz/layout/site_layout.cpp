#include "viz/layout/site_layout.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "viz/layout/flow_graph.h"
#include "viz/layout/free_floor.h"
#include "viz/layout/network_nodes.h"
#include "viz/layout/station_block.h"
#include "viz/layout/storage_racks.h"

namespace planttwin::view {
namespace {

constexpr double kClearance = 0.5;      // between what is put near a node and what stands there
constexpr double kNodeSize = 1.0;       // of the place that is kept free at a node
constexpr double kStationReach = 45.0;  // from a node to a work center that belongs to it
constexpr double kRackReach = 24.0;
constexpr double kFrontStrip = 2.0;  // for nodes along the front of a hall

class SiteLayout {
 public:
  SiteLayout(const FloorPlan& plan, const SiteMembers& members, const std::vector<Area>& others,
             LayoutDraft& draft)
      : plan_(plan), members_(members), others_(others), draft_(draft) {
    for (const FloorPlan::Routing& routing : plan.routings) {
      if (routing.finished_goods >= 0) finished_goods_.push_back(routing.finished_goods);
    }
  }

  void place() {
    stand_near_nodes();
    stand_along_flow();
    place_nodes_of_stations(plan_, members_, draft_);
    store_beside_nodes();
    store_along_side(/*finished_goods=*/false);
    store_along_side(/*finished_goods=*/true);
    place_nodes_of_locations(plan_, members_, draft_);
    place_nodes_along_front(plan_, members_, draft_.bounds(members_).area(), draft_);
  }

 private:
  // For the floor around a node.
  struct TooLarge {
    std::int32_t node = -1;
    Extent size;
  };

  // The node that something belongs to, where the node has a place.
  std::optional<Point> place_of(std::int32_t node) const {
    return node >= 0 ? draft_.nodes[index_of(node)] : std::nullopt;
  }

  FreeFloor floor_beside(Point node) const {
    FreeFloor floor;
    for (const auto& station : draft_.work_centers) {
      if (station) floor.take(grown(station->area, kClearance));
    }
    for (const auto& location : draft_.locations) {
      if (location) floor.take(grown(*location, kClearance));
    }
    for (const auto& other : draft_.nodes) {
      if (other) floor.take(area_around(*other, kNodeSize, kNodeSize));
    }
    for (const Area& other : others_) {
      if (!contains(other, {node, node})) floor.take(other);
    }
    return floor;
  }

  void stand_near_nodes() {
    for (const std::int32_t i : members_.work_centers) {
      const FloorPlan::WorkCenter& center = plan_.work_centers[index_of(i)];
      const std::optional<Point> node = place_of(center.node);
      if (!node || draft_.work_centers[index_of(i)]) continue;
      const FloorLayout::Station station = station_at(square_shape(center.machine_count), {});
      const Extent size{station.area.width(), station.area.depth()};
      const Point wish{node->x, node->y + size.depth / 2 + kNodeSize};
      if (too_large(center.node, size)) continue;
      const double step = std::max(1.5, std::min(size.width, size.depth) / 3);
      const auto area = floor_beside(*node).nearest(wish, size, step, kStationReach);
      if (area) {
        draft_.work_centers[index_of(i)] = moved(station, from_to(station.area, *area));
      } else {
        too_large_.push_back({center.node, size});
      }
    }
  }

  // Whether something no larger has found no room near the node.
  bool too_large(std::int32_t node, Extent size) const {
    return std::any_of(too_large_.begin(), too_large_.end(), [&](const TooLarge& other) {
      return other.node == node && other.size.width <= size.width && other.size.depth <= size.depth;
    });
  }

  static Point from_to(const Area& one, const Area& other) {
    return {other.low.x - one.low.x, other.low.y - one.low.y};
  }

  void stand_along_flow() {
    std::vector<std::int32_t> centers;
    std::vector<FloorLayout::Station> stations;
    std::vector<Extent> sizes;
    for (const std::int32_t i : members_.work_centers) {
      if (draft_.work_centers[index_of(i)]) continue;
      centers.push_back(i);
      stations.push_back(
          station_at(square_shape(plan_.work_centers[index_of(i)].machine_count), {}));
      sizes.push_back({stations.back().area.width(), stations.back().area.depth()});
    }
    if (centers.empty()) return;
    const FlowBlock block = rows_of(columns_along(flow_between(plan_, centers)), sizes,
                                    [&](Extent size) { return hall_around(size); });
    const Bounds there = draft_.bounds(members_);
    Point corner;
    if (!there.empty()) {
      corner = area_beside(there.area(), block.size, kRowAisle,
                           {Side::kBack, Side::kFront, Side::kRight, Side::kLeft}, others_)
                   .low;
    }
    for (std::size_t i = 0; i < centers.size(); ++i) {
      const Area& area = stations[i].area;
      draft_.work_centers[index_of(centers[i])] =
          moved(stations[i],
                {corner.x + block.low[i].x - area.low.x, corner.y + block.low[i].y - area.low.y});
    }
  }

  // The hall of a block behind what is there, with the storage beside it.
  Extent hall_around(Extent block) const {
    Extent hall = block;
    const Bounds there = draft_.bounds(members_);
    if (!there.empty()) {
      hall.width = std::max(block.width, there.area().width());
      hall.depth += there.area().depth() + kRowAisle;
    }
    for (const bool finished : {false, true}) {
      const RackColumns racks =
          rack_columns(static_cast<int>(stored_along_side(finished).size()), block.depth);
      if (racks.count == 0) continue;
      hall.width += racks.size.width + kRackAisle;
      hall.depth = std::max(hall.depth, racks.size.depth);
    }
    if (!members_.nodes.empty()) hall.depth += kFrontStrip;
    return {hall.width + 2 * kHallMargin, hall.depth + 2 * kHallMargin};
  }

  void store_beside_nodes() {
    for (const std::int32_t i : members_.locations) {
      const std::int32_t index = plan_.locations[index_of(i)].node;
      if (index < 0 || !plan_.nodes[index_of(index)].position) continue;
      const Point node = *plan_.nodes[index_of(index)].position;
      const Point wish{node.x, node.y + kRack.depth / 2 + kNodeSize};
      draft_.locations[index_of(i)] = floor_beside(node).nearest(wish, kRack, 1.0, kRackReach);
    }
  }

  bool holds_finished_goods(std::int32_t location) const {
    return std::find(finished_goods_.begin(), finished_goods_.end(), location) !=
           finished_goods_.end();
  }

  // Locations on a side of the hall: those that stand beside no node.
  std::vector<std::int32_t> stored_along_side(bool finished_goods) const {
    std::vector<std::int32_t> locations;
    for (const std::int32_t i : members_.locations) {
      if (!draft_.locations[index_of(i)] && holds_finished_goods(i) == finished_goods) {
        locations.push_back(i);
      }
    }
    return locations;
  }

  void store_along_side(bool finished_goods) {
    const std::vector<std::int32_t> locations = stored_along_side(finished_goods);
    if (locations.empty()) return;
    const Area there = draft_.bounds(members_).area();
    const RackColumns columns = rack_columns(static_cast<int>(locations.size()), there.depth());
    const std::array<Side, 4> sides =
        finished_goods ? std::array{Side::kRight, Side::kBack, Side::kFront, Side::kLeft}
                       : std::array{Side::kLeft, Side::kBack, Side::kFront, Side::kRight};
    const Area area = area_beside(there, columns.size, kRackAisle, sides, others_);
    const std::vector<Area> racks = racks_in(columns, area);
    for (std::size_t i = 0; i < racks.size(); ++i)
      draft_.locations[index_of(locations[i])] = racks[i];
  }

  const FloorPlan& plan_;
  const SiteMembers& members_;
  const std::vector<Area>& others_;
  LayoutDraft& draft_;
  std::vector<std::int32_t> finished_goods_;
  std::vector<TooLarge> too_large_;
};

}  // namespace

void place_site(const FloorPlan& plan, const SiteMembers& members, const std::vector<Area>& others,
                LayoutDraft& draft) {
  SiteLayout(plan, members, others, draft).place();
}

}  // namespace planttwin::view
