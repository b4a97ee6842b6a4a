#pragma once

#include <string>

#include "scenarios/optimize/study_file.h"
#include "scenarios/optimize/study_run.h"
#include "sim/json_node.h"

namespace planttwin::optimize {

// optimize.json: its keys are listed in docs/experiments.md. Equal outcomes give equal bytes.
sim::JsonNode make_result(const Study& study, const StudyOutcome& outcome);

// The same for people: the verdict in words, what it took, and the points of the answer.
std::string result_text(const Study& study, const StudyOutcome& outcome);

}  // namespace planttwin::optimize
