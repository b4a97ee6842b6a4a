#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <utility>

#include "sim/outside_input.h"

namespace planttwin::sim {

// A wall clock for one thread: waiting moves it at once to the deadline, or to the next moment at
// which the test has planned something.
class FakeWallClock final : public WallClock {
 public:
  Instant now() const override { return now_; }

  void wait_until(std::condition_variable&, std::unique_lock<std::mutex>& lock,
                  Instant deadline) override {
    if (plan_.empty() || plan_.begin()->first > deadline) {
      now_ = std::max(now_, deadline);
      return;
    }
    lock.unlock();
    run_next();
    lock.lock();
  }

  // Does `action` when the clock first reaches the moment, counted from the clock's start.
  void plan(std::chrono::microseconds moment, std::function<void()> action) {
    plan_.emplace(Instant{} + moment, std::move(action));
  }
  // Time that passes without anyone waiting, as when the plant computes for long.
  void pass(std::chrono::microseconds span) {
    const Instant then = now_ + span;
    while (!plan_.empty() && plan_.begin()->first <= then) run_next();
    now_ = then;
  }

 private:
  void run_next() {
    auto node = plan_.extract(plan_.begin());
    now_ = std::max(now_, node.key());
    node.mapped()();
  }

  Instant now_{};
  std::multimap<Instant, std::function<void()>> plan_;
};

}  // namespace planttwin::sim
