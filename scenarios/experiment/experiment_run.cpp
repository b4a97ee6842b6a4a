#include "scenarios/experiment/experiment_run.h"

#include <algorithm>
#include <memory>

#include "scenarios/experiment/workers.h"
#include "scenarios/scenario.h"
#include "sim/archive.h"

namespace planttwin::experiment {
namespace {

constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kLeastStage = 5;

std::string encode(const Replication& replication) {
  sim::StateWriter writer(kVersion);
  writer(replication.values, replication.ended_well);
  return writer.finish();
}

Replication decode(const std::string& bytes) {
  sim::StateReader reader(bytes, kVersion);
  Replication replication;
  reader(replication.values, replication.ended_well);
  reader.finish();
  return replication;
}

}  // namespace

ExperimentRun::ExperimentRun(const Experiment& experiment) : experiment_(experiment) {
  sim::Diagnostics all;
  for (const Variant& variant : experiment.variants) {
    sim::Diagnostics found;
    const scenario::Scenario scenario =
        scenario::load_scenario(experiment.scenario, variant.changes, found);
    if (found.empty() && &variant == &experiment.variants.front()) {
      check_kpis(scenario, experiment.kpis, all);
    }
    for (sim::Diagnostic diagnostic : found.all()) {
      diagnostic.message = "variant " + sim::in_quotes(variant.id) + ": " + diagnostic.message;
      all.add(std::move(diagnostic));
    }
  }
  all.throw_if_any();
}

ExperimentOutcome ExperimentRun::run(std::size_t workers, const Hooks& hooks) const {
  const Replications& wanted = experiment_.replications;
  ExperimentOutcome outcome;
  outcome.variants.resize(experiment_.variants.size());
  add_stage(outcome, static_cast<std::size_t>(wanted.at_least), workers, hooks);
  const auto most = static_cast<std::size_t>(wanted.at_most);
  while (!(outcome.precise = precise_enough(experiment_, outcome.variants)) &&
         outcome.variants.front().size() < most) {
    const std::size_t have = outcome.variants.front().size();
    add_stage(outcome, std::min(most - have, std::max(kLeastStage, have / 2)), workers, hooks);
  }
  return outcome;
}

// Variant by variant, so that one scenario is in memory at a time.
void ExperimentRun::add_stage(ExperimentOutcome& outcome, std::size_t more, std::size_t workers,
                              const Hooks& hooks) const {
  const std::size_t have = outcome.variants.front().size();
  std::unique_ptr<scenario::Scenario> loaded;
  std::size_t loaded_variant = 0;
  const auto prepare = [&](std::size_t task) {
    const std::size_t variant = task / more;
    if (loaded && loaded_variant == variant) return;
    loaded = std::make_unique<scenario::Scenario>(scenario::load_scenario_or_throw(
        experiment_.scenario, experiment_.variants[variant].changes));
    loaded_variant = variant;
  };
  const auto replicate = [&](std::size_t task) {
    return encode(
        run_replication(*loaded, experiment_.kpis, experiment_.seed + have + task % more));
  };
  const std::size_t count = more * outcome.variants.size();
  const std::vector<std::string> bytes = Workers(workers).run(
      count, replicate, prepare, [&](std::size_t done) { hooks.progress(done, count); },
      hooks.interrupted);
  for (std::size_t task = 0; task < count; ++task) {
    outcome.variants[task / more].push_back(decode(bytes[task]));
  }
  outcome.stages.push_back(have + more);
}

}  // namespace planttwin::experiment
