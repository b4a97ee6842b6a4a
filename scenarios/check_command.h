#pragma once

#include <string>
#include <vector>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {

// The options of `planttwin check`, as typed.
struct CheckOptions {
  std::vector<std::string> files;
  bool json = false;
  bool quiet = false;
};

// Checks plants, scenarios, stacks, mappings, experiments and gates, told apart by what they hold,
// and prints every error of every file. Returns kBadInput when there was one. Writes no file.
ExitCode check_command(const CheckOptions& options);

}  // namespace planttwin::scenario
