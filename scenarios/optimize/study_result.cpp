#include "scenarios/optimize/study_result.h"

#include <optional>

#include "scenarios/experiment/comparison.h"
#include "scenarios/json_build.h"
#include "scenarios/optimize/answer.h"
#include "scenarios/version.h"

namespace planttwin::optimize {
namespace {

using experiment::Estimate;
using experiment::Factor;
using experiment::Kpi;
using experiment::Replicated;
using scenario::json_boolean;
using scenario::json_integer;
using scenario::json_null;
using scenario::json_number;
using scenario::json_string;
using scenario::JsonArray;
using scenario::JsonObject;

constexpr int kSchemaVersion = 1;

sim::JsonNode integer(std::size_t count) { return json_integer(static_cast<std::int64_t>(count)); }

// A number as a number, other levels by their names.
sim::JsonNode level_json(const Factor::Level& level) {
  if (!level.value) return json_string(level.id);
  return level.value->scale() == 0 ? json_integer(level.value->digits())
                                   : json_number(level.value->to_double());
}

sim::JsonNode levels_json(const Study& study, const Point& point) {
  JsonObject levels;
  for (std::size_t i = 0; i < point.size(); ++i) {
    const Factor& factor = study.experiment.factors[i];
    levels.add(factor.id, level_json(factor.levels[point[i]]));
  }
  return levels.take();
}

sim::JsonNode estimate_json(const Estimate& found) {
  return JsonObject()
      .add("n", json_integer(found.count))
      .add("mean", found.count > 0 ? json_number(found.mean) : json_null())
      .add("sd", found.count > 1 ? json_number(found.standard_deviation) : json_null())
      .add("ci95", found.count > 1 ? json_number(found.half_width) : json_null())
      .take();
}

sim::JsonNode figures_json(const Study& study, const Replicated& replications) {
  JsonObject figures;
  for (std::size_t kpi = 0; kpi < study.experiment.kpis.size(); ++kpi) {
    figures.add(study.experiment.kpis[kpi].id,
                estimate_json(experiment::estimate_of(replications, kpi, 0.05)));
  }
  return figures.take();
}

sim::JsonNode runs_json(const Study& study, const Replicated& replications, const Score& score) {
  return JsonObject()
      .add("replications", integer(replications.size()))
      .add("feasible", json_boolean(score.feasible()))
      .add("figures", figures_json(study, replications))
      .take();
}

sim::JsonNode points_json(const Study& study, const StudyOutcome& outcome,
                          const std::vector<std::size_t>& chosen) {
  JsonArray points;
  for (const std::size_t each : chosen) {
    const StudyPoint& point = outcome.points[each];
    const std::optional<Estimate> behind = against_best(study, outcome, each);
    points.add(JsonObject()
                   .add("levels", levels_json(study, point.levels))
                   .add("searched", runs_json(study, point.searched, point.score))
                   .add("confirmed", point.confirmed_score
                                         ? runs_json(study, point.confirmed, *point.confirmed_score)
                                         : json_null())
                   .add("against_best", behind ? estimate_json(*behind) : json_null())
                   .take());
  }
  return points.take();
}

// Every point that was run, in order, with means alone.
sim::JsonNode all_points_json(const Study& study, const StudyOutcome& outcome) {
  JsonArray points;
  for (const StudyPoint& point : outcome.points) {
    JsonObject means;
    for (std::size_t kpi = 0; kpi < study.experiment.kpis.size(); ++kpi) {
      const Estimate found = experiment::estimate_of(point.searched, kpi, 0.05);
      means.add(study.experiment.kpis[kpi].id,
                found.count > 0 ? json_number(found.mean) : json_null());
    }
    points.add(JsonObject()
                   .add("levels", levels_json(study, point.levels))
                   .add("feasible", json_boolean(point.score.feasible()))
                   .add("means", std::move(means))
                   .take());
  }
  return points.take();
}

sim::JsonNode factors_json(const Study& study) {
  JsonArray factors;
  for (const Factor& factor : study.experiment.factors) {
    JsonArray levels;
    for (const Factor::Level& level : factor.levels) levels.add(level_json(level));
    factors.add(JsonObject().add("id", json_string(factor.id)).add("levels", levels.take()).take());
  }
  return factors.take();
}

sim::JsonNode objectives_json(const Study& study) {
  JsonArray objectives;
  for (std::size_t i = 0; i < study.objectives; ++i) {
    const Kpi& kpi = study.experiment.kpis[i];
    objectives.add(
        JsonObject()
            .add("id", json_string(kpi.id))
            .add("pointer", json_string(kpi.pointer))
            .add("better", json_string(kpi.better == Kpi::Better::kMore ? "more" : "less"))
            .take());
  }
  return objectives.take();
}

JsonObject bounds_json(const std::string& id, const Bounds& bounds) {
  JsonObject object;
  object.add("id", json_string(id));
  if (bounds.at_least) object.add("at_least", json_number(bounds.at_least->to_double()));
  if (bounds.at_most) object.add("at_most", json_number(bounds.at_most->to_double()));
  return object;
}

sim::JsonNode constraints_json(const Study& study) {
  JsonArray constraints;
  for (const FigureConstraint& constraint : study.figures) {
    constraints.add(bounds_json(constraint.id, constraint.bounds)
                        .add("pointer", json_string(study.experiment.kpis[constraint.kpi].pointer))
                        .take());
  }
  for (const SumConstraint& constraint : study.sums) {
    JsonObject sum;
    for (std::size_t i = 0; i < constraint.weights.size(); ++i) {
      if (constraint.weights[i] == 0) continue;
      sum.add(study.experiment.factors[i].id, json_number(constraint.weights[i]));
    }
    constraints.add(
        bounds_json(constraint.id, constraint.bounds).add("sum", std::move(sum)).take());
  }
  return constraints.take();
}

JsonObject convergence_json(const Study& study, const StudyOutcome& outcome) {
  JsonObject reference, convergence;
  for (std::size_t i = 0; i < outcome.reference.size(); ++i) {
    reference.add(study.experiment.kpis[i].id, json_number(outcome.reference[i]));
  }
  JsonArray generations;
  for (const Progress& progress : outcome.convergence) {
    generations.add(JsonObject()
                        .add("runs", integer(progress.runs))
                        .add("value", json_number(progress.value))
                        .take());
  }
  convergence.add("measure", json_string(study.objectives > 1 ? "hypervolume" : "best"))
      .add("reference", outcome.reference.empty() ? json_null() : reference.take())
      .add("generations", generations.take());
  return convergence;
}

}  // namespace

sim::JsonNode make_result(const Study& study, const StudyOutcome& outcome) {
  const std::vector<std::size_t> nearest(outcome.nearest ? 1 : 0, outcome.nearest.value_or(0));
  JsonObject runs, result;
  runs.add("budget", json_integer(study.budget))
      .add("search", integer(outcome.search_runs))
      .add("confirmation", integer(outcome.confirmation_runs));
  result.add("schema_version", json_integer(kSchemaVersion))
      .add("planttwin", json_string(scenario::program_version()))
      .add("study", json_string(study.experiment.id))
      .add("title", json_string(study.experiment.title))
      .add("seed", json_integer(static_cast<std::int64_t>(study.experiment.seed)))
      .add("method",
           json_string(outcome.enumerated ? "enumeration" : algorithm_for(study.objectives)))
      .add("factors", factors_json(study))
      .add("objectives", objectives_json(study))
      .add("constraints", constraints_json(study))
      .add("runs", std::move(runs))
      .add("evaluated", integer(outcome.points.size()))
      .add("feasible", json_boolean(!outcome.front.empty()))
      .add("front", points_json(study, outcome, outcome.front))
      .add("others", points_json(study, outcome, outcome.others))
      .add("nearest", points_json(study, outcome, nearest))
      .add("convergence", convergence_json(study, outcome))
      .add("points", all_points_json(study, outcome));
  return result.take();
}

}  // namespace planttwin::optimize
