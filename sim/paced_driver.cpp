#include "sim/paced_driver.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace planttwin::sim {

namespace {

constexpr double kLongestWait = 9e18;  // nanoseconds, 285 years: fits the wall clock's counter
constexpr Duration kSmallestStep = Duration::microseconds(1);

}  // namespace

Pace Pace::times_real_time(double factor) {
  if (!(factor > 0) || !std::isfinite(factor)) {
    throw std::invalid_argument("the pace must be a positive number");
  }
  return Pace(factor);
}

PacedDriver::PacedDriver(OutsideInputQueue& queue, InputJournal& journal, WallClock& clock,
                         Pace pace, Time start)
    : queue_(queue),
      journal_(journal),
      clock_(clock),
      pace_(pace),
      start_(start),
      anchor_(clock.now()) {}

Wakeup PacedDriver::wait(Time target, Time last_processed) {
  const WallClock::Instant deadline = wall_time(target);
  for (;;) {
    if (queue_.stop_requested()) {
      set_record(JournalRecord::Kind::kStop, last_processed, last_processed);
      return Wakeup::kStop;
    }
    const bool due = clock_.now() >= deadline;
    if (!waiting_) waiting_ = queue_.pop();
    if (waiting_) {
      const Time effect = std::max(plant_time(waiting_->at), last_processed + kSmallestStep);
      // What arrived after the target's turn waits for it: no flood of input holds the plant up.
      if (effect <= target || !due) {
        set_record(JournalRecord::Kind::kInput, last_processed, effect);
        return Wakeup::kInput;
      }
    }
    if (due) return Wakeup::kReached;
    queue_.wait_until(deadline);
  }
}

void PacedDriver::set_record(JournalRecord::Kind kind, Time last_processed, Time takes_effect) {
  record_ = {kind, journal_.next_sequence(), last_processed, takes_effect, {}};
  if (kind != JournalRecord::Kind::kInput) return;
  record_.input = std::move(waiting_->input);
  waiting_.reset();
}

WallClock::Instant PacedDriver::wall_time(Time plant) const {
  if (plant <= start_) return anchor_;
  const double simulated = static_cast<double>(plant.count()) - static_cast<double>(start_.count());
  const double nanoseconds = std::ceil(simulated * 1000 / pace_.factor());
  const auto room = WallClock::Instant::max() - anchor_;
  if (nanoseconds >= std::min(kLongestWait, static_cast<double>(room.count()))) {
    return WallClock::Instant::max();
  }
  return anchor_ + std::chrono::nanoseconds(static_cast<std::int64_t>(nanoseconds));
}

Time PacedDriver::plant_time(WallClock::Instant wall) const {
  const std::chrono::nanoseconds elapsed = wall - anchor_;
  const double simulated = std::floor(static_cast<double>(elapsed.count()) / 1000 * pace_.factor());
  const double longest = static_cast<double>(Duration::max().count());
  const auto count = static_cast<std::int64_t>(std::clamp(simulated, 0.0, longest));
  return start_ + Duration::microseconds(count);
}

}  // namespace planttwin::sim
