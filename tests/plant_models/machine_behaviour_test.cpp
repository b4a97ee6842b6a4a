// Machines: setups, batches, speeds, wear, maintenance, indexing lines.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using plant::MachineStateCode;

// Products RED and BLUE of one operation on M; `operation` is added to both.
std::string plant(const std::string& machine, const std::string& red = "",
                  const std::string& blue = "", const std::string& time = "\"10 min\"") {
  const auto routing = [&](const std::string& id, const std::string& more) {
    return R"({"id": ")" + id + R"(", "material": ")" + id + R"(", "operations": [
      {"id": 10, "work_center": "M", "per": "lot", "time": )" +
           time + more + "}]}";
  };
  return R"({"id": "MACHINES", "unit": "pcs", "materials": [{"id": "RED"}, {"id": "BLUE"}],
    "work_centers": [{"id": "M")" +
         machine + R"(}], "routings": [)" + routing("RED", red) + ", " + routing("BLUE", blue) +
         "]}";
}

// One-piece orders in the given sequence, all released at once: "R" and "B".
std::string orders(const std::string& sequence, const std::string& more = "\"until\": \"done\"") {
  std::string result = R"({"start": "2025-01-01T00:00:00Z", )" + more + R"(, "orders": [)";
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    result += std::string(i == 0 ? "" : ", ") + R"({"id": "O)" + std::to_string(i + 1) +
              R"(", "product": ")" + (sequence[i] == 'R' ? "RED" : "BLUE") +
              R"(", "quantity": "1 pcs"})";
  }
  return result + "]}";
}

constexpr const char* kRed = R"(, "setup_family": "RED")";
constexpr const char* kBlue = R"(, "setup_family": "BLUE")";
constexpr const char* kChanges = R"(, "setup": {"changes": [
  {"from": "RED", "to": "BLUE", "time": "5 min"}, {"to": "BLUE", "time": "8 min"},
  {"to": "RED", "time": "3 min"}]})";

TEST(Setups, TakeTheMostSpecificChangeOfTheMatrix) {
  // Any to RED 3, 10 work; RED to BLUE 5, 10; BLUE to BLUE nothing, 10; any to RED 3, 10.
  const Timeline t(plant(kChanges, kRed, kBlue), orders("RBBR"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{13, 28, 38, 51}));
  EXPECT_NEAR(t.measured().state("M/1", MachineStateCode::kSetup), 11.0 / 51, 1e-12);
}

TEST(Setups, AreAvoidedByARuleThatLooksAtThem) {
  const Timeline t(plant(std::string(R"(, "dispatch": ["setup", "fifo"])") + kChanges, kRed, kBlue),
                   orders("RBRB"));
  EXPECT_EQ(t.lots(EventType::kLotCompleted), (Lots{"O1.1", "O3.1", "O2.1", "O4.1"}));
}

TEST(Setups, WaitForTheMinimumRun) {
  // Two lots of a colour before a change, as long as there are two.
  const std::string rules = std::string(kChanges).replace(
      std::string(kChanges).find("{\"changes\""), 1, "{\"minimum_run\": 2, ");
  const Timeline t(plant(rules, kRed, kBlue), orders("RBRB"));
  EXPECT_EQ(t.lots(EventType::kLotCompleted), (Lots{"O1.1", "O3.1", "O2.1", "O4.1"}));
}

TEST(Batches, HoldLotsOfOneFamily) {
  // Batches of 2 by product: R1 with R3 and B2 with B4, one after the other.
  const Timeline product(plant(R"(, "batch": {"minimum": 2, "maximum": 2, "family": "product"})"),
                         orders("RBRB"));
  EXPECT_EQ(product.times(EventType::kLotCompleted), (Minutes{10, 10, 20, 20}));
  EXPECT_EQ(product.lots(EventType::kLotCompleted), (Lots{"O1.1", "O3.1", "O2.1", "O4.1"}));
  const Timeline any(plant(R"(, "batch": {"minimum": 2, "maximum": 2, "family": "any"})"),
                     orders("RBRB"));
  EXPECT_EQ(any.lots(EventType::kLotCompleted), (Lots{"O1.1", "O2.1", "O3.1", "O4.1"}));
}

TEST(Speeds, OfMachineAndWorkCenterDivideTheProcessTime) {
  // 10 min / (2 x 1.25) = 4 min on the fast machine, 10 min / (2 x 0.5) = 10 on the slow one.
  const Timeline t(plant(R"(, "speed": 2, "machines": [{"id": "FAST", "speed": 1.25},
    {"id": "SLOW", "speed": 0.5}])"),
                   orders("RR"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{4, 10}));
}

TEST(LoadingAndUnloading, TakeTheMachinesTimeAroundTheWork) {
  const Timeline t(plant("", R"(, "load": "2 min", "unload": "3 min")"), orders("RR"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{15, 30}));
  EXPECT_NEAR(t.measured().state("M/1", MachineStateCode::kLoading), 10.0 / 30, 1e-12);
  EXPECT_NEAR(t.measured().utilization("M"), 20.0 / 30, 1e-12);
}

TEST(Wear, SlowsTheMachineUntilMaintenanceRestoresIt) {
  // A fifth of the speed is lost per cycle: 10, 10/0.8 = 12.5, then maintenance of 4 min is due
  // after 2 cycles, and 10 again.
  const Timeline t(plant(R"(, "degradation": {"speed_loss_per_cycle": 0.2},
    "maintenance": [{"id": "SERVICE", "trigger": "cycles", "cycles": 2, "duration": "4 min"}])"),
                   orders("RRR"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 22.5, 36.5}));
}

TEST(Maintenance, ByCalendarWaitsForTheOperationInProgress) {
  // Due at 25 in the third lot, from 30 to 36; next due at 50 in the fourth (36 to 46)'s follower.
  const std::string rule = R"(, "maintenance": [{"id": "SERVICE", "trigger": "calendar",
    "interval": "25 min", "duration": "6 min"}])";
  const Timeline t(plant(rule), orders("RRRRR", "\"horizon\": \"60 min\""));
  EXPECT_EQ(t.times(EventType::kMaintenanceStarted), (Minutes{30, 56}));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 20, 30, 46, 56}));
}

TEST(Maintenance, ThatIsImmediateInterruptsTheOperation) {
  const Timeline t(plant(R"(, "maintenance": [{"id": "SERVICE", "trigger": "calendar",
    "interval": "25 min", "duration": "6 min", "start": "immediate"}])"),
                   orders("RRR", "\"horizon\": \"40 min\""));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 20, 36}));
}

TEST(Maintenance, ByOperatingTimeCountsOnlyWork) {
  // After 15 min of work: at the end of the second lot, which arrives at 100.
  const Timeline t(plant(R"(, "maintenance": [{"id": "SERVICE", "trigger": "operating_time",
    "interval": "15 min", "duration": "6 min"}])"),
                   R"({"start": "2025-01-01T00:00:00Z", "horizon": "3 h", "orders": [
      {"id": "O1", "product": "RED", "quantity": "1 pcs"},
      {"id": "O2", "product": "RED", "quantity": "1 pcs", "release": "100 min"}]})");
  EXPECT_EQ(t.times(EventType::kMaintenanceStarted), Minutes{110});
}

TEST(Maintenance, InPlannedWindowsEndsWithTheWindow) {
  // Planned from 15 to 30; the second lot is done at 20: maintenance from 20 to 30.
  const Timeline t(plant(R"(, "maintenance": [{"id": "VISIT", "trigger": "planned",
    "windows": [{"from": "15 min", "to": "30 min"}]}])"),
                   orders("RRR"));
  EXPECT_EQ(t.times(EventType::kMaintenanceStarted), Minutes{20});
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 20, 40}));
}

TEST(Maintenance, TakesTheOpportunityOfAnIdleMachine) {
  // Due at 60; idle from 10 on with an opportunity of 50 min before: done from 10 to 16.
  const Timeline t(plant(R"(, "maintenance": [{"id": "SERVICE", "trigger": "calendar",
    "interval": "60 min", "duration": "6 min", "opportunity": "50 min"}])"),
                   orders("R", "\"horizon\": \"61 min\""));
  EXPECT_EQ(t.times(EventType::kMaintenanceStarted), Minutes{10});
}

TEST(IndexingLines, MoveAllLotsTogether) {
  // 3 stations of 10 min: a lot leaves after 3 cycles, then one every cycle.
  const Timeline t(plant(R"(, "indexing_line": {"stations": 3})"), orders("RRRR"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{30, 40, 50, 60}));
}

TEST(IndexingLines, StopAsAWhole) {
  // A stop of 7 minutes at minute 25 delays every lot on the line.
  const Timeline t(plant(R"(, "indexing_line": {"stations": 3})"),
                   R"({"start": "2025-01-01T00:00:00Z", "until": "done", "orders": [
      {"id": "O", "product": "RED", "quantity": "2 pcs", "lot_size": "1 pcs"}],
    "disruptions": [{"id": "D", "at": "25 min", "kind": "machine_down", "machine": "M/1",
                     "duration": "7 min"}]})");
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{37, 47}));
}

}  // namespace
}  // namespace planttwin::testing
