#include "scenarios/scenario.h"

#include <algorithm>
#include <limits>

#include "plant_models/load/plant_loader.h"
#include "plant_models/load/run_input_loader.h"
#include "plant_models/run/plant_run.h"
#include "scenarios/result.h"

namespace planttwin::scenario {

using sim::Diagnostics;

namespace {

std::string read_id(sim::JsonReader& in) {
  std::string id = in.required_string("scenario");
  if (!id.empty() && !is_scenario_id(id)) {
    in.error("scenario", sim::in_quotes(id) +
                             " cannot name a scenario: expected up to 100 letters, digits, "
                             "\"_\", \"-\" and \".\", beginning with a letter or a digit");
  }
  return id;
}

}  // namespace

// A result of a run that has not begun has every key that a pointer may lead to.
void check_expectations(const Scenario& scenario, const std::vector<Expectation>& expectations,
                        Diagnostics& diagnostics) {
  if (expectations.empty()) return;
  const plant::PlantRun run(scenario.plant, scenario.input, {.seed = scenario.seed});
  IntegrationOutcome nothing;
  if (scenario.erp && scenario.erp->stack) {
    nothing.traffic.emplace();
    nothing.holds = no_hold_figures(scenario.erp->stack->quality);
  }
  const sim::JsonNode result = make_result(scenario, run, {}, scenario.erp ? &nothing : nullptr);
  check_pointers(expectations, result, diagnostics);
}

bool is_scenario_id(const std::string& id) {
  const auto letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !id.empty() && id.size() <= 100 && letter_or_digit(id.front()) &&
         std::all_of(id.begin(), id.end(), [&](char c) {
           return letter_or_digit(c) || c == '_' || c == '-' || c == '.';
         });
}

Scenario load_scenario(const std::string& path, const std::vector<InputEdit>& edits,
                       Diagnostics& diagnostics) {
  Scenario scenario;
  const auto documents = ScenarioDocuments::load(path, edits, diagnostics);
  if (!documents) return scenario;

  sim::JsonReader in(documents->scenario(), diagnostics);
  scenario.file = path;
  scenario.id = read_id(in);
  scenario.title = in.optional_string("title", scenario.id);
  in.optional_string("description");
  in.optional_string("$schema");
  scenario.seed = static_cast<std::uint64_t>(
      in.integer("seed", {0, std::numeric_limits<std::int64_t>::max()}, 1));
  if (const auto changes = in.value("plant_changes")) changes->expect_object();
  scenario.expectations = read_expectations(in, path);

  const sim::UtcInstant start = in.instant("start");
  sim::JsonReader plant_reader = documents->plant_reader(in, diagnostics);
  scenario.plant = plant::load_plant(
      plant_reader, {.start = start, .directory = documents->plant_directory()}, diagnostics);
  if (diagnostics.empty() || !plant_reader.muted()) {
    scenario.input =
        plant::load_run_input(in, scenario.plant, documents->scenario_directory(), diagnostics);
    scenario.erp =
        read_erp_setup(in, {scenario.plant, start, documents->scenario_directory(), diagnostics});
    if (scenario.erp) {
      scenario.input.planned_outside = planned_items(*scenario.erp);
      scenario.input.gates = scenario.erp->gates;
    }
  }
  in.finish();
  if (!diagnostics.empty()) return scenario;
  scenario.input_sha256 = documents->sha256();
  check_expectations(scenario, scenario.expectations, diagnostics);
  return scenario;
}

Scenario load_scenario_or_throw(const std::string& path, const std::vector<InputEdit>& edits) {
  Diagnostics diagnostics;
  Scenario scenario = load_scenario(path, edits, diagnostics);
  diagnostics.throw_if_any();
  return scenario;
}

}  // namespace planttwin::scenario
