#include "scenarios/experiment/factor_grid.h"
#include "scenarios/experiment/replication.h"
#include "scenarios/optimize/study_file.h"

namespace planttwin::optimize {
namespace {

// Whole numbers in a row are good when the first and the last one are.
bool is_range(const experiment::Factor& factor) {
  for (const experiment::Factor::Level& level : factor.levels) {
    if (!level.value || level.value->scale() != 0) return false;
  }
  return true;
}

std::vector<std::size_t> tried_levels(const experiment::Factor& factor) {
  if (is_range(factor)) return {0, factor.levels.size() - 1};
  std::vector<std::size_t> levels;
  for (std::size_t i = 0; i < factor.levels.size(); ++i) levels.push_back(i);
  return levels;
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
