#pragma once

#include <optional>

namespace planttwin::experiment {

// Which of several processes this one is that were started together to share the work.
struct Rank {
  int number = 0;  // 0 leads
  int count = 1;   // at least 2
};

// What mpirun, or srun with PMIx, has put into the environment; nothing when this process was
// started alone. Throws scenario::UsageError when srun has started several without PMIx, which
// could not find each other and would write the same files.
std::optional<Rank> rank_of_this_process();

// Whether another process of the same start says what there is to say.
bool is_follower();

}  // namespace planttwin::experiment
