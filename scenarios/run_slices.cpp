#include "scenarios/run_slices.h"

#include <algorithm>
#include <chrono>

namespace planttwin::scenario {

namespace {

using Clock = std::chrono::steady_clock;

constexpr sim::Duration kFirstSlice = sim::Duration::minutes(10);
constexpr sim::Duration kLongestSlice = sim::Duration::days(36500);
constexpr std::chrono::milliseconds kShort{20};
constexpr std::chrono::milliseconds kLong{100};

// A slice takes between 20 and 100 ms where events are spread evenly.
sim::Duration next_slice(sim::Duration slice, Clock::duration took) {
  if (took < kShort) return std::min(slice * 2, kLongestSlice);
  if (took > kLong) {
    return std::max(sim::Duration::microseconds(slice.count() / 2), sim::Duration::microseconds(1));
  }
  return slice;
}

}  // namespace

plant::RunEnd run_in_slices(plant::PlantRun& run, const RunTo& run_to, sim::Time until,
                            const InterruptGuard& interrupt, Progress& progress) {
  sim::Duration slice = kFirstSlice;
  for (;;) {
    const Clock::time_point begin = Clock::now();
    const bool last = until.is_never() ? false : until - run.now() <= slice;
    const sim::Time cut = last ? until : run.now() + slice;
    plant::RunEnd end = run_to(run, cut);
    const bool cut_short = end.reason == plant::RunEnd::Reason::kHorizon && run.now() >= cut;
    if (!cut_short || last) return end;
    if (interrupt.interrupted()) return {.reason = plant::RunEnd::Reason::kStopped, .cycle = {}};
    progress.show(run.now(), run.state().statistics.events);
    slice = next_slice(slice, Clock::now() - begin);
  }
}

}  // namespace planttwin::scenario
