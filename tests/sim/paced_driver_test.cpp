#include "sim/paced_driver.h"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/kernel.h"
#include "sim/replay_driver.h"
#include "tests/sim/fake_wall_clock.h"
#include "tests/sim/journalled_model.h"

namespace planttwin::sim {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

Time at(std::int64_t us) { return Time::from_start(Duration::microseconds(us)); }

// A model with ticks at 0, 1000, 2000 us, run in steps by a fake clock.
class PacedRun : public testing::Test {
 protected:
  PacedRun() { model_.start(at(0)); }

  PushResult push(const std::string& payload) { return queue_.push({"erp", payload}); }
  void plan_input(microseconds moment, const std::string& payload) {
    clock_.plan(moment, [this, payload] { EXPECT_EQ(push(payload), PushResult::kAccepted); });
  }
  KernelStatus run(Time until, Pace pace = Pace::real_time()) {
    PacedDriver driver(queue_, journal_, clock_, pace, at(0));
    return advance(model_.calendar, model_, driver, until);
  }
  microseconds elapsed() const {
    return std::chrono::duration_cast<microseconds>(clock_.now().time_since_epoch());
  }

  FakeWallClock clock_;
  OutsideInputQueue queue_{clock_, 100};
  MemoryJournal journal_;
  JournalledModel model_;
};

TEST_F(PacedRun, TakesAsLongAsTheClockOnTheWall) {
  EXPECT_EQ(run(at(2'500'000)), KernelStatus::kReachedEnd);
  EXPECT_EQ(elapsed(), microseconds(2'500'000));
  EXPECT_EQ(model_.calendar.now(), at(2'499'000));
}

TEST_F(PacedRun, RunsAtAMultipleOfRealTime) {
  EXPECT_EQ(run(at(2'500'000), Pace::times_real_time(10)), KernelStatus::kReachedEnd);
  EXPECT_EQ(elapsed(), microseconds(250'000));
  EXPECT_EQ(model_.calendar.now(), at(2'499'000));
}

TEST_F(PacedRun, AnInputTakesEffectAtTheMappedWallTime) {
  plan_input(microseconds(250), "order");  // at ten times real time: 2500 us in the plant
  run(at(3100), Pace::times_real_time(10));
  EXPECT_EQ(model_.events.substr(0, 40), "0 tick\n1000 tick\n2000 tick\n2500 erp:orde");
}

TEST_F(PacedRun, AnInputOfAnInstantThatIsProcessedTakesEffectAMicrosecondLater) {
  // Both arrive while the tick at 1000 is being processed, the wall clock standing still.
  model_.on_tick = [this](Time now) {
    if (now != at(1000)) return;
    EXPECT_EQ(push("late"), PushResult::kAccepted);
    EXPECT_EQ(push("as late"), PushResult::kAccepted);
  };
  run(at(1100));
  EXPECT_EQ(model_.events, "0 tick\n1000 tick\n1001 erp:late\n1001 erp:as late\n");
  ASSERT_EQ(journal_.records().size(), 2u);
  EXPECT_EQ(
      journal_.records()[1],
      (JournalRecord{JournalRecord::Kind::kInput, 1, at(1000), at(1001), {"erp", "as late"}}));
}

TEST_F(PacedRun, AnInputOfTheInstantThatIsNextJoinsItsFirstPhase) {
  plan_input(microseconds(2000), "punctual");
  run(at(2001));
  EXPECT_EQ(model_.events, "0 tick\n1000 tick\n2000 erp:punctual\n2000 tick\n");
}

TEST_F(PacedRun, InputsOfOneInstantTakeEffectInTheOrderOfArrival) {
  clock_.plan(microseconds(500), [this] {
    for (const char* name : {"z", "a", "m"}) EXPECT_EQ(push(name), PushResult::kAccepted);
  });
  run(at(600));
  EXPECT_EQ(model_.events, "0 tick\n500 erp:z\n500 erp:a\n500 erp:m\n");
}

TEST_F(PacedRun, APlantThatFellBehindCatchesUpBeforeLaterInputActs) {
  PacedDriver driver(queue_, journal_, clock_, Pace::real_time(), at(0));
  plan_input(microseconds(2500), "order");
  clock_.pass(microseconds(4000));
  EXPECT_EQ(driver.lag(at(1000)), Duration::microseconds(3000));
  advance(model_.calendar, model_, driver, at(2600));
  EXPECT_EQ(model_.events, "0 tick\n1000 tick\n2000 tick\n2500 erp:order\n");
  EXPECT_EQ(elapsed(), microseconds(4000));
}

TEST_F(PacedRun, IsStoppedFromOutsideInTheMidstOfAWait) {
  clock_.plan(microseconds(1500), [this] { queue_.request_stop(); });
  EXPECT_EQ(run(at(1'000'000)), KernelStatus::kStopped);
  EXPECT_EQ(elapsed(), microseconds(1500));
  EXPECT_EQ(model_.calendar.now(), at(1000));
  ASSERT_EQ(journal_.records().size(), 1u);
  EXPECT_EQ(journal_.records()[0].kind, JournalRecord::Kind::kStop);
  EXPECT_EQ(queue_.push({"erp", "too late"}), PushResult::kStopped);
}

TEST_F(PacedRun, WithNothingPendingWaitsForInputWithoutEnd) {
  JournalledModel idle;
  plan_input(seconds(86400), "wake up");
  clock_.plan(seconds(86401), [this] { queue_.request_stop(); });
  PacedDriver driver(queue_, journal_, clock_, Pace::real_time(), at(0));
  EXPECT_EQ(advance(idle.calendar, idle, driver, Time::never()), KernelStatus::kStopped);
  EXPECT_EQ(idle.events, "86400000000 erp:wake up\n");
}

TEST_F(PacedRun, JournalsAnInputBeforeTheModelSeesIt) {
  struct FullDisk final : InputJournal {
    void append(const JournalRecord&) override { throw JournalError("disk full"); }
    std::uint64_t next_sequence() const override { return 0; }
  } journal;
  plan_input(microseconds(500), "order");
  PacedDriver driver(queue_, journal, clock_, Pace::real_time(), at(0));
  EXPECT_THROW(advance(model_.calendar, model_, driver, at(5000)), JournalError);
  EXPECT_TRUE(model_.payloads.empty());
}

TEST_F(PacedRun, RefusesAPaceThatIsNoPace) {
  for (const double factor : {0.0, -1.0, std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THROW(Pace::times_real_time(factor), std::invalid_argument) << factor;
  }
}

TEST_F(PacedRun, PushSaysFullWhenTheBoundIsReachedAndKeepsNothing) {
  OutsideInputQueue queue(clock_, 2);
  EXPECT_EQ(queue.push({"erp", "1"}), PushResult::kAccepted);
  EXPECT_EQ(queue.push({"erp", "2"}), PushResult::kAccepted);
  EXPECT_EQ(queue.push({"erp", "3"}), PushResult::kFull);
  EXPECT_EQ(queue.pop()->input.payload, "1");
  EXPECT_EQ(queue.push({"erp", "4"}), PushResult::kAccepted);
  EXPECT_EQ(queue.pop()->input.payload, "2");
  EXPECT_EQ(queue.pop()->input.payload, "4");
  EXPECT_FALSE(queue.pop().has_value());
}

JournalledModel replay(std::vector<JournalRecord> records, Time until, KernelStatus& status) {
  JournalledModel model;
  model.start(at(0));
  ReplayDriver driver(std::move(records));
  status = advance(model.calendar, model, driver, until);
  EXPECT_TRUE(driver.finished());
  return model;
}

TEST_F(PacedRun, IsRepeatedByteForByteFromItsJournal) {
  std::mt19937 random(11);
  for (int i = 0; i < 300; ++i) {
    // Many at the very instant of a tick, several at the same moment, some while it is busy.
    const microseconds moment(random() % 3 == 0 ? 1000 * (random() % 50) : random() % 50'000);
    plan_input(moment / 10, "input " + std::to_string(i));
  }
  clock_.pass(microseconds(700));  // before the run: these take effect at its start
  const KernelStatus paced = run(at(60'000), Pace::times_real_time(10));
  ASSERT_EQ(journal_.records().size(), 300u);
  KernelStatus status{};
  const JournalledModel again = replay(journal_.records(), at(60'000), status);
  EXPECT_EQ(status, paced);
  EXPECT_EQ(again.events, model_.events);
  EXPECT_EQ(again.saved(), model_.saved());
}

TEST_F(PacedRun, IsRepeatedUpToTheInstantAtWhichItWasStopped) {
  plan_input(microseconds(1500), "order");
  clock_.plan(microseconds(7300), [this] { queue_.request_stop(); });
  const KernelStatus paced = run(at(60'000));
  KernelStatus status{};
  const JournalledModel again = replay(journal_.records(), at(60'000), status);
  EXPECT_EQ(paced, KernelStatus::kStopped);
  EXPECT_EQ(status, paced);
  EXPECT_EQ(again.saved(), model_.saved());
}

TEST_F(PacedRun, RefusesAJournalOfAnotherRun) {
  JournalledModel model;
  model.start(at(5000));  // the journalled run was at work earlier
  ReplayDriver driver({{JournalRecord::Kind::kInput, 0, at(1000), at(1001), {"erp", "x"}}});
  EXPECT_THROW(advance(model.calendar, model, driver, at(9000)), JournalError);
}

TEST(SteadyPace, KeepsToTheRealClock) {
  SteadyWallClock clock;
  OutsideInputQueue queue(clock, 10);
  MemoryJournal journal;
  JournalledModel model;
  model.start(at(0));
  const auto start = std::chrono::steady_clock::now();
  PacedDriver driver(queue, journal, clock, Pace::times_real_time(100), at(0));
  advance(model.calendar, model, driver, at(2'000'000));
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(20));
}

}  // namespace
}  // namespace planttwin::sim
