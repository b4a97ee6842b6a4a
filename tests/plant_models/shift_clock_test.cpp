// Shifts: clock changes, holidays and breaks.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using State = plant::MachineStateCode;

// A machine in Berlin that works nights, and one lot of the given work.
std::string night_plant(const std::string& work, const std::string& shift) {
  return R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "sites": [{"id": "BERLIN", "time_zone": "Europe/Berlin"}],
    "shifts": [{"id": "NIGHT", )" +
         shift + R"(}],
    "work_centers": [{"id": "M", "shift": "NIGHT"}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": ")" +
         work + R"(", "per": "lot"}]}]})";
}

std::string order_from(const std::string& start) {
  return R"({"start": ")" + start + R"(", "horizon": "10 d",
    "orders": [{"id": "O", "product": "A", "quantity": "1 pcs"}]})";
}

constexpr const char* kEveryNight = R"("patterns": [
  {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "22:00", "to": "06:00"}])";

double minutes_to_complete(const std::string& plant, const std::string& start) {
  const Timeline timeline(plant, order_from(start));
  const Minutes times = timeline.times(EventType::kLotCompleted);
  return times.size() == 1 ? times[0] : -1;
}

double hours_to_complete(const std::string& plant, const std::string& start) {
  return minutes_to_complete(plant, start) / 60;
}

// 2025-03-29 22:00 CET is 21:00Z, 9 h after the start; 06:00 CEST is 04:00Z, only 7 h later.
TEST(NightShift, LastsSevenHoursWhenTheClockGoesForward) {
  const std::string start = "2025-03-29T12:00:00Z";
  EXPECT_EQ(hours_to_complete(night_plant("7 h", kEveryNight), start), 9 + 7);
  // One hour is left for the next night, which begins at 22:00 CEST = 20:00Z, after 32 h.
  EXPECT_EQ(hours_to_complete(night_plant("8 h", kEveryNight), start), 32 + 1);
}

// 2025-10-25 22:00 CEST is 20:00Z, 8 h after the start; 06:00 CET is 05:00Z, 9 h later.
TEST(NightShift, LastsNineHoursWhenTheClockGoesBack) {
  const std::string start = "2025-10-25T12:00:00Z";
  EXPECT_EQ(hours_to_complete(night_plant("9 h", kEveryNight), start), 8 + 9);
  // The tenth hour is in the next night, from 22:00 CET = 21:00Z, after 33 h.
  EXPECT_EQ(hours_to_complete(night_plant("10 h", kEveryNight), start), 33 + 1);
}

TEST(NightShift, LastsEightHoursInAnyOtherNight) {
  EXPECT_EQ(hours_to_complete(night_plant("8 h", kEveryNight), "2025-01-06T12:00:00Z"), 9 + 8);
}

// Saturday's night goes on into Sunday, and there is no other one: from 21:00Z to 05:00Z.
TEST(NightShift, BelongsToTheDayOnWhichItBegins) {
  const std::string saturdays =
      R"("patterns": [{"days": ["sat"], "from": "22:00", "to": "06:00"}])";
  // 2025-01-11 is a Saturday.
  EXPECT_EQ(hours_to_complete(night_plant("8 h", saturdays), "2025-01-11T12:00:00Z"), 9 + 8);
  EXPECT_EQ(hours_to_complete(night_plant("9 h", saturdays), "2025-01-11T12:00:00Z"),
            9 + 7 * 24 + 1);
}

// At 00:00Z = 01:00 CET on Sunday, Saturday's night has five hours left.
TEST(NightShift, IsUnderWayWhenTheRunStartsAfterMidnight) {
  const std::string saturdays =
      R"("patterns": [{"days": ["sat"], "from": "22:00", "to": "06:00"}])";
  EXPECT_EQ(hours_to_complete(night_plant("5 h", saturdays), "2025-01-12T00:00:00Z"), 5);
}

TEST(NightShift, IsHeldBeforeAHolidayButNotOnIt) {
  const std::string nights = std::string(kEveryNight) + R"(, "holidays": ["2025-01-08"])";
  // The night that begins on the 7th runs into the holiday: 8 h of work are done in it.
  EXPECT_EQ(hours_to_complete(night_plant("8 h", nights), "2025-01-07T12:00:00Z"), 9 + 8);
  // The ninth hour falls into the night of the 9th: the 8th has none.
  EXPECT_EQ(hours_to_complete(night_plant("9 h", nights), "2025-01-07T12:00:00Z"), 9 + 48 + 1);
}

// 22:00 CET, 3 h to 01:00, half an hour off, 2 h more.
TEST(NightShift, HasABreakAfterMidnight) {
  const std::string nights = R"("patterns": [
    {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "22:00", "to": "06:00",
     "breaks": [{"from": "01:00", "to": "01:30"}]}])";
  EXPECT_EQ(hours_to_complete(night_plant("5 h", nights), "2025-01-06T12:00:00Z"), 9 + 5.5);
}

// The hour from 02:00 to 03:00 does not exist on 2025-03-30, nor does the break within it.
TEST(NightShift, HasNoBreakInTheHourThatTheClockSkips) {
  const std::string nights = R"("patterns": [
    {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "22:00", "to": "06:00",
     "breaks": [{"from": "02:00", "to": "03:00"}]}])";
  EXPECT_EQ(hours_to_complete(night_plant("7 h", nights), "2025-03-29T12:00:00Z"), 9 + 7);
}

constexpr const char* kDay = R"("patterns": [
  {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "16:00",
   "breaks": [{"from": "10:00", "to": "10:15"}, {"from": "12:00", "to": "12:30"}]}])";

// Berlin is one hour ahead of UTC in January and two in July.
TEST(DayShift, FollowsTheLocalTimeOfItsSite) {
  EXPECT_EQ(hours_to_complete(night_plant("1 h", kDay), "2025-01-06T00:00:00Z"), 7 + 1);
  EXPECT_EQ(hours_to_complete(night_plant("1 h", kDay), "2025-07-07T00:00:00Z"), 6 + 1);
}

// 08:00 to 16:00 less two breaks leaves 7.25 h: work of 7 h ends at 15:45.
TEST(DayShift, RestsInItsBreaks) {
  const Timeline timeline(night_plant("7 h", kDay), order_from("2025-01-06T07:00:00Z"));
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{7 * 60 + 45}));
  EXPECT_EQ(timeline.times(EventType::kOperationPaused), (Minutes{120, 240}));
  EXPECT_EQ(timeline.times(EventType::kOperationResumed), (Minutes{135, 270}));
}

// Friday the 10th: 7.25 h of work; the rest is done on Monday from 08:00.
TEST(DayShift, RestsOverTheWeekend) {
  EXPECT_EQ(hours_to_complete(night_plant("8 h", kDay), "2025-01-10T07:00:00Z"), 3 * 24 + 0.75);
}

// Ten days from Monday 06:00Z on hold eight days of work of 7.25 h each.
TEST(DayShift, ChargesAllOtherTimeToOffShift) {
  const Timeline timeline(night_plant("1 h", kDay), order_from("2025-01-06T06:00:00Z"));
  EXPECT_DOUBLE_EQ(timeline.measured().state("M/1", State::kOffShift), 1 - 8 * 7.25 / 240);
  EXPECT_DOUBLE_EQ(timeline.measured().state("M/1", State::kProcessing), 1.0 / 240);
  EXPECT_DOUBLE_EQ(timeline.measured().state("M/1", State::kIdle), (8 * 7.25 - 1) / 240);
}

TEST(Shifts, OfTwoSitesFollowTheirOwnClocks) {
  const Timeline timeline(R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}, {"id": "B"}],
    "sites": [{"id": "BERLIN", "time_zone": "Europe/Berlin"},
              {"id": "NEW_YORK", "time_zone": "America/New_York"}],
    "shifts": [
      {"id": "EAST", "site": "BERLIN",
       "patterns": [{"days": ["mon"], "from": "08:00", "to": "16:00"}]},
      {"id": "WEST", "site": "NEW_YORK",
       "patterns": [{"days": ["mon"], "from": "08:00", "to": "16:00"}]}],
    "work_centers": [{"id": "M1", "site": "BERLIN", "shift": "EAST"},
                     {"id": "M2", "site": "NEW_YORK", "shift": "WEST"}],
    "routings": [
      {"id": "A", "operations": [{"id": 10, "work_center": "M1", "time": "1 h", "per": "lot"}]},
      {"id": "B", "operations": [{"id": 10, "work_center": "M2", "time": "1 h", "per": "lot"}]}]})",
                          R"({"start": "2025-01-06T00:00:00Z", "horizon": "2 d", "orders": [
    {"id": "A", "product": "A", "quantity": "1 pcs"},
    {"id": "B", "product": "B", "quantity": "1 pcs"}]})");
  EXPECT_EQ(timeline.completed().at("A.1"), 60 * (8 - 1 + 1));  // CET = UTC + 1
  EXPECT_EQ(timeline.completed().at("B.1"), 60 * (8 + 5 + 1));  // EST = UTC - 5
}

// Windows count from the start of the run: [0, 10) and [20, 30) of every 60 minutes.
TEST(Shifts, RepeatTheirWindowsInEveryCycle) {
  const std::string cycle = R"("cycle": "60 min", "windows": [
    {"from": "0 min", "to": "10 min"}, {"from": "20 min", "to": "30 min"}])";
  // 20 minutes of work in each cycle: 45 minutes end after two cycles and five minutes.
  EXPECT_DOUBLE_EQ(hours_to_complete(night_plant("45 min", cycle), "2025-01-06T00:00:00Z") * 60,
                   125);
}

}  // namespace
}  // namespace planttwin::testing
