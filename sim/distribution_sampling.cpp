#include <algorithm>
#include <cmath>

#include "sim/distribution.h"
#include "sim/math.h"

namespace planttwin::sim {
namespace {

double standard_normal(Draw& draw) { return inverse_normal(draw.uniform()); }

// Gamma of scale 1 and shape >= 1: Marsaglia and Tsang, "A simple method for generating gamma
// variables", ACM Transactions on Mathematical Software 26 (2000), with its squeeze.
double standard_gamma(double shape, Draw& draw) {
  const double d = shape - 1.0 / 3;
  const double c = 1 / (3 * std::sqrt(d));
  for (;;) {
    const double x = standard_normal(draw);
    const double root = 1 + c * x;
    const double u = draw.uniform();
    if (root <= 0) continue;
    const double v = root * root * root;
    if (u < 1 - 0.0331 * (x * x) * (x * x)) return d * v;
    if (natural_log(u) < 0.5 * x * x + d * (1 - v + natural_log(v))) return d * v;
  }
}

// For shape < 1 the gamma of shape + 1 times u^(1/shape), from the same paper; as a logarithm,
// because small shapes reach below the smallest double.
double log_of_gamma(double shape, Draw& draw) {
  if (shape >= 1) return natural_log(standard_gamma(shape, draw));
  const double raised = natural_log(standard_gamma(shape + 1, draw));
  return raised + natural_log(draw.uniform()) / shape;
}

double sample_gamma(double shape, Draw& draw) {
  return shape >= 1 ? standard_gamma(shape, draw) : exponential(log_of_gamma(shape, draw));
}

// X / (X + Y) for gammas X and Y, each of scale 1.
double standard_beta(double alpha, double beta, Draw& draw) {
  const double log_x = log_of_gamma(alpha, draw);
  const double log_y = log_of_gamma(beta, draw);
  return 1 / (1 + exponential(log_y - log_x));
}

double standard_triangular(double mode, double u) {
  return u < mode ? std::sqrt(u * mode) : 1 - std::sqrt((1 - u) * (1 - mode));
}

// The number of trials to the first success.
double trials(double inverse_log, double u) {
  return std::max(1.0, std::ceil(natural_log(1 - u) * inverse_log));
}

}  // namespace

double Distribution::sample_node(const Node& node, Draw& draw) const {
  switch (node.kind) {
    case Kind::kConstant:
      return node.a;
    case Kind::kUniform:
      return node.a + node.b * draw.uniform();
    case Kind::kTriangular:
      return node.a + node.b * standard_triangular(node.c, draw.uniform());
    case Kind::kNormal:
      return node.a + node.b * standard_normal(draw);
    case Kind::kTruncatedNormal:
      return std::max(0.0, node.a - node.b * inverse_normal(node.c * (1 - draw.uniform())));
    case Kind::kLognormal:
      return planttwin::sim::exponential(node.a + node.b * standard_normal(draw));
    case Kind::kGamma:
      return node.b * sample_gamma(node.a, draw);
    case Kind::kWeibull:
      return node.b * power(-natural_log(1 - draw.uniform()), node.c);
    case Kind::kExponential:
      return -node.a * natural_log(1 - draw.uniform());
    case Kind::kBeta:
      return node.a + node.b * standard_beta(node.c, node.d, draw);
    case Kind::kGeometric:
      return node.b * trials(node.c, draw.uniform());
    case Kind::kTable:
      return values_[node.first + pick(node, draw.uniform())];
    case Kind::kShifted:
    case Kind::kTruncated:
    case Kind::kMixture:
      break;
  }
  return sample_composite(node, draw);
}

double Distribution::sample_composite(const Node& node, Draw& draw) const {
  if (node.kind == Kind::kShifted) return sample_node(parts_[node.first], draw) + node.a;
  if (node.kind == Kind::kMixture) {
    return sample_node(parts_[node.first + pick(node, draw.uniform())], draw);
  }
  for (;;) {
    const double value = sample_node(parts_[node.first], draw);
    if (value >= node.a && value <= node.b) return value;
  }
}

// The first position whose cumulative probability exceeds the uniform number.
std::uint32_t Distribution::pick(const Node& node, double uniform) const {
  const auto begin = cumulative_.begin() + node.first_weight;
  const auto found = std::upper_bound(begin, begin + node.count, uniform);
  return static_cast<std::uint32_t>(found - begin);
}

Duration round_to_duration(double microseconds) {
  constexpr double kLimit = static_cast<double>(kLongestSample.count());
  constexpr double kRounder = 0x1.8p52;
  const double held = std::clamp(microseconds, -kLimit, kLimit);
  return Duration::microseconds(static_cast<std::int64_t>((held + kRounder) - kRounder));
}

std::int64_t NumberDistribution::sample_whole(Draw& draw) const {
  return round_to_duration(distribution_.sample(draw)).count();
}

}  // namespace planttwin::sim
