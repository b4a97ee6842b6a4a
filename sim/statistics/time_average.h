#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "sim/statistics/wide_integer.h"
#include "sim/time.h"

namespace planttwin::sim {

// The average over time of an integer level, such as the number of lots in a queue. The integral
// is exact. A level that is held for no time counts neither for the mean nor for min and max, so
// the order of changes within one instant does not matter. Times given must not go back.
class TimeAverage {
 public:
  explicit TimeAverage(Time start = Time(), std::int64_t level = 0)
      : start_(start), since_(start), level_(level) {}

  void set(Time now, std::int64_t level) {
    hold_until(now);
    level_ = level;
  }
  void change(Time now, std::int64_t by) { set(now, level_ + by); }

  // Starts a new window at `now` (end of the warm-up); the level stays.
  void reset(Time now) { *this = TimeAverage(now, level_); }

  std::int64_t level() const { return level_; }
  Time start() const { return start_; }

  // Figures of the window [start, now). A window without length has the present level.
  WideInteger integral(Time now) const { return integral_ + area(now); }
  double mean(Time now) const {
    const std::int64_t length = (now - start_).count();
    if (length <= 0) return static_cast<double>(level_);
    return static_cast<double>(integral(now)) / static_cast<double>(length);
  }
  std::int64_t min(Time now) const {
    if (now > since_) return std::min(min_, level_);
    return since_ > start_ ? min_ : level_;
  }
  std::int64_t max(Time now) const {
    if (now > since_) return std::max(max_, level_);
    return since_ > start_ ? max_ : level_;
  }

  bool operator==(const TimeAverage&) const = default;

  template <class Archive>
  void visit(Archive& archive) {
    archive(start_, since_, level_, min_, max_, integral_);
  }

 private:
  WideInteger area(Time now) const {
    return static_cast<WideInteger>(level_) * (now - since_).count();
  }

  void hold_until(Time now) {
    if (now <= since_) return;
    integral_ += area(now);
    min_ = std::min(min_, level_);
    max_ = std::max(max_, level_);
    since_ = now;
  }

  Time start_;
  Time since_;
  std::int64_t level_;
  std::int64_t min_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_ = std::numeric_limits<std::int64_t>::min();
  WideInteger integral_ = 0;
};

}  // namespace planttwin::sim
