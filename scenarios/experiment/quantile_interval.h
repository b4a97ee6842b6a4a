#pragma once

#include <vector>

namespace planttwin::experiment {

// A quantile of a figure over replications, with an interval that needs no distribution: between
// two of the ordered values, chosen so that the count of values below the quantile, which is
// binomial, lies between their ranks with the stated probability (David and Nagaraja, "Order
// Statistics", 2003, 7.1). An end that so few values can't give is infinite.
struct QuantileInterval {
  double share = 0;  // of the values that lie below
  double value = 0;  // linear between ordered values (Hyndman and Fan 1996, definition 7)
  double from = 0;
  double to = 0;
};

// `values` are not empty; `error` is the probability that the interval misses, half on each side.
QuantileInterval quantile_interval(std::vector<double> values, double share, double error);

}  // namespace planttwin::experiment
