#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "scenarios/experiment/comparison.h"
#include "scenarios/experiment/experiment_file.h"

namespace planttwin::experiment {

struct ExperimentOutcome {
  std::vector<Replicated> variants;  // as in the file
  std::vector<std::size_t> stages;   // replications of each variant after each stage
  bool precise = true;               // as was asked for
};

// Makes the replications of an experiment in stages. Replication i of every variant has the seed
// Experiment::seed + i; when to stop is decided after a stage, from all of it, so the number of
// workers changes nothing but the time that it takes.
class ExperimentRun {
 public:
  struct Hooks {
    std::function<void(std::size_t done, std::size_t of)> progress;  // of the stage
    std::function<bool()> interrupted;
  };

  // Loads every variant once. Throws sim::InputError with the errors of all of them.
  explicit ExperimentRun(const Experiment& experiment);

  // Throws std::runtime_error when a replication can't be made, Workers::Interrupted.
  ExperimentOutcome run(std::size_t workers, const Hooks& hooks) const;

 private:
  void add_stage(ExperimentOutcome& outcome, std::size_t more, std::size_t workers,
                 const Hooks& hooks) const;

  const Experiment& experiment_;
};

}  // namespace planttwin::experiment
