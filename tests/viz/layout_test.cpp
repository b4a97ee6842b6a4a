#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/viz/floor_plans.h"
#include "tests/viz/layout_checks.h"
#include "viz/layout/areas.h"
#include "viz/layout/floor_layout.h"

namespace planttwin::view {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

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

struct Look {
  std::string name;
  RandomPlant look;
};

class RandomPlants : public testing::TestWithParam<Look> {
 protected:
  static constexpr std::uint32_t kSeeds = 6;

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
                    Look{"three_hundred",
                         {.work_centers = 300, .routings = 40, .steps = 30, .locations = 20}},
                    Look{"eight_sites", {.sites = 8, .work_centers = 5, .routings = 2, .steps = 3}},
                    Look{"parts", {.work_centers = 40, .routings = 5, .steps = 4}},
                    Look{"circles", {.work_centers = 30, .routings = 20, .rework_percent = 100}}),
    [](const auto& tested) { return tested.param.name; });

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

}  // namespace
}  // namespace planttwin::view
