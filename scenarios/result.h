#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plant_models/run/plant_run.h"
#include "scenarios/expectation.h"
#include "scenarios/integration_outcome.h"
#include "scenarios/scenario.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

// result.json of a run as of its present time, without expectations; `outcome` is null for a
// scenario without an ERP. Keys are a contract (data/schemas/result.schema.json); two runs are
// equal when the texts are equal byte by byte.
sim::JsonNode make_result(const Scenario& scenario, const plant::PlantRun& run,
                          const plant::RunEnd& end, const IntegrationOutcome* outcome = nullptr);

// Judges the expectations and adds them with the verdict. A run that was stopped, stalled or
// deadlocked has not passed, whatever its figures, and none whose audit leaves something
// unexplained.
void add_verdict(const Scenario& scenario, const plant::RunEnd& end, sim::JsonNode& result,
                 const IntegrationOutcome* outcome = nullptr);

bool passed(const sim::JsonNode& result);

// "horizon", "deadlock", ...: as in result.json.
std::string_view name_of(plant::RunEnd::Reason reason);
// Whether a run that ended so did what was asked of it.
bool ended_well(plant::RunEnd::Reason reason);

}  // namespace planttwin::scenario
