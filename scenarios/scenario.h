#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plant_models/model/demand.h"
#include "plant_models/model/plant.h"
#include "scenarios/erp_setup.h"
#include "scenarios/expectation.h"
#include "scenarios/scenario_documents.h"

namespace planttwin::scenario {

// A scenario file with its plant, checked and ready to run. Immutable; a run refers to the plant
// and the input, so the scenario must outlive it and stay where it is.
struct Scenario {
  std::string id;     // also names the folder of results: letters, digits, ".", "_" and "-"
  std::string title;  // for people; the id when the file has none
  std::string file;
  std::uint64_t seed = 1;
  plant::Plant plant;
  plant::RunInput input;
  std::optional<ErpSetup> erp;
  std::vector<Expectation> expectations;
  std::string input_sha256;
};

// Reads a scenario and its plant. All errors of both are recorded in one pass; the scenario may be
// used only when there was none. Pointers of expectations are checked against the plant, too.
Scenario load_scenario(const std::string& path, const std::vector<InputEdit>& edits,
                       sim::Diagnostics& diagnostics);

// The same; throws sim::InputError with all errors.
Scenario load_scenario_or_throw(const std::string& path, const std::vector<InputEdit>& edits = {});

// Reports each expectation whose pointer leads nowhere in a result of this scenario.
void check_expectations(const Scenario& scenario, const std::vector<Expectation>& expectations,
                        sim::Diagnostics& diagnostics);

// Whether a text can name a scenario.
bool is_scenario_id(const std::string& id);

}  // namespace planttwin::scenario
