// The audit of a record against what happened: nothing is found where nothing is wrong.

#include "erp_bridge/audit/reconciliation.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "erp_bridge/embedded_bridge.h"
#include "tests/support/audited_plant.h"
#include "tests/support/simulation.h"

namespace planttwin::testing {
namespace {

using bridge::EmbeddedBridge;
using bridge::Reconciliation;

TEST(Reconciliation, OfAHealthyRecordFindsNothing) {
  const AuditOutcome audit = audited({});
  const Reconciliation& result = audit.result;
  EXPECT_EQ(result.findings.size(), 0U) << audit.listed();
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
  EXPECT_EQ(result.findings.size(), 0U);
  ASSERT_EQ(bridge.truth().opening().size(), 1U);
  EXPECT_EQ(bridge.truth().opening().begin()->second, sim::Quantity::steps(500'000));
  EXPECT_EQ(bridge.erp().stock().front().quantity, sim::Decimal(514, 0));
}

// Two trucks of 7.25 kg: a record with one decimal has 7.3, half of its last place too much, one
// with none 7. Cut to 7.0 though it has one decimal it is wrong. RESIN costs something.
TEST(Reconciliation, TellsRoundingFromAWrongQuantity) {
  const Simulation simulation(
      R"({"id": "R", "unit": "kg", "materials": [
            {"id": "RESIN", "standard_cost": "4 EUR"}, {"id": "PART", "unit": "pcs"}],
          "locations": [{"id": "STORE"}], "work_centers": [{"id": "A"}],
          "routings": [{"id": "PART", "material": "PART", "operations": [
            {"id": 10, "work_center": "A", "time": "1 min", "per": "lot"}]}]})",
      R"({"start": "2025-01-01T00:00:00Z", "horizon": "90 min", "sources": [
            {"id": "TRUCK", "kind": "interarrival", "product": "RESIN", "quantity": "7.25 kg",
             "first": "0 s", "interarrival": "1 h", "location": "STORE"}]})");
  struct Case {
    int decimals;
    const char* defect;  // "": none
    bridge::FindingClass expected;
    std::int64_t effect;  // of each of the two postings, in grams
  };
  for (const Case& one : {Case{1, "", bridge::FindingClass::kRounding, 50},
                          Case{0, "", bridge::FindingClass::kRounding, -250},
                          Case{1, "cuts_decimals", bridge::FindingClass::kWrongQuantity, -250},
                          Case{1, "wrong_cost", bridge::FindingClass::kWrongValue, 50}}) {
    SCOPED_TRACE(std::to_string(one.decimals) + " " + one.defect);
    std::vector<bridge::InjectedDefect> defects;
    if (*one.defect != '\0') defects.push_back({&bridge::erp_defect(one.defect), 1});
    plant::PlantRun run = simulation.start();
    EmbeddedBridge bridge(simulation.plant(), simulation.input(), "R", defects);
    bridge.erp().keep_decimals("RESIN", one.decimals);
    run.add_sink(bridge);
    run.run();
    const Reconciliation result = bridge.audit(run.state());
    EXPECT_EQ(result.residual, 0);
    ASSERT_EQ(result.findings.size(), 2U);
    for (const bridge::Finding& finding : result.findings) {
      EXPECT_EQ(finding_name(finding.finding), finding_name(one.expected));
      ASSERT_EQ(finding.effect.size(), 1U);
      EXPECT_EQ(finding.effect.front().quantity, sim::Quantity::steps(one.effect));
    }
  }
}

// Two seals as two packs are twenty: eighteen too few are left.
TEST(Reconciliation, CountsTheStockThatAWrongUnitMoves) {
  const AuditOutcome audit = audited({{&bridge::erp_defect("wrong_unit"), 0.01}});
  std::int64_t seen = 0;
  for (const bridge::Finding& finding : audit.result.findings) {
    if (finding.finding != bridge::FindingClass::kWrongUnit || finding.effect.empty()) continue;
    ++seen;
    // Nine times what happened, up or down.
    EXPECT_EQ(finding.effect.front().quantity.count() % 9, 0) << finding.detail;
  }
  EXPECT_GT(seen, 0);
  EXPECT_EQ(audit.result.residual, 0);
}

TEST(Reconciliation, NamesTheNumbersOfALostPosting) {
  const AuditOutcome audit = audited({{&bridge::erp_defect("drops_scrap"), 1}});
  ASSERT_FALSE(audit.result.findings.empty());
  const bridge::Finding& first = audit.result.findings.front();
  EXPECT_TRUE(first.key.starts_with("R1/Scrapped/")) << first.key;
  EXPECT_NE(first.detail.find("Scrapped of "), std::string::npos) << first.detail;
}

// Two pumps in 4 minutes at 65 EUR an hour are 4.33 EUR, at twice the rate 8.66.
TEST(Reconciliation, SaysWhatAWrongValueIsInsteadOfWhich) {
  const AuditOutcome audit = audited({{&bridge::erp_defect("wrong_labor_rate"), 1}});
  ASSERT_FALSE(audit.result.findings.empty());
  EXPECT_NE(audit.result.findings.front().detail.find(" at 8.66 EUR instead of 4.33 EUR"),
            std::string::npos)
      << audit.listed();
}

}  // namespace
}  // namespace planttwin::testing
