#include "erp_bridge/planning/requirements.h"

#include <gtest/gtest.h>

#include <vector>

namespace planttwin::bridge {
namespace {

sim::Quantity pieces(std::int64_t count) { return sim::Quantity::steps(count); }
sim::Time day(std::int64_t number) { return sim::Time::from_start(sim::Duration::days(number)); }

PlannedItem item(std::int64_t lead_days, std::int32_t level,
                 std::vector<PlannedItem::Component> components = {}, std::int64_t multiple = 0) {
  PlannedItem made;
  made.lead_time = sim::Duration::days(lead_days);
  made.low_level_code = level;
  made.components = std::move(components);
  made.multiple = pieces(multiple);
  return made;
}

// 40 wanted, 15 there: 25 to be made, the day before.
TEST(Requirements, AreNettedAgainstWhatIsThere) {
  const auto orders = plan_requirements({item(1, 0)}, {{0, pieces(40), day(5)}}, {pieces(15)});
  EXPECT_EQ(orders, (std::vector<PlannedOrder>{{0, pieces(25), day(4), day(5)}}));
}

// Stock goes to the earliest demand, in whatever order demand is listed.
TEST(Requirements, TakeStockByTheirDueDates) {
  const auto orders = plan_requirements(
      {item(1, 0)}, {{0, pieces(10), day(9)}, {0, pieces(10), day(3)}}, {pieces(12)});
  EXPECT_EQ(orders, (std::vector<PlannedOrder>{{0, pieces(8), day(8), day(9)}}));
}

// 7 are missing, orders are multiples of 5: 10 are ordered, and the 3 left serve the next demand.
TEST(Requirements, AreMetByMultiplesWhoseRestServesLaterDemand) {
  const auto orders = plan_requirements(
      {item(0, 0, {}, 5)}, {{0, pieces(7), day(1)}, {0, pieces(4), day(2)}}, {pieces(0)});
  EXPECT_EQ(orders, (std::vector<PlannedOrder>{{0, pieces(10), day(1), day(1)},
                                               {0, pieces(5), day(2), day(2)}}));
}

// A table has four legs and a top; a leg is also sold alone. 10 tables are due on day 9 with a lead
// time of 2, so 40 legs are needed on day 7, beside 6 that are sold on day 8; 30 legs are there.
// Computed by hand: legs 40 - 30 = 10 for day 7, then 6 for day 8; the lead time of legs is 3.
TEST(Requirements, AreExplodedLevelByLevelToWhenTheyAreNeeded) {
  const std::vector<PlannedItem> items = {
      item(2, 0, {{1, sim::Ratio(4, 1)}, {2, sim::Ratio(1, 1)}}), item(3, 1), item(1, 1)};
  const auto orders = plan_requirements(items, {{0, pieces(10), day(9)}, {1, pieces(6), day(8)}},
                                        {pieces(0), pieces(30), pieces(10)});
  EXPECT_EQ(orders, (std::vector<PlannedOrder>{{1, pieces(10), day(4), day(7)},
                                               {1, pieces(6), day(5), day(8)},
                                               {0, pieces(10), day(7), day(9)}}));
}

// The low-level code of the screw is 2, because the leg needs it: both needs are netted together.
TEST(Requirements, OfAnItemOnSeveralLevelsAreNettedOnce) {
  const std::vector<PlannedItem> items = {
      item(1, 0, {{1, sim::Ratio(1, 1)}, {2, sim::Ratio(2, 1)}}),
      item(1, 1, {{2, sim::Ratio(3, 1)}}), item(1, 2)};
  const auto orders =
      plan_requirements(items, {{0, pieces(10), day(9)}}, {pieces(0), pieces(0), pieces(25)});
  // 30 screws for legs on day 7, then 20 for tables on day 8; 25 are there.
  EXPECT_EQ(orders, (std::vector<PlannedOrder>{{2, pieces(5), day(6), day(7)},
                                               {1, pieces(10), day(7), day(8)},
                                               {2, pieces(20), day(7), day(8)},
                                               {0, pieces(10), day(8), day(9)}}));
}

TEST(Requirements, OfWhatSomebodyElseSeesToAreLeftAlone) {
  PlannedItem kanban = item(1, 1);
  kanban.planned = false;
  const auto orders = plan_requirements({item(1, 0, {{1, sim::Ratio(1, 1)}}), kanban},
                                        {{0, pieces(5), day(3)}}, {pieces(0), pieces(0)});
  EXPECT_EQ(orders.size(), 1U);
}

// 3.5 steps of paint for a piece: 5 pieces need 17.5, rounded up.
TEST(Requirements, OfComponentsAreRoundedUpToAStep) {
  EXPECT_EQ(required(pieces(5), sim::Ratio(7, 2)), pieces(18));
  EXPECT_EQ(required(pieces(4), sim::Ratio(7, 2)), pieces(14));
}

}  // namespace
}  // namespace planttwin::bridge
