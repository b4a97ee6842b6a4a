#pragma once

#include <string>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {

// The options of `planttwin report`, as typed.
struct ReportOptions {
  std::string folder;  // of a finished run or experiment
  bool json = false;
  bool quiet = false;
};

// Writes report.html and junit.xml anew from result.json and events.sqlite and prints the table; of
// an experiment report.html from experiment.json. Returns the verdict of the result: kNotMet when
// the run had not passed, or the experiment was not as precise as was asked for.
ExitCode report_command(const ReportOptions& options);

}  // namespace planttwin::scenario
