// Also run under the thread sanitizer (tests/thread_tests.cmake).

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "sim/kernel.h"
#include "sim/paced_driver.h"
#include "sim/replay_driver.h"
#include "tests/sim/journalled_model.h"

namespace planttwin::sim {
namespace {

constexpr int kSenders = 4;
constexpr int kInputsEach = 500;

Time at(std::int64_t us) { return Time::from_start(Duration::microseconds(us)); }

// Sends all its inputs, trying again whenever the queue is full.
void send_all(OutsideInputQueue& queue, int sender, std::atomic<int>& refused) {
  for (int i = 0; i < kInputsEach; ++i) {
    while (queue.push({"sender " + std::to_string(sender), std::to_string(i)}) ==
           PushResult::kFull) {
      ++refused;
      std::this_thread::yield();
    }
  }
}

TEST(OutsideInput, InputsOfSeveralThreadsAllActOnceInEachSendersOrder) {
  SteadyWallClock clock;
  OutsideInputQueue queue(clock, 8);
  MemoryJournal journal;
  JournalledModel model;
  model.start(at(0));
  std::atomic<int> refused = 0;
  std::thread supervisor([&] {
    std::vector<std::thread> senders;
    senders.reserve(kSenders);
    for (int sender = 0; sender < kSenders; ++sender) {
      senders.emplace_back(send_all, std::ref(queue), sender, std::ref(refused));
    }
    for (std::thread& sender : senders) sender.join();
    while (queue.size() > 0) std::this_thread::yield();
    queue.request_stop();
  });
  PacedDriver driver(queue, journal, clock, Pace::times_real_time(3), at(0));
  const KernelStatus status = advance(model.calendar, model, driver, Time::never());
  supervisor.join();

  EXPECT_EQ(status, KernelStatus::kStopped);
  std::map<std::string, int> next;
  int inputs = 0;
  for (const JournalRecord& record : journal.records()) {
    if (record.kind != JournalRecord::Kind::kInput) continue;
    ++inputs;
    EXPECT_EQ(record.input.payload, std::to_string(next[record.input.source]++));
  }
  EXPECT_GE(inputs, kSenders * kInputsEach - 1);  // one may be in the driver's hand at the stop
  JournalledModel again;
  again.start(at(0));
  ReplayDriver replay(journal.records());
  EXPECT_EQ(advance(again.calendar, again, replay, Time::never()), KernelStatus::kStopped);
  EXPECT_EQ(again.saved(), model.saved());
}

TEST(OutsideInput, AStopInterruptsAWaitWithoutEnd) {
  SteadyWallClock clock;
  OutsideInputQueue queue(clock, 8);
  MemoryJournal journal;
  JournalledModel model;
  PacedDriver driver(queue, journal, clock, Pace::real_time(), at(0));
  std::thread stopper([&] { queue.request_stop(); });
  EXPECT_EQ(advance(model.calendar, model, driver, Time::never()), KernelStatus::kStopped);
  stopper.join();
}

TEST(OutsideInput, AnInputInterruptsAWaitAndActsAtOnce) {
  SteadyWallClock clock;
  OutsideInputQueue queue(clock, 8);
  MemoryJournal journal;
  JournalledModel model;
  model.start(at(3'600'000'000));  // in an hour
  std::thread sender([&] {
    EXPECT_EQ(queue.push({"erp", "order"}), PushResult::kAccepted);
    while (queue.size() > 0) std::this_thread::yield();
    queue.request_stop();
  });
  PacedDriver driver(queue, journal, clock, Pace::real_time(), at(0));
  EXPECT_EQ(advance(model.calendar, model, driver, Time::never()), KernelStatus::kStopped);
  sender.join();
  ASSERT_FALSE(journal.records().empty());
  EXPECT_EQ(journal.records()[0].input.payload, "order");
  EXPECT_LT(journal.records()[0].takes_effect, at(3'600'000'000));
}

}  // namespace
}  // namespace planttwin::sim
