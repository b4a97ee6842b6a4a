#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "sim/statistics/wide_integer.h"

namespace planttwin::sim {

// Count, mean, variance, smallest and largest of integer observations, such as durations in
// microseconds. All sums are exact, so neither the order of the observations nor that of merges
// matters. Range: |value| <= 2^50 for up to 2^27 observations.
class Tally {
 public:
  void add(std::int64_t value) {
    ++count_;
    sum_ += value;
    const WideInteger wide = value;
    sum_of_squares_ += static_cast<WideUnsigned>(wide * wide);
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
  }

  void merge(const Tally& other) {
    count_ += other.count_;
    sum_ += other.sum_;
    sum_of_squares_ += other.sum_of_squares_;
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
  }

  void reset() { *this = Tally(); }

  std::int64_t count() const { return static_cast<std::int64_t>(count_); }
  bool empty() const { return count_ == 0; }
  WideInteger sum() const { return sum_; }
  // 0 while empty.
  double mean() const;
  // Of the sample, with n - 1; 0 for fewer than two observations. The sum of squares is centred
  // in integers before it becomes a double, so that nothing cancels.
  double variance() const;
  double standard_deviation() const;
  // 0 while empty.
  std::int64_t min() const { return empty() ? 0 : min_; }
  std::int64_t max() const { return empty() ? 0 : max_; }

  bool operator==(const Tally&) const = default;

  template <class Archive>
  void visit(Archive& archive) {
    archive(count_, sum_, sum_of_squares_, min_, max_);
  }

 private:
  std::uint64_t count_ = 0;
  WideInteger sum_ = 0;
  WideUnsigned sum_of_squares_ = 0;
  std::int64_t min_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_ = std::numeric_limits<std::int64_t>::min();
};

}  // namespace planttwin::sim
