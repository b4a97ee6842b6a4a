#pragma once

#include <cstdint>
#include <vector>

#include "plant_models/model/ids.h"
#include "sim/time.h"

namespace planttwin::plant {

// What waits for an answer of the back office.
enum class GatePoint : std::uint8_t {
  kRelease,     // an order that has come from there, before it goes to the floor
  kStart,       // an operation; asked when its lot stands in the queue
  kIssue,       // an operation that takes components; likewise
  kCompletion,  // a finished lot, before it is received into stock or delivered
};
inline constexpr int kGatePoints = static_cast<int>(GatePoint::kCompletion) + 1;

// What is done when no answer has come in time. A refusal is an answer: what was refused is asked
// again and never goes on without a confirmation.
enum class WithoutAnswer : std::uint8_t {
  kWait,     // it is asked again, and waits
  kProceed,  // the work goes on
  kPaper,    // the work goes on by paper, which somebody has to enter later
};

struct Gate {
  GatePoint point = GatePoint::kRelease;
  std::vector<WorkCenterId> work_centers;  // of kStart and kIssue; empty: all
  sim::Duration answer_within;
  WithoutAnswer without_answer = WithoutAnswer::kWait;
  sim::Duration ask_again;  // so long after a refusal

  bool applies_to(WorkCenterId id) const {
    if (work_centers.empty()) return true;
    for (const WorkCenterId own : work_centers) {
      if (own == id) return true;
    }
    return false;
  }
};

}  // namespace planttwin::plant
