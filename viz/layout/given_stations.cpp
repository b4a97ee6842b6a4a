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
      if (center.position) stations_.push_back(given(i, center.machine_count, *center.position));
    }
    find_neighbours();
  }

  void fit() {
    for (int round = 0; round < kRounds; ++round) {
      for (Given& station : stations_) reshape(station);
    }
  }

  void put_into(LayoutDraft& draft) const {
    for (const Given& station : stations_) {
      draft.work_centers[station.center] = station_at(station.now().shape, station.position);
    }
  }

 private:
  // A shape that it may have, and what that takes of the floor.
  struct Choice {
    StationShape shape;
    Area area;
    Area machines;
  };

  struct Given {
    std::size_t center = 0;
    Point position;
    std::vector<Choice> choices;
    std::size_t chosen = 0;
    Area reach;  // around all choices
    std::vector<std::size_t> neighbours;

    const Choice& now() const { return choices[chosen]; }
  };

  static Given given(std::size_t center, int machines, Point position) {
    Given given{center, position, {}, 0, {}, {}};
    Bounds reach;
    for (const StationShape& shape : shapes_for(machines)) {
      const FloorLayout::Station station = station_at(shape, position);
      given.choices.push_back({shape, station.area, machine_area(station)});
      reach.add(station.area);
    }
    given.reach = reach.area();
    return given;
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
  double crowding(const Given& station, const Choice& choice) const {
    constexpr double kMachineWeight = 1000;
    double sum = 0;
    for (const std::size_t j : station.neighbours) {
      const Choice& other = stations_[j].now();
      sum += common_area(choice.area, other.area) +
             kMachineWeight * common_area(choice.machines, other.machines);
    }
    return sum;
  }

  // The first of the choices that are least crowded.
  void reshape(Given& station) const {
    if (crowding(station, station.now()) <= 0) return;
    double least = std::numeric_limits<double>::infinity();
    std::size_t best = 0;
    for (std::size_t i = 0; i < station.choices.size() && least > 0; ++i) {
      const double crowd = crowding(station, station.choices[i]);
      if (crowd >= least) continue;
      least = crowd;
      best = i;
    }
    station.chosen = best;
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
