#pragma once

#include <cstdint>
#include <string>

#include "scenarios/experiment/experiment_run.h"
#include "sim/json_node.h"

namespace planttwin::experiment {

// experiment.json: its keys are listed in docs/experiments.md. Equal outcomes give equal bytes.
sim::JsonNode make_result(const Experiment& experiment, const ExperimentOutcome& outcome);

// The same for people: each figure with its interval, and every variant against the base.
std::string result_text(const Experiment& experiment, const ExperimentOutcome& outcome);

// How many replications deadlocked or stalled.
std::int64_t ended_badly(const Replicated& replications);

}  // namespace planttwin::experiment
