#include "erp_bridge/faults/faulty_way.h"

#include <algorithm>

namespace planttwin::bridge {

using Clock = std::chrono::steady_clock;

std::vector<CarriedMessage> FaultyWay::begun() {
  const std::scoped_lock lock(mutex_);
  return parts_.calls.behind(last_call_);
}

void FaultyWay::swallow(sim::Duration lasts) {
  const std::scoped_lock lock(mutex_);
  swallows_until_ =
      std::max(swallows_until_, Clock::now() + std::chrono::microseconds(lasts.count()));
}

bool FaultyWay::comes_through() {
  Instant until;
  {
    const std::scoped_lock lock(mutex_);
    until = swallows_until_;
  }
  if (until <= Clock::now()) return true;
  rest_until(until);
  return false;
}

bool FaultyWay::rest(sim::Duration time) {
  return rest_until(Clock::now() + std::chrono::microseconds(time.count()));
}

bool FaultyWay::rest_until(Instant until) {
  std::unique_lock lock(mutex_);
  return !news_.wait_until(lock, until, [&] { return ended_.load(); });
}

void FaultyWay::end() {
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
  }
  news_.notify_all();
}

}  // namespace planttwin::bridge
