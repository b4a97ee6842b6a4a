#include <cstddef>
#include <limits>

#include "viz/layout/layout_draft.h"
#include "viz/layout/station_block.h"

namespace planttwin::view {
namespace {

constexpr int kRounds = 3;

// Gives work centers with a position of their own the shape of block that leaves room to others:
// one after the other, a few rounds.
class GivenStations {
 public:
  explicit GivenStations(const FloorPlan& plan) {
    for (std::size_t i = 0; i < plan.work_centers.size(); ++i) {
      const FloorPlan::WorkCenter& center = plan.work_centers[i];
      if (!center.position) continue;
      Given given{i, center.machine_count, *center.position, {}, {}, {}, {}};
      take(given, station_at(square_shape(center.machine_count), given.position));
      Bounds reach;
      for (const StationShape& shape : shapes_for(given.machines)) {
        reach.add(outline(shape, given.position));
      }
      given.reach = reach.area();
      stations_.push_back(std::move(given));
    }
    find_neighbours();
  }

  void fit() {
    for (int round = 0; round < kRounds; ++round) {
      for (std::size_t i = 0; i < stations_.size(); ++i) reshape(i);
    }
  }

  void put_into(LayoutDraft& draft) {
    for (Given& given : stations_) draft.work_centers[given.center] = std::move(given.station);
  }

 private:
  struct Given {
    std::size_t center = 0;
    std::int32_t machines = 0;
    Point position;
    FloorLayout::Station station;
    Area machine_area;
    Area reach;  // around all of its shapes
    std::vector<std::size_t> neighbours;
  };

  static Area outline(const StationShape& shape, Point position) {
    return station_at(shape, position).area;
  }

  static void take(Given& given, FloorLayout::Station station) {
    given.machine_area = machine_area(station);
    given.station = std::move(station);
  }

  void find_neighbours() {
    for (std::size_t i = 0; i < stations_.size(); ++i) {
      for (std::size_t j = 0; j < stations_.size(); ++j) {
        if (i != j && overlap(stations_[i].reach, stations_[j].reach)) {
          stations_[i].neighbours.push_back(j);
        }
      }
    }
  }

  // Square metres that it has in common with others, those of machines counted many times.
  double crowding(const Given& given, const FloorLayout::Station& station,
                  const Area& machines) const {
    constexpr double kMachineWeight = 1000;
    double sum = 0;
    for (const std::size_t j : given.neighbours) {
      sum += common_area(station.area, stations_[j].station.area) +
             kMachineWeight * common_area(machines, stations_[j].machine_area);
    }
    return sum;
  }

  void reshape(std::size_t index) {
    Given& given = stations_[index];
    if (crowding(given, given.station, given.machine_area) <= 0) return;
    double best = std::numeric_limits<double>::infinity();
    FloorLayout::Station chosen;
    for (const StationShape& shape : shapes_for(given.machines)) {
      FloorLayout::Station station = station_at(shape, given.position);
      const double crowd = crowding(given, station, machine_area(station));
      if (crowd >= best) continue;
      best = crowd;
      chosen = std::move(station);
      if (best <= 0) break;
    }
    take(given, std::move(chosen));
  }

  std::vector<Given> stations_;
};

}  // namespace

LayoutDraft draft_of_given(const FloorPlan& plan) {
  LayoutDraft draft;
  draft.work_centers.resize(plan.work_centers.size());
  draft.locations.resize(plan.locations.size());
  for (const FloorPlan::Node& node : plan.nodes) draft.nodes.push_back(node.position);
  GivenStations stations(plan);
  stations.fit();
  stations.put_into(draft);
  return draft;
}

}  // namespace planttwin::view
