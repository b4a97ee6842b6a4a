#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/exit_code.h"
#include "scenarios/first_hour/export_files.h"

namespace planttwin::scenario {

// The options of `planttwin reconcile`, as typed.
struct ReconcileOptions {
  std::string run;  // folder of a live run, or a scenario file
  ExportFiles files;
  std::optional<std::int64_t> seed;
  std::vector<std::string> edits;
  std::optional<std::string> out;
  bool json = false;
  bool quiet = false;
};

// Audits a record by what somebody has exported of it, without access to the record. The truth is
// the plant of the live run, played again, or a run of the scenario.
ExitCode reconcile_command(const ReconcileOptions& options);

}  // namespace planttwin::scenario
