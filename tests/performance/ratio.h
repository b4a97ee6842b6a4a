#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace planttwin::performance {

// How many times the rate of a reference something has, over several rounds in one process.
struct RateRatio {
  double min = 0;
  double median = 0;
  double max = 0;
  double nanoseconds_per_event = 0;            // median, of what is measured
  double reference_nanoseconds_per_event = 0;  // median
};

namespace internal {

template <class Work>
double nanoseconds_per_event(Work& work) {
  const auto start = std::chrono::steady_clock::now();
  const std::uint64_t events = work();
  const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
  return spent.count() / static_cast<double>(events);
}

inline double median(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace internal

// Runs both alternately, `rounds` times after one round to warm up, so that whatever slows the
// machine down slows both. Each returns the number of events that it has processed. Which one goes
// first changes from round to round.
template <class Measured, class Reference>
RateRatio measure_ratio(Measured&& measured, Reference&& reference, int rounds) {
  std::vector<double> ratios;
  std::vector<double> times;
  std::vector<double> reference_times;
  measured();
  reference();
  for (int round = 0; round < rounds; ++round) {
    const bool reference_first = round % 2 == 1;
    const double before = reference_first ? internal::nanoseconds_per_event(reference) : 0;
    times.push_back(internal::nanoseconds_per_event(measured));
    reference_times.push_back(reference_first ? before
                                              : internal::nanoseconds_per_event(reference));
    ratios.push_back(reference_times.back() / times.back());
  }
  const double middle = internal::median(ratios);
  return {ratios.front(), middle, ratios.back(), internal::median(times),
          internal::median(reference_times)};
}

// One line: the name, the ratio of rates with its range, and both costs per event.
inline void print_ratio(const std::string& name, const RateRatio& ratio) {
  std::printf("%-44s ratio %.2f (%.2f to %.2f)   %.1f ns against %.1f ns per event\n", name.c_str(),
              ratio.median, ratio.min, ratio.max, ratio.nanoseconds_per_event,
              ratio.reference_nanoseconds_per_event);
}

}  // namespace planttwin::performance
