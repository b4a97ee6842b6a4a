// Options of interrupted work: what becomes of it, of its people and tools and of the setup.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/plant_models/option_text.h"
#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using ::testing::ElementsAre;
using ::testing::Pair;

// A failure of 3 min at minute 4 in the work of 10 min of the first lot; the second lot waits.
constexpr const char* kInterrupted = R"({
  "id": "STOP", "unit": "pcs", "options": {$}, "materials": [{"id": "A"}],
  "work_centers": [{"id": "M", "failures": [
    {"id": "JAM", "clock": "calendar", "time_to_failure": "1000 h", "repair": "3 min"}]}],
  "routings": [{"id": "A", "operations": [
    {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}]})";

constexpr const char* kFailsAtFour = R"({"start": "2025-01-01T00:00Z", "until": "done",
  "orders": [{"id": "A", "product": "A", "quantity": "2 pcs", "lot_size": "1 pcs"}],
  "initial_state": {"clocks": [{"machine": "M/1", "mode": "JAM", "remaining": "4 min"}]}})";

TEST(InterruptedWorkOption, ResumeWorksOffTheRest) {
  const Timeline timeline(with(kInterrupted, ""), kFailsAtFour);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 13), Pair("A.2", 23)));
}

TEST(InterruptedWorkOption, RepeatBeginsAnewWithTheSameDuration) {
  const Timeline timeline(with(kInterrupted, R"("interrupted_work": "repeat")"), kFailsAtFour);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 17), Pair("A.2", 27)));
}

TEST(InterruptedWorkOption, ScrapLosesTheLot) {
  const Timeline timeline(with(kInterrupted, R"("interrupted_work": "scrap")"), kFailsAtFour);
  EXPECT_EQ(timeline.times(EventType::kLotScrapped), (Minutes{4}));
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.2", 17)));
}

// The same with a work of 6 to 14 min: after the repair it takes the old or another time.
double minutes_after_repair(const std::string& option) {
  std::string plant = with(kInterrupted, option);
  const std::string fixed = R"("10 min")";
  plant.replace(plant.find(fixed), fixed.size(),
                R"({"uniform": {"min": "6 min", "max": "14 min"}})");
  const Timeline timeline(plant, kFailsAtFour);
  return timeline.completed().at("A.1") - 7;
}

TEST(InterruptedWorkOption, RepeatRedrawnBeginsAnewWithANewDuration) {
  const double drawn = 4 + minutes_after_repair("");
  EXPECT_DOUBLE_EQ(minutes_after_repair(R"("interrupted_work": "repeat")"), drawn);
  const double redrawn = minutes_after_repair(R"("interrupted_work": "repeat_redrawn")");
  EXPECT_NE(redrawn, drawn);
  EXPECT_GE(redrawn, 6);
  EXPECT_LE(redrawn, 14);
}

// A batch of 200 lots, interrupted at 4.
Timeline interrupted_batch(const std::string& option) {
  std::string plant = with(kInterrupted, R"("interrupted_work": "scrap")");
  plant.replace(plant.find(R"("id": "M")"), 9,
                R"("id": "M", "batch": {"maximum": 200)" + option + "}");
  std::string input = kFailsAtFour;
  input.replace(input.find("2 pcs"), 5, "200 pcs");
  return Timeline(plant, input);
}

TEST(InterruptedBatchOption, AsOneScrapsAllLots) {
  const Timeline timeline = interrupted_batch("");
  EXPECT_EQ(timeline.times(EventType::kLotScrapped).size(), 200u);
  EXPECT_EQ(timeline.times(EventType::kLotCompleted).size(), 0u);
}

// Binomial of 200 lots and 0.5: 100 within 4 standard deviations of 7.07. The others go on.
TEST(InterruptedBatchOption, PerLotScrapsEachWithItsOwnChance) {
  const Timeline timeline =
      interrupted_batch(R"(, "when_interrupted": "per_lot", "scrap_probability": 0.5)");
  const Minutes scrapped = timeline.times(EventType::kLotScrapped);
  EXPECT_GE(scrapped.size(), 72u);
  EXPECT_LE(scrapped.size(), 128u);
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), Minutes(200 - scrapped.size(), 13.0));
}

// A works on M from 0, which fails at 4 for 20 min; B needs the same person (or tool) on N.
constexpr const char* kShared = R"({
  "id": "SHARED", "unit": "pcs", "options": {$}, "materials": [{"id": "A"}, {"id": "B"}],
  "labor": [{"id": "ANNA", "size": 1}], "tools": [{"id": "DIE", "count": 1}],
  "work_centers": [{"id": "M", "failures": [
    {"id": "JAM", "clock": "calendar", "time_to_failure": "1000 h", "repair": "20 min"}]},
    {"id": "N"}],
  "routings": [
    {"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot", #}]},
    {"id": "B", "operations": [
      {"id": 10, "work_center": "N", "time": "30 min", "per": "lot", #}]}]})";

Timeline shared(const std::string& need, const std::string& option) {
  std::string plant = with(kShared, option);
  for (std::size_t at = plant.find('#'); at != std::string::npos; at = plant.find('#')) {
    plant.replace(at, 1, need);
  }
  return Timeline(plant, R"({"start": "2025-01-01T00:00Z", "until": "done",
    "orders": [{"id": "A", "product": "A", "quantity": "1 pcs"},
               {"id": "B", "product": "B", "quantity": "1 pcs"}],
    "initial_state": {"clocks": [{"machine": "M/1", "mode": "JAM", "remaining": "4 min"}]}})");
}

constexpr const char* kNeedsAnna = R"("labor": [{"skill": "ANNA"}])";
constexpr const char* kNeedsDie = R"("tools": [{"tool": "DIE"}])";

// B 4-34 while M is down; A waits for Anna from 24 and resumes at 34.
TEST(LaborWhileInterruptedOption, ReleasedLetsPeopleWorkElsewhere) {
  const Timeline timeline = shared(kNeedsAnna, "");
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 40), Pair("B.1", 34)));
}

// A 0-4 and 24-30; B 30-60.
TEST(LaborWhileInterruptedOption, KeptLetsPeopleWaitAtTheMachine) {
  const Timeline timeline = shared(kNeedsAnna, R"("labor_while_interrupted": "kept")");
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 30), Pair("B.1", 60)));
}

TEST(ToolsWhileInterruptedOption, KeptLeavesTheToolInTheMachine) {
  const Timeline timeline = shared(kNeedsDie, "");
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 30), Pair("B.1", 60)));
}

// A waits for the tool from 24 to 34 though its machine is up.
TEST(ToolsWhileInterruptedOption, ReleasedLetsTheToolBeUsedElsewhere) {
  const Timeline timeline = shared(kNeedsDie, R"("tools_while_interrupted": "released")");
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 40), Pair("B.1", 34)));
  EXPECT_DOUBLE_EQ(timeline.measured().state("M/1", plant::MachineStateCode::kWaitingTool), 0.25);
}

// Lots of 5 min at 0 and at 20; a setup takes 3 min.
constexpr const char* kSetup = R"({
  "id": "SETUP", "unit": "pcs", "materials": [{"id": "A"}],
  "work_centers": [{"id": "M", "setup": {"changes": [{"to": "F", "time": "3 min"}] $},
    "failures": [
      {"id": "JAM", "clock": "calendar", "time_to_failure": "1000 h", "repair": "2 min"}],
    "maintenance": [{"id": "OIL", "trigger": "calendar", "interval": "1000 h", "first": "15 min",
                     "duration": "2 min"}]}],
  "routings": [{"id": "A", "operations": [
    {"id": 10, "work_center": "M", "setup_family": "F", "time": "5 min", "per": "lot"}]}]})";

std::string fails_at(const std::string& failure, const std::string& second) {
  return R"({"start": "2025-01-01T00:00Z", "until": "done",
    "orders": [{"id": "A", "product": "A", "quantity": "1 pcs"},
               {"id": "B", "product": "A", "quantity": "1 pcs", "release": ")" +
         second +
         R"("}],
    "initial_state": {"clocks": [{"machine": "M/1", "mode": "JAM", "remaining": ")" +
         failure + R"("}]}})";
}

// A: setup 0-3, work 3-8; a failure at 10-12, maintenance at 15-17; B: work 20-25.
TEST(SetupAfterStopOption, KeptNeedsNoSetupAfterAnyStop) {
  const Timeline timeline(with(kSetup, ""), fails_at("10 min", "20 min"));
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 8), Pair("B.1", 25)));
}

// The failure is at 10; B comes at 13, before the maintenance.
TEST(SetupAfterStopOption, LostAfterFailureNeedsANewSetup) {
  const Timeline kept(with(kSetup, ""), fails_at("10 min", "13 min"));
  EXPECT_THAT(kept.completed(), ElementsAre(Pair("A.1", 8), Pair("B.1", 18)));
  const Timeline lost(with(kSetup, R"(, "after_failure": "lost")"), fails_at("10 min", "13 min"));
  EXPECT_THAT(lost.completed(), ElementsAre(Pair("A.1", 8), Pair("B.1", 21)));
}

// Failure at 5 until 7, setup again 7-10, the other 3 min 10-13; B finds the setup: 13-18 does not
// suffice for maintenance at 15, which follows the work.
TEST(SetupAfterStopOption, LostInTheWorkIsDoneAgainBeforeTheRestOfTheWork) {
  const Timeline timeline(with(kSetup, R"(, "after_failure": "lost")"),
                          fails_at("5 min", "13 min"));
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 13), Pair("B.1", 18)));
  EXPECT_EQ(timeline.times(EventType::kSetupStarted), (Minutes{0, 7}));
}

// Failure at 2 until 4: the setup begins anew, 4-7; work 7-12. Kept: setup 4-5; work 5-10.
TEST(SetupAfterStopOption, LostInASetupLetsItBeginAnew) {
  const Timeline kept(with(kSetup, ""), fails_at("2 min", "20 min"));
  EXPECT_EQ(kept.completed().at("A.1"), 10);
  const Timeline lost(with(kSetup, R"(, "after_failure": "lost")"), fails_at("2 min", "20 min"));
  EXPECT_EQ(lost.completed().at("A.1"), 12);
}

TEST(SetupAfterStopOption, LostAfterMaintenanceNeedsANewSetup) {
  const Timeline timeline(with(kSetup, R"(, "after_maintenance": "lost")"),
                          fails_at("10 min", "20 min"));
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 8), Pair("B.1", 28)));
}

// B comes at 9, a minute after the end of A; at 8 there would be no idle time.
TEST(SetupAfterStopOption, LostAfterIdleNeedsANewSetup) {
  const std::string option = R"(, "after_idle": "lost")";
  const Timeline idle(with(kSetup, option), fails_at("500 min", "9 min"));
  EXPECT_EQ(idle.completed().at("B.1"), 17);
  const Timeline busy(with(kSetup, option), fails_at("500 min", "8 min"));
  EXPECT_EQ(busy.completed().at("B.1"), 13);
}

// The machine (or its person) is there from 0 to 10 and from 30 on. Lots of 6 min.
constexpr const char* kShift = R"({
  "id": "SHIFT", "unit": "pcs", "options": {$}, "materials": [{"id": "A"}],
  "shifts": [{"id": "DAY", "cycle": "100 min", "windows": [
    {"from": "0 min", "to": "10 min"}, {"from": "30 min", "to": "100 min"}]}],
  "work_centers": [{"id": "M", "shift": "DAY"}],
  "routings": [{"id": "A", "operations": [
    {"id": 10, "work_center": "M", "time": "6 min", "per": "lot"}]}]})";

constexpr const char* kThreeLots = R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
  {"id": "A", "product": "A", "quantity": "3 pcs", "lot_size": "1 pcs"}]})";

// A.2 6-10 and 30-32.
TEST(ShiftEndOption, PauseLetsWorkRestUntilTheNextShift) {
  const Timeline timeline(with(kShift, ""), kThreeLots);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 6), Pair("A.2", 32), Pair("A.3", 38)));
}

TEST(ShiftEndOption, FinishEndsTheOperationInOvertime) {
  const Timeline timeline(with(kShift, R"("shift_end": "finish")"), kThreeLots);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 6), Pair("A.2", 12), Pair("A.3", 36)));
}

TEST(ShiftEndOption, NoStartUnlessFinishedLeavesLotsForTheNextShift) {
  const Timeline timeline(with(kShift, R"("shift_end": "no_start_unless_finished")"), kThreeLots);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 6), Pair("A.2", 36), Pair("A.3", 42)));
}

// A: 10 min from 0, priority 0. B: 4 min from 3, priority 1.
constexpr const char* kPriority = R"({
  "id": "PRIORITY", "unit": "pcs", "options": {$}, "materials": [{"id": "A"}, {"id": "B"}],
  "work_centers": [{"id": "M"}],
  "routings": [
    {"id": "A", "operations": [
      {"id": 10, "work_center": "M", # "time": "10 min", "per": "lot"}]},
    {"id": "B", "operations": [
      {"id": 10, "work_center": "M", # "time": "4 min", "per": "lot"}]}]})";

Timeline urgent(const std::string& family, const std::string& option) {
  std::string plant = with(kPriority, option);
  for (std::size_t at = plant.find('#'); at != std::string::npos; at = plant.find('#')) {
    plant.replace(at, 1, family);
  }
  return Timeline(plant, R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
    {"id": "A", "product": "A", "quantity": "1 pcs"},
    {"id": "B", "product": "B", "quantity": "1 pcs", "priority": 1, "release": "3 min"}]})");
}

TEST(PreemptionOption, NonPreemptiveLetsTheUrgentLotWait) {
  EXPECT_THAT(urgent("", "").completed(), ElementsAre(Pair("A.1", 10), Pair("B.1", 14)));
}

// A 0-3, B 3-7, the other 7 min of A 7-14.
TEST(PreemptionOption, PreemptiveResumeInterruptsAndWorksOffTheRest) {
  const Timeline timeline = urgent("", R"("preemption": "preemptive_resume")");
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 14), Pair("B.1", 7)));
}

// B interrupts the setup for A, which is not half a setup for B: setup 3-8, B 8-12, A 12-22.
TEST(PreemptionOption, PreemptiveResumeGainsNothingFromAnUnfinishedSetup) {
  const Timeline timeline =
      urgent(R"("setup_family": "F", "setup": "5 min",)", R"("preemption": "preemptive_resume")");
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 22), Pair("B.1", 12)));
}

}  // namespace
}  // namespace planttwin::testing
