#include "scenarios/experiment/experiment_run.h"

#include <algorithm>

#include "scenarios/experiment/comparison.h"
#include "scenarios/experiment/warm_up.h"
#include "scenarios/version.h"
#include "sim/sha256.h"

namespace planttwin::experiment {
namespace {

constexpr std::size_t kLeastStage = 5;
constexpr std::int64_t kPilots = 5;

// Batches and a settled state need an end that is known beforehand.
void check_horizon(const Experiment& experiment, const Variant& variant,
                   const scenario::Scenario& scenario, sim::Diagnostics& diagnostics) {
  if (experiment.batches == 0 && !experiment.find_warm_up) return;
  const auto fault = [&](const char* what) {
    diagnostics.add(
        {experiment.file, {}, "", "variant " + sim::in_quotes(variant.id) + ": " + what});
  };
  if (scenario.input.until_done()) {
    fault(
        "runs until all is done: such a run has no steady state, so it can't be cut into batches");
  } else if (scenario.input.horizon - scenario.input.warm_up <=
                 sim::Duration::microseconds(experiment.batches) ||
             scenario.input.horizon < sim::Duration::microseconds(kSeriesParts)) {
    fault("its horizon leaves nothing after the warm-up");
  }
}

}  // namespace

ExperimentRun::ExperimentRun(const Experiment& experiment) : experiment_(experiment) {
  sim::Diagnostics all;
  for (const Variant& variant : experiment.variants) {
    sim::Diagnostics found;
    const scenario::Scenario scenario = load_variant(experiment, variant, found);
    if (found.empty()) {
      if (&variant == &experiment.variants.front()) check_kpis(scenario, experiment, found);
      check_horizon(experiment, variant, scenario, found);
    }
    for (const sim::Diagnostic& diagnostic : found.all()) all.add(diagnostic);
    input_sha256_.push_back(scenario.input_sha256);
    horizons_.push_back(scenario.input.horizon);
  }
  all.throw_if_any();
}

std::optional<WarmUp> ExperimentRun::find_warm_up(Executor& executor, const Hooks& hooks) const {
  if (!experiment_.find_warm_up) return std::nullopt;
  std::vector<Task> tasks;
  for (std::size_t variant = 0; variant < experiment_.variants.size(); ++variant) {
    for (std::int64_t pilot = 0; pilot < kPilots; ++pilot) {
      tasks.push_back({variant, pilot, Task::Kind::kWipSeries});
    }
  }
  std::vector<Replicated> pilots(tasks.size());
  std::size_t done = 0;
  executor.make(
      tasks,
      [&](std::size_t task, Replicated series) {
        pilots[task] = std::move(series);
        hooks.progress(++done, tasks.size());
      },
      hooks.interrupted);
  WarmUp warm_up;
  for (std::size_t variant = 0; variant < experiment_.variants.size(); ++variant) {
    std::vector<double> mean(kSeriesParts, 0);
    for (std::size_t task = 0; task < tasks.size(); ++task) {
      if (tasks[task].variant != variant) continue;
      for (std::size_t i = 0; i < kSeriesParts; ++i) {
        mean[i] += pilots[task].front().wip.lots[i] / static_cast<double>(kPilots);
      }
    }
    const std::optional<std::size_t> cut = mser5(mean);
    if (!cut) warm_up.settled = false;
    const std::int64_t part = horizons_[variant].count() / static_cast<std::int64_t>(kSeriesParts);
    const auto found = sim::Duration::microseconds(
        part * static_cast<std::int64_t>(cut.value_or(kSeriesParts / 2)));
    if (found > warm_up.found) {
      warm_up.found = found;
      warm_up.of_variant = variant;
    }
  }
  check_warm_up(warm_up);
  executor.use_warm_up(warm_up.found);
  return warm_up;
}

// Variants may have horizons of their own.
void ExperimentRun::check_warm_up(const WarmUp& warm_up) const {
  sim::Diagnostics diagnostics;
  for (std::size_t i = 0; i < horizons_.size(); ++i) {
    if (horizons_[i] > warm_up.found) continue;
    diagnostics.add({experiment_.file,
                     {},
                     "",
                     "variant " + sim::in_quotes(experiment_.variants[i].id) +
                         ": its horizon is not longer than the warm-up that variant " +
                         sim::in_quotes(experiment_.variants[warm_up.of_variant].id) + " needs"});
  }
  diagnostics.throw_if_any();
}

std::string run_key(const Experiment& experiment, const std::optional<WarmUp>& warm_up,
                    const std::string& input_sha256) {
  std::string text = std::string(scenario::program_version()) + "\n" +
                     std::to_string(experiment.seed) + "\n" + std::to_string(experiment.batches) +
                     "\n" + std::to_string(experiment.antithetic) + "\n" +
                     (warm_up ? std::to_string(warm_up->found.count()) : "") + "\n";
  for (const Kpi& kpi : experiment.kpis) text += kpi.id + "\n" + kpi.pointer + "\n";
  return sim::sha256(text + input_sha256);
}

std::vector<std::string> ExperimentRun::keys(const std::optional<WarmUp>& warm_up) const {
  std::vector<std::string> keys;
  for (const std::string& input : input_sha256_) {
    keys.push_back(run_key(experiment_, warm_up, input));
  }
  return keys;
}

ExperimentOutcome ExperimentRun::run(Executor& executor, ReplicationStore& store,
                                     const std::optional<WarmUp>& warm_up,
                                     const Hooks& hooks) const {
  ExperimentOutcome outcome;
  outcome.warm_up = warm_up;
  outcome.variants.resize(experiment_.variants.size());
  std::string inputs;
  for (const std::string& key : keys(warm_up)) inputs += key;
  outcome.input_sha256 = sim::sha256(inputs);
  const std::unique_ptr<Selector> selector =
      experiment_.selection ? make_selector(experiment_) : nullptr;
  std::vector<std::size_t> wanted(outcome.variants.size(),
                                  static_cast<std::size_t>(experiment_.replications.at_least));
  while (!wanted.empty()) {
    add_stage(outcome, wanted, executor, store, hooks);
    wanted = next(outcome, selector.get());
  }
  return outcome;
}

// What the next stage brings each variant to; empty when there is enough.
std::vector<std::size_t> ExperimentRun::next(ExperimentOutcome& outcome, Selector* selector) const {
  if (selector != nullptr) {
    outcome.selection = selector->judge(outcome.variants);
    outcome.precise = outcome.selection->certain;
    return outcome.selection->wanted;
  }
  outcome.precise = precise_enough(experiment_, outcome.variants);
  const std::size_t have = outcome.variants.front().size();
  const auto most = static_cast<std::size_t>(experiment_.replications.at_most);
  if (outcome.precise || have >= most) return {};
  return std::vector<std::size_t>(outcome.variants.size(),
                                  std::min(most, have + std::max(kLeastStage, have / 2)));
}

// Variant by variant, so that one scenario is in memory at a time.
void ExperimentRun::add_stage(ExperimentOutcome& outcome, const std::vector<std::size_t>& wanted,
                              Executor& executor, ReplicationStore& store,
                              const Hooks& hooks) const {
  std::vector<Task> tasks;
  for (std::size_t variant = 0; variant < wanted.size(); ++variant) {
    const std::size_t runs = experiment_.batches > 0 ? 1 : wanted[variant];
    for (std::size_t i = outcome.variants[variant].size(); i < runs; ++i) {
      tasks.push_back({variant, static_cast<std::int64_t>(i)});
    }
  }
  std::vector<Replicated> made = find_or_make(tasks, executor, store, hooks);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    Replicated& variant = outcome.variants[tasks[i].variant];
    for (Replication& replication : made[i]) variant.push_back(std::move(replication));
  }
  std::size_t most = 0;
  for (const Replicated& variant : outcome.variants) most = std::max(most, variant.size());
  outcome.stages.push_back(most);
}

std::vector<Replicated> find_or_make(const std::vector<Task>& tasks, Executor& executor,
                                     ReplicationStore& store, const ExperimentRun::Hooks& hooks) {
  std::vector<Replicated> made(tasks.size());
  std::vector<Task> missing;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (auto found = store.find(tasks[i])) {
      made[i] = std::move(*found);
    } else {
      missing.push_back(tasks[i]);
      places.push_back(i);
    }
  }
  std::size_t done = tasks.size() - missing.size();
  executor.make(
      missing,
      [&](std::size_t task, Replicated replications) {
        store.add(missing[task], replications);
        made[places[task]] = std::move(replications);
        hooks.progress(++done, tasks.size());
      },
      hooks.interrupted);
  return made;
}

}  // namespace planttwin::experiment
