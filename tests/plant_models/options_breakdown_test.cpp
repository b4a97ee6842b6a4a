// Options of breakdowns: clocks, from where they run, stops that meet, repairs and shifts.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/plant_models/option_text.h"
#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using ::testing::ElementsAre;
using ::testing::Pair;

// Two lots of 6 min at minutes 0 and 20. The first needs 3 min of setup, the second none. Every
// repair takes 5 min.
constexpr const char* kClock = R"({
  "id": "CLOCK", "unit": "pcs", "materials": [{"id": "A"}],
  "work_centers": [{"id": "M", "setup": {"changes": [{"to": "F", "time": "3 min"}]},
    "failures": [{"id": "JAM", "repair": "5 min", $}]}],
  "routings": [{"id": "A", "operations": [
    {"id": 10, "work_center": "M", "setup_family": "F", "time": "6 min", "per": "lot"}]}]})";

constexpr const char* kTwoLots = R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
  {"id": "A", "product": "A", "quantity": "1 pcs"},
  {"id": "B", "product": "A", "quantity": "1 pcs", "release": "20 min"}]})";

// Processing 3-9 and from 20: 10 min of it are over at 24; the other 2 min follow at 29.
TEST(FailureClockOption, OperatingCountsProcessingOnly) {
  const Timeline timeline(with(kClock, R"("time_to_failure": "10 min")"), kTwoLots);
  EXPECT_EQ(timeline.times(EventType::kFailureStarted), (Minutes{24}));
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 9), Pair("B.1", 31)));
}

// Setup 0-3, processing 3-9 and from 20: 10 min are over at 21; the other 5 min follow at 26.
TEST(FailureClockOption, OperatingAndSetupCountsSetupToo) {
  const Timeline timeline(
      with(kClock, R"("clock": "operating_and_setup", "time_to_failure": "10 min")"), kTwoLots);
  EXPECT_EQ(timeline.times(EventType::kFailureStarted), (Minutes{21}));
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 9), Pair("B.1", 31)));
}

// At 10 the machine is idle; repaired at 15, it fails again 10 min later, in the work of B.
TEST(FailureClockOption, CalendarCountsAllTime) {
  const Timeline timeline(with(kClock, R"("clock": "calendar", "time_to_failure": "10 min")"),
                          kTwoLots);
  EXPECT_EQ(timeline.times(EventType::kFailureStarted), (Minutes{10, 25}));
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 9), Pair("B.1", 31)));
}

// One operation between failures: due when the second one would start.
TEST(FailureClockOption, CyclesCountsOperations) {
  const Timeline timeline(with(kClock, R"("clock": "cycles", "cycles_to_failure": 1)"), kTwoLots);
  EXPECT_EQ(timeline.times(EventType::kFailureStarted), (Minutes{20}));
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 9), Pair("B.1", 31)));
}

constexpr const char* kCalendar = R"({
  "id": "CALENDAR", "unit": "pcs", "materials": [{"id": "A"}],
  "shifts": [{"id": "SHIFT", "cycle": "60 min", "windows": [
    {"from": "0 min", "to": "10 min"}, {"from": "30 min", "to": "60 min"}]}],
  "labor": [{"id": "FITTERS", "size": 1, "shift": "SHIFT"}],
  "work_centers": [{"id": "M", $}],
  "routings": [{"id": "A", "operations": [
    {"id": 10, "work_center": "M", "time": "3 min", "per": "lot"}]}]})";

std::string lots_at(const std::string& first, const std::string& horizon) {
  return R"({"start": "2025-01-01T00:00Z", "horizon": ")" + horizon + R"(", "orders": [
    {"id": "A", "product": "A", "quantity": "1 pcs", "release": ")" +
         first + R"("}]})";
}

constexpr const char* kTenMinutes = R"("failures": [{"id": "JAM", "clock": "calendar",
  "time_to_failure": "10 min", "repair": "4 min" $}])";

TEST(NextFailureOption, RepairEndStartsTheClockAfterTheRepair) {
  const Timeline timeline(with(kCalendar, with(kTenMinutes, "")), lots_at("0 min", "45 min"));
  EXPECT_EQ(timeline.times(EventType::kFailureStarted), (Minutes{10, 24, 38}));
}

TEST(NextFailureOption, FailureStartLetsTheClockRunDuringTheRepair) {
  const Timeline timeline(with(kCalendar, with(kTenMinutes, R"(, "next_from": "failure_start")")),
                          lots_at("0 min", "45 min"));
  EXPECT_EQ(timeline.times(EventType::kFailureStarted), (Minutes{10, 20, 30, 40}));
}

// A failure is due at 15, between the shifts; a lot comes when the next one begins at 30.
constexpr const char* kOffShift = R"("shift": "SHIFT", "failures": [{"id": "JAM",
  "clock": "calendar", "time_to_failure": "15 min", "repair": "4 min" $}])";

TEST(FailureOffShiftOption, DeferredHappensWhenTheMachineIsUpAgain) {
  const Timeline timeline(with(kCalendar, with(kOffShift, "")), lots_at("30 min", "40 min"));
  EXPECT_EQ(timeline.times(EventType::kFailureStarted), (Minutes{30}));
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{37}));
}

TEST(FailureOffShiftOption, OverlapsHappensAndIsRepairedMeanwhile) {
  const Timeline timeline(with(kCalendar, with(kOffShift, R"(, "while_stopped": "overlaps")")),
                          lots_at("30 min", "34 min"));
  EXPECT_EQ(timeline.times(EventType::kFailureStarted), (Minutes{15}));
  EXPECT_EQ(timeline.times(EventType::kFailureEnded), (Minutes{19}));
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{33}));
}

// Two modes: LONG from 5 to 17 (12 min), SHORT due at 8. Deferred it begins at 17 and ends at 19;
// overlapping it is over at 10.
constexpr const char* kTwoModes = R"("failures": [
  {"id": "LONG", "clock": "calendar", "time_to_failure": "5 min", "repair": "12 min"},
  {"id": "SHORT", "clock": "calendar", "time_to_failure": "8 min", "repair": "2 min" $}])";

TEST(FailureWhileDownOption, DeferredWaitsForTheEndOfTheOtherRepair) {
  const Timeline timeline(with(kCalendar, with(kTwoModes, "")), lots_at("16 min", "24 min"));
  EXPECT_EQ(timeline.times(EventType::kFailureStarted), (Minutes{5, 17, 22}));
  EXPECT_EQ(timeline.times(EventType::kFailureEnded), (Minutes{17, 19}));
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{22}));
}

// SHORT again 8 min after its repair: at 18, in the work of the lot at 17-18, 20-22.
TEST(FailureWhileDownOption, OverlapsIsRepairedBesideTheOther) {
  const Timeline timeline(with(kCalendar, with(kTwoModes, R"(, "while_stopped": "overlaps")")),
                          lots_at("16 min", "23 min"));
  EXPECT_EQ(timeline.times(EventType::kFailureStarted), (Minutes{5, 8, 18, 22}));
  EXPECT_EQ(timeline.times(EventType::kFailureEnded), (Minutes{10, 17, 20}));
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{22}));
}

// The repair of 6 min begins at 8; the fitters leave at 10 and are back at 30.
constexpr const char* kCrew = R"("failures": [{"id": "JAM", "clock": "calendar",
  "time_to_failure": "8 min", "repair": "6 min", "crew": {"pool": "FITTERS"} $}])";

TEST(RepairTimeOption, ContinuousGoesOnAfterTheShiftOfTheCrew) {
  const Timeline timeline(with(kCalendar, with(kCrew, "")), lots_at("0 min", "20 min"));
  EXPECT_EQ(timeline.times(EventType::kFailureEnded), (Minutes{14}));
}

TEST(RepairTimeOption, CrewShiftsRestsUntilTheCrewIsBack) {
  const Timeline timeline(with(kCalendar, with(kCrew, R"(, "repair_time": "crew_shifts")")),
                          lots_at("0 min", "40 min"));
  EXPECT_EQ(timeline.times(EventType::kFailureEnded), (Minutes{34}));
}

}  // namespace
}  // namespace planttwin::testing
