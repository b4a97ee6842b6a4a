#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "tests/viz/floor_plans.h"
#include "tests/viz/layout_checks.h"
#include "viz/layout/areas.h"
#include "viz/layout/floor_layout.h"

namespace planttwin::view {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

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

TEST(Halls, HoldNodesWithoutASiteThatTheirWorkCentersUse) {
  PlanBuilder builder;
  const std::int32_t site = builder.site();
  const std::int32_t node = builder.node(-1);
  builder.work_center(site, 1, std::nullopt, node);
  const FloorLayout layout = lay_out(builder.plan());
  ASSERT_THAT(layout.halls, SizeIs(1));
  EXPECT_TRUE(contains(layout.halls[0].area, {layout.nodes[0], layout.nodes[0]}));
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

}  // namespace
}  // namespace planttwin::view
