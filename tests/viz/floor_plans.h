#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "scenarios/playback/floor_plan.h"

namespace planttwin::view {

using playback::FloorPlan;
using playback::Point;

// Plants for tests of the layout, part by part. Ids are positions.
class PlanBuilder {
 public:
  std::int32_t site() {
    plan_.sites.push_back({"SITE-" + std::to_string(plan_.sites.size()), "", "UTC"});
    return static_cast<std::int32_t>(plan_.sites.size()) - 1;
  }

  std::int32_t work_center(std::int32_t site, int machines, std::optional<Point> position = {},
                           std::int32_t node = -1) {
    const auto id = static_cast<std::int32_t>(plan_.work_centers.size());
    FloorPlan::WorkCenter center;
    center.name = "WC-" + std::to_string(id);
    center.site = site;
    center.node = node;
    center.first_machine = static_cast<std::int32_t>(plan_.machines.size());
    center.machine_count = machines;
    center.position = position;
    plan_.work_centers.push_back(center);
    for (int i = 0; i < machines; ++i) {
      plan_.machines.push_back({center.name + "-" + std::to_string(i), id});
    }
    return id;
  }

  std::int32_t location(std::int32_t site, std::int32_t node = -1) {
    plan_.locations.push_back({"L-" + std::to_string(plan_.locations.size()), site, node});
    return static_cast<std::int32_t>(plan_.locations.size()) - 1;
  }

  std::int32_t node(std::int32_t site, std::optional<Point> position = {}) {
    plan_.nodes.push_back({"N-" + std::to_string(plan_.nodes.size()), site, position});
    return static_cast<std::int32_t>(plan_.nodes.size()) - 1;
  }

  void edge(std::int32_t from, std::int32_t to, double length, const std::string& kind = "",
            bool one_way = false) {
    plan_.edges.push_back(
        {"E-" + std::to_string(plan_.edges.size()), kind, from, to, one_way, length, std::nullopt});
  }

  // An operation after the other, each at the work centers given; rework leads back from one
  // operation to another.
  struct Rework {
    std::int32_t from = -1;
    std::int32_t to = -1;
  };
  void routing(const std::vector<std::vector<std::int32_t>>& steps,
               std::int32_t finished_goods = -1, const std::vector<Rework>& rework = {}) {
    FloorPlan::Routing routing;
    routing.finished_goods = finished_goods;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      FloorPlan::Operation operation;
      operation.work_centers = steps[i];
      if (i + 1 < steps.size()) operation.next.push_back(static_cast<std::int32_t>(i) + 1);
      routing.operations.push_back(operation);
    }
    for (const Rework& back : rework) {
      routing.operations[static_cast<std::size_t>(back.from)].next.push_back(back.to);
    }
    plan_.routings.push_back(routing);
  }

  const FloorPlan& plan() const { return plan_; }

 private:
  FloorPlan plan_;
};

// The same numbers everywhere: no distribution of the library is in it.
class Numbers {
 public:
  explicit Numbers(std::uint32_t seed) : engine_(seed) {}
  int below(int bound) { return static_cast<int>(engine_() % static_cast<std::uint32_t>(bound)); }

 private:
  std::mt19937 engine_;
};

// What random plants look like.
struct RandomPlant {
  std::uint32_t seed = 1;
  int sites = 1;
  int work_centers = 20;  // of each site
  int most_machines = 4;
  int routings = 6;  // of each site, through work centers by ascending number
  int steps = 6;
  int rework_percent = 10;  // of routings
  int locations = 3;        // of each site
  int nodes = 0;            // of each site, used by every other work center
};

inline FloorPlan random_plan(const RandomPlant& look) {
  Numbers numbers(look.seed);
  PlanBuilder builder;
  for (int s = 0; s < look.sites; ++s) {
    const std::int32_t site = builder.site();
    std::vector<std::int32_t> nodes;
    for (int i = 0; i < look.nodes; ++i) nodes.push_back(builder.node(site));
    for (std::size_t i = 1; i < nodes.size(); ++i) builder.edge(nodes[i - 1], nodes[i], 10);
    std::vector<std::int32_t> centers;
    for (int i = 0; i < look.work_centers; ++i) {
      const bool served = !nodes.empty() && i % 2 == 0;
      const std::int32_t node =
          served ? nodes[static_cast<std::size_t>(numbers.below(look.nodes))] : -1;
      centers.push_back(
          builder.work_center(site, 1 + numbers.below(look.most_machines), std::nullopt, node));
    }
    std::int32_t finished_goods = -1;
    for (int i = 0; i < look.locations; ++i) finished_goods = builder.location(site);
    for (int r = 0; r < look.routings && look.work_centers > 0; ++r) {
      std::vector<std::vector<std::int32_t>> steps;
      int at = numbers.below(1 + look.work_centers / 4);
      for (int i = 0; i < look.steps && at < look.work_centers; ++i) {
        steps.push_back({centers[static_cast<std::size_t>(at)]});
        at += 1 + numbers.below(1 + 2 * look.work_centers / look.steps);
      }
      std::vector<PlanBuilder::Rework> rework;
      if (steps.size() > 2 && numbers.below(100) < look.rework_percent) {
        rework.push_back({static_cast<std::int32_t>(steps.size()) - 1, 1});
      }
      builder.routing(steps, finished_goods, rework);
    }
  }
  return builder.plan();
}

}  // namespace planttwin::view
