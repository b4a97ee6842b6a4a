#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "tests/viz/floor_plans.h"
#include "tests/viz/layout_checks.h"
#include "viz/layout/floor_layout.h"
#include "viz/layout/flow_graph.h"

namespace planttwin::view {
namespace {

using testing::IsEmpty;

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

}  // namespace
}  // namespace planttwin::view
