#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scenarios/exit_code.h"

namespace planttwin::optimize {

// The options of `planttwin optimize`, as typed.
struct OptimizeOptions {
  std::string file;
  std::optional<std::string> out;    // folder; otherwise runs/<study>
  std::optional<std::string> store;  // otherwise optimize.sqlite in that folder
  std::optional<std::int64_t> jobs;  // side by side; otherwise as many as there are cores
  bool resume = false;
  bool json = false;
  bool quiet = false;
};

// Makes the runs of a study, keeps each in the store, and writes optimize.json. kNotMet when no
// point is feasible, or when it was stopped. Throws sim::InputError and scenario::UsageError before
// anything is run, StoreUnreachable, OutputError when results can't be written.
scenario::ExitCode optimize_command(const OptimizeOptions& options);

}  // namespace planttwin::optimize
