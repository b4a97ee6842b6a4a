// The state that a run starts from.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using State = plant::MachineStateCode;

// Two products in two setup families on one machine: 5 min for a change, 2 min to load, 10 min to
// run, 1 min to unload; then a machine for 10 min more.
std::string line(const std::string& of_first = "") {
  return R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}, {"id": "B"}],
    "work_centers": [
      {"id": "M", )" +
         of_first + R"("setup": {"changes": [{"to": "RED", "time": "5 min"},
                                             {"to": "BLUE", "time": "5 min"}]}},
      {"id": "N", "queue_capacity": 1}],
    "routings": [
      {"id": "A", "operations": [
        {"id": 10, "work_center": "M", "setup_family": "RED", "time": "10 min", "per": "lot",
         "load": "2 min", "unload": "1 min"},
        {"id": 20, "work_center": "N", "time": "10 min", "per": "lot"}]},
      {"id": "B", "operations": [
        {"id": 10, "work_center": "M", "setup_family": "BLUE", "time": "10 min", "per": "lot",
         "load": "2 min", "unload": "1 min"}]}]})";
}

// The orders A and B that have lots are released an hour before the start.
std::string state(const std::string& initial) {
  std::string orders;
  for (const std::string id : {"A", "B"}) {
    if (initial.find(R"("order": ")" + id) == std::string::npos) continue;
    orders += (orders.empty() ? "" : ", ") + (R"({"id": ")" + id) + R"(", "product": ")" + id +
              R"(", "quantity": "9 pcs", "release": "-1 h"})";
  }
  return R"({"start": "2025-01-06T00:00:00Z", "horizon": "10 h", "orders": [)" + orders +
         R"(], "initial_state": {)" + initial + "}}";
}

// The lot has been set up for and loaded: 4 min of the run are left, and 1 min to unload it.
TEST(InitialLots, OnAMachineHaveTheirSetupAndLoadingBehindThem) {
  const Timeline t(line(), state(R"("lots": [{"order": "B", "quantity": "1 pcs", "operation": 10,
    "place": "machine", "machine": "M/1", "remaining": "4 min"}])"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{5});
  EXPECT_TRUE(t.times(EventType::kSetupStarted).empty());
  EXPECT_DOUBLE_EQ(t.measured().state("M/1", State::kProcessing), 4.0 / 600);
  EXPECT_DOUBLE_EQ(t.measured().state("M/1", State::kLoading), 1.0 / 600);
}

// The setup of the machine is that of its lot: a lot of the same family needs none.
TEST(InitialLots, OnAMachineSetItUp) {
  const Timeline t(line(), state(R"("lots": [
    {"order": "B", "quantity": "1 pcs", "operation": 10, "place": "machine", "machine": "M/1",
     "remaining": "4 min"},
    {"order": "B", "quantity": "1 pcs", "operation": 10}])"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{5, 5 + 13}));
}

// Work goes on with the speed-independent rest that is stated.
TEST(InitialLots, OnAFasterMachineTakeTheTimeThatIsStated) {
  const Timeline t(line(R"("speed": 2, )"), state(R"("lots": [{"order": "B", "quantity": "1 pcs",
    "operation": 10, "place": "machine", "machine": "M/1", "remaining": "4 min"}])"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{5});
}

TEST(InitialLots, InAQueueAreServedByTheAgeOfTheirWaiting) {
  const Timeline t(line(), state(R"("lots": [
    {"order": "A", "quantity": "1 pcs", "operation": 10, "waiting_since": "-10 min"},
    {"order": "B", "quantity": "1 pcs", "operation": 10, "waiting_since": "-20 min"}])"));
  EXPECT_EQ(t.lots(EventType::kOperationStarted), (Lots{"B.1", "A.1", "A.1"}));
  // B has waited for 20 min, then 5 for its setup and 2 for its loading.
  const std::vector<plant::PlantEvent> started = t.events(EventType::kOperationStarted);
  EXPECT_EQ(started[0].duration, sim::Duration::minutes(20 + 7));
}

TEST(InitialLots, InAQueueBeyondItsCapacityKeepOthersOut) {
  // Two lots wait before N, which holds one: a lot that M finishes at 5 stays on M until both have
  // begun, the second at 20, when the first is done at 10.
  const Timeline t(line(), state(R"("lots": [
    {"order": "A", "quantity": "1 pcs", "operation": 20},
    {"order": "A", "quantity": "1 pcs", "operation": 20},
    {"order": "A", "quantity": "1 pcs", "operation": 20},
    {"order": "A", "quantity": "1 pcs", "operation": 10, "place": "machine", "machine": "M/1",
     "remaining": "4 min"}])"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 20, 30, 40}));
  EXPECT_DOUBLE_EQ(t.measured().state("M/1", State::kBlocked), (20.0 - 5) / 600);
}

// The place of a lot under way is taken: M, finished at 5, may not use it.
TEST(InitialLots, InTransitHaveTheirPlaceAtTheirDestination) {
  const Timeline t(line(), state(R"("lots": [
    {"order": "A", "quantity": "1 pcs", "operation": 20, "place": "machine", "machine": "N/1",
     "remaining": "50 min"},
    {"order": "A", "quantity": "1 pcs", "operation": 20, "place": "transit",
     "remaining": "30 min"},
    {"order": "A", "quantity": "1 pcs", "operation": 10, "place": "machine", "machine": "M/1",
     "remaining": "4 min"}])"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{50, 60, 70}));
  EXPECT_DOUBLE_EQ(t.measured().state("M/1", State::kBlocked), (50.0 - 5) / 600);
}

// The order is not released again: its lots are those that are there.
TEST(InitialLots, OfAnOrderLetItsReleaseBeInThePast) {
  const Timeline t(line(), state(R"("lots": [{"order": "B", "quantity": "9 pcs", "operation": 10,
    "place": "machine", "machine": "M/1", "remaining": "4 min"}])"));
  EXPECT_TRUE(t.times(EventType::kOrderReleased).empty());
  ASSERT_EQ(t.events(EventType::kLotCompleted).size(), 1U);
  EXPECT_EQ(t.events(EventType::kLotCompleted)[0].duration, sim::Duration::minutes(60 + 5));
}

// A vessel with two phases of 10 and 20 min, of which 25 min are left: 5 of the first.
TEST(InitialLots, OfARecipeGoOnInThePhaseThatTheRestFallsInto) {
  constexpr const char* kVessel = R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "work_centers": [{"id": "M"}],
    "routings": [{"id": "A", "operations": [{"id": 10, "work_center": "M", "phases": [
      {"id": "HEAT", "duration": "10 min"}, {"id": "HOLD", "duration": "20 min"}]}]}]})";
  const auto with_rest = [](const std::string& rest) {
    return state(R"("lots": [{"order": "A", "quantity": "1 pcs", "operation": 10,
      "place": "machine", "machine": "M/1", "remaining": ")" +
                 rest + "\"}]");
  };
  const Timeline heating(kVessel, with_rest("25 min"));
  EXPECT_EQ(heating.times(EventType::kPhaseCompleted), (Minutes{5, 25}));
  EXPECT_EQ(heating.times(EventType::kLotCompleted), Minutes{25});
  const Timeline holding(kVessel, with_rest("15 min"));
  EXPECT_EQ(holding.times(EventType::kPhaseCompleted), Minutes{15});
  EXPECT_EQ(holding.times(EventType::kLotCompleted), Minutes{15});
}

// The operation in progress counted towards the failure when it began: two more are left.
TEST(InitialLots, OnAMachineAreNoNewCycleOfIt) {
  const Timeline t(R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "work_centers": [{"id": "M", "failures": [{"id": "F", "clock": "cycles",
      "cycles_to_failure": 100, "repair": "30 min"}]}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}]})",
                   state(R"("lots": [
    {"order": "A", "quantity": "1 pcs", "operation": 10, "place": "machine", "machine": "M/1",
     "remaining": "4 min"},
    {"order": "A", "quantity": "1 pcs", "operation": 10},
    {"order": "A", "quantity": "1 pcs", "operation": 10},
    {"order": "A", "quantity": "1 pcs", "operation": 10}],
    "clocks": [{"machine": "M/1", "mode": "F", "remaining_cycles": 2}])"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{4, 14, 24, 64}));
}

// Two lots of a batch were loaded together: they leave together.
TEST(InitialLots, OfABatchGoOnTogether) {
  const Timeline t(R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "work_centers": [{"id": "M", "batch": {"maximum": 3}}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "batch"}]}]})",
                   state(R"("lots": [
    {"order": "A", "quantity": "1 pcs", "operation": 10, "place": "machine", "machine": "M/1",
     "remaining": "4 min"},
    {"order": "A", "quantity": "2 pcs", "operation": 10, "place": "machine", "machine": "M/1",
     "remaining": "4 min"}])"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{4, 4}));
}

TEST(InitialSetups, SaveTheFirstChange) {
  const std::string lots = R"("lots": [{"order": "B", "quantity": "1 pcs", "operation": 10}])";
  EXPECT_EQ(Timeline(line(), state(lots)).times(EventType::kLotCompleted), Minutes{5 + 13});
  const Timeline t(line(), state(lots + R"(, "setups": [{"machine": "M/1", "family": "BLUE"}])"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{13});
}

// Three lots have to run before another change; one or two have. A waits first, and B is needed to
// make up the number.
TEST(InitialSetups, CountTheLotsOfTheirRun) {
  std::string plant = line();
  plant.replace(plant.find(R"("setup": {)"), 10, R"("setup": {"minimum_run": 3, )");
  const std::string lots = R"("lots": [
    {"order": "A", "quantity": "1 pcs", "operation": 10, "waiting_since": "-9 min"},
    {"order": "B", "quantity": "1 pcs", "operation": 10, "waiting_since": "-8 min"},
    {"order": "B", "quantity": "1 pcs", "operation": 10, "waiting_since": "-7 min"}])";
  const auto order =
      [&](const std::string& run_length) {
        const Timeline t(plant, state(lots + R"(, "setups": [{"machine": "M/1", "family": "BLUE",
      "run_length": )" + run_length + "}]"));
        const Lots started = t.lots(EventType::kOperationStarted);
        return Lots(started.begin(), started.begin() + 3);
      };
  EXPECT_EQ(order("1"), (Lots{"B.1", "B.2", "A.1"}));
  EXPECT_EQ(order("2")[0], "B.1");
  EXPECT_EQ(order("2")[1], "A.1");
  EXPECT_EQ(order("3")[0], "A.1");
}

std::string failing(const std::string& mode) {
  return R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "work_centers": [{"id": "M", "failures": [{"id": "F", )" +
         mode + R"(, "repair": "30 min"}]}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}]})";
}

std::string clocks(const std::string& clock) {
  return R"({"start": "2025-01-06T00:00:00Z", "until": "done", "orders": [
    {"id": "O", "product": "A", "quantity": "3 pcs", "lot_size": "1 pcs"}],
    "initial_state": {"clocks": [{"machine": "M/1", "mode": "F", )" +
         clock + "}]}}";
}

// Two operations are left: the third begins after the failure, at 20 + 30.
TEST(InitialClocks, CountTheOperationsThatAreLeft) {
  const Timeline t(failing(R"("clock": "cycles", "cycles_to_failure": 100)"),
                   clocks(R"("remaining_cycles": 2)"));
  EXPECT_EQ(t.times(EventType::kFailureStarted), Minutes{20});
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 20, 60}));
}

TEST(InitialClocks, OfTheCalendarRunWhileTheMachineIsIdle) {
  std::string input = clocks(R"("remaining": "25 min")");
  input.replace(input.find(R"("lot_size")"), 0, R"("release": "30 min", )");
  const Timeline t(failing(R"("clock": "calendar", "time_to_failure": "1000 min")"), input);
  EXPECT_EQ(t.times(EventType::kFailureStarted), Minutes{25});
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{65, 75, 85}));  // up again at 55
}

TEST(InitialClocks, OfWorkRunOnlyWhileTheMachineWorks) {
  std::string input = clocks(R"("remaining": "25 min")");
  input.replace(input.find(R"("lot_size")"), 0, R"("release": "30 min", )");
  const Timeline t(failing(R"("clock": "operating", "time_to_failure": "1000 min")"), input);
  EXPECT_EQ(t.times(EventType::kFailureStarted), Minutes{55});
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{40, 50, 90}));
}

// The machine is down at the start with its lot on it: work goes on when it is repaired.
TEST(InitialRepairs, HoldTheWorkThatIsOnTheMachine) {
  const Timeline t(failing(R"("clock": "calendar", "time_to_failure": "1000 min")"),
                   R"({"start": "2025-01-06T00:00:00Z", "until": "done", "orders": [
    {"id": "O", "product": "A", "quantity": "1 pcs", "release": "-1 h"}],
    "initial_state": {
      "clocks": [{"machine": "M/1", "mode": "F", "repair_remaining": "7 min"}],
      "lots": [{"order": "O", "quantity": "1 pcs", "operation": 10, "place": "machine",
                "machine": "M/1", "remaining": "4 min"}]}})");
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{11});
  EXPECT_EQ(t.times(EventType::kFailureEnded), Minutes{7});
}

constexpr const char* kAssembly = R"({"id": "P", "unit": "pcs",
  "materials": [{"id": "A"}, {"id": "B"}, {"id": "C", "control": "lot"}],
  "locations": [{"id": "STORE"}],
  "boms": [{"id": "A", "items": [{"component": "C", "quantity": "1 pcs"}]},
           {"id": "B", "items": [{"component": "C", "quantity": "1 pcs"}]}],
  "suppliers": [{"id": "S", "lead_time": "1 d"}],
  "replenishments": [{"id": "R", "kind": "reorder_point", "material": "C", "location": "STORE",
    "supplier": "S", "reorder_point": "0 pcs", "order_quantity": "10 pcs"}],
  "work_centers": [{"id": "M", "supply": "STORE"}],
  "routings": [
    {"id": "A", "operations": [{"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]},
    {"id": "B", "operations": [{"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}]})";

std::string stocked(const std::string& stock, const std::string& more = "") {
  return R"({"start": "2025-01-06T00:00:00Z", "horizon": "10 h", "orders": [
    {"id": "A", "product": "A", "quantity": "4 pcs", "release": "0 min"},
    {"id": "B", "product": "B", "quantity": "4 pcs", "release": "1 min"}],
    "initial_state": {"stock": [)" +
         stock + "]" + more + "}}";
}

TEST(InitialStock, IsThereForTheOperationsThatNeedIt) {
  const Timeline t(kAssembly, stocked(R"({"material": "C", "location": "STORE", "lot": "C1",
                                          "quantity": "8 pcs"})"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 20}));
}

TEST(InitialStock, OnHoldIsNotThere) {
  const Timeline t(kAssembly, stocked(R"({"material": "C", "location": "STORE", "lot": "C1",
                                          "quantity": "8 pcs", "held": true})"));
  EXPECT_TRUE(t.times(EventType::kLotCompleted).empty());
}

// Six of the eight are promised to B: two are left for A, which needs four.
TEST(InitialStock, ThatIsReservedIsThereOnlyForItsOrder) {
  std::string input =
      stocked(R"({"material": "C", "location": "STORE", "lot": "C1",
    "quantity": "8 pcs", "reserved": "6 pcs", "reserved_for": "B"})",
              R"(, "lots": [{"order": "B", "quantity": "4 pcs", "operation": 10}])");
  input.replace(input.find(R"("1 min")"), 7, R"("-1 min")");
  const Timeline t(kAssembly, input);
  EXPECT_EQ(t.lots(EventType::kLotCompleted), (Lots{"B.1", "A.1"}));
  // What B did not use of its reservation is free again when B is complete.
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 20}));
}

TEST(InitialStock, ExpiresAtTheTimeThatIsStated) {
  const Timeline t(kAssembly, stocked(R"({"material": "C", "location": "STORE", "lot": "C1",
    "quantity": "8 pcs", "expires": "5 min"})"));
  EXPECT_EQ(t.lots(EventType::kLotCompleted), Lots{"A.1"});  // issued at 0, before it expires
  EXPECT_EQ(t.times(EventType::kStockExpired), Minutes{5});
  EXPECT_EQ(t.events(EventType::kStockExpired)[0].quantity.count(), 4);
}

// The position is four in stock and four on order: above the reorder point of zero.
TEST(InitialPurchases, ArriveAtTheirTimeAndCountAsOrdered) {
  const Timeline t(kAssembly, stocked(R"({"material": "C", "location": "STORE", "lot": "C1",
    "quantity": "4 pcs"})",
                                      R"(, "purchases": [{"replenishment": "R",
    "quantity": "4 pcs", "arrives": "40 min"}])"));
  EXPECT_EQ(t.times(EventType::kMaterialReceived), (Minutes{0, 40}));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 50}));
  // The next one is ordered when B takes the last four.
  EXPECT_EQ(t.times(EventType::kPurchaseOrdered), Minutes{40});
}

// 60 m at 1 m/s: a vehicle at home loads at once, one at the far end comes first.
TEST(InitialCarriers, StandWhereTheyAreSaidToStand) {
  constexpr const char* kTransport = R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "network": {"nodes": [{"id": "N1"}, {"id": "N2"}],
      "edges": [{"id": "E", "from": "N1", "to": "N2", "length": "60 m"}],
      "fleets": [{"id": "AGV", "speed": "1 m/s", "home": "N1"}]},
    "work_centers": [{"id": "M1", "node": "N1"}, {"id": "M2", "node": "N2"}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M1", "time": "10 min", "per": "lot"},
      {"id": 20, "work_center": "M2", "time": "10 min", "per": "lot"}]}]})";
  const std::string input = R"({"start": "2025-01-06T00:00:00Z", "until": "done",
    "orders": [{"id": "O", "product": "A", "quantity": "1 pcs"}])";
  EXPECT_EQ(Timeline(kTransport, input + "}").times(EventType::kLotCompleted), Minutes{21});
  const Timeline away(kTransport, input + R"(, "initial_state": {"carriers": [
    {"fleet": "AGV", "number": 1, "node": "N2"}]}})");
  EXPECT_EQ(away.times(EventType::kLotCompleted), Minutes{22});
}

}  // namespace
}  // namespace planttwin::testing
