#include "tests/support/audited_plant.h"

#include <algorithm>
#include <utility>

#include "erp_bridge/embedded_bridge.h"

namespace planttwin::testing {
namespace {

constexpr const char* kPlant = R"({"id": "PUMPS", "unit": "pcs",
  "sites": [{"id": "WEST", "time_zone": "America/Chicago"}],
  "materials": [
    {"id": "PUMP", "control": "lot", "finished_goods": "GOODS", "standard_cost": "80 EUR"},
    {"id": "MOTOR", "control": "serial", "finished_goods": "GOODS", "standard_cost": "60 EUR"},
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
  "boms": [{"id": "PUMP", "material": "PUMP", "revision": "B", "items": [
    {"component": "HOUSING", "quantity": "1 pcs", "operation": 10},
    {"component": "RESIN", "quantity": "0.125 kg", "operation": 20},
    {"component": "SEAL", "quantity": "2 pcs", "operation": 20},
    {"component": "CHIPS", "quantity": "0.3 kg", "operation": 10, "by_product": true}]}],
  "work_centers": [{"id": "MILL", "supply": "STORE"}, {"id": "BENCH", "supply": "STORE"}],
  "routings": [
    {"id": "PUMP", "material": "PUMP", "operations": [
      {"id": 10, "work_center": "MILL", "time": "4 min", "per": "lot", "yield": 0.9},
      {"id": 20, "work_center": "BENCH", "time": "3 min", "per": "lot"}]},
    {"id": "MOTOR", "material": "MOTOR", "operations": [
      {"id": 10, "work_center": "BENCH", "time": "2 min", "per": "lot"}]}]})";

constexpr const char* kInput = R"({"start": "2025-03-28T06:00:00Z", "horizon": "5 d",
  "orders": [{"id": "000417", "product": "PUMP", "quantity": "40 pcs", "lot_size": "2 pcs"}],
  "sources": [
    {"id": "DEMAND", "kind": "interarrival", "product": "PUMP", "quantity": "4 pcs",
     "lot_size": "2 pcs", "interarrival": {"exponential": {"mean": "20 min"}}},
    {"id": "MOTORS", "kind": "interarrival", "product": "MOTOR", "quantity": "2 pcs",
     "lot_size": "1 pcs", "interarrival": "1 h"},
    {"id": "TRUCK", "kind": "interarrival", "product": "RESIN", "quantity": "7.5 kg",
     "interarrival": "2 h", "location": "STORE"}],
  "disruptions": [{"id": "BAD", "kind": "hold_material", "material": "HOUSING", "at": "1 d",
                   "duration": "1 d"}],
  "initial_state": {"stock": [
    {"material": "RESIN", "location": "STORE", "quantity": "500 kg"},
    {"material": "HOUSING", "location": "STORE", "lot": "0000017", "quantity": "50 pcs"},
    {"material": "SEAL", "location": "STORE", "lot": "S-1", "quantity": "400 pcs",
     "expires": "12 h"}]}})";

}  // namespace

std::int64_t AuditOutcome::found(std::string_view finding) const {
  std::int64_t count = 0;
  for (const bridge::Finding& one : result.findings) {
    if (bridge::finding_name(one.finding) == finding) count += one.times;
  }
  return count;
}

std::string AuditOutcome::listed() const {
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(result.findings.size(), 10); ++i) {
    const bridge::Finding& one = result.findings[i];
    text += std::string(bridge::finding_name(one.finding)) + ": " + one.detail + "\n";
  }
  return text;
}

const Simulation& audited_plant() {
  static const Simulation kSimulation(kPlant, kInput);
  return kSimulation;
}

AuditOutcome audited(std::vector<bridge::InjectedDefect> defects, std::uint64_t seed,
                     bridge::ReportingHabits habits) {
  const Simulation& simulation = audited_plant();
  plant::PlantRun run = simulation.start(seed);
  bridge::EmbeddedBridge bridge(simulation.plant(), simulation.input(), "R1", std::move(defects),
                                std::move(habits));
  run.add_sink(bridge);
  run.run();
  AuditOutcome audit{bridge.audit(run.state()), bridge.erp().misbooked(), {}, bridge.messages()};
  for (const bridge::LedgerLine& line : bridge.erp().ledger()) audit.ledger_sum += line.amount;
  return audit;
}

}  // namespace planttwin::testing
