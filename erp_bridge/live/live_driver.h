#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "erp_bridge/live/live_bridge.h"
#include "sim/input_journal.h"
#include "sim/outside_input.h"
#include "sim/paced_driver.h"
#include "sim/replay_driver.h"
#include "sim/time_driver.h"

namespace planttwin::bridge {

// How the plant of a live run goes on.
struct LivePace {
  enum class Kind : std::uint8_t {
    kPaced,     // in step with the wall clock
    kMax,       // as fast as the system takes what it reports
    kLockstep,  // not before the system has acknowledged all that was reported
  };
  Kind kind = Kind::kPaced;
  double speed = 1;  // of kPaced: seconds of the plant in one of the wall
};

// Drives the plant of a live run: first as far as earlier lives had come, by their journal and as
// fast as possible; then at its pace, with what comes from outside. All must outlive it.
class LiveDriver {
 public:
  struct Parts {
    sim::OutsideInputQueue& queue;
    sim::InputJournal& journal;
    sim::WallClock& clock;
    LiveBridge& bridge;
    // Asks for orders, in the thread of the plant; empty: nobody does, or another thread.
    std::function<void()> poll;
    sim::Duration poll_every;
  };

  LiveDriver(Parts parts, LivePace pace, std::vector<sim::JournalRecord> journalled)
      : parts_(std::move(parts)), pace_(pace), replay_(std::move(journalled)) {}

  static constexpr bool expects_input() { return true; }

  template <class Model>
  sim::Wakeup advance_to(sim::Time target, sim::Time last_processed, Model& model) {
    plant_now_.store(last_processed.count());
    if (!live_) {
      if (parts_.queue.stop_requested()) return sim::Wakeup::kStop;
      const sim::Wakeup wakeup = replay_.advance_to(target, last_processed, model);
      if (wakeup == sim::Wakeup::kInput) return wakeup;
      if (!replay_.finished() || !parts_.bridge.caught_up()) return sim::Wakeup::kReached;
      go_live(last_processed);
    }
    if (paced_) return paced_->advance_to(target, last_processed, model);
    return by_the_bridge(target, last_processed, model);
  }

  // For any thread: how far the plant has come.
  sim::Time plant_now() const {
    return sim::Time::from_start(sim::Duration::microseconds(plant_now_.load()));
  }
  bool live() const { return live_; }
  // For how long what happens now has been due, in wall time.
  std::chrono::microseconds lag(sim::Time now) const {
    if (!paced_) return {};
    const double late = static_cast<double>(paced_->lag(now).count()) / pace_.speed;
    return std::chrono::microseconds(static_cast<std::int64_t>(std::max(0.0, late)));
  }

 private:
  void go_live(sim::Time last_processed);
  // Nothing: to be asked again, for something may have come.
  std::optional<sim::Wakeup> wait_for_bridge(sim::Time target, sim::Time last_processed);

  template <class Model>
  sim::Wakeup by_the_bridge(sim::Time target, sim::Time last_processed, Model& model) {
    for (;;) {
      const std::optional<sim::Wakeup> wakeup = wait_for_bridge(target, last_processed);
      if (!wakeup) continue;
      if (*wakeup == sim::Wakeup::kInput) {
        model.accept(record_.takes_effect, record_.sequence, record_.input);
      }
      return *wakeup;
    }
  }

  Parts parts_;
  LivePace pace_;
  sim::ReplayDriver replay_;
  std::atomic<bool> live_ = false;
  std::atomic<std::int64_t> plant_now_ = 0;
  std::optional<sim::PacedDriver> paced_;
  sim::Time next_poll_;   // of the plant's time
  sim::Time input_from_;  // what comes takes effect no earlier
  sim::JournalRecord record_;
};

}  // namespace planttwin::bridge
