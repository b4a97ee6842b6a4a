#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "scenarios/experiment/replication.h"

namespace planttwin::experiment {

// The tasks of a stage that nobody has begun, by their place in the stage. Loading a variant costs
// time, so a worker keeps to the one that it has loaded as long as there is something to do for it,
// and then goes where most is left for each worker.
class TaskQueue {
 public:
  explicit TaskQueue(const std::vector<Task>& tasks);

  // The next place for a worker that has `loaded`; `others`: what other workers have loaded.
  std::optional<std::size_t> take(std::optional<std::size_t> loaded,
                                  const std::vector<std::size_t>& others);
  // It is to be made again, before all others of its variant.
  void put_back(std::size_t place);

 private:
  std::size_t take_of(std::size_t variant);

  const std::vector<Task>& tasks_;
  std::map<std::size_t, std::deque<std::size_t>> waiting_;  // by variant; none is empty
};

}  // namespace planttwin::experiment
