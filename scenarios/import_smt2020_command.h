#pragma once

#include <cstdint>
#include <string>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {

// The options of `planttwin import smt2020`, as typed.
struct ImportSmt2020Options {
  std::string folder;  // of the data set
  std::string out;     // a folder for plant.json and scenario.json, or one file ending in .json
  std::string dispatch = "fifo";
  std::int64_t days = 730;
  bool json = false;
  bool quiet = false;
};

// Reads a data set of the SMT2020 testbed, writes it as a plant and a scenario, and tells which
// columns were used. Throws sim::InputError for a bad data set. Replaces earlier files of the same
// names.
ExitCode import_smt2020_command(const ImportSmt2020Options& options);

}  // namespace planttwin::scenario
