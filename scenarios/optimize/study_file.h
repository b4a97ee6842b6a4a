#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/experiment/experiment_file.h"
#include "scenarios/optimize/search.h"
#include "sim/decimal.h"
#include "sim/diagnostics.h"
#include "sim/json_document.h"

namespace planttwin::optimize {

// A bound on a figure, or on a sum over factors. At least one of the two ends is stated.
struct Bounds {
  std::optional<sim::Decimal> at_least;
  std::optional<sim::Decimal> at_most;

  // How far a number is outside; 0 inside.
  double missed_by(double number) const;
};

// What a figure must obey; judged by its mean over the replications.
struct FigureConstraint {
  std::string id;
  std::size_t kpi = 0;  // of Study::experiment
  Bounds bounds;
};

// What levels must obey: the sum of the factors' numbers, each times a weight. Points that do not
// are never run.
struct SumConstraint {
  std::string id;
  std::vector<double> weights;  // by factor
  Bounds bounds;
};

// A study file: which levels of some factors are best by one figure, or what two of them can have
// of each other, within a budget of runs.
struct Study {
  // Id, scenario, seed, factors, and the figures: objectives first, in their order. No variants: a
  // point becomes one when it is asked for.
  experiment::Experiment experiment;
  std::vector<scenario::InputEdit> changes;  // of all points
  std::size_t objectives = 1;                // one or two
  std::vector<FigureConstraint> figures;
  std::vector<SumConstraint> sums;
  std::int64_t budget = 0;        // runs, those of the confirmation among them
  std::int64_t replications = 5;  // of each point
  std::int64_t confirm = 30;      // fresh ones, of each candidate
  std::int64_t candidates = 3;    // that are confirmed
  std::optional<std::int64_t> population;

  // How many points the budget allows for before the confirmation.
  std::size_t most_points() const;
  // Refers to this study.
  SearchSpace space() const;
};

// All errors are recorded; the study may be used only when there was none. The scenario is not
// looked at.
Study read_study(const sim::JsonDocument& document, const std::string& path,
                 sim::Diagnostics& diagnostics);
Study load_study(const std::string& path, sim::Diagnostics& diagnostics);

// The variant of the experiment that a point is.
experiment::Variant variant_of(const Study& study, const Point& levels);

// Records what is wrong with the scenario, with its figures, and with the levels: each choice and
// the ends of each range are tried, the other factors being at their first level.
void check_study(const Study& study, sim::Diagnostics& diagnostics);

}  // namespace planttwin::optimize
