#pragma once

#include <cstdint>
#include <optional>

#include "sim/input_journal.h"
#include "sim/outside_input.h"
#include "sim/time.h"
#include "sim/time_driver.h"

namespace planttwin::sim {

// How many seconds pass in the plant while one passes on the wall; throws std::invalid_argument
// unless it is positive and finite.
class Pace {
 public:
  static Pace real_time() { return Pace(1); }
  static Pace times_real_time(double factor);

  double factor() const { return factor_; }

 private:
  explicit Pace(double factor) : factor_(factor) {}
  double factor_;
};

// Keeps a run in step with the wall clock: wall = anchor + simulated / pace. When the plant is
// slower than its pace it runs as fast as it can until it has caught up.
//
// An input takes effect at the plant's time of its arrival or, when that instant has already been
// processed, a microsecond after the last processed one. It is journalled before the model sees it.
// The model must provide
//   void accept(Time at, std::uint64_t sequence, const OutsideInput&)
// which schedules it in Phase::kOutsideInput with the sequence as its rank and does nothing else.
//
// Queue, journal and clock must outlive the driver; the queue must use the same clock.
class PacedDriver {
 public:
  // The instant `start` of the plant happens now.
  PacedDriver(OutsideInputQueue& queue, InputJournal& journal, WallClock& clock, Pace pace,
              Time start);

  static constexpr bool expects_input() { return true; }

  template <class Model>
  Wakeup advance_to(Time target, Time last_processed, Model& model) {
    const Wakeup wakeup = wait(target, last_processed);
    if (wakeup == Wakeup::kInput) {
      journal_.append(record_);
      model.accept(record_.takes_effect, record_.sequence, record_.input);
    }
    if (wakeup == Wakeup::kStop) journal_.append(record_);
    return wakeup;
  }

  // How far the plant is behind the wall clock when it has processed `last_processed`; negative
  // while it is ahead, waiting.
  Duration lag(Time last_processed) const { return plant_time(clock_.now()) - last_processed; }

 private:
  // Leaves what has to be journalled in record_.
  Wakeup wait(Time target, Time last_processed);
  void set_record(JournalRecord::Kind kind, Time last_processed, Time takes_effect);
  WallClock::Instant wall_time(Time plant) const;
  Time plant_time(WallClock::Instant wall) const;

  OutsideInputQueue& queue_;
  InputJournal& journal_;
  WallClock& clock_;
  Pace pace_;
  Time start_;
  WallClock::Instant anchor_;
  std::optional<OutsideInputQueue::Arrival> waiting_;  // taken from the queue, not yet due
  JournalRecord record_;
};

}  // namespace planttwin::sim
