// What plant and books are worth, by hand, and what of a difference each finding explains.

#include "erp_bridge/audit/cost_bridge.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "erp_bridge/embedded_bridge.h"
#include "tests/support/simulation.h"

namespace planttwin::testing {
namespace {

using bridge::CostComparison;
using bridge::EmbeddedBridge;
using bridge::FindingClass;
using bridge::ValueEffect;

// Four parts of 2 EUR are made of 1 kg of resin at 4 EUR in 3 minutes at 60 EUR/h, and of a handful
// of grit that costs half a cent.
const Simulation& moulding() {
  static const Simulation kSimulation(
      R"({"id": "R", "unit": "kg", "currency": "EUR", "materials": [
            {"id": "RESIN", "standard_cost": "4 EUR"},
            {"id": "GRIT", "standard_cost": "0.01 EUR"},
            {"id": "PART", "unit": "pcs", "standard_cost": "2 EUR", "finished_goods": "GOODS"}],
          "locations": [{"id": "STORE"}, {"id": "GOODS"}],
          "boms": [{"id": "PART", "material": "PART", "items": [
            {"component": "RESIN", "quantity": "0.25 kg", "operation": 10},
            {"component": "GRIT", "quantity": "0.125 kg", "operation": 10}]}],
          "work_centers": [{"id": "PRESS", "supply": "STORE", "cost": "60 EUR/h"}],
          "routings": [{"id": "PART", "material": "PART", "operations": [
            {"id": 10, "work_center": "PRESS", "time": "3 min", "per": "lot"}]}]})",
      R"({"start": "2025-01-01T00:00:00Z", "horizon": "1 h",
          "orders": [{"id": "O-1", "product": "PART", "quantity": "4 pcs"}],
          "initial_state": {"stock": [
            {"material": "RESIN", "location": "STORE", "quantity": "500 kg"},
            {"material": "GRIT", "location": "STORE", "quantity": "10 kg"}]}})");
  return kSimulation;
}

sim::Money cents(std::int64_t count) { return sim::Money::steps(count); }

CostComparison cost_with(const std::vector<std::string>& defects,
                         bridge::ReportingHabits habits = {}, std::int64_t found_resin = 0) {
  std::vector<bridge::InjectedDefect> injected;
  for (const std::string& name : defects) injected.push_back({&bridge::erp_defect(name), 1});
  plant::PlantRun run = moulding().start();
  EmbeddedBridge bridge(moulding().plant(), moulding().input(), "R", injected, std::move(habits));
  if (found_resin != 0) {
    bridge.erp().open_stock({"RESIN", "", "STORE", "unrestricted", sim::Decimal(found_resin, 0)});
  }
  run.add_sink(bridge);
  run.run();
  return bridge.audit(run.state()).cost;
}

ValueEffect of_class(const CostComparison& cost, FindingClass finding) {
  return cost.by_class[static_cast<std::size_t>(finding)];
}

void expect_effect(const ValueEffect& effect, std::int64_t inventory, std::int64_t wip) {
  EXPECT_EQ(effect.inventory.count(), inventory);
  EXPECT_EQ(effect.wip.count(), wip);
}

// Stock: 2000.00 of resin, 0.10 of grit; 4.00 and 0.00 (half a cent, to even) are issued, 8.00
// come.
TEST(CostBridge, ValuesAnOrderAtStandardCost) {
  const CostComparison cost = cost_with({});
  EXPECT_EQ(cost.inventory.truth, cents(200'010 - 400 + 800));
  EXPECT_EQ(cost.inventory.record, cost.inventory.truth);
  EXPECT_EQ(cost.wip.truth, cents(400 + 300 - 800));
  EXPECT_EQ(cost.wip.record, cost.wip.truth);
  EXPECT_EQ(cost.variance.truth, cost.wip.truth);
  ASSERT_EQ(cost.orders.size(), 1U);
  const bridge::OrderCostSide& order = cost.orders.front().truth;
  EXPECT_EQ(order.materials, cents(400));
  EXPECT_EQ(order.activities, cents(300));
  EXPECT_EQ(order.products, cents(800));
  EXPECT_EQ(order.balance(), cents(-100));
  EXPECT_TRUE(order.closed);
  EXPECT_TRUE(cost.residual.is_zero());
  EXPECT_TRUE(cost.rounding.is_zero());
  EXPECT_EQ(cost.accuracy.right, cost.accuracy.positions);
}

TEST(CostBridge, AgreesWithTheLedgerOfTheBooks) {
  plant::PlantRun run = moulding().start();
  EmbeddedBridge bridge(moulding().plant(), moulding().input(), "R",
                        {{&bridge::erp_defect("wrong_cost"), 1}});
  run.add_sink(bridge);
  run.run();
  const CostComparison cost = bridge.audit(run.state()).cost;
  EXPECT_EQ(cost.inventory.record, cents(200'010) + bridge.erp().balance("inventory"));
  EXPECT_EQ(cost.wip.record, bridge.erp().balance("work in process"));
}

TEST(CostBridge, NamesWhatAWrongCostDoes) {
  const CostComparison cost = cost_with({"wrong_cost"});
  expect_effect(of_class(cost, FindingClass::kWrongValue), -400 + 800, 400 - 800);
  EXPECT_EQ(cost.inventory.difference(), cents(400));
  EXPECT_EQ(cost.wip.difference(), cents(-400));
  EXPECT_EQ(cost.orders.front().explained.at(FindingClass::kWrongValue), cents(-400));
  EXPECT_TRUE(cost.residual.is_zero());
}

TEST(CostBridge, NamesWhatLostMachineTimeDoes) {
  const CostComparison cost = cost_with({"drops_machine_time"});
  expect_effect(of_class(cost, FindingClass::kWrongValue), 0, -300);
  EXPECT_TRUE(cost.residual.is_zero());
}

// Scrap of stock leaves the inventory, as the issue does, and does not come to the order.
TEST(CostBridge, NamesWhatAnIssueBookedAsScrapDoes) {
  const CostComparison cost = cost_with({"scrap_instead_of_issue"});
  expect_effect(of_class(cost, FindingClass::kWrongType), 0, -400);
  EXPECT_TRUE(cost.residual.is_zero());
}

// Nothing leads from the order whose cost is missing to the one that has it but the finding.
TEST(CostBridge, NamesWhatAWrongOrderDoesToBoth) {
  const CostComparison cost = cost_with({"wrong_order"});
  ASSERT_EQ(cost.orders.size(), 2U);
  EXPECT_EQ(cost.orders[0].difference(), cents(100));
  EXPECT_EQ(cost.orders[1].difference(), cents(-100));
  EXPECT_EQ(cost.orders[0].explained.at(FindingClass::kWrongOrder), cents(100));
  expect_effect(of_class(cost, FindingClass::kWrongOrder), 0, 0);
  EXPECT_TRUE(cost.residual.is_zero());
}

TEST(CostBridge, KeepsAnOpeningDifferenceApart) {
  const CostComparison cost = cost_with({}, {}, 10);
  expect_effect(of_class(cost, FindingClass::kOpeningDifference), 4000, 0);
  EXPECT_EQ(cost.inventory.difference(), cents(4000));
  EXPECT_EQ(cost.accuracy.positions - cost.accuracy.right, 1);
  EXPECT_EQ(cost.accuracy.off, cents(4000));
  EXPECT_TRUE(cost.residual.is_zero());
}

// Instead of half a kilogram of grit one and a half are taken and one is returned: 0.02 less 0.01
// instead of 0.00, all of them to even.
TEST(CostBridge, KeepsWhatRoundingComesToApart) {
  const CostComparison cost = cost_with({}, {.over_issues = 1});
  expect_effect(cost.rounding, -1, 1);
  EXPECT_EQ(cost.wip.difference(), cents(1));
  EXPECT_TRUE(cost.residual.is_zero());
}

TEST(CostBridge, BlamesTheFloorForWhatItMisreports) {
  const CostComparison cost = cost_with({}, {.errors = {{bridge::ReportingError::kMissedScan, 1}}});
  expect_effect(of_class(cost, FindingClass::kMisreported), 400 - 800, -400 + 800);
  EXPECT_EQ(cost.inventory.difference(), cents(-400));
  EXPECT_TRUE(cost.residual.is_zero());
}

// A document that says something else than what happened, and no finding that says so.
TEST(CostBridge, ReportsWhatNoFindingExplains) {
  plant::PlantRun run = moulding().start();
  EmbeddedBridge bridge(moulding().plant(), moulding().input(), "R",
                        {{&bridge::erp_defect("wrong_cost"), 1}});
  run.add_sink(bridge);
  run.run();
  bridge::NameTable names;
  bridge::TruthLedger nothing;
  const bridge::StockByPosition none;
  const bridge::MessageTraces traces;
  const bridge::AuditInput input{moulding().plant(), names, nothing, none, bridge.erp(), traces};
  bridge::RecordReader reader(input.plant, names, input.record, input.user);
  const std::vector<bridge::Booked> record = reader.documents();
  const bridge::Projection expected(input, record);
  const CostComparison cost =
      compare_cost(input, reader, record, expected, bridge::match(input, expected, record), {});
  // Opening 2000.10, products 16.00 and issues 8.00 of stock; the order's 8.00, 3.00 and 16.00.
  EXPECT_EQ(cost.residual, cents(199'200 + 10 + 1600 + 500));
}

}  // namespace
}  // namespace planttwin::testing
