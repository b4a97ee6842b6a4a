#include "scenarios/experiment/replication.h"

#include <cstdlib>
#include <memory>

#include "plant_models/run/plant_run.h"
#include "scenarios/back_office.h"
#include "scenarios/expectation.h"
#include "scenarios/result.h"

namespace planttwin::experiment {

Replication run_replication(const scenario::Scenario& scenario, const std::vector<Kpi>& kpis,
                            std::uint64_t seed) {
  plant::PlantRun run(scenario.plant, scenario.input, {.seed = seed});
  const std::unique_ptr<scenario::BackOffice> office = scenario::make_back_office(scenario, run);
  const sim::Time until = scenario.input.until_done()
                              ? sim::Time::never()
                              : sim::Time::from_start(scenario.input.horizon);
  const plant::RunEnd end =
      office->run([&](const scenario::RunTo& run_to) { return run_to(run, until); });
  const auto outcome = office->audit();
  const sim::JsonNode result =
      scenario::make_result(scenario, run, end, outcome ? &*outcome : nullptr);
  Replication replication;
  replication.ended_well = scenario::ended_well(end.reason);
  for (const Kpi& kpi : kpis) {
    std::string why_not;
    const sim::JsonNode* found = scenario::find_in_result(result, kpi.pointer, why_not);
    const bool has_data = found != nullptr && found->is_number();
    replication.values.push_back(has_data ? std::optional(std::strtod(found->text.c_str(), nullptr))
                                          : std::nullopt);
  }
  return replication;
}

void check_kpis(const scenario::Scenario& scenario, const std::vector<Kpi>& kpis,
                sim::Diagnostics& diagnostics) {
  std::vector<scenario::Expectation> pointers;
  for (const Kpi& kpi : kpis) {
    pointers.push_back({.name = kpi.id,
                        .pointer = kpi.pointer,
                        .at_least = {},
                        .at_most = {},
                        .equals = {},
                        .place = kpi.place});
  }
  scenario::check_expectations(scenario, pointers, diagnostics);
}

}  // namespace planttwin::experiment
