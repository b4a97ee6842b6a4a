// Preventive maintenance: what makes it due, who does it, and what it renews.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using State = plant::MachineStateCode;

// Machines M of one work center, work of 10 min.
std::string plant(const std::string& work_center, const std::string& more = "") {
  return R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "work_centers": [{"id": "M", )" +
         work_center + R"(}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}])" +
         more + "}";
}

// So many lots at the start, and a horizon of 100 min.
std::string lots(int count) {
  return R"({"start": "2025-01-06T00:00:00Z", "horizon": "100 min", "orders": [
    {"id": "O", "product": "A", "quantity": ")" +
         std::to_string(count) + R"( pcs", "lot_size": "1 pcs"}]})";
}

constexpr const char* kNoOrders = R"({"start": "2025-01-06T00:00:00Z", "horizon": "100 min"})";

TEST(MaintenanceByCycles, IsDueAfterSoManyOperations) {
  const Timeline t(plant(R"("maintenance": [{"id": "OIL", "trigger": "cycles", "cycles": 2,
    "duration": "5 min"}])"),
                   lots(5));
  EXPECT_EQ(t.times(EventType::kMaintenanceStarted), (Minutes{20, 45}));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 20, 35, 45, 60}));
  EXPECT_DOUBLE_EQ(t.measured().state("M/1", State::kMaintenance), 10.0 / 100);
}

TEST(MaintenanceByCalendar, BeginsAtItsFirstTime) {
  const Timeline t(plant(R"("maintenance": [{"id": "OIL", "trigger": "calendar",
    "interval": "40 min", "first": "7 min", "duration": "5 min"}])"),
                   kNoOrders);
  EXPECT_EQ(t.times(EventType::kMaintenanceStarted), (Minutes{7, 47, 87}));
}

// Due at 45, it begins at 50 when the lot is done; the next one is due at 90 all the same.
TEST(MaintenanceByCalendar, KeepsItsTimesWhenOneIsLate) {
  const Timeline t(plant(R"("maintenance": [{"id": "OIL", "trigger": "calendar",
    "interval": "45 min", "duration": "5 min"}])"),
                   lots(5));
  EXPECT_EQ(t.times(EventType::kMaintenanceStarted), (Minutes{50, 90}));
}

TEST(MaintenanceInPlannedWindows, IsDoneInEachOfThem) {
  const Timeline t(plant(R"("maintenance": [{"id": "VISIT", "trigger": "planned", "windows": [
    {"from": "5 min", "to": "15 min"}, {"from": "60 min", "to": "61 min"}]}])"),
                   kNoOrders);
  EXPECT_EQ(t.times(EventType::kMaintenanceStarted), (Minutes{5, 60}));
  EXPECT_EQ(t.times(EventType::kMaintenanceEnded), (Minutes{15, 61}));
}

// One fitter for two machines, both due at 25: the second waits for him.
TEST(MaintenanceCrews, ServeOneMachineAfterTheOther) {
  const Timeline t(plant(R"("machines": 2, "maintenance": [{"id": "OIL", "trigger": "calendar",
    "interval": "60 min", "duration": "6 min", "crew": {"pool": "FITTER"}}])",
                         R"(, "labor": [{"id": "FITTER", "size": 1}])"),
                   kNoOrders);
  EXPECT_EQ(t.times(EventType::kMaintenanceStarted), (Minutes{60, 66}));
  EXPECT_DOUBLE_EQ(t.measured().state("M/2", State::kWaitingCrew), 6.0 / 100);
}

// Failures 30 min apart: at 30 without, and 30 after the end of the maintenance at 25 with.
TEST(Maintenance, MayRenewTheFailureClocks) {
  const auto with = [](const std::string& renews) {
    return plant(R"("failures": [{"id": "F", "clock": "calendar", "time_to_failure": "30 min",
      "repair": "1 h"}], "maintenance": [{"id": "OIL", "trigger": "calendar",
      "interval": "20 min", "duration": "5 min", "renews_failure_clocks": )" +
                 renews + "}]");
  };
  const Timeline kept(with("false"), kNoOrders);
  EXPECT_EQ(kept.times(EventType::kFailureStarted), Minutes{30});
  // Maintenance at 20, 40, 60 and 80 renews it each time before it is due.
  const Timeline renewed(with("true"), kNoOrders);
  EXPECT_TRUE(renewed.times(EventType::kFailureStarted).empty());
}

// Clocks of work: 25 min of age when the maintenance comes at 30; without it 15 more would do.
TEST(Maintenance, MayRenewTheFailureClocksOfWork) {
  const auto with = [](const std::string& renews) {
    return plant(R"("failures": [{"id": "F", "clock": "operating", "time_to_failure": "45 min",
      "repair": "1 h"}], "maintenance": [{"id": "OIL", "trigger": "operating_time",
      "interval": "30 min", "duration": "5 min", "renews_failure_clocks": )" +
                 renews + "}]");
  };
  EXPECT_EQ(Timeline(with("false"), lots(9)).times(EventType::kFailureStarted), Minutes{50});
  EXPECT_TRUE(Timeline(with("true"), lots(9)).times(EventType::kFailureStarted).empty());
}

// Due at 60 with an opportunity from 10 on: with lots waiting until 50 it is taken at 50.
TEST(MaintenanceOpportunities, AreTakenOnlyWhenNothingWaits) {
  const Timeline t(plant(R"("maintenance": [{"id": "OIL", "trigger": "calendar",
    "interval": "60 min", "duration": "5 min", "opportunity": "50 min"}])"),
                   lots(5));
  EXPECT_EQ(t.times(EventType::kMaintenanceStarted)[0], 50);
}

// A lot that comes at 52 while the opportunity is used waits for its end at 55.
TEST(MaintenanceOpportunities, AreNotGivenBack) {
  std::string input = lots(5);
  input.replace(input.rfind("]}"), 2,
                R"(, {"id": "L", "product": "A", "quantity": "1 pcs", "release": "52 min"}]})");
  const Timeline t(plant(R"("maintenance": [{"id": "OIL", "trigger": "calendar",
    "interval": "60 min", "duration": "5 min", "opportunity": "10 min"}])"),
                   input);
  EXPECT_EQ(t.completed().at("L.1"), 65);
}

// An immediate one in the middle of the work lets it rest: 4 min are left at 16 + 5.
TEST(MaintenanceThatIsImmediate, LetsTheRestOfTheWorkFollow) {
  const Timeline t(plant(R"("maintenance": [{"id": "OIL", "trigger": "calendar",
    "interval": "16 min", "duration": "5 min", "start": "immediate"}])"),
                   lots(2));
  EXPECT_EQ(t.times(EventType::kOperationPaused), Minutes{16});
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 25}));
}

}  // namespace
}  // namespace planttwin::testing
