#include "scenarios/compare/mean_difference.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "scenarios/experiment/estimate.h"
#include "sim/special_functions.h"

namespace planttwin::compare {

double MeanDifference::half_width(double error) const {
  if (standard_error == 0) return 0;
  return experiment::student_t_above(error / 2, degrees) * standard_error;
}

double MeanDifference::p_beyond(double limit) const {
  const double beyond = std::abs(mean) - limit;
  if (beyond <= 0) return 1;
  if (standard_error == 0) return 0;
  const double t = beyond / standard_error;
  // Both tails: Abramowitz and Stegun 26.7.1.
  return sim::incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t));
}

std::optional<MeanDifference> paired_difference(const Sample& base, const Sample& candidate) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < std::min(base.values.size(), candidate.values.size()); ++i) {
    if (!base.values[i] || !candidate.values[i]) continue;
    differences.push_back(*candidate.values[i] - *base.values[i]);
  }
  if (differences.size() < 2) return std::nullopt;
  const experiment::Moments found = experiment::moments(differences);
  const auto n = static_cast<double>(differences.size());
  return MeanDifference{.method = MeanDifference::Method::kPaired,
                        .mean = found.mean,
                        .standard_error = found.standard_deviation / std::sqrt(n),
                        .degrees = n - 1};
}

std::optional<MeanDifference> welch_difference(const Sample& base, const Sample& candidate) {
  if (base.n < 2 || candidate.n < 2) return std::nullopt;
  const auto variance_of_mean = [](const Sample& sample) {
    return sample.sd * sample.sd / static_cast<double>(sample.n);
  };
  const double of_base = variance_of_mean(base), of_candidate = variance_of_mean(candidate);
  const double both = of_base + of_candidate;
  MeanDifference found{.method = MeanDifference::Method::kWelch,
                       .mean = candidate.mean - base.mean,
                       .standard_error = std::sqrt(both),
                       .degrees = 1};
  if (both > 0) {
    // As shares of their sum, which no square can overflow or underflow.
    const double share = of_base / both, other = of_candidate / both;
    found.degrees = 1 / (share * share / static_cast<double>(base.n - 1) +
                         other * other / static_cast<double>(candidate.n - 1));
  }
  return found;
}

std::vector<double> holm_adjusted(const std::vector<double>& probabilities) {
  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return probabilities[a] < probabilities[b];
  });
  std::vector<double> adjusted(probabilities.size());
  double largest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto left = static_cast<double>(order.size() - rank);
    largest = std::max(largest, std::min(1.0, left * probabilities[order[rank]]));
    adjusted[order[rank]] = largest;
  }
  return adjusted;
}

}  // namespace planttwin::compare
