// Lots on their way: carriers, conveyors, one-lane edges, trucks, output places.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using plant::MachineStateCode;

// A part is made in 1 min at A (node N1) and finished in 1 min at B (node N2).
std::string plant(const std::string& network, const std::string& at_a = "",
                  const std::string& more_nodes = "") {
  return R"({"id": "WAYS", "unit": "pcs", "materials": [{"id": "PART"}],
    "work_centers": [{"id": "A", "node": "N1")" +
         at_a + R"(}, {"id": "B", "node": "N2", "machines": 9}],
    "routings": [{"id": "PART", "material": "PART", "operations": [
      {"id": 10, "work_center": "A", "time": "1 min", "per": "lot"},
      {"id": 20, "work_center": "B", "time": "1 min", "per": "lot"}]}],
    "network": {"nodes": [{"id": "N1"}, {"id": "N2"})" +
         more_nodes + "], " + network + "}}";
}

std::string orders(int lots) {
  return R"({"start": "2025-01-01T00:00:00Z", "until": "done", "orders": [
    {"id": "O", "product": "PART", "quantity": ")" +
         std::to_string(lots) + R"( pcs", "lot_size": "1 pcs"}]})";
}

// 60 m at 60 m/min: one minute each way.
constexpr const char* kOneAgv =
    R"("edges": [{"id": "E", "from": "N1", "to": "N2", "length": "60 m"}],
  "fleets": [{"id": "AGV", "speed": "60 m/min", "load": "10 s", "unload": "20 s", "home": "N2"}])";

TEST(Carriers, DriveToTheLotLoadDriveAndUnload) {
  // Done at A at 1; the AGV drives 1 min from N2, loads 10 s, drives 1 min, unloads 20 s: at B
  // at 3.5 min, done at 4.5.
  const Timeline t(plant(kOneAgv), orders(1));
  EXPECT_EQ(t.times(EventType::kCarrierLoaded), Minutes{2 + 10.0 / 60});
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{4.5});
}

TEST(Carriers, AreWaitedForOnTheMachineUnlessThereIsAnOutputPlace) {
  // Without a place the second lot starts when the first is loaded, at 2 min 10 s; with one at 1.
  EXPECT_EQ(Timeline(plant(kOneAgv), orders(2)).times(EventType::kOperationStarted)[1],
            2 + 10.0 / 60);
  const Timeline beside(plant(kOneAgv, R"(, "output_places": 1)"), orders(2));
  EXPECT_EQ(beside.times(EventType::kOperationStarted)[1], 1);
  EXPECT_GT(beside.measured().state("A/1", MachineStateCode::kWaitingCarrier), 0);
}

TEST(Carriers, TakeSeveralLotsOfOneWayUpToTheirCapacity) {
  // Three lots wait on output places when the AGV has come at 2 min; a capacity of 2 leaves one.
  const std::string fleet = std::string(kOneAgv).replace(std::string(kOneAgv).find("\"speed\""), 7,
                                                         "\"capacity\": 2, \"speed\"");
  const Timeline t(plant(fleet, R"(, "machines": 3, "output_places": 3)"), orders(3));
  EXPECT_EQ(t.times(EventType::kCarrierUnloaded), (Minutes{3.5, 3.5, 3.5 + 1 + 1 + 0.5}));
}

TEST(Carriers, WithRoomOnBoardLetLotsRideAlongThatWaitAtTheSamePlace) {
  // Three lots done at 1 call two AGVs with room for two: the first fetches two, the second one.
  const Timeline t(plant(R"("edges": [{"id": "E", "from": "N1", "to": "N2", "length": "60 m"}],
    "fleets": [{"id": "AGV", "count": 3, "capacity": 2, "speed": "60 m/min", "home": "N2"}])",
                         R"(, "machines": 3, "output_places": 3)"),
                   orders(3));
  EXPECT_EQ(t.times(EventType::kCarrierUnloaded), (Minutes{3, 3, 3}));
  EXPECT_EQ(t.times(EventType::kCarrierMoved), (Minutes{2, 2, 3, 3}));  // the third AGV rests
}

TEST(OneLaneEdges, AreUsedByOneVehicleAtATime) {
  // Two AGVs start together from N2 for two lots done at 1: the second enters the lane at 2.
  const Timeline t(
      plant(R"("edges": [{"id": "E", "from": "N1", "to": "N2", "length": "60 m", "capacity": 1}],
    "fleets": [{"id": "AGV", "count": 2, "speed": "60 m/min", "home": "N2"}])",
            R"(, "machines": 2, "output_places": 2)"),
      orders(2));
  // The first is at N1 at 2; the lane then goes to the second, which waited longer: 2 to 3; back
  // go the first from 3 to 4 and the second from 4 to 5.
  EXPECT_EQ(t.times(EventType::kCarrierUnloaded), (Minutes{4, 5}));
}

TEST(Conveyors, CarryLotsWithoutACarrierAndHoldAsManyAsTheyHavePlaces) {
  // 30 m at 10 m/min: 3 min. With 2 places the third lot gets on when the first gets off.
  const auto line = [](const std::string& capacity) {
    return plant(R"("edges": [{"id": "BELT", "kind": "conveyor", "from": "N1", "to": "N2",
      "length": "30 m", "speed": "10 m/min")" +
                 capacity + "}]");
  };
  EXPECT_EQ(Timeline(line(""), orders(3)).times(EventType::kLotCompleted), (Minutes{5, 6, 7}));
  // Lots are done at 1, 2, 3; the third waits on its machine until 4 and arrives at 7.
  EXPECT_EQ(Timeline(line(R"(, "capacity": 2)"), orders(3)).times(EventType::kLotCompleted),
            (Minutes{5, 6, 8}));
}

TEST(Trucks, LeaveAtTheirTimesWithWhatWaits) {
  // Every 30 min; lots are done at 1, 2, 3; the truck of minute 30 takes two of them, that of
  // minute 60 the third (it is back by then: 10 min each way).
  const Timeline t(
      plant(
          R"("edges": [{"id": "ROAD", "kind": "road", "from": "N1", "to": "N2", "length": "10 km"}],
    "fleets": [{"id": "TRUCK", "kind": "truck", "edge_kind": "road", "capacity": 2,
                "speed": "60 km/h", "home": "N1", "depart_every": "30 min"}])",
          R"(, "output_places": 9)"),
      orders(3));
  EXPECT_EQ(t.times(EventType::kCarrierUnloaded), (Minutes{40, 40, 80}));
}

TEST(Ways, OfSeveralLegsChangeTheFleet) {
  // By AGV to the dock (1 min there, 1 min to the dock), then 10 min by a truck that stands there.
  const Timeline t(plant(R"("edges": [{"id": "E", "from": "N1", "to": "DOCK", "length": "60 m"},
      {"id": "ROAD", "kind": "road", "from": "DOCK", "to": "N2", "length": "10 km"}],
    "fleets": [{"id": "AGV", "speed": "60 m/min", "home": "DOCK"},
      {"id": "TRUCK", "kind": "truck", "edge_kind": "road", "speed": "60 km/h", "home": "DOCK"}])",
                         "", R"(, {"id": "DOCK"})"),
                   orders(1));
  EXPECT_EQ(t.times(EventType::kCarrierUnloaded), (Minutes{3, 13}));
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{14});
}

TEST(Ways, ThatAreClosedHoldTheirVehicles) {
  const Timeline t(plant(kOneAgv), R"({"start": "2025-01-01T00:00:00Z", "until": "done",
    "orders": [{"id": "O", "product": "PART", "quantity": "1 pcs"}],
    "disruptions": [{"id": "D", "at": "30 s", "kind": "edge_closed", "edge": "E",
                     "duration": "5 min"}]})");
  // The AGV sets out when the edge opens at 5.5 instead of at 1.
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{4.5 + 4.5});
}

TEST(Transport, WithoutANetworkTakesTheTimeOfItsOperation) {
  const Timeline t(R"({"id": "P", "unit": "pcs", "materials": [{"id": "PART"}],
    "work_centers": [{"id": "A"}, {"id": "B"}],
    "routings": [{"id": "PART", "material": "PART", "operations": [
      {"id": 10, "work_center": "A", "time": "1 min", "per": "lot", "transport": "7 min"},
      {"id": 20, "work_center": "B", "time": "1 min", "per": "lot"}]}]})",
                   orders(1));
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{9});
}

}  // namespace
}  // namespace planttwin::testing
