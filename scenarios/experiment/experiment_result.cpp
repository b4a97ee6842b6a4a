#include "scenarios/experiment/experiment_result.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/human_text.h"
#include "scenarios/json_build.h"
#include "scenarios/version.h"

namespace planttwin::experiment {
namespace {

using scenario::json_integer;
using scenario::json_number;
using scenario::json_string;
using scenario::JsonObject;

// Differences that are to hold together.
std::size_t comparisons_of(const Experiment& experiment) {
  return experiment.kpis.size() * (experiment.variants.size() - 1);
}

double error_of(const Experiment& experiment) { return 1 - experiment.confidence; }

Difference against_base(const Experiment& experiment, const ExperimentOutcome& outcome,
                        std::size_t variant, std::size_t kpi) {
  return difference_of(outcome.variants.front(), outcome.variants[variant], kpi,
                       experiment.kpis[kpi].better, error_of(experiment),
                       comparisons_of(experiment));
}

sim::JsonNode number_or_null(const Estimate& estimate, double value) {
  return estimate.count == 0 ? scenario::json_null() : json_number(value);
}

JsonObject to_json(const Estimate& estimate) {
  JsonObject object;
  object.add("count", json_integer(estimate.count))
      .add("mean", number_or_null(estimate, estimate.mean))
      .add("standard_deviation", number_or_null(estimate, estimate.standard_deviation))
      .add("half_width", number_or_null(estimate, estimate.half_width));
  return object;
}

std::int64_t ended_badly(const Replicated& replications) {
  return std::count_if(replications.begin(), replications.end(),
                       [](const Replication& each) { return !each.ended_well; });
}

JsonObject variant_json(const Experiment& experiment, const ExperimentOutcome& outcome,
                        std::size_t variant) {
  JsonObject kpis, differences;
  for (std::size_t i = 0; i < experiment.kpis.size(); ++i) {
    const std::string& id = experiment.kpis[i].id;
    kpis.add(id, to_json(estimate_of(outcome.variants[variant], i, error_of(experiment))));
    if (variant == 0) continue;
    const Difference difference = against_base(experiment, outcome, variant, i);
    differences.add(
        id, to_json(difference.paired)
                .add("gain_of_common_numbers", json_number(difference.gain_of_common_numbers))
                .add("verdict", json_string(name_of(difference.verdict))));
  }
  JsonObject object;
  object.add("id", json_string(experiment.variants[variant].id))
      .add("title", json_string(experiment.variants[variant].title))
      .add("ended_badly", json_integer(ended_badly(outcome.variants[variant])))
      .add("kpis", std::move(kpis));
  if (variant > 0) object.add("differences", std::move(differences));
  return object;
}

// With two digits of what is uncertain, at most six in all.
std::string number_text(double value, double half_width) {
  if (!std::isfinite(half_width) || half_width <= 0) return fmt::format("{:.6g}", value);
  const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(half_width))), 0, 6);
  return fmt::format("{:.{}f}", value, decimals);
}

std::string interval_text(const Estimate& estimate, const char* sign) {
  if (estimate.count == 0) return "no data";
  const std::string value = number_text(std::abs(estimate.mean), estimate.half_width);
  const std::string half = std::isfinite(estimate.half_width)
                               ? number_text(estimate.half_width, estimate.half_width)
                               : "?";
  return fmt::format("{}{} ± {}", estimate.mean < 0 ? "-" : sign, value, half);
}

std::string words_of(Verdict verdict) {
  std::string words(name_of(verdict));
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

// Of characters, not bytes: "±" is one.
std::string padded(const std::string& text, std::size_t width) {
  const auto characters = static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  return text + std::string(width > characters ? width - characters : 0, ' ');
}

std::string kpi_text(const Experiment& experiment, const ExperimentOutcome& outcome,
                     std::size_t kpi, std::size_t width) {
  constexpr std::size_t kInterval = 24;
  const Kpi& asked = experiment.kpis[kpi];
  std::string text = fmt::format("\n  {}  {}{}\n", asked.id, asked.pointer,
                                 asked.better == Kpi::Better::kMore   ? ", more is better"
                                 : asked.better == Kpi::Better::kLess ? ", less is better"
                                                                      : "");
  for (std::size_t i = 0; i < experiment.variants.size(); ++i) {
    const Estimate found = estimate_of(outcome.variants[i], kpi, error_of(experiment));
    text += "    " + padded(experiment.variants[i].id, width + 2);
    const std::string interval = interval_text(found, "");
    if (i == 0) {
      text += interval + "\n";
      continue;
    }
    const Difference difference = against_base(experiment, outcome, i, kpi);
    text += padded(interval, kInterval) + padded(interval_text(difference.paired, "+"), kInterval) +
            words_of(difference.verdict) + "\n";
  }
  return text;
}

}  // namespace

sim::JsonNode make_result(const Experiment& experiment, const ExperimentOutcome& outcome) {
  scenario::JsonArray stages, variants;
  for (const std::size_t stage : outcome.stages) {
    stages.add(json_integer(static_cast<std::int64_t>(stage)));
  }
  for (std::size_t i = 0; i < experiment.variants.size(); ++i) {
    variants.add(variant_json(experiment, outcome, i).take());
  }
  JsonObject pointers;
  for (const Kpi& kpi : experiment.kpis) pointers.add(kpi.id, json_string(kpi.pointer));
  return JsonObject()
      .add("experiment", json_string(experiment.id))
      .add("title", json_string(experiment.title))
      .add("planttwin", json_string(scenario::program_version()))
      .add("seed", json_integer(static_cast<std::int64_t>(experiment.seed)))
      .add("confidence", json_number(experiment.confidence))
      .add("stages", stages.take())
      .add("precise", scenario::json_boolean(outcome.precise))
      .add("comparisons", json_integer(static_cast<std::int64_t>(comparisons_of(experiment))))
      .add("kpis", std::move(pointers))
      .add("variants", variants.take())
      .take();
}

std::string result_text(const Experiment& experiment, const ExperimentOutcome& outcome) {
  std::size_t width = 0;
  for (const Variant& variant : experiment.variants) width = std::max(width, variant.id.size());
  std::string text =
      fmt::format("{}: {} replications of each of {} variants, intervals of {}\n", experiment.title,
                  outcome.stages.back(), experiment.variants.size(),
                  scenario::human_percent(experiment.confidence));
  for (std::size_t i = 0; i < experiment.kpis.size(); ++i) {
    text += kpi_text(experiment, outcome, i, width);
  }
  for (std::size_t i = 0; i < experiment.variants.size(); ++i) {
    if (const std::int64_t count = ended_badly(outcome.variants[i]); count > 0) {
      text += fmt::format("\n  {}: {} replications deadlocked or stalled\n",
                          experiment.variants[i].id, count);
    }
  }
  if (!outcome.precise) text += "\n  not as precise as was asked for: raise \"at_most\"\n";
  return text;
}

}  // namespace planttwin::experiment
