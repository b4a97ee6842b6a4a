#include "scenarios/experiment/estimate.h"

#include <cmath>
#include <limits>

#include "sim/special_functions.h"

namespace planttwin::experiment {

Moments moments(const std::vector<double>& values) {
  Moments found;
  found.count = static_cast<std::int64_t>(values.size());
  if (values.empty()) return found;
  const auto n = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += value;
  found.mean = sum / n;
  double squares = 0;
  for (const double value : values) squares += (value - found.mean) * (value - found.mean);
  if (values.size() > 1) found.standard_deviation = std::sqrt(squares / (n - 1));
  return found;
}

double Intervals::half_width(const Moments& moments) {
  if (moments.count < 2) return moments.count == 0 ? 0 : std::numeric_limits<double>::infinity();
  const auto n = static_cast<double>(moments.count);
  const auto [place, missing] = student_t_.try_emplace(moments.count, 0);
  if (missing) place->second = student_t_above(error_ / 2, n - 1);
  return place->second * moments.standard_deviation / std::sqrt(n);
}

double half_width(const Moments& moments, double error) {
  return Intervals(error).half_width(moments);
}

Estimate estimate(const std::vector<double>& values, double error) {
  const Moments found = moments(values);
  return {found, half_width(found, error)};
}

std::optional<double> autocorrelation(const std::vector<double>& values) {
  const double mean = moments(values).mean;
  double products = 0, squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += (values[i] - mean) * (values[i] - mean);
    if (i > 0) products += (values[i] - mean) * (values[i - 1] - mean);
  }
  if (values.size() < 3 || squares <= 0) return std::nullopt;
  return products / squares;
}

double correlated_from(double count) { return 2 / std::sqrt(count); }

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
