#include "scenarios/experiment/effects.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace planttwin::experiment {
namespace {

// The mean of replication i over all points that have the level, if all have data.
std::optional<double> mean_at(const Experiment& experiment, const std::vector<Replicated>& variants,
                              std::size_t factor, std::size_t level, std::size_t kpi,
                              std::size_t replication) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < variants.size(); ++i) {
    const std::vector<std::size_t>& levels = experiment.variants[i].levels;
    if (levels.empty() || levels[factor] != level) continue;
    const std::optional<double>& value = variants[i][replication].values[kpi];
    if (!value) return std::nullopt;
    sum += *value;
    ++count;
  }
  return sum / static_cast<double>(count);
}

std::size_t replications_of_all(const std::vector<Replicated>& variants) {
  std::size_t least = variants.front().size();
  for (const Replicated& variant : variants) least = std::min(least, variant.size());
  return least;
}

// Those that have data.
std::vector<double> known(const std::vector<std::optional<double>>& values) {
  std::vector<double> found;
  for (const std::optional<double>& value : values) {
    if (value) found.push_back(*value);
  }
  return found;
}

// Levels without data have no mean.
double range_of(const std::vector<Estimate>& levels) {
  std::vector<double> means;
  for (const Estimate& level : levels) {
    if (level.count > 0) means.push_back(level.mean);
  }
  if (means.empty()) return 0;
  const auto [low, high] = std::minmax_element(means.begin(), means.end());
  return *high - *low;
}

MainEffect main_effect(const Experiment& experiment, const std::vector<Replicated>& variants,
                       std::size_t factor, std::size_t kpi, double error) {
  MainEffect effect;
  effect.factor = factor;
  effect.kpi = kpi;
  const std::size_t count = replications_of_all(variants);
  std::vector<std::optional<double>> first;
  for (std::size_t level = 0; level < experiment.factors[factor].levels.size(); ++level) {
    std::vector<std::optional<double>> means, differences;
    for (std::size_t i = 0; i < count; ++i) {
      means.push_back(mean_at(experiment, variants, factor, level, kpi, i));
      if (level > 0 && means[i] && first[i]) differences.emplace_back(*means[i] - *first[i]);
    }
    effect.levels.push_back(estimate(known(means), error));
    effect.differences.push_back(estimate(known(differences), error));
    if (level == 0) first = std::move(means);
  }
  effect.range = range_of(effect.levels);
  return effect;
}

}  // namespace

std::vector<MainEffect> main_effects(const Experiment& experiment,
                                     const std::vector<Replicated>& variants, double error) {
  std::vector<MainEffect> effects;
  for (std::size_t factor = 0; factor < experiment.factors.size(); ++factor) {
    for (std::size_t kpi = 0; kpi < experiment.kpis.size(); ++kpi) {
      effects.push_back(main_effect(experiment, variants, factor, kpi, error));
    }
  }
  return effects;
}

}  // namespace planttwin::experiment
