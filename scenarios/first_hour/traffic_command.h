#pragma once

#include <optional>
#include <string>

#include "scenarios/exit_code.h"
#include "scenarios/first_hour/export_files.h"

namespace planttwin::scenario {

// The options of `planttwin replay --traffic`, as typed.
struct TrafficOptions {
  std::string log;       // .har, or messages as JSON Lines
  std::string scenario;  // for its plant: items and their units
  ExportFiles files;
  std::optional<std::string> out;
  bool json = false;
  bool quiet = false;
};

// Audits an export of a record against what a log of messages proves: that they were reported. No
// plant is run. Writes reconciliation.json, which is what --json prints.
ExitCode traffic_command(const TrafficOptions& options);

}  // namespace planttwin::scenario
