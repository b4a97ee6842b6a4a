#pragma once

#include <cstddef>
#include <optional>

#include "scenarios/experiment/executor.h"
#include "scenarios/experiment/workers.h"

namespace planttwin::experiment {

// Makes runs in processes on this machine, so many side by side: a few runs of a variant in each,
// or one where a landscape needs a process of its own. This process must have no other thread.
class LocalExecutor : public Executor {
 public:
  LocalExecutor(const Experiment& experiment, std::size_t side_by_side);

  void use_warm_up(sim::Duration warm_up) override;
  void make(const std::vector<Task>& tasks, const Taken& taken, const Asked& interrupted) override;

 private:
  const Experiment& experiment_;
  Workers workers_;
  std::optional<ReplicationMaker> maker_;
};

}  // namespace planttwin::experiment
