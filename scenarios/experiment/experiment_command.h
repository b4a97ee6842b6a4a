#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scenarios/exit_code.h"

namespace planttwin::experiment {

// The options of `planttwin experiment`, as typed.
struct ExperimentOptions {
  std::string file;
  std::optional<std::string> out;            // folder; otherwise runs/<experiment>
  std::optional<std::string> store;          // otherwise experiment.sqlite in that folder
  std::optional<std::int64_t> replications;  // in place of the file's
  std::optional<std::int64_t> jobs;          // side by side; otherwise as many as there are cores
  bool resume = false;
  bool json = false;
  bool quiet = false;
};

// Makes the replications of an experiment, keeps each in the store, and writes experiment.json.
// Throws sim::InputError and scenario::UsageError before anything is run, StoreUnreachable,
// OutputError when results can't be written.
scenario::ExitCode experiment_command(const ExperimentOptions& options);

}  // namespace planttwin::experiment
