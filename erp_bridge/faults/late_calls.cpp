#include "erp_bridge/faults/late_calls.h"

#include <algorithm>
#include <utility>

namespace planttwin::bridge {

using Clock = std::chrono::steady_clock;

LateCalls::LateCalls(Connection target, bool runs) {
  if (runs) thread_ = std::thread([this, target = std::move(target)] { run(target); });
}

LateCalls::~LateCalls() {
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
  }
  news_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void LateCalls::pass_on(HttpCall call, sim::Duration later) {
  {
    const std::scoped_lock lock(mutex_);
    calls_.push_back({Clock::now() + std::chrono::microseconds(later.count()), std::move(call)});
    std::stable_sort(calls_.begin(), calls_.end(),
                     [](const Late& one, const Late& other) { return one.due < other.due; });
  }
  news_.notify_all();
}

void LateCalls::hold(HttpCall call, std::int64_t behind) {
  const std::scoped_lock lock(mutex_);
  held_.push_back({behind, std::move(call)});
}

std::vector<HttpCall> LateCalls::overtaken() {
  const std::scoped_lock lock(mutex_);
  std::vector<HttpCall> due;
  for (Held& held : held_) {
    if (--held.behind == 0) due.push_back(std::move(held.call));
  }
  std::erase_if(held_, [](const Held& held) { return held.behind == 0; });
  return due;
}

void LateCalls::finish() {
  std::unique_lock lock(mutex_);
  for (Held& held : held_) calls_.push_back({Clock::now(), std::move(held.call)});
  held_.clear();
  news_.notify_all();
  news_.wait(lock, [&] { return (calls_.empty() && !under_way_) || ended_; });
}

void LateCalls::run(const Connection& target) {
  std::unique_lock lock(mutex_);
  while (!ended_) {
    if (calls_.empty()) {
      news_.wait(lock);
      continue;
    }
    if (const Clock::time_point due = calls_.front().due; Clock::now() < due) {
      news_.wait_until(lock, due);
      continue;
    }
    Late late = std::move(calls_.front());
    calls_.pop_front();
    under_way_ = true;
    lock.unlock();
    try {
      HttpForwarder(target).forward(late.call);
    } catch (const TransportError&) {
      // A target that can't be spoken to has not got it either.
    }
    lock.lock();
    under_way_ = false;
    news_.notify_all();
  }
}

}  // namespace planttwin::bridge
