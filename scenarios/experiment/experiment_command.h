#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scenarios/exit_code.h"

namespace planttwin::experiment {

// The options of `planttwin experiment`, as typed.
struct ExperimentOptions {
  std::string file;
  std::optional<std::string> out;       // folder; otherwise runs/<experiment>
  std::optional<std::int64_t> workers;  // otherwise all cores
  bool json = false;
  bool quiet = false;
};

// Makes the replications of an experiment and writes experiment.json. Throws sim::InputError and
// scenario::UsageError before anything is run, OutputError when results can't be written.
scenario::ExitCode experiment_command(const ExperimentOptions& options);

}  // namespace planttwin::experiment
