#pragma once

#include <algorithm>
#include <cstdint>
#include <mutex>

namespace planttwin::bridge {

// At most so many requests in a second, in a burst or evenly. Any thread may call.
class RateLimit {
 public:
  // Zero: no limit.
  explicit RateLimit(std::int64_t per_second)
      : interval_us_(per_second == 0 ? 0 : std::max<std::int64_t>(kSecond / per_second, 1)) {}

  // Whether one more may come now, counted if so. `now_us` is of a clock that never goes back.
  bool take(std::int64_t now_us) {
    if (interval_us_ == 0) return true;
    const std::scoped_lock lock(mutex_);
    booked_until_us_ = std::max(booked_until_us_, now_us);
    if (booked_until_us_ + interval_us_ > now_us + kSecond) return false;
    booked_until_us_ += interval_us_;
    return true;
  }

 private:
  static constexpr std::int64_t kSecond = 1'000'000;

  const std::int64_t interval_us_;
  std::mutex mutex_;
  std::int64_t booked_until_us_ = 0;
};

}  // namespace planttwin::bridge
