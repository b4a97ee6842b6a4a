#pragma once

#include <optional>
#include <string>

#include "scenarios/exit_code.h"
#include "scenarios/live_replay.h"

namespace planttwin::scenario {

// The options of `planttwin replay`, as typed.
struct ReplayOptions {
  std::string run;  // folder of a live run
  MovedInputs moved = {};
  std::optional<std::string> out;  // folder; otherwise <run>/replay
  bool json = false;
  bool quiet = false;
};

// Makes the results of a live run anew, from its files, without its stack, and compares them: the
// exit code is 1 where they are not the same bytes.
ExitCode replay_command(const ReplayOptions& options);

}  // namespace planttwin::scenario
