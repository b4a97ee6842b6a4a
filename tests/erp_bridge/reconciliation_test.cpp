// The audit of a record against what happened: nothing is found where nothing is wrong, and every
// defect of the reference ERP is found, named and explained down to the last piece of stock.

#include "erp_bridge/audit/reconciliation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "erp_bridge/embedded_bridge.h"
#include "tests/support/simulation.h"

namespace planttwin::testing {
namespace {

using bridge::EmbeddedBridge;
using bridge::ErpDefect;
using bridge::FindingClass;
using bridge::InjectedDefect;
using bridge::Reconciliation;

// Pumps of a lot-controlled housing, a seal with a shelf life, and resin by weight; a cutting
// operation gives chips, tests reject some, a bad lot is held for a day.
constexpr const char* kPlant = R"({"id": "PUMPS", "unit": "pcs",
  "materials": [
    {"id": "PUMP", "control": "lot", "finished_goods": "GOODS", "standard_cost": "80 EUR"},
    {"id": "HOUSING", "control": "lot", "standard_cost": "20 EUR"},
    {"id": "SEAL", "control": "lot", "shelf_life": "4 d", "standard_cost": "0.35 EUR"},
    {"id": "RESIN", "unit": "kg", "standard_cost": "4 EUR"},
    {"id": "CHIPS", "unit": "kg", "standard_cost": "0.1 EUR"}],
  "locations": [{"id": "STORE"}, {"id": "GOODS"}],
  "suppliers": [{"id": "ACME", "lead_time": {"uniform": {"min": "2 h", "max": "6 h"}}}],
  "replenishments": [
    {"id": "BUY-SEALS", "kind": "reorder_point", "material": "SEAL", "location": "STORE",
     "supplier": "ACME", "reorder_point": "60 pcs", "order_quantity": "200 pcs"},
    {"id": "BUY-HOUSINGS", "kind": "reorder_point", "material": "HOUSING", "location": "STORE",
     "supplier": "ACME", "reorder_point": "40 pcs", "order_quantity": "30 pcs"}],
  "boms": [{"id": "PUMP", "material": "PUMP", "items": [
    {"component": "HOUSING", "quantity": "1 pcs", "operation": 10},
    {"component": "RESIN", "quantity": "0.125 kg", "operation": 20},
    {"component": "SEAL", "quantity": "2 pcs", "operation": 20},
    {"component": "CHIPS", "quantity": "0.3 kg", "operation": 10, "by_product": true}]}],
  "work_centers": [{"id": "MILL", "supply": "STORE"}, {"id": "BENCH", "supply": "STORE"}],
  "routings": [{"id": "PUMP", "material": "PUMP", "operations": [
    {"id": 10, "work_center": "MILL", "time": "9 min", "per": "lot", "yield": 0.95},
    {"id": 20, "work_center": "BENCH", "time": "7 min", "per": "lot"}]}]})";

constexpr const char* kInput = R"({"start": "2025-03-28T06:00:00Z", "horizon": "5 d",
  "sources": [{"id": "DEMAND", "kind": "interarrival", "product": "PUMP", "quantity": "4 pcs",
               "interarrival": {"exponential": {"mean": "20 min"}}}],
  "disruptions": [{"id": "BAD", "kind": "hold_material", "material": "HOUSING", "at": "1 d",
                   "duration": "1 d"}],
  "initial_state": {"stock": [
    {"material": "RESIN", "location": "STORE", "quantity": "500 kg"},
    {"material": "HOUSING", "location": "STORE", "lot": "H0000017", "quantity": "50 pcs"},
    {"material": "SEAL", "location": "STORE", "lot": "S-1", "quantity": "400 pcs",
     "expires": "12 h"}]}})";

struct Audited {
  Reconciliation result;
  sim::Money ledger_sum;
  std::size_t messages = 0;
};

Audited audited(std::vector<InjectedDefect> defects) {
  const Simulation simulation(kPlant, kInput);
  plant::PlantRun run = simulation.start(3);
  EmbeddedBridge bridge(simulation.plant(), simulation.input(), "R1", std::move(defects));
  run.add_sink(bridge);
  run.run();
  Audited audit{bridge.audit(run.state()), {}, bridge.messages()};
  for (const bridge::LedgerLine& line : bridge.erp().ledger()) audit.ledger_sum += line.amount;
  return audit;
}

std::int64_t found(const Reconciliation& result, FindingClass finding) {
  return result.by_class[static_cast<std::size_t>(finding)];
}

std::string listed(const Reconciliation& result) {
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(result.findings.size(), 10); ++i) {
    const bridge::Finding& f = result.findings[i];
    text += std::string(finding_name(f.finding)) + ": " + f.detail + "\n";
  }
  return text;
}

TEST(Reconciliation, OfAHealthyRecordFindsNothing) {
  const Audited audit = audited({});
  const Reconciliation& result = audit.result;
  EXPECT_EQ(result.findings.size(), 0U) << listed(result);
  EXPECT_EQ(result.residual, 0);
  EXPECT_EQ(result.unattributed, 0);
  EXPECT_EQ(result.matched, result.postings);
  EXPECT_EQ(result.documents, result.postings);
  EXPECT_GT(result.postings, 2000);
  EXPECT_GT(result.positions, 20);
  EXPECT_EQ(audit.messages, static_cast<std::size_t>(result.postings));
  EXPECT_TRUE(audit.ledger_sum.is_zero());
}

// Resin is there at the start, and more comes at the same instant: only this is a posting.
TEST(Reconciliation, TellsStockAtTheStartFromWhatComesThen) {
  const Simulation simulation(
      R"({"id": "R", "unit": "kg", "materials": [{"id": "RESIN"}, {"id": "PART", "unit": "pcs"}],
          "locations": [{"id": "STORE"}], "work_centers": [{"id": "A"}],
          "routings": [{"id": "PART", "material": "PART", "operations": [
            {"id": 10, "work_center": "A", "time": "1 min", "per": "lot"}]}]})",
      R"({"start": "2025-01-01T00:00:00Z", "horizon": "90 min", "sources": [
            {"id": "TRUCK", "kind": "interarrival", "product": "RESIN", "quantity": "7 kg",
             "first": "0 s", "interarrival": "1 h", "location": "STORE"}],
          "initial_state": {"stock": [
            {"material": "RESIN", "location": "STORE", "quantity": "500 kg"}]}})");
  plant::PlantRun run = simulation.start();
  EmbeddedBridge bridge(simulation.plant(), simulation.input(), "R");
  run.add_sink(bridge);
  run.run();
  const Reconciliation result = bridge.audit(run.state());
  EXPECT_EQ(result.postings, 2);
  EXPECT_EQ(result.matched, 2);
  EXPECT_EQ(result.findings.size(), 0U) << listed(result);
  ASSERT_EQ(bridge.truth().opening().size(), 1U);
  EXPECT_EQ(bridge.truth().opening().begin()->second, sim::Quantity::steps(500'000));
  EXPECT_EQ(bridge.erp().stock().front().quantity, sim::Decimal(514, 0));
}

struct Expected {
  ErpDefect defect;
  FindingClass finding;
  double rare = 0.01;  // the share of a second run
};

class Defects : public ::testing::TestWithParam<Expected> {};

TEST_P(Defects, OfTheRecordAreFoundNamedAndExplained) {
  for (const double share : {1.0, GetParam().rare}) {
    const Audited audit = audited({{GetParam().defect, share}});
    const Reconciliation& result = audit.result;
    EXPECT_GT(found(result, GetParam().finding), 0) << listed(result);
    EXPECT_EQ(result.residual, 0) << "share " << share << "\n" << listed(result);
    EXPECT_EQ(result.unattributed, 0);
    EXPECT_TRUE(audit.ledger_sum.is_zero());
    for (const bridge::Finding& finding : result.findings) {
      EXPECT_EQ(finding.last_right, bridge::Hop::kBridge) << finding.detail;
      EXPECT_EQ(finding.first_wrong, bridge::Hop::kRecord) << finding.detail;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Named, Defects,
    ::testing::Values(Expected{ErpDefect::kLosesPosting, FindingClass::kMissing},
                      Expected{ErpDefect::kDoublesPosting, FindingClass::kDuplicate},
                      Expected{ErpDefect::kWrongPackFactor, FindingClass::kWrongQuantity},
                      Expected{ErpDefect::kRoundsQuantity, FindingClass::kWrongQuantity},
                      Expected{ErpDefect::kTruncatesLot, FindingClass::kWrongLot},
                      Expected{ErpDefect::kWrongLocation, FindingClass::kWrongLocation},
                      Expected{ErpDefect::kWrongOrder, FindingClass::kWrongOrder},
                      Expected{ErpDefect::kDropsScrap, FindingClass::kMissing, 0.1},
                      Expected{ErpDefect::kScrapAsYield, FindingClass::kWrongQuantity},
                      Expected{ErpDefect::kInventsPosting, FindingClass::kOrphan},
                      Expected{ErpDefect::kDropsKey, FindingClass::kKeyNotPreserved},
                      Expected{ErpDefect::kUndocumentedChange, FindingClass::kUndocumentedChange},
                      Expected{ErpDefect::kIgnoresHold, FindingClass::kMissing, 0.5},
                      Expected{ErpDefect::kReceiptInsteadIssue, FindingClass::kWrongType}),
    [](const ::testing::TestParamInfo<Expected>& expected) {
      return std::string(defect_name(expected.param.defect));
    });

TEST(Reconciliation, NamesTheNumbersOfALostPosting) {
  const Audited audit = audited({{ErpDefect::kDropsScrap, 1}});
  ASSERT_FALSE(audit.result.findings.empty());
  const bridge::Finding& first = audit.result.findings.front();
  EXPECT_TRUE(first.key.starts_with("R1/Scrapped/")) << first.key;
  EXPECT_NE(first.detail.find("Scrapped of "), std::string::npos) << first.detail;
}

}  // namespace
}  // namespace planttwin::testing
