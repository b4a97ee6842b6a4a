// A single server with exponential interarrival and service times (M/M/1), once on the kernel and
// once as the shortest loop one would write with a std::priority_queue. Both make the same draws,
// so that the ratio of their rates is the price of the kernel: phases, rounds, handles, decisions.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <queue>
#include <string>
#include <vector>

#include "sim/calendar.h"
#include "sim/distribution.h"
#include "sim/kernel.h"
#include "sim/random.h"
#include "sim/time_driver.h"
#include "tests/performance/ratio.h"

namespace planttwin::performance {
namespace {

using sim::Draw;
using sim::Duration;
using sim::DurationDistribution;
using sim::Event;
using sim::EventCalendar;
using sim::Phase;
using sim::Purpose;
using sim::RandomSource;
using sim::Time;

enum Kind : std::uint8_t { kArrival, kServiceEnd };

// What is drawn, the same for both: interarrivals by ordinal, service by customer.
struct Draws {
  RandomSource source{1};
  std::uint64_t queue_key = sim::name_key("M/M/1");
  DurationDistribution interarrival = DurationDistribution::exponential(Duration::seconds(10));
  DurationDistribution service = DurationDistribution::exponential(Duration::seconds(9));

  Duration draw(Purpose purpose, const DurationDistribution& distribution,
                std::uint64_t ordinal) const {
    Draw draw = source.draw({purpose, queue_key, 0, ordinal});
    return distribution.sample(draw);
  }
  Duration next_arrival(std::uint64_t customer) const {
    return draw(Purpose::kInterarrival, interarrival, customer);
  }
  Duration service_of(std::uint64_t customer) const {
    return draw(Purpose::kProcessTime, service, customer);
  }
};

// What is measured of the queue. Customers are served in the order of arrival, so two counters
// are the queue.
struct QueueState {
  std::uint64_t arrived = 0;
  std::uint64_t started = 0;
  std::uint64_t finished = 0;
  std::int64_t area = 0;  // customers present, times microseconds; wraps in long runs, by intent
  std::int64_t last_change = 0;

  void account(Time now) {
    const auto present = static_cast<std::uint64_t>(arrived - finished);
    area =
        static_cast<std::int64_t>(static_cast<std::uint64_t>(area) +
                                  present * static_cast<std::uint64_t>(now.count() - last_change));
    last_change = now.count();
  }
  bool operator==(const QueueState&) const = default;
};

class KernelModel {
 public:
  KernelModel() { schedule_arrival(Time{}); }

  std::uint64_t run(std::uint64_t events) {
    const std::uint64_t before = handled_;
    limit_ = handled_ + events;
    sim::FreeRunning driver;
    sim::advance(calendar_, *this, driver, Time::never());
    return handled_ - before;
  }
  std::uint64_t handled() const { return handled_; }
  const QueueState& state() const { return state_; }

  void handle(const Event& event) {
    ++handled_;
    state_.account(event.time);
    if (event.kind == kArrival) {
      ++state_.arrived;
      schedule_arrival(event.time);
    } else {
      ++state_.finished;
      busy_ = false;
    }
    touched_ = true;
  }
  void decide() {
    if (touched_ && !busy_ && state_.started < state_.arrived) start_service();
    touched_ = false;
  }
  bool undecided() const { return touched_; }
  void finish_instant() {}
  bool stop_requested() const { return handled_ >= limit_; }

 private:
  void schedule_arrival(Time now) {
    calendar_.schedule(now + draws_.next_arrival(state_.arrived), Phase::kCompletion, kArrival, 0,
                       0);
  }
  void start_service() {
    busy_ = true;
    calendar_.schedule(calendar_.now() + draws_.service_of(state_.started++), Phase::kCompletion,
                       kServiceEnd, 0, 0);
  }

  Draws draws_;
  EventCalendar calendar_;
  QueueState state_;
  std::uint64_t handled_ = 0;
  std::uint64_t limit_ = 0;
  bool busy_ = false;
  bool touched_ = false;
};

class BareLoop {
 public:
  BareLoop() { pending_.push({draws_.next_arrival(0).count(), kArrival}); }

  // Up to the number of events that the kernel has handled, which ends with a whole instant.
  std::uint64_t run_to(std::uint64_t events) {
    const std::uint64_t before = handled_;
    while (handled_ < events) step();
    return handled_ - before;
  }
  const QueueState& state() const { return state_; }

 private:
  struct Record {
    std::int64_t time;
    Kind kind;
    bool operator<(const Record& other) const { return time > other.time; }
  };

  void step() {
    const Record event = pending_.top();
    pending_.pop();
    ++handled_;
    state_.account(Time::from_start(Duration::microseconds(event.time)));
    if (event.kind == kArrival) {
      ++state_.arrived;
      pending_.push({event.time + draws_.next_arrival(state_.arrived).count(), kArrival});
    } else {
      ++state_.finished;
      busy_ = false;
    }
    if (busy_ || state_.started == state_.arrived) return;
    busy_ = true;
    pending_.push({event.time + draws_.service_of(state_.started++).count(), kServiceEnd});
  }

  Draws draws_;
  std::priority_queue<Record> pending_;
  QueueState state_;
  std::uint64_t handled_ = 0;
  bool busy_ = false;
};

constexpr std::uint64_t kChunk = 1000;

void mm1_on_kernel(benchmark::State& state) {
  KernelModel model;
  std::uint64_t events = 0;
  for (auto _ : state) events += model.run(kChunk);
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK(mm1_on_kernel);

void mm1_on_bare_queue(benchmark::State& state) {
  BareLoop loop;
  std::uint64_t events = 0;
  for (auto _ : state) events += loop.run_to(events + kChunk);
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK(mm1_on_bare_queue);

// Both must end in the same state, else the ratio says nothing.
bool print_ratios(std::uint64_t events, int rounds) {
  KernelModel model;
  BareLoop loop;
  std::uint64_t target = 0;
  const RateRatio ratio = measure_ratio([&] { return model.run(events); },
                                        [&] { return loop.run_to(target += events); }, rounds);
  print_ratio("M/M/1 on the kernel against a bare queue", ratio);
  model.run(events);
  loop.run_to(model.handled());
  return loop.state() == model.state();
}

}  // namespace
}  // namespace planttwin::performance

// --ratio prints the ratio of the budget; otherwise an ordinary benchmark program.
int main(int argc, char** argv) {
  const bool ratio = argc > 1 && std::string(argv[1]) == "--ratio";
  if (ratio) return planttwin::performance::print_ratios(500'000, 15) ? EXIT_SUCCESS : EXIT_FAILURE;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  if (!planttwin::performance::print_ratios(1'000, 1)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  return EXIT_SUCCESS;
}
