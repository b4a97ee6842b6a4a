#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/exit_code.h"

namespace planttwin::compare {

// The options of `planttwin compare`, as typed.
struct CompareOptions {
  std::string base;
  std::string candidate;
  double alpha = 0.05;
  std::vector<std::string> tolerances;
  std::optional<std::string> gates;  // file
  std::optional<std::string> out;    // folder; nothing is written without one
  bool force = false;
  bool json = false;
  bool quiet = false;
};

// Compares two results or experiments. Returns kNotMet when the candidate is worse in anything.
// Throws sim::InputError and scenario::UsageError before anything is written, OutputError when
// results can't be written.
scenario::ExitCode compare_command(const CompareOptions& options);

}  // namespace planttwin::compare
