#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace planttwin::experiment {

// What some replications say of a figure: their mean, and half the width of the interval in which
// its expectation lies, by Student's t distribution. A single replication has no half-width: it is
// infinite.
struct Estimate {
  std::int64_t count = 0;
  double mean = 0;
  double standard_deviation = 0;  // of the sample, with n - 1
  double half_width = 0;
};

// `values` are of independent replications; `error` is the probability that the interval misses:
// 0.05 for one of 95 %. Summed in their order, so equal values give equal bytes.
Estimate estimate(const std::vector<double>& values, double error);

// Half of the interval that misses with another probability.
double half_width(const Estimate& estimate, double error);

// How much a value tells of the next: the correlation of neighbours, about their common mean.
// Nothing for fewer than three values and for equal ones.
std::optional<double> autocorrelation(const std::vector<double>& values);
// From where on so many values are correlated for sure (Bartlett 1946).
double correlated_from(double count);

// The value that Student's t with so many degrees of freedom exceeds with a probability between
// 0 and 1/2: Abramowitz and Stegun 26.7.1, by bisection.
double student_t_above(double probability, double degrees);

}  // namespace planttwin::experiment
