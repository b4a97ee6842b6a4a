#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace planttwin::sim {

// A span of simulated time in whole microseconds. May be negative (an age, a lateness).
class Duration {
 public:
  constexpr Duration() = default;
  static constexpr Duration microseconds(std::int64_t n) { return Duration(n); }
  static constexpr Duration seconds(std::int64_t n) { return Duration(n * 1'000'000); }
  static constexpr Duration minutes(std::int64_t n) { return seconds(n * 60); }
  static constexpr Duration hours(std::int64_t n) { return seconds(n * 3600); }
  static constexpr Duration days(std::int64_t n) { return seconds(n * 86400); }
  static constexpr Duration max() { return Duration(std::numeric_limits<std::int64_t>::max() / 4); }

  constexpr std::int64_t count() const { return us_; }
  // For output and rates only; never feed the result back into simulated time.
  constexpr double in_seconds() const { return static_cast<double>(us_) / 1e6; }

  constexpr auto operator<=>(const Duration&) const = default;
  constexpr Duration operator-() const { return Duration(-us_); }
  constexpr Duration& operator+=(Duration d) {
    us_ += d.us_;
    return *this;
  }
  constexpr Duration& operator-=(Duration d) {
    us_ -= d.us_;
    return *this;
  }
  friend constexpr Duration operator+(Duration a, Duration b) { return Duration(a.us_ + b.us_); }
  friend constexpr Duration operator-(Duration a, Duration b) { return Duration(a.us_ - b.us_); }
  friend constexpr Duration operator*(Duration a, std::int64_t n) { return Duration(a.us_ * n); }

 private:
  explicit constexpr Duration(std::int64_t us) : us_(us) {}
  std::int64_t us_ = 0;
};

// An instant: microseconds since the scenario's start instant. Negative before the start
// (the release of an order that was open when the scenario began).
class Time {
 public:
  constexpr Time() = default;
  static constexpr Time from_start(Duration d) { return Time(d.count()); }
  static constexpr Time never() { return Time(std::numeric_limits<std::int64_t>::max()); }

  constexpr std::int64_t count() const { return us_; }
  constexpr Duration since_start() const { return Duration::microseconds(us_); }
  constexpr double in_seconds() const { return static_cast<double>(us_) / 1e6; }
  constexpr bool is_never() const { return us_ == std::numeric_limits<std::int64_t>::max(); }

  constexpr auto operator<=>(const Time&) const = default;
  friend constexpr Time operator+(Time t, Duration d) { return Time(t.us_ + d.count()); }
  friend constexpr Time operator-(Time t, Duration d) { return Time(t.us_ - d.count()); }
  friend constexpr Duration operator-(Time a, Time b) {
    return Duration::microseconds(a.us_ - b.us_);
  }

 private:
  explicit constexpr Time(std::int64_t us) : us_(us) {}
  std::int64_t us_ = 0;
};

}  // namespace planttwin::sim
