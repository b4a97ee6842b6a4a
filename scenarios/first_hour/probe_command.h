#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {

// The options of `planttwin probe`, as typed.
struct ProbeOptions {
  std::string scenario;
  std::string stack;
  bool write = false;
  bool manage = false;                   // start and stop the stack's parts
  std::vector<std::string> allow_write;  // hosts beside this machine
  std::int64_t longest = 40;             // characters of the longest names
  bool json = false;
  bool quiet = false;
};

// Sends one message at the limits of each type through the mapping of a stack, reads the record and
// prints which fields have survived. Without `write` nobody is called: it prints the messages and
// the calls that would be made. Returns kNotMet when something was changed, lost or refused. Throws
// sim::InputError and UsageError before anything is written, bridge::SystemError and
// bridge::TransportError where the stack fails.
ExitCode probe_command(const ProbeOptions& options);

}  // namespace planttwin::scenario
