// Shifts by the clock on the wall, the state to begin with, disruptions, and how runs end.

#include <gtest/gtest.h>

#include <string>

#include "plant_models/model/shift_calendar.h"
#include "plant_models/run/plant_run.h"
#include "sim/utc_instant.h"
#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using plant::MachineStateCode;
using plant::RunEnd;

plant::Shift night_shift() {
  plant::Shift shift;
  shift.patterns.push_back(
      {.weekdays = 0x7F, .from_minute = 22 * 60, .to_minute = 6 * 60, .breaks = {}});
  return shift;
}

// Length in hours of the night shift of Berlin that begins on the given date.
double night_of(const std::string& date) {
  const sim::UtcInstant start = sim::parse_instant(date + "T12:00:00Z").value();
  const plant::WorkInterval night =
      plant::next_interval(night_shift(), "Europe/Berlin", start, sim::Time());
  return (night.to - night.from).in_seconds() / 3600;
}

TEST(NightShifts, LastSevenOrNineHoursWhenTheClocksChange) {
  EXPECT_EQ(night_of("2025-03-28"), 8);
  EXPECT_EQ(night_of("2025-03-29"), 7);  // summer time begins on 2025-03-30
  EXPECT_EQ(night_of("2025-10-25"), 9);  // and ends on 2025-10-26
}

TEST(Shifts, RestOnHolidaysAndInBreaks) {
  // A Thursday, Friday (holiday) and Monday; 06:00 to 14:00 UTC with a break from 09:00 to 09:30.
  const Timeline t(R"({"id": "P", "unit": "pcs", "materials": [{"id": "PART"}],
    "shifts": [{"id": "DAY", "patterns": [{"days": ["mon", "tue", "wed", "thu", "fri"],
      "from": "06:00", "to": "14:00", "breaks": [{"from": "09:00", "to": "09:30"}]}],
      "holidays": ["2025-01-03"]}],
    "work_centers": [{"id": "M", "shift": "DAY"}],
    "routings": [{"id": "PART", "material": "PART", "operations": [
      {"id": 10, "work_center": "M", "time": "10 h", "per": "lot"}]}]})",
                   R"({"start": "2025-01-02T00:00:00Z", "until": "done", "orders": [
      {"id": "O", "product": "PART", "quantity": "1 pcs"}]})");
  // Thursday 7.5 h; the other 2.5 h on Monday the 6th from 06:00 to 08:30.
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{(4 * 24 + 8.5) * 60});
}

constexpr const char* kTwoSteps = R"({"id": "P", "unit": "pcs", "materials": [{"id": "PART"}],
  "locations": [{"id": "STORE"}],
  "work_centers": [{"id": "A", "failures": [{"id": "JAM", "clock": "operating",
      "time_to_failure": "100 h", "repair": "30 min"}]}, {"id": "B"}],
  "routings": [{"id": "PART", "material": "PART", "operations": [
    {"id": 10, "work_center": "A", "time": "10 min", "per": "lot"},
    {"id": 20, "work_center": "B", "time": "10 min", "per": "lot"}]}]})";

std::string state(const std::string& lots, const std::string& more = "") {
  return R"({"start": "2025-01-01T00:00:00Z", "until": "done", "orders": [
    {"id": "O", "product": "PART", "quantity": "4 pcs", "release": "-2 h"}],
    "initial_state": {"lots": [)" +
         lots + "]" + more + "}}";
}

TEST(InitialState, GoesOnWithWorkOnMachinesInQueuesUnderWayAndOnHold) {
  const Timeline t(kTwoSteps, state(R"(
    {"order": "O", "quantity": "1 pcs", "operation": 20, "place": "machine", "machine": "B/1",
     "remaining": "4 min"},
    {"order": "O", "quantity": "1 pcs", "operation": 20, "place": "queue",
     "waiting_since": "-30 min"},
    {"order": "O", "quantity": "1 pcs", "operation": 20, "place": "transit", "remaining": "1 min"},
    {"order": "O", "quantity": "1 pcs", "operation": 20, "place": "hold", "remaining": "1 h"})"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{4, 14, 24, 70}));
  // Released two hours before the start: cycle times count from there.
  const auto& cycle = t.run().state().statistics.products[0].cycle_time.tally;
  EXPECT_EQ(cycle.min(), (120 + 4) * 60'000'000LL);
}

TEST(InitialState, SetsClocksAndRepairs) {
  // 3 min of age are left: A fails at 3, is down for 30 and finishes at 40.
  const std::string lot = R"({"order": "O", "quantity": "1 pcs", "operation": 10,
    "place": "queue"})";
  const Timeline ageing(kTwoSteps, state(lot, R"(, "clocks": [
      {"machine": "A/1", "mode": "JAM", "remaining": "3 min"}])"));
  EXPECT_EQ(ageing.times(EventType::kLotCompleted), Minutes{50});
  const Timeline down(kTwoSteps, state(lot, R"(, "clocks": [
      {"machine": "A/1", "mode": "JAM", "repair_remaining": "7 min"}])"));
  EXPECT_EQ(down.times(EventType::kLotCompleted), Minutes{27});
}

std::string disrupted(const std::string& disruption) {
  return R"({"start": "2025-01-01T00:00:00Z", "until": "done", "orders": [
    {"id": "O", "product": "PART", "quantity": "2 pcs", "lot_size": "1 pcs"}],
    "disruptions": [{"id": "D", )" +
         disruption + "}]}";
}

TEST(Disruptions, StopAMachineAndHoldLots) {
  const Timeline down(kTwoSteps, disrupted(R"("at": "5 min", "kind": "machine_down",
    "machine": "A/1", "duration": "1 h")"));
  EXPECT_EQ(down.times(EventType::kLotCompleted), (Minutes{80, 90}));
  EXPECT_GT(down.measured().state("A/1", MachineStateCode::kHeld), 0.5);
  // At 5 one lot is on A and one in its queue: the second is held at once, the first when it
  // arrives at B at 10. Both are released at 65.
  const Timeline held(kTwoSteps, disrupted(R"("at": "5 min", "kind": "hold_lots",
    "product": "PART", "duration": "1 h")"));
  EXPECT_EQ(held.times(EventType::kLotHeld), (Minutes{5, 10}));
  EXPECT_EQ(held.times(EventType::kLotCompleted), (Minutes{75, 85}));
}

TEST(Runs, EndWhenAllIsDoneOrAtTheHorizon) {
  EXPECT_EQ(Timeline(kTwoSteps, state("")).end().reason, RunEnd::Reason::kCompleted);
  const Timeline cut(kTwoSteps, R"({"start": "2025-01-01T00:00:00Z", "horizon": "10 min",
    "orders": [{"id": "O", "product": "PART", "quantity": "1 pcs"}]})");
  EXPECT_EQ(cut.end().reason, RunEnd::Reason::kHorizon);
  // The horizon is half-open: what falls due at minute 10 is not part of the run.
  EXPECT_TRUE(cut.times(EventType::kOperationCompleted).empty());
}

TEST(Runs, StallWhenLotsWaitForWhatNeverComes) {
  const Timeline t(R"({"id": "P", "unit": "pcs", "materials": [{"id": "PART"}, {"id": "SEAL"}],
    "locations": [{"id": "STORE"}], "work_centers": [{"id": "A", "supply": "STORE"}],
    "boms": [{"id": "PART", "material": "PART", "items": [
      {"component": "SEAL", "quantity": "1 pcs"}]}],
    "routings": [{"id": "PART", "material": "PART", "operations": [
      {"id": 10, "work_center": "A", "time": "1 min", "per": "lot"}]}]})",
                   R"({"start": "2025-01-01T00:00:00Z", "until": "done", "orders": [
      {"id": "O", "product": "PART", "quantity": "1 pcs"}]})");
  EXPECT_EQ(t.end().reason, RunEnd::Reason::kStalled);
  ASSERT_EQ(t.end().cycle.size(), 1U);
  EXPECT_EQ(t.end().cycle[0], "lot O.1 waits in the queue of A (waiting_material)");
}

TEST(Runs, WhoseInstantNeverEndsNameWhoLoops) {
  // Work of no duration for a saturated source.
  const Timeline t(R"({"id": "P", "unit": "pcs", "materials": [{"id": "PART"}],
    "work_centers": [{"id": "A", "queue_capacity": 0}],
    "routings": [{"id": "PART", "material": "PART", "operations": [
      {"id": 10, "work_center": "A", "time": "0 min", "per": "lot"}]}]})",
                   R"({"start": "2025-01-01T00:00:00Z", "horizon": "1 h", "sources": [
      {"id": "FLOOD", "kind": "saturated", "product": "PART", "quantity": "1 pcs"}]})");
  EXPECT_EQ(t.end().reason, RunEnd::Reason::kEndlessRounds);
  EXPECT_FALSE(t.end().cycle.empty());
}

}  // namespace
}  // namespace planttwin::testing
