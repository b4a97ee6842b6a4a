#pragma once

#include <string>
#include <vector>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {

// The options of `planttwin checklist`, as typed.
struct ChecklistOptions {
  std::vector<std::string> runs;  // folders of driven runs
  std::string out = "checklist.html";
  bool json = false;
  bool quiet = false;
};

// Writes the go-live checklist of driven runs. Returns kNotMet when something that was tested is
// not as it should be. Throws UsageError for a folder that is no finished driven run, OutputError.
ExitCode checklist_command(const ChecklistOptions& options);

}  // namespace planttwin::scenario
