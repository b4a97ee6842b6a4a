#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "plant_models/run/plant_run.h"
#include "scenarios/integration_outcome.h"
#include "scenarios/run_slices.h"
#include "scenarios/scenario.h"

namespace planttwin::scenario {

// What stands beside the plant of a run: nothing, books that hear everything at once, or an ERP
// behind a landscape.
class BackOffice {
 public:
  virtual ~BackOffice() = default;
  // Calls `simulate` with how the plant is to be run, and brings to an end what is under way then.
  virtual plant::RunEnd run(const std::function<plant::RunEnd(const RunTo&)>& simulate) = 0;
  // Nothing where nobody keeps books.
  virtual std::optional<IntegrationOutcome> audit() = 0;
  // messages.sqlite, beside what its audit has found.
  virtual void write_messages(const std::filesystem::path&, const IntegrationOutcome&) const {}
};

// As the scenario says; it listens to the run from now on. Scenario and run outlive it.
std::unique_ptr<BackOffice> make_back_office(const Scenario& scenario, plant::PlantRun& run);

}  // namespace planttwin::scenario
