#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace planttwin::experiment {

// Some values of a figure, from independent replications: summed in their order, so that equal
// values give equal bytes.
struct Moments {
  std::int64_t count = 0;
  double mean = 0;
  double standard_deviation = 0;  // of the sample, with n - 1; 0 of a single value
};
Moments moments(const std::vector<double>& values);

// With half the width of the interval in which the figure's expectation lies, by Student's t
// distribution. A single replication has no half-width: it is infinite.
struct Estimate : Moments {
  double half_width = 0;
};

// Half-widths of intervals that miss with a probability of `error`: 0.05 for those of 95 %.
// Student's t is found once for each number of values.
class Intervals {
 public:
  explicit Intervals(double error) : error_(error) {}
  double half_width(const Moments& moments);

 private:
  double error_;
  std::map<std::int64_t, double> student_t_;  // by count
};

Estimate estimate(const std::vector<double>& values, double error);
double half_width(const Moments& moments, double error);

// How much a value tells of the next: the correlation of neighbours, about their common mean.
// Nothing for fewer than three values and for equal ones.
std::optional<double> autocorrelation(const std::vector<double>& values);
// From where on so many values are correlated for sure (Bartlett 1946).
double correlated_from(double count);

// The value that Student's t with so many degrees of freedom exceeds with a probability between
// 0 and 1/2: Abramowitz and Stegun 26.7.1, by bisection.
double student_t_above(double probability, double degrees);

}  // namespace planttwin::experiment
