#include "sim/outside_input.h"

#include <algorithm>
#include <utility>

namespace planttwin::sim {

void SteadyWallClock::wait_until(std::condition_variable& wakeup,
                                 std::unique_lock<std::mutex>& lock, Instant deadline) {
  // In slices, because a deadline in the far future can overflow the system's own clock.
  wakeup.wait_until(lock, std::min(deadline, now() + std::chrono::hours(1)));
}

PushResult OutsideInputQueue::push(OutsideInput input) {
  {
    const std::scoped_lock lock(mutex_);
    if (stop_requested_) return PushResult::kStopped;
    if (arrivals_.size() >= capacity_) return PushResult::kFull;
    arrivals_.push_back({std::move(input), clock_.now()});
  }
  wakeup_.notify_one();
  return PushResult::kAccepted;
}

void OutsideInputQueue::request_stop() {
  {
    const std::scoped_lock lock(mutex_);
    stop_requested_ = true;
  }
  wakeup_.notify_one();
}

bool OutsideInputQueue::stop_requested() const {
  const std::scoped_lock lock(mutex_);
  return stop_requested_;
}

std::size_t OutsideInputQueue::size() const {
  const std::scoped_lock lock(mutex_);
  return arrivals_.size();
}

std::optional<OutsideInputQueue::Arrival> OutsideInputQueue::pop() {
  const std::scoped_lock lock(mutex_);
  if (arrivals_.empty()) return std::nullopt;
  std::optional<Arrival> first = std::move(arrivals_.front());
  arrivals_.pop_front();
  return first;
}

void OutsideInputQueue::wait_until(WallClock::Instant deadline) {
  std::unique_lock lock(mutex_);
  while (!has_news() && clock_.now() < deadline) clock_.wait_until(wakeup_, lock, deadline);
}

}  // namespace planttwin::sim
