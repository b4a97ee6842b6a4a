#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/experiment/comparison.h"
#include "scenarios/experiment/effects.h"
#include "scenarios/experiment/estimate_text.h"
#include "scenarios/experiment/experiment_result.h"
#include "scenarios/human_text.h"

namespace planttwin::experiment {
namespace {

constexpr std::size_t kMostShown = 40;  // variants, of each figure

// Durations stand in seconds in results and in the unit that suits their size in the table.
struct Scale {
  double seconds = 1;
  const char* name = "";  // ", in hours", or nothing for other figures
};

Scale scale_of(const Kpi& kpi, double largest) {
  if (!scenario::is_duration(kpi.pointer)) return {};
  if (largest >= 2 * 86'400.0) return {86'400, ", in days"};
  if (largest >= 2 * 3'600.0) return {3'600, ", in hours"};
  if (largest >= 2 * 60.0) return {60, ", in minutes"};
  return {1, ", in seconds"};
}

Estimate scaled(Estimate estimate, const Scale& scale) {
  estimate.mean /= scale.seconds;
  estimate.half_width /= scale.seconds;
  return estimate;
}

std::string words_of(Verdict verdict) {
  std::string words(name_of(verdict));
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

Scale scale_of(const Experiment& experiment, const ExperimentOutcome& outcome, std::size_t kpi) {
  double largest = 0;
  for (const Replicated& variant : outcome.variants) {
    largest = std::max(largest, std::abs(moments(values_of(variant, kpi)).mean));
  }
  return scale_of(experiment.kpis[kpi], largest);
}

std::string kpi_text(const Experiment& experiment, const ExperimentOutcome& outcome,
                     std::size_t kpi, std::size_t width) {
  constexpr std::size_t kInterval = 24;
  const Kpi& asked = experiment.kpis[kpi];
  const Scale scale = scale_of(experiment, outcome, kpi);
  const std::string name = asked.id == asked.pointer ? "" : asked.id + "  ";
  std::string text = fmt::format("\n  {}{}{}{}\n", name, asked.pointer, scale.name,
                                 asked.better == Kpi::Better::kMore   ? ", more is better"
                                 : asked.better == Kpi::Better::kLess ? ", less is better"
                                                                      : "");
  const std::size_t shown = std::min(experiment.variants.size(), kMostShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const Estimate found = estimate_of(outcome.variants[i], kpi, 1 - experiment.confidence);
    text += "    " + padded(experiment.variants[i].id, width + 2);
    const std::string interval = interval_text(scaled(found, scale), "");
    if (i == 0) {
      text += interval + "\n";
      continue;
    }
    const Difference difference = against_base(experiment, outcome.variants, i, kpi);
    text += padded(interval, kInterval) +
            padded(interval_text(scaled(difference.paired, scale), "+"), kInterval) +
            words_of(difference.verdict) + "\n";
  }
  if (shown < experiment.variants.size()) {
    text += fmt::format("    and {} more in experiment.json\n", experiment.variants.size() - shown);
  }
  return text;
}

// "places: 5 44.1, 10 46.2, 30 47.0": the largest effects first.
std::string effects_text(const Experiment& experiment, const ExperimentOutcome& outcome) {
  std::vector<MainEffect> effects =
      main_effects(experiment, outcome.variants, 1 - experiment.confidence);
  std::stable_sort(effects.begin(), effects.end(), [](const auto& one, const auto& other) {
    return one.kpi != other.kpi ? one.kpi < other.kpi : one.range > other.range;
  });
  std::string text;
  std::size_t kpi = experiment.kpis.size();
  Scale scale;
  for (const MainEffect& effect : effects) {
    if (effect.kpi != kpi) {
      kpi = effect.kpi;
      scale = scale_of(experiment, outcome, kpi);
      text += "\n  main effects on " + experiment.kpis[kpi].id + scale.name + "\n";
    }
    const Factor& factor = experiment.factors[effect.factor];
    text += "    " + factor.id + ":";
    for (std::size_t i = 0; i < effect.levels.size(); ++i) {
      text += (i > 0 ? ", " : " ") + factor.levels[i].id + " " +
              interval_text(scaled(effect.levels[i], scale), "");
    }
    text += "\n";
  }
  return text;
}

std::string selection_text(const Experiment& experiment, const Standing& standing) {
  if (standing.remaining.empty()) return "\n  no variant has the figure to select by\n";
  const Selection& asked = *experiment.selection;
  const std::string& best = experiment.variants[standing.best].id;
  const std::string& kpi = experiment.kpis[asked.kpi].id;
  if (standing.certain) {
    return fmt::format("\n  best by {}: {}, with a probability of at least {}\n", kpi, best,
                       scenario::human_percent(standing.probability));
  }
  return fmt::format(
      "\n  best by {} so far: {}, but {} variants may still be best; the {} spent\n", kpi, best,
      standing.remaining.size(),
      asked.method == Selection::Method::kOcba ? "budget is" : "replications \"at_most\" are");
}

std::string warm_up_text(const Experiment& experiment, const WarmUp& warm_up) {
  std::string text = fmt::format("\n  warm-up: {}, found by MSER-5 (variant {} settles last)\n",
                                 scenario::human_duration(warm_up.found.in_seconds()),
                                 experiment.variants[warm_up.of_variant].id);
  if (!warm_up.settled) {
    text += "  some variant does not settle in the first half of its horizon: make it longer\n";
  }
  return text;
}

// Batches that tell of each other make intervals that are too narrow.
std::string batches_text(const Experiment& experiment, const ExperimentOutcome& outcome) {
  std::string text;
  for (std::size_t i = 0; i < experiment.variants.size(); ++i) {
    for (std::size_t kpi = 0; kpi < experiment.kpis.size(); ++kpi) {
      const std::vector<double> values = values_of(outcome.variants[i], kpi);
      const auto lag = autocorrelation(values);
      if (!lag || *lag < correlated_from(static_cast<double>(values.size()))) continue;
      text += fmt::format("\n  {}, {}: batches are correlated ({:.2f}): make them longer\n",
                          experiment.variants[i].id, experiment.kpis[kpi].id, *lag);
    }
  }
  return text;
}

// "49 replications of each of 4 variants"
std::string count_text(const Experiment& experiment, const ExperimentOutcome& outcome) {
  if (experiment.batches > 0) {
    return fmt::format("{} batches of one run of each of {} variants", experiment.batches,
                       experiment.variants.size());
  }
  const char* what = experiment.antithetic ? "pairs of replications" : "replications";
  std::size_t least = outcome.stages.back(), all = 0;
  for (const Replicated& variant : outcome.variants) {
    least = std::min(least, variant.size());
    all += variant.size();
  }
  if (least == outcome.stages.back()) {
    return fmt::format("{} {} of each of {} variants", least, what, experiment.variants.size());
  }
  return fmt::format("{} {} of {} variants, {} to {} of each", all, what,
                     experiment.variants.size(), least, outcome.stages.back());
}

}  // namespace

std::string result_text(const Experiment& experiment, const ExperimentOutcome& outcome) {
  std::size_t width = 0;
  for (const Variant& variant : experiment.variants) width = std::max(width, variant.id.size());
  std::string text =
      fmt::format("{}: {}, intervals of {}\n", experiment.title, count_text(experiment, outcome),
                  scenario::human_percent(experiment.confidence));
  for (std::size_t i = 0; i < experiment.kpis.size(); ++i) {
    text += kpi_text(experiment, outcome, i, width);
  }
  if (!experiment.factors.empty()) text += effects_text(experiment, outcome);
  if (outcome.selection) text += selection_text(experiment, *outcome.selection);
  if (outcome.warm_up) text += warm_up_text(experiment, *outcome.warm_up);
  if (experiment.batches > 0) text += batches_text(experiment, outcome);
  for (std::size_t i = 0; i < experiment.variants.size(); ++i) {
    if (const std::int64_t count = ended_badly(outcome.variants[i]); count > 0) {
      text += fmt::format("\n  {}: {} replications deadlocked or stalled\n",
                          experiment.variants[i].id, count);
    }
  }
  if (!outcome.precise && !outcome.selection) {
    text += "\n  not as precise as was asked for: raise \"at_most\"\n";
  }
  return text;
}

}  // namespace planttwin::experiment
