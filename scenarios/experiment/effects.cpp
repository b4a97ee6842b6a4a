#include "scenarios/experiment/effects.h"

#include <algorithm>
#include <optional>

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

MainEffect main_effect(const Experiment& experiment, const std::vector<Replicated>& variants,
                       std::size_t factor, std::size_t kpi, double error) {
  MainEffect effect;
  effect.factor = factor;
  effect.kpi = kpi;
  const std::size_t count = replications_of_all(variants);
  for (std::size_t level = 0; level < experiment.factors[factor].levels.size(); ++level) {
    std::vector<double> means, differences;
    for (std::size_t i = 0; i < count; ++i) {
      const auto here = mean_at(experiment, variants, factor, level, kpi, i);
      const auto first = mean_at(experiment, variants, factor, 0, kpi, i);
      if (here) means.push_back(*here);
      if (here && first && level > 0) differences.push_back(*here - *first);
    }
    effect.levels.push_back(estimate(means, error));
    effect.differences.push_back(estimate(differences, error));
  }
  const auto [low, high] = std::minmax_element(
      effect.levels.begin(), effect.levels.end(),
      [](const Estimate& one, const Estimate& other) { return one.mean < other.mean; });
  effect.range = high->mean - low->mean;
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
