#include "scenarios/experiment/local_executor.h"

namespace planttwin::experiment {

LocalExecutor::LocalExecutor(const Experiment& experiment, std::size_t side_by_side)
    : experiment_(experiment), workers_(side_by_side) {
  maker_.emplace(experiment, std::nullopt);
}

void LocalExecutor::use_warm_up(sim::Duration warm_up) { maker_.emplace(experiment_, warm_up); }

void LocalExecutor::make(const std::vector<Task>& tasks, const Taken& taken,
                         const Asked& interrupted) {
  workers_.run(
      tasks.size(), [&](std::size_t i) { return to_bytes(maker_->make(tasks[i])); },
      [&](std::size_t i) { maker_->load(tasks[i].variant); },
      [&](std::size_t i, const std::string& bytes) { taken(i, replications_of(bytes)); },
      interrupted,
      [&](std::size_t i) {
        std::size_t end = i + 1;
        if (!maker_->can_repeat()) return end - i;
        while (end < tasks.size() && tasks[end].variant == tasks[i].variant) ++end;
        return end - i;
      });
}

}  // namespace planttwin::experiment
