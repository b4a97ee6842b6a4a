#include "viz/layout/network_nodes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace planttwin::view {
namespace {

constexpr double kInFront = 1.0;    // of a station
constexpr double kBelowRack = 0.5;  // half of what is between racks
constexpr double kFrontOfAll = 2.0;
constexpr double kApart = 0.8;  // between nodes

class NodePlaces {
 public:
  NodePlaces(const SiteMembers& members, LayoutDraft& draft) : members_(members), draft_(draft) {}

  // There, or where the next free place to the right is.
  void put(std::int32_t node, Point place) {
    while (taken(place)) place.x += kApart;
    draft_.nodes[index_of(node)] = place;
  }

  // At that of the places which is nearest to the middle of all; nowhere when there are none.
  void put_at_middle(std::int32_t node, const std::vector<Point>& places) {
    if (places.empty()) return;
    Point sum;
    for (const Point place : places) sum = {sum.x + place.x, sum.y + place.y};
    const auto count = static_cast<double>(places.size());
    const auto distance = [&](Point place) {
      return std::hypot(place.x - sum.x / count, place.y - sum.y / count);
    };
    put(node, *std::min_element(places.begin(), places.end(), [&](Point one, Point other) {
          return distance(one) < distance(other);
        }));
  }

 private:
  bool taken(Point place) const {
    return std::any_of(members_.nodes.begin(), members_.nodes.end(), [&](std::int32_t i) {
      const auto& other = draft_.nodes[index_of(i)];
      return other && std::abs(other->x - place.x) < kApart / 2 &&
             std::abs(other->y - place.y) < kApart / 2;
    });
  }

  const SiteMembers& members_;
  LayoutDraft& draft_;
};

Point in_front_of(const Area& area, double distance) {
  return {area.centre().x, area.low.y - distance};
}

// Where along the east its neighbours in the network stand in the mean; else a share of the front.
double along_front(const FloorPlan& plan, std::int32_t node, const LayoutDraft& draft,
                   const Area& area, double share) {
  double sum = 0;
  int count = 0;
  for (const FloorPlan::Edge& edge : plan.edges) {
    if (edge.from != node && edge.to != node) continue;
    const std::int32_t other = edge.from == node ? edge.to : edge.from;
    if (other < 0 || !draft.nodes[index_of(other)]) continue;
    sum += draft.nodes[index_of(other)]->x;
    ++count;
  }
  if (count == 0) return area.low.x + share * area.width();
  return std::clamp(sum / count, area.low.x, area.high.x);
}

}  // namespace

void place_nodes_of_stations(const FloorPlan& plan, const SiteMembers& members,
                             LayoutDraft& draft) {
  NodePlaces places(members, draft);
  for (const std::int32_t node : members.nodes) {
    if (draft.nodes[index_of(node)]) continue;
    std::vector<Point> fronts;
    for (const std::int32_t i : members.work_centers) {
      if (plan.work_centers[index_of(i)].node != node) continue;
      fronts.push_back(in_front_of(draft.work_centers[index_of(i)]->area, kInFront));
    }
    places.put_at_middle(node, fronts);
  }
}

void place_nodes_of_locations(const FloorPlan& plan, const SiteMembers& members,
                              LayoutDraft& draft) {
  NodePlaces places(members, draft);
  for (const std::int32_t node : members.nodes) {
    if (draft.nodes[index_of(node)]) continue;
    std::vector<Point> fronts;
    for (const std::int32_t i : members.locations) {
      if (plan.locations[index_of(i)].node != node) continue;
      fronts.push_back(in_front_of(*draft.locations[index_of(i)], kBelowRack));
    }
    places.put_at_middle(node, fronts);
  }
}

void place_nodes_along_front(const FloorPlan& plan, const SiteMembers& members, const Area& area,
                             LayoutDraft& draft) {
  std::vector<std::int32_t> left;
  for (const std::int32_t node : members.nodes) {
    if (!draft.nodes[index_of(node)]) left.push_back(node);
  }
  if (left.empty()) return;
  NodePlaces places(members, draft);
  for (std::size_t i = 0; i < left.size(); ++i) {
    const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(left.size());
    places.put(left[i], {along_front(plan, left[i], draft, area, share), area.low.y - kFrontOfAll});
  }
}

}  // namespace planttwin::view
