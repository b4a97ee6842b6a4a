#include <algorithm>
#include <numeric>

#include "scenarios/experiment/factor_grid.h"
#include "scenarios/experiment/replication.h"
#include "scenarios/optimize/study_file.h"

namespace planttwin::optimize {
namespace {

bool are_whole_numbers(const std::vector<experiment::Factor::Level>& levels) {
  return std::all_of(levels.begin(), levels.end(), [](const experiment::Factor::Level& level) {
    return level.value && level.value->scale() == 0;
  });
}

// Whole numbers are good when the smallest and the largest one are.
std::vector<std::size_t> tried_levels(const experiment::Factor& factor) {
  const auto& levels = factor.levels;
  if (are_whole_numbers(levels)) {
    const auto [least, most] = std::minmax_element(
        levels.begin(), levels.end(),
        [](const auto& one, const auto& other) { return *one.value < *other.value; });
    return {static_cast<std::size_t>(least - levels.begin()),
            static_cast<std::size_t>(most - levels.begin())};
  }
  std::vector<std::size_t> all(levels.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

}  // namespace

experiment::Variant variant_of(const Study& study, const Point& levels) {
  experiment::Variant variant = experiment::point_of(study.experiment.factors, levels);
  variant.changes.insert(variant.changes.begin(), study.changes.begin(), study.changes.end());
  return variant;
}

void check_study(const Study& study, sim::Diagnostics& diagnostics) {
  const experiment::Experiment& experiment = study.experiment;
  const Point first(experiment.factors.size(), 0);
  const scenario::Scenario scenario =
      experiment::load_variant(experiment, variant_of(study, first), diagnostics);
  if (!diagnostics.empty()) return;
  experiment::check_kpis(scenario, experiment, diagnostics);
  for (std::size_t factor = 0; factor < experiment.factors.size(); ++factor) {
    for (const std::size_t level : tried_levels(experiment.factors[factor])) {
      if (level == 0) continue;  // was the first point
      Point point = first;
      point[factor] = level;
      experiment::load_variant(experiment, variant_of(study, point), diagnostics);
    }
  }
}

}  // namespace planttwin::optimize
