#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "tests/viz/floor_plans.h"
#include "viz/layout/areas.h"
#include "viz/layout/floor_layout.h"
#include "viz/layout/flow_graph.h"

namespace planttwin::view {

void PrintTo(const Area& area, std::ostream* out) {
  *out << "from " << area.low.x << ", " << area.low.y << " to " << area.high.x << ", "
       << area.high.y;
}

void PrintTo(const FloorLayout::Hall& hall, std::ostream* out) {
  *out << "hall of site " << hall.site << " ";
  PrintTo(hall.area, out);
}

namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr double kSize = FloorLayout::kMachineSize;
constexpr double kRounding = 1e-6;

MATCHER_P2(IsAt, x, y, "") {
  return std::abs(arg.x - x) < kRounding && std::abs(arg.y - y) < kRounding;
}

std::vector<Area> machines_of(const FloorLayout::Station& station) {
  std::vector<Area> areas;
  for (const Point machine : station.machines) areas.push_back(area_around(machine, kSize, kSize));
  return areas;
}

std::vector<Area> stations_of(const FloorLayout& layout) {
  std::vector<Area> areas;
  for (const FloorLayout::Station& station : layout.work_centers) areas.push_back(station.area);
  return areas;
}

std::vector<Area> machines_of(const FloorLayout& layout) {
  std::vector<Area> areas;
  for (const FloorLayout::Station& station : layout.work_centers) {
    for (const Area& machine : machines_of(station)) areas.push_back(machine);
  }
  return areas;
}

// The pairs that overlap, as text.
std::vector<std::string> overlaps(const std::vector<Area>& areas) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    for (std::size_t j = i + 1; j < areas.size(); ++j) {
      if (!overlap(grown(areas[i], -kRounding), areas[j])) continue;
      found.push_back(testing::PrintToString(areas[i]) + " and " +
                      testing::PrintToString(areas[j]));
    }
  }
  return found;
}

const Area* hall_of(const FloorLayout& layout, std::int32_t site) {
  for (const FloorLayout::Hall& hall : layout.halls) {
    if (hall.site == site) return &hall.area;
  }
  return nullptr;
}

// What stands out of the hall of its site, by name. Nodes without a site are left out.
std::vector<std::string> out_of_hall(const FloorPlan& plan, const FloorLayout& layout) {
  std::vector<std::string> found;
  const auto expect = [&](const std::string& name, std::int32_t site, const Area& area) {
    const Area* hall = hall_of(layout, site);
    if (hall == nullptr || !contains(grown(*hall, kRounding), area)) found.push_back(name);
  };
  for (std::size_t i = 0; i < plan.work_centers.size(); ++i) {
    const FloorLayout::Station& station = layout.work_centers[i];
    const FloorPlan::WorkCenter& center = plan.work_centers[i];
    expect(center.name, center.site, station.area);
    expect(center.name + " queue", center.site, station.queue);
    for (const Area& machine : machines_of(station)) expect(center.name, center.site, machine);
  }
  for (std::size_t i = 0; i < plan.locations.size(); ++i) {
    expect(plan.locations[i].name, plan.locations[i].site, layout.locations[i]);
  }
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
    if (plan.nodes[i].site < 0) continue;
    expect(plan.nodes[i].name, plan.nodes[i].site, {layout.nodes[i], layout.nodes[i]});
  }
  return found;
}

std::vector<Area> halls_of(const FloorLayout& layout) {
  std::vector<Area> areas;
  for (const FloorLayout::Hall& hall : layout.halls) areas.push_back(hall.area);
  return areas;
}

// Everything that the layout says, as text.
std::string text_of(const FloorLayout& layout) {
  std::string text;
  const auto add = [&](double value) { text += std::to_string(value) + " "; };
  const auto add_area = [&](const Area& area) {
    add(area.low.x), add(area.low.y), add(area.high.x), add(area.high.y);
  };
  for (const FloorLayout::Station& station : layout.work_centers) {
    add_area(station.area), add_area(station.queue), add_area(station.output);
    for (const Point machine : station.machines) add(machine.x), add(machine.y);
  }
  for (const Point node : layout.nodes) add(node.x), add(node.y);
  for (const Area& location : layout.locations) add_area(location);
  for (const FloorLayout::Hall& hall : layout.halls) add(hall.site), add_area(hall.area);
  return text;
}

// --- stations

TEST(Station, StandsWhereThePlantFileSaysWithTheCentreOfItsFirstRow) {
  PlanBuilder builder;
  builder.work_center(builder.site(), 3, Point{24, 10});
  const FloorLayout layout = lay_out(builder.plan());
  const std::vector<Point>& machines = layout.work_centers[0].machines;
  ASSERT_THAT(machines, SizeIs(3));
  EXPECT_THAT(machines[1], IsAt(24, 10));
  EXPECT_NEAR(machines[0].x + machines[2].x, 2 * 24, kRounding);
  EXPECT_NEAR(machines[0].y, 10, kRounding);
}

struct Count {
  std::string name;
  int machines;
};

class StationOf : public testing::TestWithParam<Count> {};

TEST_P(StationOf, HasAllMachinesInABlockBehindItsQueue) {
  PlanBuilder builder;
  builder.work_center(builder.site(), GetParam().machines);
  const FloorLayout layout = lay_out(builder.plan());
  const FloorLayout::Station& station = layout.work_centers[0];
  EXPECT_THAT(station.machines, SizeIs(GetParam().machines));
  EXPECT_THAT(overlaps(machines_of(station)), IsEmpty());
  for (const Area& machine : machines_of(station)) {
    EXPECT_TRUE(contains(grown(station.area, kRounding), machine));
    EXPECT_GE(machine.low.y, station.queue.high.y);
    EXPECT_LE(machine.high.y, station.output.low.y);
  }
  const double lots = station.queue.width() * station.queue.depth() /
                      (FloorLayout::kQueueSpacing * FloorLayout::kQueueSpacing);
  EXPECT_GE(lots, 12 - kRounding);
}

INSTANTIATE_TEST_SUITE_P(Machines, StationOf,
                         testing::Values(Count{"none", 0}, Count{"one", 1}, Count{"three", 3},
                                         Count{"seven", 7}, Count{"two_thousand", 2000}),
                         [](const auto& tested) { return tested.param.name; });

TEST(Station, IsNearlySquareForManyMachines) {
  PlanBuilder builder;
  builder.work_center(builder.site(), 2000);
  const Area area = lay_out(builder.plan()).work_centers[0].area;
  EXPECT_NEAR(area.width() / area.depth(), 1, 0.1);
}

struct Spacing {
  std::string name;
  int machines;
  Point spacing;
};

class NearNeighbours : public testing::TestWithParam<Spacing> {};

TEST_P(NearNeighbours, KeepTheirMachinesApart) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  for (int i = 0; i < 4; ++i) {
    builder.work_center(site, GetParam().machines,
                        Point{i % 2 * GetParam().spacing.x, i / 2 * GetParam().spacing.y});
  }
  EXPECT_THAT(overlaps(machines_of(lay_out(builder.plan()))), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Grids, NearNeighbours,
                         testing::Values(Spacing{"as_in_three_plants", 6, {12, 12}},
                                         Spacing{"narrow", 6, {5, 30}},
                                         Spacing{"very_narrow", 6, {2.6, 30}},
                                         Spacing{"shallow", 6, {30, 4}}),
                         [](const auto& tested) { return tested.param.name; });

TEST(Station, WithoutPositionStandsNearTheNodeThatHasOne) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  const std::int32_t node = builder.node(site, Point{100, 50});
  builder.work_center(site, 2, Point{0, 0});
  for (int i = 0; i < 6; ++i) builder.work_center(site, 4, std::nullopt, node);
  const FloorLayout layout = lay_out(builder.plan());
  EXPECT_THAT(overlaps(stations_of(layout)), IsEmpty());
  for (std::size_t i = 1; i < 7; ++i) {
    const Point centre = layout.work_centers[i].area.centre();
    EXPECT_LT(std::hypot(centre.x - 100, centre.y - 50), 30);
    EXPECT_FALSE(contains(layout.work_centers[i].area, {{100, 50}, {100, 50}}));
  }
}

// --- flow

TEST(Flow, GoesFromLeftToRightInALine) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  std::vector<std::vector<std::int32_t>> steps;
  for (int i = 0; i < 4; ++i) steps.push_back({builder.work_center(site, 1)});
  std::reverse(steps.begin(), steps.end());
  builder.routing(steps);
  const FloorLayout layout = lay_out(builder.plan());
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_LT(layout.work_centers[i].area.high.x, layout.work_centers[i - 1].area.low.x);
    EXPECT_NEAR(layout.work_centers[i].area.low.y, layout.work_centers[0].area.low.y, kRounding);
  }
}

TEST(Flow, OfReworkDoesNotTurnTheLineAround) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  const std::vector<std::vector<std::int32_t>> steps{{builder.work_center(site, 1)},
                                                     {builder.work_center(site, 1)},
                                                     {builder.work_center(site, 1)}};
  builder.routing(steps);
  builder.routing(steps, -1, {{2, 0}, {1, 1}});
  const FloorLayout layout = lay_out(builder.plan());
  EXPECT_LT(layout.work_centers[0].area.high.x, layout.work_centers[1].area.low.x);
  EXPECT_LT(layout.work_centers[1].area.high.x, layout.work_centers[2].area.low.x);
}

TEST(Flow, PutsAlternativesAboveEachOther) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  const std::int32_t first = builder.work_center(site, 1);
  const std::int32_t one = builder.work_center(site, 1);
  const std::int32_t other = builder.work_center(site, 1);
  builder.routing({{first}, {one, other}});
  const FloorLayout layout = lay_out(builder.plan());
  EXPECT_NEAR(layout.work_centers[1].area.centre().x, layout.work_centers[2].area.centre().x,
              kRounding);
  EXPECT_THAT(overlaps(stations_of(layout)), IsEmpty());
}

TEST(Flow, DoesNotCrossWhereItNeedNot) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  std::vector<std::int32_t> centers;
  for (int i = 0; i < 7; ++i) centers.push_back(builder.work_center(site, 1));
  builder.routing({{centers[0]}, {centers[1]}, {centers[4]}});
  builder.routing({{centers[0]}, {centers[2]}, {centers[3]}});
  builder.routing({{centers[4]}, {centers[6]}});
  builder.routing({{centers[3]}, {centers[5]}});
  const FloorLayout layout = lay_out(builder.plan());
  const auto y = [&](std::size_t i) { return layout.work_centers[i].area.centre().y; };
  EXPECT_EQ(y(1) > y(2), y(4) > y(3));
  EXPECT_EQ(y(4) > y(3), y(6) > y(5));
}

TEST(Flow, OfALongChainIsWrappedSoThatTheNextStationIsNear) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  std::vector<std::vector<std::int32_t>> steps;
  for (int i = 0; i < 105; ++i) steps.push_back({builder.work_center(site, 1)});
  builder.routing(steps);
  const FloorLayout layout = lay_out(builder.plan());
  for (std::size_t i = 1; i < 105; ++i) {
    const Point from = layout.work_centers[i - 1].area.centre();
    const Point to = layout.work_centers[i].area.centre();
    EXPECT_LT(std::hypot(to.x - from.x, to.y - from.y), 15) << i;
  }
}

// --- nodes and storage

TEST(Nodes, OfThePlantFileStayWhereTheyAre) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  const std::int32_t node = builder.node(site, Point{-7, 12.5});
  builder.work_center(site, 1, std::nullopt, node);
  EXPECT_THAT(lay_out(builder.plan()).nodes[0], IsAt(-7, 12.5));
}

TEST(Nodes, WithoutPositionStandInFrontOfTheWorkCenterThatUsesThem) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  const std::int32_t node = builder.node(site);
  builder.work_center(site, 4, std::nullopt, node);
  const FloorLayout layout = lay_out(builder.plan());
  const Area& station = layout.work_centers[0].area;
  EXPECT_LT(layout.nodes[0].y, station.low.y);
  EXPECT_GT(layout.nodes[0].y, station.low.y - 3);
  EXPECT_NEAR(layout.nodes[0].x, station.centre().x, kRounding);
}

TEST(Nodes, ThatNobodyUsesStandAlongTheEdgeOfTheHall) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  for (int i = 0; i < 9; ++i) builder.work_center(site, 1);
  const std::int32_t one = builder.node(site);
  const std::int32_t other = builder.node(site);
  const FloorPlan& plan = builder.plan();
  const FloorLayout layout = lay_out(plan);
  for (const std::int32_t node : {one, other}) {
    const Point place = layout.nodes[static_cast<std::size_t>(node)];
    EXPECT_NEAR(place.y, layout.halls[0].area.low.y + 3, kRounding);
    for (const Area& station : stations_of(layout)) EXPECT_LT(place.y, station.low.y);
  }
  EXPECT_GT(std::abs(layout.nodes[0].x - layout.nodes[1].x), 0.5);
  EXPECT_THAT(out_of_hall(plan, layout), IsEmpty());
}

TEST(Storage, OfRawMaterialIsOnTheLeftAndOfFinishedGoodsOnTheRight) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  const std::int32_t raw = builder.location(site);
  const std::int32_t finished = builder.location(site);
  builder.routing({{builder.work_center(site, 2)}, {builder.work_center(site, 2)}}, finished);
  const FloorLayout layout = lay_out(builder.plan());
  EXPECT_EQ(raw, 0);
  EXPECT_LT(layout.locations[0].high.x, layout.work_centers[0].area.low.x);
  EXPECT_GT(layout.locations[1].low.x, layout.work_centers[1].area.high.x);
}

TEST(Storage, WithANodeStandsBesideIt) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  const std::int32_t node = builder.node(site, Point{40, 20});
  builder.location(site, node);
  builder.location(site, node);
  builder.work_center(site, 4, Point{40, 20});
  const FloorLayout layout = lay_out(builder.plan());
  std::vector<Area> areas = stations_of(layout);
  for (const Area& location : layout.locations) {
    areas.push_back(location);
    EXPECT_LT(std::hypot(location.centre().x - 40, location.centre().y - 20), 16);
  }
  EXPECT_THAT(overlaps(areas), IsEmpty());
}

// --- halls

TEST(Halls, HaveAMarginAroundWhatBelongsToTheSite) {
  PlanBuilder builder;
  builder.work_center(builder.site(), 5, Point{10, 10});
  const FloorLayout layout = lay_out(builder.plan());
  ASSERT_THAT(layout.halls, SizeIs(1));
  EXPECT_EQ(layout.halls[0].site, 0);
  EXPECT_NEAR(layout.halls[0].area.low.x, layout.work_centers[0].area.low.x - 3, kRounding);
  EXPECT_NEAR(layout.halls[0].area.high.y, layout.work_centers[0].area.high.y + 3, kRounding);
}

TEST(Halls, AreDividedInTheMiddleWherePositionsForceThemTogether) {
  PlanBuilder builder;
  builder.work_center(builder.site(), 1, Point{0, 0});
  builder.work_center(builder.site(), 1, Point{8, 0});
  const FloorLayout layout = lay_out(builder.plan());
  EXPECT_THAT(overlaps(halls_of(layout)), IsEmpty());
  EXPECT_NEAR(hall_of(layout, 0)->high.x, 4, kRounding);
  EXPECT_NEAR(hall_of(layout, 1)->low.x, 4, kRounding);
  EXPECT_THAT(out_of_hall(builder.plan(), layout), IsEmpty());
}

TEST(Halls, DoNotOverlapEvenWhereSitesLieWithinEachOther) {
  PlanBuilder builder;
  const std::int32_t outer = builder.site();
  const std::int32_t inner = builder.site();
  for (const Point corner : {Point{0, 0}, Point{100, 0}, Point{0, 100}, Point{100, 100}}) {
    builder.work_center(outer, 1, corner);
  }
  builder.work_center(inner, 1, Point{50, 50});
  EXPECT_THAT(overlaps(halls_of(lay_out(builder.plan()))), IsEmpty());
}

TEST(Halls, ThereIsOneForWhatHasNoSite) {
  PlanBuilder builder;
  builder.work_center(builder.site(), 1);
  builder.work_center(-1, 1);
  builder.location(-1);
  const FloorLayout layout = lay_out(builder.plan());
  ASSERT_THAT(layout.halls, SizeIs(2));
  EXPECT_NE(hall_of(layout, -1), nullptr);
  EXPECT_THAT(out_of_hall(builder.plan(), layout), IsEmpty());
  EXPECT_THAT(overlaps(halls_of(layout)), IsEmpty());
}

TEST(Halls, ThereIsNoneForASiteWithNothingInIt) {
  PlanBuilder builder;
  builder.site();
  builder.work_center(builder.site(), 1);
  const FloorLayout layout = lay_out(builder.plan());
  ASSERT_THAT(layout.halls, SizeIs(1));
  EXPECT_EQ(layout.halls[0].site, 1);
}

TEST(Halls, WithoutGivenPositionsStandOnTheOtherSideOfARoad) {
  PlanBuilder builder;
  builder.work_center(builder.site(), 1, Point{200, 0});
  builder.work_center(builder.site(), 1);
  const FloorLayout layout = lay_out(builder.plan());
  EXPECT_GE(hall_of(layout, 1)->low.x - hall_of(layout, 0)->high.x, 6);
}

TEST(Layout, OfAPlanWithNothingInItIsEmpty) {
  const FloorLayout layout = lay_out({});
  EXPECT_THAT(layout.work_centers, IsEmpty());
  EXPECT_THAT(layout.halls, IsEmpty());
}

TEST(Layout, HoldsNodesOfNoSiteThatNobodyUses) {
  PlanBuilder builder;
  builder.work_center(builder.site(), 1);
  builder.node(-1);
  builder.node(-1, Point{500, 500});
  const FloorLayout layout = lay_out(builder.plan());
  EXPECT_THAT(layout.halls, SizeIs(1));
  for (const Point node : layout.nodes) EXPECT_TRUE(contains(layout.all, {node, node}));
}

// --- any plant

struct Look {
  std::string name;
  RandomPlant look;
};

class RandomPlants : public testing::TestWithParam<Look> {
 protected:
  static constexpr std::uint32_t kSeeds = 20;

  template <class Check>
  void for_each_seed(Check check) const {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      RandomPlant look = GetParam().look;
      look.seed = seed;
      const FloorPlan plan = random_plan(look);
      SCOPED_TRACE("seed " + std::to_string(seed));
      check(plan, lay_out(plan));
    }
  }
};

TEST_P(RandomPlants, HaveNothingThatOverlaps) {
  for_each_seed([](const FloorPlan&, const FloorLayout& layout) {
    std::vector<Area> areas = stations_of(layout);
    areas.insert(areas.end(), layout.locations.begin(), layout.locations.end());
    EXPECT_THAT(overlaps(areas), IsEmpty());
    EXPECT_THAT(overlaps(halls_of(layout)), IsEmpty());
  });
}

TEST_P(RandomPlants, HaveEverythingInTheHallOfItsSite) {
  for_each_seed([](const FloorPlan& plan, const FloorLayout& layout) {
    EXPECT_THAT(out_of_hall(plan, layout), IsEmpty());
    for (const Area& hall : halls_of(layout)) EXPECT_TRUE(contains(layout.all, hall));
  });
}

TEST_P(RandomPlants, HaveHallsThatAreNeitherLongNorDeep) {
  for_each_seed([](const FloorPlan&, const FloorLayout& layout) {
    for (const Area& hall : halls_of(layout)) {
      EXPECT_GE(hall.width() / hall.depth(), 1.0 / 3);
      EXPECT_LE(hall.width() / hall.depth(), 3.0);
    }
  });
}

TEST_P(RandomPlants, HaveTheSameLayoutEveryTime) {
  for_each_seed([](const FloorPlan& plan, const FloorLayout& layout) {
    EXPECT_EQ(text_of(layout), text_of(lay_out(plan)));
  });
}

TEST_P(RandomPlants, HaveNodesOutsideOfStationsAndApart) {
  for_each_seed([](const FloorPlan&, const FloorLayout& layout) {
    std::vector<Area> areas;
    for (const Point node : layout.nodes) {
      areas.push_back(area_around(node, 0.2, 0.2));
      for (const Area& station : stations_of(layout)) EXPECT_FALSE(contains(station, {node, node}));
    }
    EXPECT_THAT(overlaps(areas), IsEmpty());
  });
}

INSTANTIATE_TEST_SUITE_P(
    Automatic, RandomPlants,
    testing::Values(Look{"job_shop", {}},
                    Look{"line", {.work_centers = 6, .routings = 1, .steps = 6}},
                    Look{"three_sites", {.sites = 3, .work_centers = 12, .nodes = 5}},
                    Look{"one_work_center", {.work_centers = 1, .routings = 1, .nodes = 1}},
                    Look{"no_flow", {.work_centers = 37, .routings = 0}},
                    Look{"only_storage", {.work_centers = 0, .locations = 40}},
                    Look{"storage_and_a_machine", {.work_centers = 1, .locations = 40}},
                    Look{"large", {.work_centers = 120, .routings = 20, .steps = 15, .nodes = 30}},
                    Look{"parts", {.work_centers = 40, .routings = 5, .steps = 4}},
                    Look{"circles", {.work_centers = 30, .routings = 20, .rework_percent = 100}}),
    [](const auto& tested) { return tested.param.name; });

TEST(RandomFlow, GoesMainlyToColumnsThatAreNotToTheLeft) {
  int forward = 0;
  int not_left = 0;
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    const FloorPlan plan = random_plan({.seed = seed, .routings = 8, .rework_percent = 40});
    std::vector<std::int32_t> centers(plan.work_centers.size());
    std::iota(centers.begin(), centers.end(), 0);
    const FlowGraph flow = flow_between(plan, centers);
    const std::vector<std::vector<int>> columns = columns_along(flow);
    std::vector<std::size_t> column(centers.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      for (const int center : columns[i]) column[static_cast<std::size_t>(center)] = i;
    }
    for (const FlowGraph::Step& step : flow.steps) {
      if (step.from > step.to) continue;  // rework
      ++forward;
      if (column[static_cast<std::size_t>(step.to)] >=
          column[static_cast<std::size_t>(step.from)]) {
        ++not_left;
      }
    }
  }
  EXPECT_GT(forward, 1000);
  EXPECT_GE(not_left, 0.8 * forward);
}

// Columns of three, few enough for one row.
TEST(RandomFlow, GoesMainlyToTheRightWhereNothingIsWrapped) {
  int forward = 0;
  int not_left = 0;
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    Numbers numbers(seed);
    PlanBuilder builder;
    const std::int32_t site = builder.site();
    for (int i = 0; i < 12; ++i) builder.work_center(site, 1 + numbers.below(3));
    for (int r = 0; r < 12; ++r) {
      std::vector<std::vector<std::int32_t>> steps;
      for (int column = 0; column < 4; ++column) steps.push_back({3 * column + numbers.below(3)});
      if (r % 4 == 0) {
        builder.routing(steps, -1, {{3, 1}});
      } else {
        builder.routing(steps);
      }
    }
    const FloorLayout layout = lay_out(builder.plan());
    const auto x = [&](std::int32_t i) {
      return layout.work_centers[static_cast<std::size_t>(i)].area.centre().x;
    };
    for (const FloorPlan::Routing& routing : builder.plan().routings) {
      for (std::size_t i = 1; i < routing.operations.size(); ++i) {
        const double from = x(routing.operations[i - 1].work_centers[0]);
        const double to = x(routing.operations[i].work_centers[0]);
        ++forward;
        if (to >= from - kRounding) ++not_left;
      }
    }
  }
  EXPECT_EQ(forward, 50 * 12 * 3);
  EXPECT_GE(not_left, 0.8 * forward);
}

TEST(Layout, OfAFabWithReEntrantFlowIsWrappedIntoAHall) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  Numbers numbers(3);
  std::vector<std::int32_t> centers;
  for (int i = 0; i < 105; ++i) centers.push_back(builder.work_center(site, 1 + numbers.below(8)));
  std::vector<std::vector<std::int32_t>> steps;
  for (int i = 0; i < 500; ++i) {
    const int bay = i % 14 * 7;
    steps.push_back({centers[static_cast<std::size_t>((bay + numbers.below(14)) % 105)]});
  }
  builder.routing(steps);
  const FloorLayout layout = lay_out(builder.plan());
  EXPECT_THAT(overlaps(stations_of(layout)), IsEmpty());
  const Area& hall = layout.halls[0].area;
  EXPECT_LE(hall.width() / hall.depth(), 3);
  EXPECT_GE(hall.width() / hall.depth(), 1.0 / 3);
}

// Half of everything has a position: the halls are where they are, nothing given moves.
TEST(Layout, KeepsWhatIsGivenAndFitsInWhatIsNot) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    FloorPlan plan = random_plan({.seed = seed, .sites = 2, .nodes = 6});
    for (std::size_t i = 0; i < plan.work_centers.size(); i += 2) {
      const auto column = static_cast<double>(i / 2 % 5);
      const auto row = static_cast<double>(i / 2 / 5);
      plan.work_centers[i].position =
          Point{15 * column + 400 * plan.work_centers[i].site, 20 * row};
    }
    const FloorLayout layout = lay_out(plan);
    for (std::size_t i = 0; i < plan.work_centers.size(); i += 2) {
      EXPECT_NEAR(layout.work_centers[i].machines[0].y, plan.work_centers[i].position->y,
                  kRounding);
    }
    EXPECT_THAT(overlaps(stations_of(layout)), IsEmpty()) << seed;
    EXPECT_THAT(overlaps(halls_of(layout)), IsEmpty()) << seed;
    EXPECT_THAT(out_of_hall(plan, layout), IsEmpty()) << seed;
  }
}

TEST(Layout, OfThreeHundredWorkCentersIsThereAtOnce) {
  const FloorPlan plan =
      random_plan({.work_centers = 300, .routings = 40, .steps = 30, .locations = 20, .nodes = 40});
  const auto start = std::chrono::steady_clock::now();
  const FloorLayout layout = lay_out(plan);
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
  EXPECT_THAT(layout.work_centers, SizeIs(300));
  EXPECT_LT(taken.count(), 500);  // 2 ms when optimized; debug builds and sanitizers are slower
}

// --- ways

class Ways : public testing::Test {
 protected:
  Ways() {
    const std::int32_t site = builder_.site();
    for (const Point place : {Point{0, 0}, Point{10, 0}, Point{10, 10}, Point{0, 10}}) {
      builder_.node(site, place);
    }
    builder_.edge(0, 1, 10, "aisle");
    builder_.edge(1, 2, 10, "aisle", /*one_way=*/true);
    builder_.edge(0, 3, 30, "aisle");
    builder_.edge(3, 2, 30, "aisle");
    builder_.edge(0, 2, 1, "conveyor");
  }

  std::vector<Point> way(std::int32_t from, std::int32_t to, const std::string& kind) const {
    return lay_out(builder_.plan()).way(builder_.plan(), from, to, kind);
  }

  PlanBuilder builder_;
};

TEST_F(Ways, AreTheShortestOfTheirKind) {
  EXPECT_THAT(way(0, 2, "aisle"), testing::ElementsAre(IsAt(0, 0), IsAt(10, 0), IsAt(10, 10)));
}

TEST_F(Ways, DoNotGoAgainstAOneWayEdge) {
  EXPECT_THAT(way(2, 0, "aisle"), testing::ElementsAre(IsAt(10, 10), IsAt(0, 10), IsAt(0, 0)));
}

TEST_F(Ways, OfAnyKindUseEveryEdge) {
  EXPECT_THAT(way(0, 2, ""), testing::ElementsAre(IsAt(0, 0), IsAt(10, 10)));
}

TEST_F(Ways, AreStraightWhereThereIsNone) {
  EXPECT_THAT(way(0, 3, "rail"), testing::ElementsAre(IsAt(0, 0), IsAt(0, 10)));
}

TEST_F(Ways, HaveOnePointWhereTheyEndAtTheirBeginning) {
  EXPECT_THAT(way(2, 2, "aisle"), testing::ElementsAre(IsAt(10, 10)));
}

}  // namespace
}  // namespace planttwin::view
