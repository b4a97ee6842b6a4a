#include "scenarios/experiment/estimate.h"

#include <cmath>
#include <limits>

#include "sim/special_functions.h"

namespace planttwin::experiment {

Estimate estimate(const std::vector<double>& values, double error) {
  Estimate found;
  found.count = static_cast<std::int64_t>(values.size());
  if (values.empty()) return found;
  const auto n = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += value;
  found.mean = sum / n;
  if (values.size() < 2) {
    found.half_width = std::numeric_limits<double>::infinity();
    return found;
  }
  double squares = 0;
  for (const double value : values) squares += (value - found.mean) * (value - found.mean);
  found.standard_deviation = std::sqrt(squares / (n - 1));
  found.half_width = student_t_above(error / 2, n - 1) * found.standard_deviation / std::sqrt(n);
  return found;
}

double student_t_above(double probability, double degrees) {
  const auto above = [&](double t) {
    return sim::incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2;
  };
  double low = 0, high = 1;
  while (above(high) > probability && high < 1e15) high *= 2;
  for (int i = 0; i < 200 && low < high; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle == low || middle == high) break;
    (above(middle) > probability ? low : high) = middle;
  }
  return high;
}

}  // namespace planttwin::experiment
