#pragma once

#include <algorithm>
#include <optional>

#include "sim/input_journal.h"
#include "sim/landscape/landscape.h"
#include "sim/outside_input.h"
#include "sim/time_driver.h"

namespace planttwin::sim {

// Who writes and reads what travels on a landscape: everything beside the plant.
class Correspondent {
 public:
  virtual ~Correspondent() = default;
  // The plant has said something at its present instant.
  virtual bool has_news() const = 0;
  // What has been said is sent. Plant and landscape are at the same instant.
  virtual void send_news(LandscapeRun& landscape) = 0;
  virtual void on_report(LandscapeRun& landscape, const LandscapeReport& report) = 0;
  // When it has something to do without a report, and then.
  virtual Time wake() const = 0;
  virtual void on_wake(LandscapeRun& landscape) = 0;
  // Something for the plant, in the order in which it came.
  virtual std::optional<OutsideInput> take_input() = 0;
};

// Runs a plant beside a landscape. While nothing is under way and nobody has anything to do before
// the plant's next event, the plant runs as if it were alone and the landscape stands still;
// otherwise both go on together. So nothing takes effect before what has caused it, and what
// happens in the landscape at an instant has happened before the plant's events of that instant.
//
// An input takes effect when it has arrived or, when that instant has already been processed, a
// microsecond after it. It is journalled before the model sees it. All must outlive the driver.
class CoupledDriver {
 public:
  CoupledDriver(LandscapeRun& landscape, Correspondent& correspondent, InputJournal& journal)
      : landscape_(landscape), correspondent_(correspondent), journal_(journal) {}

  static constexpr bool expects_input() { return true; }

  template <class Model>
  Wakeup advance_to(Time target, Time last_processed, Model& model) {
    if (correspondent_.has_news()) tell_news(last_processed);
    for (;;) {
      if (give_inputs(last_processed, model)) return Wakeup::kInput;
      const Time wake = correspondent_.wake();
      if (landscape_.idle() && wake > target) return Wakeup::kReached;
      const Time until = std::min(target, wake);
      if (const std::optional<LandscapeReport> report = landscape_.advance(until)) {
        correspondent_.on_report(landscape_, *report);
      } else if (wake <= landscape_.now()) {
        correspondent_.on_wake(landscape_);
      } else {
        return Wakeup::kReached;
      }
    }
  }

  // Lets everything that is under way arrive, without the plant, until nobody has anything to do or
  // until a time. Input for the plant is left out.
  void settle(Time plant_now, Time until);

 private:
  void tell_news(Time now);

  template <class Model>
  bool give_inputs(Time last_processed, Model& model) {
    bool given = false;
    while (std::optional<OutsideInput> input = correspondent_.take_input()) {
      const Time next = last_processed + Duration::microseconds(1);
      JournalRecord record{JournalRecord::Kind::kInput, journal_.next_sequence(), last_processed,
                           std::max(landscape_.now(), next), std::move(*input)};
      journal_.append(record);
      model.accept(record.takes_effect, record.sequence, record.input);
      given = true;
    }
    return given;
  }

  LandscapeRun& landscape_;
  Correspondent& correspondent_;
  InputJournal& journal_;
};

}  // namespace planttwin::sim
