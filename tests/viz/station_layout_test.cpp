#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <optional>
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

}  // namespace
}  // namespace planttwin::view
