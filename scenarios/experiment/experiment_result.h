#pragma once

#include <string>

#include "scenarios/experiment/experiment_run.h"
#include "sim/json_node.h"

namespace planttwin::experiment {

// experiment.json: its keys are listed in docs/experiments.md. Equal outcomes give equal bytes.
sim::JsonNode make_result(const Experiment& experiment, const ExperimentOutcome& outcome);

// The same for people: each figure with its interval, and every variant against the base.
std::string result_text(const Experiment& experiment, const ExperimentOutcome& outcome);

}  // namespace planttwin::experiment
