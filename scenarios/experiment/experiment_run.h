#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/experiment/executor.h"
#include "scenarios/experiment/experiment_file.h"
#include "scenarios/experiment/replication_store.h"
#include "scenarios/experiment/selection.h"
#include "sim/time.h"

namespace planttwin::experiment {

// The warm-up that all variants have, when it was looked for.
struct WarmUp {
  sim::Duration found;
  std::size_t of_variant = 0;  // the one that settles last
  bool settled = true;         // false: some variant did not settle in the first half
};

struct ExperimentOutcome {
  std::vector<Replicated> variants;  // as in the file
  std::vector<std::size_t> stages;   // replications of the variant that has most, after each
  std::optional<WarmUp> warm_up;
  std::optional<Standing> selection;
  bool precise = true;  // or certain, as was asked for
  std::string input_sha256;
};

// A text that is equal for runs of a variant that would be equal. `input_sha256`: of its scenario.
std::string run_key(const Experiment& experiment, const std::optional<WarmUp>& warm_up,
                    const std::string& input_sha256);

// Makes the replications of an experiment in stages. What is made next is decided after a stage,
// from all of it, so neither the number of workers nor a resumption changes anything but the time.
class ExperimentRun {
 public:
  struct Hooks {
    std::function<void(std::size_t done, std::size_t of)> progress;  // of the stage
    std::function<bool()> interrupted;
  };

  // Loads every variant once. Throws sim::InputError with the errors of all of them.
  explicit ExperimentRun(const Experiment& experiment);

  // Where the work in process of all variants has settled, by MSER-5 over the mean of a few runs;
  // the executor uses it from now on. Nothing when the experiment does not ask for it. Throws
  // sim::InputError when a variant ends before it.
  std::optional<WarmUp> find_warm_up(Executor& executor, const Hooks& hooks) const;

  // By variant: its run_key.
  std::vector<std::string> keys(const std::optional<WarmUp>& warm_up) const;

  // Throws what Executor::make and ReplicationStore::add throw.
  ExperimentOutcome run(Executor& executor, ReplicationStore& store,
                        const std::optional<WarmUp>& warm_up, const Hooks& hooks) const;

 private:
  void check_warm_up(const WarmUp& warm_up) const;
  void add_stage(ExperimentOutcome& outcome, const std::vector<std::size_t>& wanted,
                 Executor& executor, ReplicationStore& store, const Hooks& hooks) const;
  std::vector<std::size_t> next(ExperimentOutcome& outcome, Selector* selector) const;

  const Experiment& experiment_;
  std::vector<std::string> input_sha256_;  // by variant
  std::vector<sim::Duration> horizons_;    // by variant
};

// What each task gives: from the store if it is there, otherwise made and kept there. Throws what
// Executor::make and ReplicationStore::add throw.
std::vector<Replicated> find_or_make(const std::vector<Task>& tasks, Executor& executor,
                                     ReplicationStore& store, const ExperimentRun::Hooks& hooks);

}  // namespace planttwin::experiment
