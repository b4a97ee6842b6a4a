#pragma once

#include <string>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {

// The options of `planttwin export ocel`, as typed.
struct ExportOptions {
  std::string folder;  // of a finished run with its event log
  bool json = false;
  bool quiet = false;
};

// Writes ocel.sqlite (OCEL 2.0) from events.sqlite in the same folder.
ExitCode export_ocel_command(const ExportOptions& options);

}  // namespace planttwin::scenario
