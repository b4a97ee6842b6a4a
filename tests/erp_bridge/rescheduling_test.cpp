// Dates that move when capacity is lost. Expected values are worked out by hand.

#include "erp_bridge/planning/rescheduling.h"

#include <gtest/gtest.h>

namespace planttwin::bridge {
namespace {

sim::Time hour(std::int64_t number) { return sim::Time::from_start(sim::Duration::hours(number)); }
sim::Quantity pcs(std::int64_t number) { return sim::Quantity::steps(number); }

TEST(DelayByALossOfCapacity, IsTheShareOfItThatComesAfterTheStart) {
  const CapacityLoss half{0, 0.5, hour(10), hour(20)};
  EXPECT_EQ(delay_by(half, hour(2)), sim::Duration::hours(5));
  EXPECT_EQ(delay_by(half, hour(10)), sim::Duration::hours(5));
  EXPECT_EQ(delay_by(half, hour(16)), sim::Duration::hours(2));
  EXPECT_EQ(delay_by(half, hour(20)), sim::Duration());
  EXPECT_EQ(delay_by(half, hour(30)), sim::Duration());
}

// A gearbox (item 0, two hours) of two wheels (item 1, four hours), which pass work center 7.
class Rescheduling : public ::testing::Test {
 protected:
  Rescheduling() {
    items[0] = {true, sim::Duration::hours(2), {}, 0, {{1, sim::Ratio(2, 1)}}};
    items[1] = {true, sim::Duration::hours(4), {}, 1, {}};
  }
  void sell(const std::string& id, std::int64_t quantity, std::int64_t due) {
    orders.add_sales({id, 0, "", pcs(quantity), hour(due)});
  }
  void make(const std::string& id, std::size_t item, std::int64_t quantity, std::int64_t due) {
    orders.add_supply({id, item, pcs(quantity), hour(due)});
  }
  void revise() { revise_dates(items, centers, losses, stock, orders); }
  sim::Time due(const std::string& id) const {
    for (const SupplyOrder& order : orders.supply()) {
      if (order.id == id) return order.revised;
    }
    return sim::Time::never();
  }
  sim::Time promised(std::size_t index) const { return orders.sales()[index].promised; }

  std::vector<PlannedItem> items{2};
  WorkCentersOfItems centers{{}, {7}};
  std::vector<CapacityLoss> losses;
  Supplies stock{2};
  OrderBook orders;
};

// The wheels are eight hours late. The gearboxes can't begin before, and need two hours.
TEST_F(Rescheduling, CarriesADelayFromWheelsToGearboxesToTheCustomer) {
  sell("SO", 5, 20);
  make("GEARBOXES", 0, 5, 20);
  make("WHEELS", 1, 10, 18);
  losses = {{7, 1, hour(14), hour(22)}};
  revise();
  EXPECT_EQ(due("WHEELS"), hour(26));
  EXPECT_EQ(due("GEARBOXES"), hour(28));
  EXPECT_EQ(promised(0), hour(28));
}

TEST_F(Rescheduling, DelaysNobodyWhoHasHisWheels) {
  sell("SO", 5, 20);
  make("GEARBOXES", 0, 5, 20);
  make("WHEELS", 1, 10, 18);
  stock[1] = pcs(10);
  losses = {{7, 1, hour(14), hour(22)}};
  revise();
  EXPECT_EQ(due("WHEELS"), hour(26));
  EXPECT_EQ(due("GEARBOXES"), hour(20));
  EXPECT_EQ(promised(0), hour(20));
}

// Those who need wheels first have those that are there, and those that come first.
TEST_F(Rescheduling, GivesWhatThereIsToWhoNeedsItFirst) {
  sell("SO-1", 2, 20);
  sell("SO-2", 3, 30);
  make("G-1", 0, 2, 20);
  make("G-2", 0, 3, 30);
  make("W", 1, 6, 18);
  stock[1] = pcs(4);
  losses = {{7, 1, hour(14), hour(34)}};  // 20 hours
  revise();
  EXPECT_EQ(due("W"), hour(38));
  EXPECT_EQ(due("G-1"), hour(20));
  EXPECT_EQ(due("G-2"), hour(40));
  EXPECT_EQ(promised(0), hour(20));
  EXPECT_EQ(promised(1), hour(40));
}

TEST_F(Rescheduling, OfAnotherWorkCenterChangesNothing) {
  sell("SO", 5, 20);
  make("GEARBOXES", 0, 5, 20);
  make("WHEELS", 1, 10, 18);
  losses = {{3, 1, hour(14), hour(22)}};
  revise();
  EXPECT_EQ(due("WHEELS"), hour(18));
  EXPECT_EQ(promised(0), hour(20));
}

// Back after two hours of the eight: the dates come back, too.
TEST_F(Rescheduling, StartsFromWhatWasPlannedEachTime) {
  sell("SO", 5, 20);
  make("GEARBOXES", 0, 5, 20);
  make("WHEELS", 1, 10, 18);
  losses = {{7, 1, hour(14), hour(22)}};
  revise();
  losses[0].to = hour(16);
  revise();
  EXPECT_EQ(due("WHEELS"), hour(20));
  EXPECT_EQ(due("GEARBOXES"), hour(22));
  EXPECT_EQ(promised(0), hour(22));
}

// What nothing covers yet has to be planned first.
TEST_F(Rescheduling, PromisesNothingNewWhereNothingIsOnOrder) {
  sell("SO", 5, 20);
  make("GEARBOXES", 0, 3, 20);
  losses = {{7, 1, hour(14), hour(22)}};
  revise();
  EXPECT_EQ(promised(0), hour(20));
}

TEST_F(Rescheduling, CountsWhatHasBeenIssuedAndReceived) {
  sell("SO", 5, 20);
  make("GEARBOXES", 0, 5, 20);
  make("WHEELS", 1, 10, 18);
  orders.note_issued("GEARBOXES", 1, pcs(10));
  losses = {{7, 1, hour(14), hour(22)}};
  revise();
  EXPECT_EQ(due("GEARBOXES"), hour(20));
  orders.note_received("WHEELS", pcs(10));
  revise();
  EXPECT_EQ(promised(0), hour(20));
}

}  // namespace
}  // namespace planttwin::bridge
