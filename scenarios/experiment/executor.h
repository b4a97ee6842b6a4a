#pragma once

#include <functional>
#include <vector>

#include "scenarios/experiment/replication.h"
#include "scenarios/experiment/workers.h"

namespace planttwin::experiment {

// Makes runs of an experiment: in processes of this machine, or on other machines.
class Executor {
 public:
  // What a task gave; called in this process, in any order of tasks, once for each.
  using Taken = std::function<void(std::size_t task, Replicated replications)>;
  using Asked = std::function<bool()>;

  Executor() = default;
  virtual ~Executor() = default;
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // All variants are run with this warm-up from now on.
  virtual void use_warm_up(sim::Duration warm_up) = 0;
  // Returns when all tasks were taken. Throws std::runtime_error when one can't be made, what
  // `taken` throws, and Interrupted when `interrupted` says so; what was taken then is good.
  virtual void make(const std::vector<Task>& tasks, const Taken& taken,
                    const Asked& interrupted) = 0;
};

}  // namespace planttwin::experiment
