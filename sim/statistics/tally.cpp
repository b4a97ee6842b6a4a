#include "sim/statistics/tally.h"

#include <cmath>

namespace planttwin::sim {

double Tally::mean() const {
  if (count_ == 0) return 0;
  // The whole part is exact, so that only the fraction is rounded twice.
  const auto count = static_cast<WideInteger>(count_);
  const WideInteger whole = sum_ / count;
  const double fraction = static_cast<double>(sum_ - whole * count) / static_cast<double>(count_);
  return static_cast<double>(whole) + fraction;
}

double Tally::variance() const {
  if (count_ < 2) return 0;
  const auto count = static_cast<WideInteger>(count_);
  const WideInteger centre = sum_ / count;
  // Unsigned arithmetic wraps, and the true value fits: the sum of (value - centre)^2.
  const auto wide_centre = static_cast<WideUnsigned>(centre);
  const WideUnsigned squares = sum_of_squares_ - 2 * wide_centre * static_cast<WideUnsigned>(sum_) +
                               wide_centre * wide_centre * static_cast<WideUnsigned>(count);
  const double residue = static_cast<double>(sum_ - centre * count);
  const double n = static_cast<double>(count_);
  return (static_cast<double>(squares) - residue * (residue / n)) / (n - 1);
}

double Tally::standard_deviation() const { return std::sqrt(variance()); }

}  // namespace planttwin::sim
