#include "scenarios/optimize/study_run.h"

#include <algorithm>
#include <cmath>

#include "scenarios/experiment/comparison.h"
#include "scenarios/experiment/experiment_result.h"
#include "scenarios/optimize/answer.h"
#include "scenarios/optimize/space.h"

namespace planttwin::optimize {

using experiment::Kpi;
using experiment::Replicated;

Score score_of(const Study& study, const Replicated& replications) {
  const auto runs = static_cast<double>(replications.size());
  Score score;
  std::vector<double> means;
  for (std::size_t kpi = 0; kpi < study.experiment.kpis.size(); ++kpi) {
    const experiment::Moments found = experiment::moments(experiment::values_of(replications, kpi));
    score.violation += 1 - static_cast<double>(found.count) / runs;
    means.push_back(found.mean);
    if (kpi >= study.objectives) continue;
    const bool more = study.experiment.kpis[kpi].better == Kpi::Better::kMore;
    score.objectives.push_back(more ? -found.mean : found.mean);
  }
  score.violation += static_cast<double>(experiment::ended_badly(replications)) / runs;
  for (const FigureConstraint& constraint : study.figures) {
    const double mean = means[constraint.kpi];
    score.violation += constraint.bounds.missed_by(mean) / std::max(1.0, std::abs(mean));
  }
  return score;
}

StudyOutcome StudyRun::run() {
  const SearchSpace space = study_.space();
  const Evaluate evaluate_points = [this](const std::vector<Point>& asked) {
    return evaluate(asked);
  };
  SearchOutcome found;
  if (const auto all = all_points(space, study_.most_points())) {
    outcome_.enumerated = true;
    found = enumerate(*all, evaluate_points);
  } else {
    const SearchSettings settings{
        .population = study_.population ? static_cast<std::size_t>(*study_.population)
                                        : usual_population(study_.objectives, study_.most_points()),
        .most_points = study_.most_points(),
        .seed = study_.experiment.seed};
    found = search(space, settings, evaluate_points);
  }
  outcome_.search_runs = runs_;
  add_convergence(study_, found, outcome_);
  if (study_.confirm > 0) confirm(candidates_of(study_, outcome_.points));
  outcome_.confirmation_runs = runs_ - outcome_.search_runs;
  add_answer(study_, outcome_);
  return std::move(outcome_);
}

std::vector<Score> StudyRun::evaluate(const std::vector<Point>& asked) {
  std::vector<std::size_t> variants;
  for (std::size_t i = 0; i < asked.size(); ++i) variants.push_back(outcome_.points.size() + i);
  add_variants(asked);
  std::vector<Replicated> made = replicate(variants, 0, study_.replications);
  std::vector<Score> scores;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    scores.push_back(score_of(study_, made[i]));
    outcome_.points.push_back({.levels = asked[i],
                               .searched = std::move(made[i]),
                               .score = scores.back(),
                               .confirmed = {},
                               .confirmed_score = {}});
  }
  return scores;
}

// Loads each once, so that its runs are known by what it is.
void StudyRun::add_variants(const std::vector<Point>& asked) {
  sim::Diagnostics diagnostics;
  for (const Point& levels : asked) {
    points_.variants.push_back(variant_of(study_, levels));
    const scenario::Scenario scenario =
        experiment::load_variant(points_, points_.variants.back(), diagnostics);
    store_.add_variant(experiment::run_key(points_, std::nullopt, scenario.input_sha256));
  }
  diagnostics.throw_if_any();
}

// Runs number `from` and so many more of each variant.
std::vector<Replicated> StudyRun::replicate(const std::vector<std::size_t>& variants,
                                            std::int64_t from, std::int64_t count) {
  std::vector<experiment::Task> tasks;
  for (const std::size_t variant : variants) {
    for (std::int64_t i = 0; i < count; ++i) tasks.push_back({variant, from + i});
  }
  const experiment::ExperimentRun::Hooks hooks = {
      [&](std::size_t done, std::size_t) {
        hooks_.progress(runs_ + done, static_cast<std::size_t>(study_.budget));
      },
      hooks_.interrupted};
  const std::vector<Replicated> made = experiment::find_or_make(tasks, executor_, store_, hooks);
  runs_ += tasks.size();
  std::vector<Replicated> by_variant(variants.size());
  for (std::size_t i = 0; i < made.size(); ++i) {
    Replicated& runs = by_variant[i / static_cast<std::size_t>(count)];
    runs.insert(runs.end(), made[i].begin(), made[i].end());
  }
  return by_variant;
}

// With seeds that the search has not seen: of many points the one that was best was lucky, too.
void StudyRun::confirm(const std::vector<std::size_t>& candidates) {
  std::vector<Replicated> made = replicate(candidates, study_.replications, study_.confirm);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    StudyPoint& point = outcome_.points[candidates[i]];
    point.confirmed_score = score_of(study_, made[i]);
    point.confirmed = std::move(made[i]);
  }
}

}  // namespace planttwin::optimize
