#pragma once

#include "sim/diagnostics.h"
#include "sim/json_document.h"

namespace planttwin::experiment {

// The version of experiment.json that this program writes and reads.
constexpr int kResultVersion = 1;

// Records what a report of an experiment needs and does not find in its experiment.json: members
// that are missing or of another kind, or a version that this program does not read.
void check_result_shape(const sim::JsonDocument& result, sim::Diagnostics& diagnostics);

}  // namespace planttwin::experiment
