#pragma once

#include <string>

#include "scenarios/experiment/fork_server.h"
#include "scenarios/experiment/rank_link.h"

namespace planttwin::experiment {

// What ranks other than 0 do until rank 0 ends them: pass orders on to their fork server, and its
// answers back. They print nothing and write nothing; a signal to all ranks is for rank 0 to
// answer. `own` is nothing when there is a `fault` that keeps the rank from working.
void serve_rank_0(RankLink& link, ForkServer* own, const std::string& fault);

}  // namespace planttwin::experiment
