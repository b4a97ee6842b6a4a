#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "erp_bridge/stack/stack_setup.h"
#include "plant_models/model/gate.h"
#include "plant_models/model/plant.h"
#include "sim/json_reader.h"

namespace planttwin::scenario {

// The members "erp" and "landscape" of a scenario: a reference ERP books what happens, and is
// audited at the end.
struct ErpSetup {
  std::vector<bridge::InjectedDefect> defects;  // what it does wrong, on purpose
  bridge::PostingPolicies policies;             // what its books make of postings
  bridge::ReportingHabits reporting;            // of the people on the floor
  // What lies between plant and ERP, and what the ERP plans. Without it what happens is booked at
  // once, and the plant has all its orders from the scenario.
  std::optional<bridge::StackSetup> stack;
  bool has_landscape = false;      // otherwise messages need no time
  std::vector<plant::Gate> gates;  // where work waits for its answer
};

// Where a setup is read: the plant and the start of the run.
struct ErpSetupPlace {
  const plant::Plant& plant;
  sim::UtcInstant start;
  std::filesystem::path directory;  // of the scenario
  sim::Diagnostics& diagnostics;
};

// Nothing when the scenario has no ERP.
std::optional<ErpSetup> read_erp_setup(sim::JsonReader& scenario, const ErpSetupPlace& place);

// What the ERP plans, sorted: the plant does not replenish it by itself.
std::vector<plant::MaterialId> planned_items(const ErpSetup& setup);

}  // namespace planttwin::scenario
