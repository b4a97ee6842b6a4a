// The event calendar under the hold model (Vaucher and Duval, "A comparison of simulation event
// list algorithms", 1975): take the earliest event, schedule one later, with as many pending all
// the time. For a share c of all scheduled events to be cancelled, c / (1 - c) of the steps cancel
// one and schedule another for it. The reference is a std::priority_queue of equal records that
// cancels lazily. An event is one that fires.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <queue>
#include <string>
#include <vector>

#include "sim/calendar.h"
#include "tests/performance/ratio.h"

namespace planttwin::performance {
namespace {

using sim::Duration;
using sim::Event;
using sim::EventCalendar;
using sim::EventHandle;
using sim::Phase;
using sim::Time;

constexpr std::size_t kDraws = 1 << 16;

// Exponential delays and what to cancel, computed beforehand: only the calendar is measured.
struct Script {
  std::vector<std::int64_t> delays;
  std::vector<std::uint8_t> cancels;

  Script(std::size_t pending, int cancelled_percent) : delays(kDraws), cancels(kDraws) {
    std::uint64_t state = 12345;
    const auto uniform = [&state] {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      return (static_cast<double>(state >> 11) + 0.5) * 0x1p-53;
    };
    for (std::size_t i = 0; i < kDraws; ++i) {
      delays[i] = 1 + static_cast<std::int64_t>(-std::log(uniform()) * 1000.0 *
                                                static_cast<double>(pending));
      cancels[i] = uniform() * (100 - cancelled_percent) < cancelled_percent ? 1 : 0;
    }
  }
  std::int64_t delay(std::uint64_t i) const { return delays[i % kDraws]; }
  bool cancel(std::uint64_t i) const { return cancels[i % kDraws] != 0; }
};

// An event to cancel lives for a while: the handles of the last few wait in a ring. When it has
// fired meanwhile, the newest event is cancelled instead, so that the number pending is kept.
std::size_t ring_size(std::size_t pending) { return std::min<std::size_t>(pending / 2, 64); }

class CalendarHold {
 public:
  CalendarHold(const Script& script, std::size_t pending)
      : script_(script), ring_(ring_size(pending)) {
    calendar_.enter_instant(Time{});
    for (std::size_t i = 0; i < pending; ++i) schedule(script_.delay(step_++));
  }
  std::uint64_t run(std::uint64_t events) {
    Event event;
    for (std::uint64_t i = 0; i < events; ++i) {
      calendar_.enter_instant(calendar_.next_time());
      calendar_.pop(event);
      const std::uint64_t step = step_++;
      const EventHandle newest = schedule(script_.delay(step));
      if (script_.cancel(step)) {
        EventHandle& oldest = ring_[step % ring_.size()];
        if (!calendar_.cancel(oldest)) calendar_.cancel(newest);
        oldest = schedule(script_.delay(step + 7));
      }
      checksum_ += static_cast<std::uint64_t>(event.time.count()) ^ event.target;
    }
    return events;
  }
  std::uint64_t checksum() const { return checksum_; }

 private:
  EventHandle schedule(std::int64_t delay) {
    const auto target = static_cast<std::uint32_t>(step_ & 0xFFFF);
    return calendar_.schedule(calendar_.now() + Duration::microseconds(delay), Phase::kCompletion,
                              3, target, target);
  }

  const Script& script_;
  EventCalendar calendar_;
  std::vector<EventHandle> ring_;
  std::uint64_t step_ = 0;
  std::uint64_t checksum_ = 0;
};

// What one would write without a calendar: equal records of 24 bytes, a generation per event.
class PriorityQueueHold {
 public:
  PriorityQueueHold(const Script& script, std::size_t pending)
      : script_(script), ring_(ring_size(pending)) {
    for (std::size_t i = 0; i < pending; ++i) schedule(script_.delay(step_++));
  }
  std::uint64_t run(std::uint64_t events) {
    for (std::uint64_t i = 0; i < events; ++i) {
      while (stale(queue_.top())) drop();
      const Record top = queue_.top();
      now_ = top.time;
      drop();
      const std::uint64_t step = step_++;
      const EventHandle newest = schedule(script_.delay(step));
      if (script_.cancel(step)) {
        EventHandle& oldest = ring_[step % ring_.size()];
        if (!cancel(oldest)) cancel(newest);
        oldest = schedule(script_.delay(step + 7));
      }
      checksum_ += static_cast<std::uint64_t>(top.time) ^ top.target;
    }
    return events;
  }
  std::uint64_t checksum() const { return checksum_; }

 private:
  struct Record {
    std::int64_t time;
    std::uint64_t order;
    std::uint32_t target;
    std::uint32_t slot;
  };
  struct Later {
    bool operator()(const Record& a, const Record& b) const {
      if (a.time != b.time) return a.time > b.time;
      return a.order > b.order;
    }
  };

  bool stale(const Record& record) const { return cancelled_[record.slot] != 0; }
  void drop() {
    const std::uint32_t slot = queue_.top().slot;
    queue_.pop();
    cancelled_[slot] = 0;
    ++generations_[slot];
    free_.push_back(slot);
  }
  bool cancel(EventHandle handle) {
    if (handle.empty() || generations_[handle.slot] != handle.generation) return false;
    cancelled_[handle.slot] = 1;
    ++generations_[handle.slot];
    return true;
  }
  EventHandle schedule(std::int64_t delay) {
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(generations_.size()));
      generations_.push_back(1);
      cancelled_.push_back(0);
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    const auto target = static_cast<std::uint32_t>(step_ & 0xFFFF);
    queue_.push({now_ + delay, target | (std::uint64_t{3} << 38), target, slot});
    return {slot, generations_[slot]};
  }

  const Script& script_;
  std::priority_queue<Record, std::vector<Record>, Later> queue_;
  std::vector<std::uint32_t> generations_;
  std::vector<std::uint8_t> cancelled_;
  std::vector<std::uint32_t> free_;
  std::vector<EventHandle> ring_;
  std::int64_t now_ = 0;
  std::uint64_t step_ = 0;
  std::uint64_t checksum_ = 0;
};

template <class Hold>
void hold(benchmark::State& state) {
  const auto pending = static_cast<std::size_t>(state.range(0));
  const Script script(pending, static_cast<int>(state.range(1)));
  Hold model(script, pending);
  for (auto _ : state) benchmark::DoNotOptimize(model.run(1000));
  state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(hold<CalendarHold>)->ArgsProduct({{10, 1000, 100000}, {0, 20, 50}});
BENCHMARK(hold<PriorityQueueHold>)->ArgsProduct({{10, 1000, 100000}, {0, 20, 50}});

// Both see the same events, else the ratio says nothing.
bool print_ratios(std::uint64_t events, int rounds) {
  bool equal = true;
  for (const std::size_t pending : {10, 1000, 100000}) {
    for (const int cancelled : {0, 20, 50}) {
      const Script script(pending, cancelled);
      CalendarHold calendar(script, pending);
      PriorityQueueHold queue(script, pending);
      const RateRatio ratio = measure_ratio([&] { return calendar.run(events); },
                                            [&] { return queue.run(events); }, rounds);
      print_ratio("calendar, " + std::to_string(pending) + " pending, " +
                      std::to_string(cancelled) + " % cancelled",
                  ratio);
      equal = equal && calendar.checksum() == queue.checksum();
    }
  }
  return equal;
}

}  // namespace
}  // namespace planttwin::performance

// --ratio prints the ratios of the budget; otherwise an ordinary benchmark program.
int main(int argc, char** argv) {
  const bool ratio = argc > 1 && std::string(argv[1]) == "--ratio";
  if (ratio) return planttwin::performance::print_ratios(300'000, 9) ? EXIT_SUCCESS : EXIT_FAILURE;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  if (!planttwin::performance::print_ratios(1'000, 1)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  return EXIT_SUCCESS;
}
