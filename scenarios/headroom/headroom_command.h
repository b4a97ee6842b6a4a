#pragma once

#include <string>

#include "scenarios/drive_command.h"
#include "scenarios/exit_code.h"

namespace planttwin::scenario {

// The options of `planttwin drive --find-headroom`, as typed: beside those of a drive, whose speed
// is the first that is tried.
struct HeadroomOptions {
  std::string step = "60 s";     // of the wall, for each speed
  std::string most_p95 = "5 s";  // latency that 95 of 100 messages keep to
};

// Drives the stack at one speed after another, each a run of its own in OUT/speed-<speed>, and says
// how many times the plant's real pace the stack sustains. Writes OUT/headroom.json. Returns
// kNotMet when it does not sustain the real pace. Throws what drive_command throws, and UsageError
// for options and scenarios that do not fit.
ExitCode headroom_command(const DriveOptions& drive, const HeadroomOptions& options);

}  // namespace planttwin::scenario
