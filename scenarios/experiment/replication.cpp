#include "scenarios/experiment/replication.h"

#include "plant_models/run/plant_run.h"
#include "scenarios/back_office.h"
#include "scenarios/expectation.h"
#include "scenarios/result.h"
#include "sim/archive.h"

namespace planttwin::experiment {
namespace {

constexpr std::uint32_t kVersion = 3;
constexpr std::size_t kCurveParts = 100;

Replication figures_of(const sim::JsonNode& result, const std::vector<Kpi>& kpis,
                       const plant::RunEnd& end) {
  Replication replication;
  replication.ended_well = scenario::ended_well(end.reason);
  for (const Kpi& kpi : kpis) {
    replication.values.push_back(scenario::number_in_result(result, kpi.pointer));
  }
  return replication;
}

sim::Time end_of(const scenario::Scenario& scenario) {
  return scenario.input.until_done() ? sim::Time::never()
                                     : sim::Time::from_start(scenario.input.horizon);
}

// Runs a plant with what stands beside it to its end. `curve` is of so many parts.
plant::RunEnd run_all(const scenario::Scenario& scenario, scenario::BackOffice& office,
                      plant::PlantRun& run, std::size_t parts, WipCurve& curve) {
  return office.run([&](const scenario::RunTo& run_to) {
    return run_with_curve(run, run_to, end_of(scenario), parts, curve);
  });
}

Replication run_once(const scenario::Scenario& scenario, const std::vector<Kpi>& kpis,
                     const plant::RunSettings& settings) {
  plant::PlantRun run(scenario.plant, scenario.input, settings);
  const std::unique_ptr<scenario::BackOffice> office = scenario::make_back_office(scenario, run);
  WipCurve wip;
  const plant::RunEnd end = run_all(scenario, *office, run, kCurveParts, wip);
  const auto outcome = office->audit();
  Replication replication = figures_of(
      scenario::make_result(scenario, run, end, outcome ? &*outcome : nullptr), kpis, end);
  replication.wip = std::move(wip);
  return replication;
}

// The curve alone, finely.
Replication wip_series(const scenario::Scenario& scenario, std::uint64_t seed) {
  plant::PlantRun run(scenario.plant, scenario.input, {.seed = seed});
  const std::unique_ptr<scenario::BackOffice> office = scenario::make_back_office(scenario, run);
  Replication replication{.values = {}, .ended_well = true};
  run_all(scenario, *office, run, kSeriesParts, replication.wip);
  return replication;
}

// The mean of both where both have data.
Replication mean_of(const Replication& one, const Replication& other) {
  Replication mean{.values = {},
                   .ended_well = one.ended_well && other.ended_well,
                   .wip = mean_of(std::vector{one.wip, other.wip})};
  for (std::size_t i = 0; i < one.values.size(); ++i) {
    const bool both = one.values[i] && other.values[i];
    mean.values.push_back(both ? std::optional((*one.values[i] + *other.values[i]) / 2)
                               : std::nullopt);
  }
  return mean;
}

}  // namespace

ReplicationMaker::ReplicationMaker(const Experiment& experiment,
                                   std::optional<sim::Duration> warm_up)
    : experiment_(experiment), warm_up_(warm_up) {}

void ReplicationMaker::load(std::size_t variant) {
  if (loaded_ && loaded_variant_ == variant) return;
  loaded_.reset();
  loaded_.reset();
  sim::Diagnostics diagnostics;
  auto scenario = std::make_unique<scenario::Scenario>(
      load_variant(experiment_, experiment_.variants[variant], diagnostics));
  diagnostics.throw_if_any();
  if (warm_up_) {
    scenario->input.warm_up = *warm_up_;
  } else if (experiment_.find_warm_up) {  // in runs that are measured from their beginning
    scenario->input.warm_up = sim::Duration();
  }
  loaded_ = std::move(scenario);
  loaded_variant_ = variant;
}

Replicated ReplicationMaker::make(const Task& task) const {
  const std::uint64_t seed = experiment_.seed + static_cast<std::uint64_t>(task.number);
  if (task.kind == Task::Kind::kWipSeries) return {wip_series(*loaded_, seed)};
  if (experiment_.batches > 0) return make_batches(seed);
  const Replication one = run_once(*loaded_, experiment_.kpis, {.seed = seed});
  if (!experiment_.antithetic) return {one};
  return {mean_of(one, run_once(*loaded_, experiment_.kpis, {.seed = seed, .antithetic = true}))};
}

Replicated ReplicationMaker::make_batches(std::uint64_t seed) const {
  const plant::RunInput& input = loaded_->input;
  plant::PlantRun run(loaded_->plant, input, {.seed = seed});
  const std::unique_ptr<scenario::BackOffice> office = scenario::make_back_office(*loaded_, run);
  const std::int64_t length = (input.horizon - input.warm_up).count() / experiment_.batches;
  Replicated batches;
  office->run([&](const scenario::RunTo& run_to) {
    plant::RunEnd end;
    for (std::int64_t i = 1; i <= experiment_.batches; ++i) {
      if (i > 1) run.restart_statistics();
      const sim::Duration until = input.warm_up + sim::Duration::microseconds(i * length);
      end = run_to(run, sim::Time::from_start(until));
      batches.push_back(
          figures_of(scenario::make_result(*loaded_, run, end), experiment_.kpis, end));
    }
    return end;
  });
  return batches;
}

std::string to_bytes(const Replicated& replications) {
  sim::StateWriter writer(kVersion);
  writer(replications);
  return writer.finish();
}

Replicated replications_of(const std::string& bytes) {
  sim::StateReader reader(bytes, kVersion);
  Replicated replications;
  reader(replications);
  reader.finish();
  return replications;
}

scenario::Scenario load_variant(const Experiment& experiment, const Variant& variant,
                                sim::Diagnostics& diagnostics) {
  sim::Diagnostics found;
  scenario::Scenario scenario =
      scenario::load_scenario(experiment.scenario, variant.changes, found);
  for (sim::Diagnostic diagnostic : found.all()) {
    diagnostic.message = "variant " + sim::in_quotes(variant.id) + ": " + diagnostic.message;
    diagnostics.add(std::move(diagnostic));
  }
  return scenario;
}

void check_kpis(const scenario::Scenario& scenario, const Experiment& experiment,
                sim::Diagnostics& diagnostics) {
  std::vector<scenario::Expectation> pointers;
  for (const Kpi& kpi : experiment.kpis) {
    pointers.push_back({.name = kpi.id,
                        .pointer = kpi.pointer,
                        .at_least = {},
                        .at_most = {},
                        .equals = {},
                        .place = kpi.place});
    const bool of_the_end =
        kpi.pointer.starts_with("/integration/") || kpi.pointer.starts_with("/reconciliation/");
    if (experiment.batches > 0 && of_the_end) {
      sim::Diagnostic fault = kpi.place;
      fault.message = "the books are audited at the end of a run, so batches have no such figure";
      diagnostics.add(std::move(fault));
    }
  }
  scenario::check_expectations(scenario, pointers, diagnostics);
}

}  // namespace planttwin::experiment
