#pragma once

#include <cstdint>

#include "sim/time.h"

namespace planttwin::sim {

// The order in which the events of one round of an instant take effect.
enum class Phase : std::uint8_t {
  kOutsideInput,
  kCalendarChange,
  kRepairEnd,
  kCompletion,
  kFailure,
};

// Names a pending event. Safe to cancel when empty, already fired or already cancelled: a slot's
// generation never returns while a handle to it can exist (2^32 uses of one slot).
struct EventHandle {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;  // 0: empty handle

  bool empty() const { return generation == 0; }
  friend bool operator==(const EventHandle&, const EventHandle&) = default;
};

// What the kernel hands to the model: a record, never a closure, so that a calendar can be copied,
// written and read back. `kind` and `target` belong to the model.
struct Event {
  Time time;
  Phase phase = Phase::kOutsideInput;
  std::uint8_t kind = 0;
  std::uint32_t target = 0;

  friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace planttwin::sim
