#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "scenarios/experiment/replication.h"
#include "sim/time.h"

namespace planttwin::experiment {

// What the process that makes an experiment's runs is told: by a socket, or through another rank.
struct Order {
  enum class Kind : std::uint8_t {
    kRun,     // to make `task`, the number `place` of a stage
    kWarmUp,  // to run with `warm_up` from now on
    kEnd,     // for a rank: to answer kEnded and end
  };
  Kind kind = Kind::kEnd;
  std::uint64_t place = 0;
  Task task;
  sim::Duration warm_up;

  template <class Archive>
  void visit(Archive& archive) {
    archive(kind, place, task.variant, task.number, task.kind, warm_up);
  }
};

// What it says.
struct Answer {
  enum class Kind : std::uint8_t {
    kMade,   // `text` are the bytes of what the task of `place` gave (replication.h)
    kFault,  // `text` says why nothing will come of it
    kLost,   // the process has ended; said by its rank
    kEnded,  // the last message of a rank
  };
  Kind kind = Kind::kEnded;
  std::uint64_t place = 0;
  std::string text;

  template <class Archive>
  void visit(Archive& archive) {
    archive(kind, place, text);
  }
};

// As bytes, and back. Throws sim::StateError.
std::string to_bytes(const Order& order);
std::string to_bytes(const Answer& answer);
Order order_of(const std::string& bytes);
Answer answer_of(const std::string& bytes);

}  // namespace planttwin::experiment
