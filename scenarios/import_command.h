#pragma once

#include <string>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {

// The options of `planttwin import jobshop`, as typed.
struct ImportOptions {
  std::string file;
  std::string out;       // a folder for plant.json and scenario.json, or one file ending in .json
  std::string instance;  // empty: the only one in the file
  std::string dispatch = "fifo";
  std::string time_unit = "min";
  bool json = false;
  bool quiet = false;
};

// Reads a job-shop instance and writes it as a plant and a scenario. Throws sim::InputError for a
// bad instance. Replaces earlier files of the same names.
ExitCode import_job_shop_command(const ImportOptions& options);

}  // namespace planttwin::scenario
