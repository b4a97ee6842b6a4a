#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scenarios/compare/figure.h"

namespace planttwin::compare {

// How far the mean of a figure has moved, candidate less base, and how surely that is known: by
// Student's t distribution with so many degrees of freedom. A standard error of 0 is a difference
// without any doubt.
struct MeanDifference {
  enum class Method : std::uint8_t { kPaired, kWelch };
  Method method = Method::kPaired;
  double mean = 0;
  double standard_error = 0;
  double degrees = 0;

  // Half of the interval that misses the true difference with this probability.
  double half_width(double error) const;
  // The probability of a difference that is this far from the range -limit .. limit, or farther to
  // either side, when the truth lies at its edge: 1 inside. It is at most `error` exactly when the
  // interval of that error lies wholly beyond the range.
  double p_beyond(double limit) const;
};

// Of replications with the same seed: the mean of their differences. Nothing when fewer than two
// have data in both.
std::optional<MeanDifference> paired_difference(const Sample& base, const Sample& candidate);

// Of independent samples with variances of their own: B. L. Welch, "The generalization of
// 'Student's' problem when several different population variances are involved", Biometrika 34
// (1947), with the degrees of freedom of F. E. Satterthwaite, Biometrics Bulletin 2 (1946).
// Nothing when either has fewer than two observations.
std::optional<MeanDifference> welch_difference(const Sample& base, const Sample& candidate);

// Adjusted probabilities of several comparisons: to reject those at most alpha makes a false
// alarm among all of them with a probability of alpha at most, whatever their dependence (S. Holm,
// "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6,
// 1979).
std::vector<double> holm_adjusted(const std::vector<double>& probabilities);

}  // namespace planttwin::compare
