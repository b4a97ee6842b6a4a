#pragma once

#include <string>

#include "scenarios/compare/judgement.h"
#include "sim/json_node.h"

namespace planttwin::compare {

// compare.json: its keys are listed in docs/experiments.md.
sim::JsonNode comparison_json(const ComparedFile& base, const ComparedFile& candidate,
                              const Judgement& judgement);

// A JUnit XML report with a test case for each figure; those that are worse fail.
std::string comparison_junit(const ComparedFile& candidate, const Judgement& judgement);

}  // namespace planttwin::compare
