#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace planttwin::scenario {

// Equal slices of the time from 0 to an end, of a length that people count in: 10 min, 4 h, 1 d.
// Times in microseconds.
struct TimeBins {
  std::int64_t width = 1;
  std::size_t count = 1;

  static TimeBins covering(std::int64_t end, std::size_t at_most);
};

// The least of the lengths that people count in of which `at_most` cover a span.
std::int64_t counted_length(std::int64_t span, std::size_t at_most);

// The mean of a level in each bin, from its changes in order of time.
class BinnedLevel {
 public:
  explicit BinnedLevel(const TimeBins& bins) : bins_(bins), areas_(bins.count) {}

  void add(std::int64_t time, std::int64_t delta) {
    advance(time);
    level_ += delta;
  }
  // The means up to an end; the last bin may be shorter than the others.
  std::vector<double> means(std::int64_t end);
  double area() const;

 private:
  void advance(std::int64_t time);

  TimeBins bins_;
  std::vector<double> areas_;  // level x microseconds
  std::int64_t level_ = 0;
  std::int64_t reached_ = 0;
};

// How many values fall into equal classes of a counted length.
struct Histogram {
  std::int64_t from = 0;
  std::int64_t width = 1;
  std::vector<std::int64_t> counts;

  // At most `at_most` classes (and one more where zero must be a border).
  static Histogram of(const std::vector<std::int64_t>& values, std::size_t at_most);
};

}  // namespace planttwin::scenario
