#include "sim/kernel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace planttwin::sim {
namespace {

Time at(std::int64_t microseconds) {
  return Time::from_start(Duration::microseconds(microseconds));
}

// Writes down what the kernel does, and lets a test say what happens on top of it.
struct Diary {
  EventCalendar& calendar;
  std::vector<std::string> lines = {};
  std::function<void(const Event&)> on_event = [](const Event&) {};
  std::function<void()> on_decide = [] {};
  bool touched = false;
  bool stop = false;

  void handle(const Event& event) {
    lines.push_back(std::to_string(event.time.count()) + "." + std::to_string(calendar.round()) +
                    " event " + std::to_string(event.target));
    on_event(event);
  }
  void decide() {
    touched = false;
    lines.emplace_back("decide");
    on_decide();
  }
  bool undecided() const { return touched; }
  void finish_instant() { lines.emplace_back("finish"); }
  bool stop_requested() const { return stop; }

  void schedule(std::int64_t time, std::uint32_t target) {
    calendar.schedule(at(time), Phase::kCompletion, 0, target, target);
  }
};

using Lines = std::vector<std::string>;

TEST(Kernel, DecidesOnceAfterAllEventsOfARound) {
  EventCalendar calendar;
  Diary diary{calendar};
  FreeRunning driver;
  diary.schedule(5, 2);
  diary.schedule(5, 1);
  diary.schedule(9, 3);
  EXPECT_EQ(advance(calendar, diary, driver, at(100)), KernelStatus::kRanDry);
  EXPECT_EQ(diary.lines, (Lines{"5.0 event 1", "5.0 event 2", "decide", "finish", "9.0 event 3",
                                "decide", "finish"}));
}

TEST(Kernel, OpensARoundForConsequencesOfZeroDuration) {
  EventCalendar calendar;
  Diary diary{calendar};
  FreeRunning driver;
  diary.schedule(5, 1);
  diary.schedule(5, 2);
  diary.on_event = [&](const Event& event) {
    if (event.target == 1) diary.schedule(5, 0);  // before event 2 by rank, yet a round later
  };
  advance(calendar, diary, driver, at(100));
  EXPECT_EQ(diary.lines,
            (Lines{"5.0 event 1", "5.0 event 2", "decide", "5.1 event 0", "decide", "finish"}));
}

TEST(Kernel, OpensARoundForADecisionThatLeavesSomethingUndecided) {
  EventCalendar calendar;
  Diary diary{calendar};
  FreeRunning driver;
  diary.schedule(5, 1);
  int decisions = 0;
  diary.on_decide = [&] { diary.touched = ++decisions < 3; };
  advance(calendar, diary, driver, at(100));
  EXPECT_EQ(diary.lines, (Lines{"5.0 event 1", "decide", "decide", "decide", "finish"}));
}

TEST(Kernel, LeavesEventsAtTheEndOfTheHorizonPending) {
  EventCalendar calendar;
  Diary diary{calendar};
  FreeRunning driver;
  diary.schedule(9, 1);
  diary.schedule(10, 2);
  EXPECT_EQ(advance(calendar, diary, driver, at(10)), KernelStatus::kReachedEnd);
  EXPECT_EQ(diary.lines, (Lines{"9.0 event 1", "decide", "finish"}));
  EXPECT_EQ(calendar.next_time(), at(10));
  EXPECT_EQ(advance(calendar, diary, driver, at(11)), KernelStatus::kRanDry);
  EXPECT_EQ(diary.lines.size(), 6u);
}

TEST(Kernel, CompletesTheInstantInWhichTheModelAsksToStop) {
  EventCalendar calendar;
  Diary diary{calendar};
  FreeRunning driver;
  diary.schedule(5, 1);
  diary.schedule(5, 2);
  diary.schedule(6, 3);
  diary.on_event = [&](const Event&) { diary.stop = true; };
  EXPECT_EQ(advance(calendar, diary, driver, at(100)), KernelStatus::kStopped);
  EXPECT_EQ(diary.lines, (Lines{"5.0 event 1", "5.0 event 2", "decide", "finish"}));
  EXPECT_EQ(calendar.size(), 1u);
}

TEST(Kernel, AllowsTenThousandRoundsInAnInstant) {
  EventCalendar calendar;
  Diary diary{calendar};
  FreeRunning driver;
  std::uint32_t rounds = 1;
  diary.schedule(5, 1);
  diary.on_event = [&](const Event&) {
    if (rounds++ < kMaxRounds) diary.schedule(5, 1);
  };
  EXPECT_EQ(advance(calendar, diary, driver, at(100)), KernelStatus::kRanDry);
}

TEST(Kernel, EndsAnInstantThatNeedsMoreRoundsAndShowsWhoIsLooping) {
  EventCalendar calendar;
  Diary diary{calendar};
  FreeRunning driver;
  diary.schedule(5, 42);
  diary.on_event = [&](const Event&) { diary.schedule(5, 42); };
  EXPECT_EQ(advance(calendar, diary, driver, at(100)), KernelStatus::kEndlessRounds);
  ASSERT_TRUE(calendar.peek().has_value());
  EXPECT_EQ(calendar.peek()->target, 42u);
  EXPECT_EQ(std::count(diary.lines.begin(), diary.lines.end(), "decide"), kMaxRounds);
}

TEST(Kernel, EndsADecisionThatNeverSettles) {
  EventCalendar calendar;
  Diary diary{calendar};
  FreeRunning driver;
  diary.schedule(5, 1);
  diary.on_decide = [&] { diary.touched = true; };
  EXPECT_EQ(advance(calendar, diary, driver, at(100)), KernelStatus::kEndlessRounds);
}

// Asks for a look at the calendar first and reports where it was told to go.
struct InterruptedDriver {
  int interruptions = 2;
  std::vector<std::int64_t> targets = {};

  static bool expects_input() { return true; }
  Wakeup advance_to(Time target, Time, Diary& model) {
    targets.push_back(target.count());
    if (interruptions == 0) return Wakeup::kReached;
    model.schedule(10 - interruptions, 7);
    --interruptions;
    return Wakeup::kInput;
  }
};

TEST(Kernel, LooksAtTheCalendarAgainAfterOutsideInputAndWaitsForTheEnd) {
  EventCalendar calendar;
  Diary diary{calendar};
  InterruptedDriver driver;
  EXPECT_EQ(advance(calendar, diary, driver, at(50)), KernelStatus::kReachedEnd);
  EXPECT_EQ(driver.targets, (std::vector<std::int64_t>{50, 8, 8, 9, 50}));
  EXPECT_EQ(diary.lines.size(), 6u);
}

}  // namespace
}  // namespace planttwin::sim
