#include "scenarios/experiment/comparison.h"

#include <algorithm>
#include <cmath>

namespace planttwin::experiment {
namespace {

double squared(double value) { return value * value; }

Verdict verdict_of(const Estimate& paired, Kpi::Better better) {
  if (paired.count < 2 || std::abs(paired.mean) <= paired.half_width) {
    return Verdict::kNoDifference;
  }
  const bool more = paired.mean > 0;
  if (better == Kpi::Better::kUnsaid) return more ? Verdict::kMore : Verdict::kLess;
  return more == (better == Kpi::Better::kMore) ? Verdict::kBetter : Verdict::kWorse;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kMore:
      return "more";
    case Verdict::kLess:
      return "less";
    case Verdict::kBetter:
      return "better";
    case Verdict::kWorse:
      return "worse";
    case Verdict::kNoDifference:
      break;
  }
  return "no_difference";
}

std::vector<double> values_of(const Replicated& replications, std::size_t kpi) {
  std::vector<double> values;
  for (const Replication& replication : replications) {
    if (replication.values[kpi]) values.push_back(*replication.values[kpi]);
  }
  return values;
}

Estimate estimate_of(const Replicated& replications, std::size_t kpi, double error) {
  return estimate(values_of(replications, kpi), error);
}

Difference difference_of(const Replicated& base, const Replicated& variant, std::size_t kpi,
                         Kpi::Better better, double error, std::size_t comparisons) {
  std::vector<double> differences, ours, theirs;
  for (std::size_t i = 0; i < std::min(base.size(), variant.size()); ++i) {
    if (!base[i].values[kpi] || !variant[i].values[kpi]) continue;
    theirs.push_back(*base[i].values[kpi]);
    ours.push_back(*variant[i].values[kpi]);
    differences.push_back(ours.back() - theirs.back());
  }
  Difference difference;
  difference.paired =
      estimate(differences, error / static_cast<double>(std::max<std::size_t>(1, comparisons)));
  difference.verdict = verdict_of(difference.paired, better);
  const double together = squared(difference.paired.standard_deviation);
  if (together > 0) {
    difference.gain_of_common_numbers =
        (squared(moments(ours).standard_deviation) + squared(moments(theirs).standard_deviation)) /
        together;
  }
  return difference;
}

std::size_t comparisons_of(const Experiment& experiment) {
  return experiment.kpis.size() * (experiment.variants.size() - 1);
}

Difference against_base(const Experiment& experiment, const std::vector<Replicated>& variants,
                        std::size_t variant, std::size_t kpi) {
  return difference_of(variants.front(), variants[variant], kpi, experiment.kpis[kpi].better,
                       1 - experiment.confidence, comparisons_of(experiment));
}

bool precise_enough(const Experiment& experiment, const std::vector<Replicated>& variants) {
  if (experiment.replications.half_width == 0) return true;
  for (const Replicated& variant : variants) {
    for (std::size_t kpi = 0; kpi < experiment.kpis.size(); ++kpi) {
      const Estimate found = estimate_of(variant, kpi, 1 - experiment.confidence);
      if (found.count == 0) continue;  // more replications would have no data either
      if (!(found.half_width <= experiment.replications.half_width * std::abs(found.mean))) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace planttwin::experiment
