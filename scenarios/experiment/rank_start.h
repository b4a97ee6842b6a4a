#pragma once

#include <functional>

#include "scenarios/exit_code.h"
#include "scenarios/experiment/executor.h"

namespace planttwin::experiment {

// An experiment on all ranks of a start. Each reads it with `load`; `work` is done on rank 0 alone,
// with an executor over all ranks, and its exit code is that of the start: the others end with 0.
// Throws on rank 0 what `load` and `work` throw, when all ranks have ended.
scenario::ExitCode run_over_ranks(
    const std::function<Experiment()>& load,
    const std::function<scenario::ExitCode(const Experiment&, Executor&)>& work);

}  // namespace planttwin::experiment
