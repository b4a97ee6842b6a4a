#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/distribution.h"
#include "sim/math.h"
#include "sim/special_functions.h"

// Partial moments of each kind in closed form: with the whole line they give mean and variance,
// with an interval the probability and the moments of a truncation. Formulas after Johnson, Kotz
// and Balakrishnan, "Continuous univariate distributions" (1994, 1995).
namespace planttwin::sim {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Integrals = std::array<double, 3>;  // of 1, x and x^2

// On [0, 1].
Integrals uniform_integrals(double low, double high) {
  return {high - low, (high * high - low * low) / 2, (high * high * high - low * low * low) / 3};
}

// Density 2 x / mode below the mode, 2 (1 - x) / (1 - mode) above it, on [0, 1].
Integrals triangular_integrals(double mode, double low, double high) {
  const auto rising = [](double x, int n) { return power(x, n + 2) * 2 / (n + 2); };
  Integrals result{};
  const double below = std::min(high, mode);
  const double above = std::max(low, mode);
  for (int n = 0; n < 3; ++n) {
    const auto i = static_cast<std::size_t>(n);
    if (low < below) result[i] += (rising(below, n) - rising(low, n)) / mode;
    if (above < high) {
      const double whole = (power(high, n + 1) - power(above, n + 1)) * 2 / (n + 1);
      result[i] += (whole - (rising(high, n) - rising(above, n))) / (1 - mode);
    }
  }
  return result;
}

double normal_between(double low, double high) {
  if (low > 0) return normal_above(low) - normal_above(high);
  return normal_below(high) - normal_below(low);
}

Integrals normal_integrals(double low, double high) {
  const auto edge = [](double x) { return std::isinf(x) ? 0.0 : x * normal_density(x); };
  const double probability = normal_between(low, high);
  return {probability, normal_density(low) - normal_density(high),
          probability + edge(low) - edge(high)};
}

// E[X^n; low <= X <= high] = exp(n mu + n^2 sigma^2 / 2) (Phi(b - n sigma) - Phi(a - n sigma)).
Integrals lognormal_integrals(double mu, double sigma, double low, double high) {
  const double a = (natural_log(low) - mu) / sigma;
  const double b = (natural_log(high) - mu) / sigma;
  Integrals result{};
  for (int n = 0; n < 3; ++n) {
    result[static_cast<std::size_t>(n)] = exponential(n * mu + n * n * sigma * sigma / 2) *
                                          normal_between(a - n * sigma, b - n * sigma);
  }
  return result;
}

// Of scale 1: Gamma(shape + n) / Gamma(shape) (P(shape + n, high) - P(shape + n, low)).
Integrals gamma_integrals(double shape, double low, double high) {
  Integrals result{};
  double factor = 1;
  for (int n = 0; n < 3; ++n) {
    result[static_cast<std::size_t>(n)] =
        factor * (incomplete_gamma(shape + n, high) - incomplete_gamma(shape + n, low));
    factor *= shape + n;
  }
  return result;
}

// Of scale 1: Gamma(1 + n / shape) (P(1 + n / shape, high^shape) - P(1 + n / shape, low^shape)).
Integrals weibull_integrals(double shape, double low, double high) {
  const double from = power(low, shape);
  const double to = power(high, shape);
  Integrals result{};
  for (int n = 0; n < 3; ++n) {
    const double order = 1 + n / shape;
    result[static_cast<std::size_t>(n)] =
        exponential(log_gamma(order)) *
        (incomplete_gamma(order, to) - incomplete_gamma(order, from));
  }
  return result;
}

Integrals beta_integrals(double alpha, double beta, double low, double high) {
  Integrals result{};
  double factor = 1;
  for (int n = 0; n < 3; ++n) {
    result[static_cast<std::size_t>(n)] =
        factor * (incomplete_beta(alpha + n, beta, high) - incomplete_beta(alpha + n, beta, low));
    factor *= (alpha + n) / (alpha + beta + n);
  }
  return result;
}

// E[N^k; N >= first], from the lack of memory: N given N >= first is first - 1 + N.
Integrals geometric_tail(double p, double first) {
  if (first == kInfinity) return {};
  const double skipped = first - 1;
  const double reach = exponential(skipped * natural_log_of_one_plus(-p));
  return {reach, reach * (skipped + 1 / p),
          reach * (skipped * skipped + 2 * skipped / p + (2 - p) / (p * p))};
}

Integrals geometric_integrals(double p, double low, double high) {
  const Integrals from = geometric_tail(p, std::max(1.0, std::ceil(low)));
  const Integrals beyond = geometric_tail(p, std::floor(high) + 1);
  return {from[0] - beyond[0], from[1] - beyond[1], from[2] - beyond[2]};
}

}  // namespace

// Every simple kind but the constant is location + scale * a standard form.
Distribution::Moments Distribution::simple_moments(const Node& node, double low, double high,
                                                   double origin) {
  const auto placed = [origin](double start, double scale, const Integrals& z) {
    const double location = start - origin;
    return Moments{z[0], location * z[0] + scale * z[1],
                   location * (location * z[0] + 2 * scale * z[1]) + scale * scale * z[2]};
  };
  const double from = (low - node.a) / node.b;
  const double to = (high - node.a) / node.b;
  switch (node.kind) {
    case Kind::kUniform:
      return placed(node.a, node.b, uniform_integrals(from, to));
    case Kind::kTriangular:
      return placed(node.a, node.b, triangular_integrals(node.c, from, to));
    case Kind::kNormal:
      return placed(node.a, node.b, normal_integrals(from, to));
    case Kind::kTruncatedNormal: {
      const Moments whole = placed(node.a, node.b, normal_integrals(from, to));
      return {whole.probability / node.c, whole.first / node.c, whole.second / node.c};
    }
    case Kind::kLognormal:
      return placed(0, 1, lognormal_integrals(node.a, node.b, low, high));
    case Kind::kGamma:
      return placed(0, node.b, gamma_integrals(node.a, low / node.b, high / node.b));
    case Kind::kWeibull:
      return placed(0, node.b, weibull_integrals(node.a, low / node.b, high / node.b));
    case Kind::kExponential:
      return placed(0, node.a, gamma_integrals(1, low / node.a, high / node.a));
    case Kind::kBeta:
      return placed(node.a, node.b, beta_integrals(node.c, node.d, from, to));
    case Kind::kGeometric:
      return placed(0, node.b, geometric_integrals(node.a, low / node.b, high / node.b));
    default:
      return placed(node.a, 0, {1, 0, 0});
  }
}

Distribution::Moments Distribution::moments(const Node& node, double low, double high,
                                            double origin) const {
  low = std::max(low, node.lowest);
  high = std::min(high, node.highest);
  if (!(low <= high)) return {};
  if (node.kind >= Kind::kTable) return composite_moments(node, low, high, origin);
  return simple_moments(node, low, high, origin);
}

Distribution::Moments Distribution::composite_moments(const Node& node, double low, double high,
                                                      double origin) const {
  if (node.kind == Kind::kShifted) {
    return moments(parts_[node.first], low - node.a, high - node.a, origin - node.a);
  }
  if (node.kind == Kind::kTruncated) {
    const Moments base = moments(parts_[node.first], low, high, origin);
    return {base.probability / node.c, base.first / node.c, base.second / node.c};
  }
  Moments sum;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    const double share = weight(node, i);
    Moments part;
    if (node.kind == Kind::kTable) {
      const double value = values_[node.first + i];
      const double distance = value - origin;
      if (value >= low && value <= high) part = {1, distance, distance * distance};
    } else {
      part = moments(parts_[node.first + i], low, high, origin);
    }
    sum.probability += share * part.probability;
    sum.first += share * part.first;
    sum.second += share * part.second;
  }
  return sum;
}

double Distribution::weight(const Node& node, std::uint32_t position) const {
  const std::uint32_t place = node.first_weight + position;
  return position == 0 ? cumulative_[place] : cumulative_[place] - cumulative_[place - 1];
}

}  // namespace planttwin::sim
