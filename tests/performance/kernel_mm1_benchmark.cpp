// A single server with exponential interarrival and service times (M/M/1), once on the kernel and
// once as the shortest loop one would write with a std::priority_queue. Both make the same draws,
// so that the ratio of their rates is the price of the kernel: phases, rounds, handles, decisions.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "sim/calendar.h"
#include "sim/kernel.h"
#include "sim/time_driver.h"
#include "tests/performance/mm1_reference.h"
#include "tests/performance/ratio.h"

namespace planttwin::performance {
namespace {

using sim::Event;
using sim::EventCalendar;
using sim::Phase;

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
