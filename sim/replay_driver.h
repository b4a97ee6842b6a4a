#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "sim/input_journal.h"
#include "sim/time.h"
#include "sim/time_driver.h"

namespace planttwin::sim {

// Repeats a paced run as fast as possible: hands over the inputs of its journal where the paced
// run did and stops where it was stopped. With the same model and the same start the events are
// the same, byte for byte. Throws JournalError when an input would act on an instant that is
// already processed: then the journal belongs to another run.
class ReplayDriver {
 public:
  explicit ReplayDriver(std::vector<JournalRecord> records) : records_(std::move(records)) {}

  // Like the paced run, a replay goes on to the end of the horizon when nothing is pending.
  static constexpr bool expects_input() { return true; }

  template <class Model>
  Wakeup advance_to(Time, Time last_processed, Model& model) {
    if (next_ == records_.size() || records_[next_].accepted_after > last_processed) {
      return Wakeup::kReached;
    }
    const JournalRecord& record = records_[next_++];
    if (record.kind == JournalRecord::Kind::kStop) return Wakeup::kStop;
    if (record.takes_effect <= last_processed) {
      throw JournalError("the journal does not belong to this run: its input " +
                         std::to_string(record.sequence) + " comes too late");
    }
    model.accept(record.takes_effect, record.sequence, record.input);
    return Wakeup::kInput;
  }

  bool finished() const { return next_ == records_.size(); }

 private:
  std::vector<JournalRecord> records_;
  std::size_t next_ = 0;
};

}  // namespace planttwin::sim
