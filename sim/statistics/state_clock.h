#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "sim/archive.h"
#include "sim/time.h"

namespace planttwin::sim {

// The time that something spends in each of up to 16 states, such as a machine's idle, setup,
// processing, blocked and down. At any moment the times add up to the window exactly.
class StateClock {
 public:
  static constexpr int kStates = 16;

  explicit StateClock(Time start = Time(), int state = 0)
      : start_(start), since_(start), state_(checked(state)) {}

  // Leaves the present state at `now` and enters another. Times must not go back.
  void enter(Time now, int state) {
    hold_until(now);
    state_ = checked(state);
  }

  // Starts a new window at `now` (end of the warm-up); the state stays.
  void reset(Time now) { *this = StateClock(now, state_); }

  int state() const { return state_; }
  Time start() const { return start_; }

  // Time within [start, now) in one state.
  Duration time_in(int state, Time now) const {
    const Duration held = spent_[static_cast<std::size_t>(checked(state))];
    return state == state_ && now > since_ ? held + (now - since_) : held;
  }
  // A share of the window between 0 and 1; 0 for a window without length.
  double fraction_in(int state, Time now) const {
    const std::int64_t length = (now - start_).count();
    if (length <= 0) return 0;
    return static_cast<double>(time_in(state, now).count()) / static_cast<double>(length);
  }

  bool operator==(const StateClock&) const = default;

  template <class Archive>
  void visit(Archive& archive) {
    archive(start_, since_, state_, spent_);
    if (state_ < 0 || state_ >= kStates) throw StateError("a saved clock stands in no state");
  }

 private:
  static int checked(int state) {
    assert(state >= 0 && state < kStates && "a state clock has 16 states");
    return state;
  }

  void hold_until(Time now) {
    if (now <= since_) return;
    spent_[static_cast<std::size_t>(state_)] += now - since_;
    since_ = now;
  }

  Time start_;
  Time since_;
  std::int32_t state_;
  std::array<Duration, kStates> spent_{};
};

}  // namespace planttwin::sim
