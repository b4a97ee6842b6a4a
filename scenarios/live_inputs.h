#pragma once

#include <memory>
#include <string>
#include <vector>

#include "erp_bridge/live/stack_file.h"
#include "erp_bridge/postings/floor_reports.h"
#include "scenarios/scenario.h"
#include "scenarios/scenario_documents.h"

namespace planttwin::scenario {

// What a live run is made of. A run refers to its scenario, which stays where it is.
struct LiveInputs {
  Scenario scenario;
  bridge::Stack stack;
};

// Reads both files. Throws sim::InputError with all that is wrong with either, UsageError where
// they can't be driven together.
std::unique_ptr<LiveInputs> load_live_inputs(const std::string& scenario, const std::string& stack,
                                             const std::vector<InputEdit>& edits);

// How the floor of a scenario reports.
bridge::ReportingHabits habits_of(const Scenario& scenario);

}  // namespace planttwin::scenario
