#include "scenarios/experiment/quantile_interval.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "sim/special_functions.h"

namespace planttwin::experiment {
namespace {

// That at most `count` of n values lie below the quantile (DLMF 8.17.5).
double binomial_at_most(std::size_t count, std::size_t n, double share) {
  if (count >= n) return 1;
  return sim::incomplete_beta(static_cast<double>(n - count), static_cast<double>(count + 1),
                              1 - share);
}

}  // namespace

QuantileInterval quantile_interval(std::vector<double> values, double share, double error) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  const double place = share * static_cast<double>(n - 1);
  const auto low = static_cast<std::size_t>(std::floor(place));
  const std::size_t high = std::min(low + 1, n - 1);
  QuantileInterval found;
  found.share = share;
  found.value = values[low] + (place - std::floor(place)) * (values[high] - values[low]);
  // Value i (from 0) is at most the quantile unless i or fewer lie below it.
  std::size_t below = 0;
  while (below < n && binomial_at_most(below, n, share) <= error / 2) ++below;
  found.from = below == 0 ? -std::numeric_limits<double>::infinity() : values[below - 1];
  // Value i is at least the quantile unless more than i lie below it.
  std::size_t above = n;
  while (above > 0 && 1 - binomial_at_most(above - 1, n, share) <= error / 2) --above;
  found.to = above == n ? std::numeric_limits<double>::infinity() : values[above];
  return found;
}

}  // namespace planttwin::experiment
