#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/diagnostics.h"

namespace planttwin::plant {

// One step of a job: on which machine (counted from 0) and for how long. Times are bare whole
// numbers of a unit that the format leaves open. Invariant: time >= 0.
struct JobShopStep {
  std::int32_t machine = 0;
  std::int64_t time = 0;
};

// An instance of the job-shop problem: every job visits machines in an order of its own.
// Invariant: every machine number is below `machines`; no job is empty.
struct JobShop {
  static constexpr std::int64_t kMostJobs = 100'000;
  static constexpr std::int64_t kMostMachines = 10'000;
  static constexpr std::int64_t kMostSteps = 10'000'000;
  static constexpr std::int64_t kLongestTime = 1'000'000'000;

  std::string name;  // of the instance; empty when the file gives none
  std::int32_t machines = 0;
  std::vector<std::vector<JobShopStep>> jobs;
};

// Reads the instances of a file in one of two usual forms:
// - the standard form: a line "jobs machines", then a line per job of pairs "machine time" with
//   machines counted from 0 (as in the OR-Library; Beasley 1990, J. Opl. Res. Soc. 41);
// - Taillard's (1993, Eur. J. Opl. Res. 64): a header line with the numbers of jobs and machines
//   first, "Times" with a line per job, "Machines" with a line per job, counted from 1.
// Lines with words are headings: "instance NAME" names what follows, others are skipped, as are
// lines beginning with "#". All errors are recorded with their lines.
std::vector<JobShop> read_job_shops(std::string_view text, const std::string& file,
                                    sim::Diagnostics& diagnostics);

}  // namespace planttwin::plant
