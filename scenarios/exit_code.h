#pragma once

#include <stdexcept>
#include <string>

#include "sim/output_error.h"

namespace planttwin::scenario {

// What a command returns to the shell. Scripts depend on the numbers.
enum class ExitCode : int {
  kDone = 0,           // done, all expectations met
  kNotMet = 1,         // done, but an expectation failed, or the plant deadlocked or was stopped
  kBadInput = 2,       // nothing was written
  kNoConnection = 3,   // a connected system could not be reached or broke the protocol
  kInternalError = 4,  // also: results could not be written
};

// The command line or a path on it is wrong. Nothing has been written. Exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Results could not be written. Exit code 4.
using sim::OutputError;

}  // namespace planttwin::scenario
