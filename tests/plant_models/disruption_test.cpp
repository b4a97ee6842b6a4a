// What happens to a plant at a stated time.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using State = plant::MachineStateCode;

// A machine with two people, then one with a slow belt between.
constexpr const char* kPlant = R"({"id": "P", "unit": "pcs",
  "materials": [{"id": "A"}, {"id": "B"}],
  "labor": [{"id": "CREW", "size": 2}],
  "work_centers": [{"id": "M", "dispatch": ["priority", "fifo"]}, {"id": "N"}],
  "routings": [
    {"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot",
       "labor": [{"skill": "CREW", "count": 2}]},
      {"id": 20, "work_center": "N", "time": "10 min", "per": "lot"}]},
    {"id": "B", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot",
       "labor": [{"skill": "CREW", "count": 1}]}]}]})";

std::string with(const std::string& disruptions, const std::string& more_orders = "") {
  return R"({"start": "2025-01-06T00:00:00Z", "horizon": "100 min", "orders": [
    {"id": "A", "product": "A", "quantity": "2 pcs", "lot_size": "1 pcs"})" +
         more_orders + R"(], "disruptions": [)" + disruptions + "]}";
}

TEST(Disruptions, OfWhichThereIsNoneChangeNothing) {
  EXPECT_EQ(Timeline(kPlant, with("")).times(EventType::kLotCompleted), (Minutes{20, 30}));
}

// 4 min are done at 4; the other 6 begin at 34.
TEST(MachineDown, LetsWorkInProgressRest) {
  const Timeline t(kPlant, with(R"({"id": "D", "at": "4 min", "kind": "machine_down",
    "machine": "M/1", "duration": "30 min"})"));
  EXPECT_EQ(t.times(EventType::kOperationPaused), Minutes{4});
  EXPECT_EQ(t.times(EventType::kOperationResumed), Minutes{34});
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{50, 60}));
  EXPECT_DOUBLE_EQ(t.measured().state("M/1", State::kHeld), 30.0 / 100);
}

// [4, 34) and [20, 44) make [4, 44).
TEST(MachineDown, TwiceLastsUntilBothAreOver) {
  const Timeline t(kPlant, with(R"(
    {"id": "D1", "at": "4 min", "kind": "machine_down", "machine": "M/1", "duration": "30 min"},
    {"id": "D2", "at": "20 min", "kind": "machine_down", "machine": "M/1",
     "duration": "24 min"})"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{60, 70}));
  EXPECT_DOUBLE_EQ(t.measured().state("M/1", State::kHeld), 40.0 / 100);
}

TEST(MachineDown, IsNoFailure) {
  const Timeline t(kPlant, with(R"({"id": "D", "at": "4 min", "kind": "machine_down",
    "machine": "M/1", "duration": "30 min"})"));
  EXPECT_TRUE(t.times(EventType::kFailureStarted).empty());
  EXPECT_EQ(t.run().state().statistics.machines[0].failures, 0);
}

// Finished at 10, the first lot does not stay on M: only N is down.
TEST(MachineDown, ConcernsItsMachineOnly) {
  const Timeline t(kPlant, with(R"({"id": "D", "at": "4 min", "kind": "machine_down",
    "machine": "N/1", "duration": "30 min"})"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{44, 54}));
}

// Both are needed. One is away in [4, 34): the lot in progress keeps its people, the next waits.
TEST(AbsentCrew, LeavesWhenItsWorkIsDone) {
  const Timeline t(kPlant, with(R"({"id": "D", "at": "4 min", "kind": "absent_crew",
    "pool": "CREW", "count": 1, "duration": "30 min"})"));
  EXPECT_EQ(t.times(EventType::kOperationStarted), (Minutes{0, 10, 34, 44}));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{20, 54}));
  EXPECT_DOUBLE_EQ(t.measured().state("M/1", State::kWaitingLabor), 24.0 / 100);
}

// B needs one of the two people, and one is there.
TEST(AbsentCrew, LetsThoseWorkWhoAreThere) {
  const Timeline t(kPlant, with(R"({"id": "D", "at": "4 min", "kind": "absent_crew", "pool": "CREW",
    "count": 1, "duration": "30 min"})",
                                R"(, {"id": "B", "product": "B", "quantity": "1 pcs",
    "release": "5 min"})"));
  EXPECT_EQ(t.completed().at("B.1"), 20);
  EXPECT_EQ(t.completed().at("A.2"), 54);
}

// Released at 12 with priority, it waits for the second lot and then goes first.
TEST(RushOrder, ComesAtItsTimeWithItsPriority) {
  const Timeline t(kPlant,
                   with(R"({"id": "RUSH", "at": "12 min", "kind": "rush_order", "product": "B",
    "quantity": "2 pcs", "lot_size": "1 pcs", "priority": 5})",
                        R"(, {"id": "LATER", "product": "B", "quantity": "1 pcs"})"));
  EXPECT_EQ(t.completed().at("RUSH.1"), 30);
  EXPECT_EQ(t.completed().at("RUSH.2"), 40);
  EXPECT_EQ(t.completed().at("LATER.1"), 50);
  EXPECT_EQ(t.end().reason, plant::RunEnd::Reason::kHorizon);
}

// The first lot is on M until 10 and is held when it gets to N; the second is in a queue and held
// at once. Both go on at 34, and A.1 on N before A.2 on M is through.
TEST(HoldLots, TakesThemOutWhereTheyAre) {
  const Timeline t(kPlant, with(R"({"id": "D", "at": "4 min", "kind": "hold_lots",
    "product": "A", "duration": "30 min"})"));
  EXPECT_EQ(t.times(EventType::kLotHeld), (Minutes{4, 10}));
  EXPECT_EQ(t.times(EventType::kLotReleased), (Minutes{34, 34}));
  EXPECT_EQ(t.completed().at("A.1"), 44);
  EXPECT_EQ(t.completed().at("A.2"), 54);
}

TEST(HoldLots, LeavesLotsOfOtherProductsAlone) {
  const Timeline t(kPlant, with(R"({"id": "D", "at": "4 min", "kind": "hold_lots",
    "product": "A", "duration": "30 min"})",
                                R"(, {"id": "B", "product": "B", "quantity": "1 pcs"})"));
  EXPECT_EQ(t.completed().at("B.1"), 20);
}

TEST(HoldLots, ThatIsOverBeforeTheLotArrivesHoldsNothing) {
  const Timeline t(kPlant, with(R"({"id": "D", "at": "4 min", "kind": "hold_lots",
    "product": "A", "duration": "2 min"})"));
  EXPECT_EQ(t.times(EventType::kLotHeld), Minutes{4});  // the one in the queue
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{20, 30}));
}

// Two holds overlap: [4, 34) and [20, 50).
TEST(HoldLots, TwiceLastsUntilBothAreOver) {
  const Timeline t(kPlant, with(R"(
    {"id": "D1", "at": "4 min", "kind": "hold_lots", "product": "A", "duration": "30 min"},
    {"id": "D2", "at": "20 min", "kind": "hold_lots", "product": "A", "duration": "30 min"})"));
  EXPECT_EQ(t.completed().at("A.1"), 60);
  EXPECT_EQ(t.completed().at("A.2"), 70);
}

constexpr const char* kAssembly = R"({"id": "P", "unit": "pcs",
  "materials": [{"id": "A"}, {"id": "C", "control": "lot"}],
  "locations": [{"id": "STORE"}],
  "boms": [{"id": "A", "items": [{"component": "C", "quantity": "1 pcs"}]}],
  "work_centers": [{"id": "M", "supply": "STORE"}],
  "routings": [{"id": "A", "operations": [
    {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}]})";

std::string holding(const std::string& what) {
  return R"({"start": "2025-01-06T00:00:00Z", "horizon": "100 min", "orders": [
    {"id": "A", "product": "A", "quantity": "6 pcs", "lot_size": "2 pcs"}],
    "disruptions": [{"id": "D", "at": "4 min", "kind": "hold_material", "material": "C", )" +
         what + R"("duration": "30 min"}],
    "initial_state": {"stock": [
      {"material": "C", "location": "STORE", "lot": "C1", "quantity": "4 pcs"},
      {"material": "C", "location": "STORE", "lot": "C2", "quantity": "2 pcs"}]}})";
}

// Two pieces have been issued at 0. All others are on hold from 4 to 34.
TEST(HoldMaterial, KeepsAllStockFromBeingUsed) {
  const Timeline t(kAssembly, holding(""));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 44, 54}));
  EXPECT_EQ(t.times(EventType::kStockHeld), (Minutes{4, 4}));
  EXPECT_EQ(t.times(EventType::kStockReleased), (Minutes{34, 34}));
}

// The two of C2 are left for the lot at 10; the third waits for C1.
TEST(HoldMaterial, OfOneLotLeavesTheOthers) {
  const Timeline t(kAssembly, holding(R"("lot": "C1", )"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 20, 44}));
  EXPECT_EQ(t.times(EventType::kStockHeld), Minutes{4});
}

// What was on hold before stays so when the disruption is over.
TEST(HoldMaterial, DoesNotReleaseWhatWasOnHoldBefore) {
  std::string input = holding("");
  const std::string second = R"("lot": "C2", "quantity": "2 pcs")";
  input.replace(input.find(second), second.size(), second + R"(, "held": true)");
  const Timeline t(kAssembly, input);
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 44}));
}

// Components are brought to the line from 0 to 6: the lot is held when they are there.
TEST(HoldLots, TakesThemOutWhenTheirComponentsHaveBeenBrought) {
  std::string plant = kAssembly;
  const std::string supply = R"("supply": "STORE")";
  plant.replace(plant.find(supply), supply.size(), supply + R"(, "staging": "6 min")");
  const Timeline t(plant, R"({"start": "2025-01-06T00:00:00Z", "horizon": "100 min", "orders": [
    {"id": "A", "product": "A", "quantity": "2 pcs"}],
    "disruptions": [{"id": "D", "at": "4 min", "kind": "hold_lots", "product": "A",
                     "duration": "30 min"}],
    "initial_state": {"stock": [
      {"material": "C", "location": "STORE", "lot": "C1", "quantity": "4 pcs"}]}})");
  EXPECT_EQ(t.times(EventType::kLotHeld), Minutes{6});
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{44});
  EXPECT_EQ(t.times(EventType::kMaterialStaged), Minutes{6});  // only once
}

// On hold until 10 from the start, and by the disruption until 34.
TEST(HoldLots, KeepsALotWhoseOtherHoldIsOver) {
  const Timeline t(kPlant, R"({"start": "2025-01-06T00:00:00Z", "horizon": "100 min", "orders": [
    {"id": "A", "product": "A", "quantity": "1 pcs", "release": "-1 h"}],
    "disruptions": [{"id": "D", "at": "4 min", "kind": "hold_lots", "product": "A",
                     "duration": "30 min"}],
    "initial_state": {"lots": [{"order": "A", "quantity": "1 pcs", "operation": 20,
      "place": "hold", "remaining": "10 min"}]}})");
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{44});
}

// C2, on hold from 4 to 34 with all others, is on hold alone until 64.
TEST(HoldMaterial, TwiceLastsUntilBothAreOver) {
  std::string input = holding("");
  const std::string end = R"("duration": "30 min"})";
  input.replace(input.find(end), end.size(), end + R"(, {"id": "D2", "at": "5 min",
    "kind": "hold_material", "material": "C", "lot": "C2", "duration": "59 min"})");
  const Timeline t(kAssembly, input);
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 44, 74}));
}

// 60 m at 1 m/s. Closed from 5 to 15, the way lets a vehicle in that would set out at 10 at 15.
TEST(EdgeClosed, KeepsVehiclesOut) {
  constexpr const char* kTransport = R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "network": {"nodes": [{"id": "N1"}, {"id": "N2"}],
      "edges": [{"id": "E", "from": "N1", "to": "N2", "length": "60 m"}],
      "fleets": [{"id": "AGV", "speed": "1 m/s", "home": "N1"}]},
    "work_centers": [{"id": "M1", "node": "N1"}, {"id": "M2", "node": "N2"}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M1", "time": "10 min", "per": "lot"},
      {"id": 20, "work_center": "M2", "time": "10 min", "per": "lot"}]}]})";
  const auto closed = [](const std::string& at) {
    return R"({"start": "2025-01-06T00:00:00Z", "until": "done",
      "orders": [{"id": "O", "product": "A", "quantity": "1 pcs"}],
      "disruptions": [{"id": "D", "at": ")" +
           at + R"(", "kind": "edge_closed", "edge": "E", "duration": "10 min"}]})";
  };
  EXPECT_EQ(Timeline(kTransport, closed("5 min")).times(EventType::kLotCompleted), Minutes{26});
  // At 10:30 the vehicle is on the way already and goes through.
  EXPECT_EQ(Timeline(kTransport, closed("10 min 30 s")).times(EventType::kLotCompleted),
            Minutes{21});
}

}  // namespace
}  // namespace planttwin::testing
