#include "scenarios/experiment/experiment_result.h"

#include <algorithm>

#include "scenarios/experiment/comparison.h"
#include "scenarios/experiment/effects.h"
#include "scenarios/experiment/quantile_interval.h"
#include "scenarios/experiment/result_shape.h"
#include "scenarios/experiment/wip_curve.h"
#include "scenarios/json_build.h"
#include "scenarios/version.h"
#include "sim/json_document.h"

namespace planttwin::experiment {
namespace {

using scenario::json_integer;
using scenario::json_null;
using scenario::json_number;
using scenario::json_string;
using scenario::JsonArray;
using scenario::JsonObject;

sim::JsonNode number_or_null(const Estimate& estimate, double value) {
  return estimate.count == 0 ? json_null() : json_number(value);
}

JsonObject to_json(const Estimate& estimate) {
  JsonObject object;
  object.add("n", json_integer(estimate.count))
      .add("mean", number_or_null(estimate, estimate.mean))
      .add("sd", number_or_null(estimate, estimate.standard_deviation))
      .add("ci95", number_or_null(estimate, half_width(estimate, 0.05)))
      .add("half_width", number_or_null(estimate, estimate.half_width));
  return object;
}

sim::JsonNode quantiles_json(const Kpi& kpi, const std::vector<double>& values, double error) {
  JsonArray quantiles;
  for (const double share : kpi.quantiles) {
    if (values.empty()) break;
    const QuantileInterval found = quantile_interval(values, share, error);
    quantiles.add(JsonObject()
                      .add("p", json_number(share))
                      .add("value", json_number(found.value))
                      .add("from", json_number(found.from))
                      .add("to", json_number(found.to))
                      .take());
  }
  return quantiles.take();
}

JsonObject kpi_json(const Experiment& experiment, const Replicated& variant, std::size_t kpi) {
  JsonArray all;
  for (const Replication& replication : variant) all.add(json_number(replication.values[kpi]));
  const std::vector<double> values = values_of(variant, kpi);
  const double error = 1 - experiment.confidence;
  JsonObject object = to_json(estimate(values, error));
  if (!experiment.kpis[kpi].quantiles.empty()) {
    object.add("quantiles", quantiles_json(experiment.kpis[kpi], values, error));
  }
  if (experiment.batches > 0) {
    object.add("lag1", json_number(autocorrelation(values)));
  }
  object.add("values", all.take());
  return object;
}

// Four digits: the curve is looked at.
std::optional<JsonObject> wip_json(const Replicated& variant, double error) {
  std::vector<WipCurve> curves;
  for (const Replication& replication : variant) curves.push_back(replication.wip);
  curves = aligned(std::move(curves));
  if (curves.empty() || curves.front().lots.empty()) return std::nullopt;
  Intervals intervals(error);
  JsonArray means, half_widths;
  for (std::size_t i = 0; i < curves.front().lots.size(); ++i) {
    std::vector<double> lots;
    for (const WipCurve& curve : curves) lots.push_back(curve.lots[i]);
    const Moments found = moments(lots);
    means.add(json_number(rounded(found.mean, 4)));
    half_widths.add(json_number(rounded(intervals.half_width(found), 4)));
  }
  JsonObject wip;
  wip.add("width_s", json_number(curves.front().part.in_seconds()))
      .add("mean", means.take())
      .add("half_width", half_widths.take());
  return wip;
}

JsonObject difference_json(const Difference& difference) {
  JsonObject object = to_json(difference.paired);
  object.add("gain_of_common_numbers", json_number(difference.gain_of_common_numbers))
      .add("verdict", json_string(name_of(difference.verdict)));
  return object;
}

JsonObject changes_json(const Variant& variant) {
  JsonObject changes;
  for (const scenario::InputEdit& edit : variant.changes) {
    sim::Diagnostics ignored;
    const auto value = sim::JsonDocument::parse(edit.json, "", ignored);
    changes.add(edit.pointer, value ? value->root() : json_null());
  }
  return changes;
}

sim::JsonNode levels_json(const Experiment& experiment, const Variant& variant) {
  if (variant.levels.empty()) return json_null();
  JsonObject levels;
  for (std::size_t i = 0; i < variant.levels.size(); ++i) {
    const Factor& factor = experiment.factors[i];
    levels.add(factor.id, json_string(factor.levels[variant.levels[i]].id));
  }
  return levels.take();
}

sim::JsonNode variant_json(const Experiment& experiment, const ExperimentOutcome& outcome,
                           std::size_t number) {
  const Variant& variant = experiment.variants[number];
  const Replicated& replications = outcome.variants[number];
  JsonObject kpis, differences;
  for (std::size_t i = 0; i < experiment.kpis.size(); ++i) {
    kpis.add(experiment.kpis[i].id, kpi_json(experiment, replications, i));
    if (number == 0) continue;
    differences.add(experiment.kpis[i].id,
                    difference_json(against_base(experiment, outcome.variants, number, i)));
  }
  JsonObject object;
  object.add("id", json_string(variant.id))
      .add("title", json_string(variant.title))
      .add("changes", changes_json(variant))
      .add("levels", levels_json(experiment, variant))
      .add("replications", json_integer(static_cast<std::int64_t>(replications.size())))
      .add("ended_badly", json_integer(ended_badly(replications)))
      .add("kpis", std::move(kpis));
  if (number > 0) object.add("differences", std::move(differences));
  auto wip = wip_json(replications, 1 - experiment.confidence);
  if (wip) object.add("wip", std::move(*wip));
  return object.take();
}

sim::JsonNode kpis_json(const Experiment& experiment) {
  JsonArray kpis;
  for (const Kpi& kpi : experiment.kpis) {
    kpis.add(JsonObject()
                 .add("id", json_string(kpi.id))
                 .add("pointer", json_string(kpi.pointer))
                 .add("better", kpi.better == Kpi::Better::kUnsaid ? json_null()
                                : kpi.better == Kpi::Better::kMore ? json_string("more")
                                                                   : json_string("less"))
                 .take());
  }
  return kpis.take();
}

sim::JsonNode effects_json(const Experiment& experiment, const ExperimentOutcome& outcome) {
  JsonArray effects;
  for (const MainEffect& effect :
       main_effects(experiment, outcome.variants, 1 - experiment.confidence)) {
    const Factor& factor = experiment.factors[effect.factor];
    JsonArray levels;
    for (std::size_t i = 0; i < effect.levels.size(); ++i) {
      JsonObject level;
      level.add("value", json_string(factor.levels[i].id))
          .add("mean", number_or_null(effect.levels[i], effect.levels[i].mean))
          .add("half_width", number_or_null(effect.levels[i], effect.levels[i].half_width));
      if (i > 0) level.add("difference", to_json(effect.differences[i]));
      levels.add(level.take());
    }
    effects.add(JsonObject()
                    .add("factor", json_string(factor.id))
                    .add("kpi", json_string(experiment.kpis[effect.kpi].id))
                    .add("range", json_number(effect.range))
                    .add("levels", levels.take())
                    .take());
  }
  return effects.take();
}

JsonObject selection_json(const Experiment& experiment, const Standing& standing) {
  const Selection& asked = *experiment.selection;
  JsonArray remaining;
  for (const std::size_t variant : standing.remaining) {
    remaining.add(json_string(experiment.variants[variant].id));
  }
  JsonObject selection;
  selection
      .add("method", json_string(asked.method == Selection::Method::kOcba ? "ocba" : "kim_nelson"))
      .add("kpi", json_string(experiment.kpis[asked.kpi].id))
      .add("best", standing.remaining.empty() ? json_null()
                                              : json_string(experiment.variants[standing.best].id))
      .add("probability", json_number(standing.probability))
      .add("certain", scenario::json_boolean(standing.certain))
      .add("remaining", remaining.take());
  return selection;
}

JsonObject replications_json(const Replications& asked) {
  JsonObject replications;
  replications.add("at_least", json_integer(asked.at_least))
      .add("at_most", json_integer(asked.at_most))
      .add("half_width", asked.half_width > 0 ? json_number(asked.half_width) : json_null());
  return replications;
}

JsonObject warm_up_json(const Experiment& experiment, const ExperimentOutcome& outcome) {
  JsonObject warm_up;
  warm_up.add("by", json_string(outcome.warm_up ? "mser5" : "scenario"));
  if (outcome.warm_up) {
    warm_up.add("s", json_number(outcome.warm_up->found.in_seconds()))
        .add("of_variant", json_string(experiment.variants[outcome.warm_up->of_variant].id))
        .add("settled", scenario::json_boolean(outcome.warm_up->settled));
  }
  return warm_up;
}

}  // namespace

std::int64_t ended_badly(const Replicated& replications) {
  return std::count_if(replications.begin(), replications.end(),
                       [](const Replication& each) { return !each.ended_well; });
}

sim::JsonNode make_result(const Experiment& experiment, const ExperimentOutcome& outcome) {
  JsonArray stages, variants;
  for (const std::size_t stage : outcome.stages) {
    stages.add(json_integer(static_cast<std::int64_t>(stage)));
  }
  for (std::size_t i = 0; i < experiment.variants.size(); ++i) {
    variants.add(variant_json(experiment, outcome, i));
  }
  JsonObject result;
  result.add("schema_version", json_integer(kResultVersion))
      .add("planttwin", json_string(scenario::program_version()))
      .add("experiment", json_string(experiment.id))
      .add("title", json_string(experiment.title))
      .add("input_sha256", json_string(outcome.input_sha256))
      .add("seed", json_integer(static_cast<std::int64_t>(experiment.seed)))
      .add("confidence", json_number(experiment.confidence))
      .add("method", json_string(experiment.batches > 0 ? "batch_means" : "replications"))
      .add("antithetic", scenario::json_boolean(experiment.antithetic))
      .add("warm_up", warm_up_json(experiment, outcome))
      .add("replications", replications_json(experiment.replications))
      .add("kpis", kpis_json(experiment))
      .add("stages", stages.take())
      .add("precise", scenario::json_boolean(outcome.precise))
      .add("comparisons", json_integer(static_cast<std::int64_t>(comparisons_of(experiment))));
  if (outcome.selection) {
    result.add("selection", selection_json(experiment, *outcome.selection));
  }
  result.add("variants", variants.take());
  if (!experiment.factors.empty()) {
    result.add("resolution",
               experiment.resolution > 0 ? json_integer(experiment.resolution) : json_null());
    result.add("effects", effects_json(experiment, outcome));
  }
  return result.take();
}

}  // namespace planttwin::experiment
