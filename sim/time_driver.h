#pragma once

#include <cstdint>

#include "sim/time.h"

namespace planttwin::sim {

// Why a time driver returned from advance_to.
enum class Wakeup : std::uint8_t {
  kReached,  // the target instant may be processed now
  kInput,    // outside input was handed to the model: look at the calendar again
  kStop      // the run should end before the target
};

// As fast as possible; nothing comes from outside.
struct FreeRunning {
  static constexpr bool expects_input() { return false; }
  template <class Model>
  Wakeup advance_to(Time, Time, Model&) {
    return Wakeup::kReached;
  }
};

}  // namespace planttwin::sim
