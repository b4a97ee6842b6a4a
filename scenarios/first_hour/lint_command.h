#pragma once

#include <optional>
#include <string>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {

// The options of `planttwin lint`, as typed.
struct LintOptions {
  std::string stack;
  std::optional<std::string> openapi;  // instead of what the stack file names
  bool json = false;
  bool quiet = false;
};

// Compares the mappings of a stack with what the systems say of their interfaces, and prints what
// does not fit. Posts nothing. Returns kNotMet when a message would be refused. Throws
// sim::InputError and UsageError for bad input, bridge::SystemError where a document can't be had.
ExitCode lint_command(const LintOptions& options);

}  // namespace planttwin::scenario
