#include "sim/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "sim/math.h"
#include "sim/special_functions.h"

namespace planttwin::sim {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLeastKept = 0.001;  // the smallest share that truncation may keep

void require(bool holds, const char* sentence) {
  if (!holds) throw std::invalid_argument(sentence);
}

bool finite(double x) { return std::isfinite(x); }

}  // namespace

Distribution::Node Distribution::make_node(Kind kind, double a, double b, double c, double d,
                                           double lowest, double highest) {
  Node node;
  node.kind = kind;
  node.a = a;
  node.b = b;
  node.c = c;
  node.d = d;
  node.lowest = lowest;
  node.highest = highest;
  return node;
}

Distribution Distribution::make(Kind kind, double a, double b, double c, double d, double lowest,
                                double highest) {
  Distribution result;
  result.root_ = make_node(kind, a, b, c, d, lowest, highest);
  result.finish();
  return result;
}

// a: value.
Distribution Distribution::constant(double value) {
  require(finite(value), "the value must be a finite number");
  return make(Kind::kConstant, value, 0, 0, 0, value, value);
}

// a: min, b: width.
Distribution Distribution::uniform(double min, double max) {
  require(finite(min) && finite(max), "min and max must be finite numbers");
  require(min <= max, "max must not be below min");
  if (min == max) return constant(min);
  return make(Kind::kUniform, min, max - min, 0, 0, min, max);
}

// a: min, b: width, c: place of the mode in the width, from 0 to 1.
Distribution Distribution::triangular(double min, double mode, double max) {
  require(finite(min) && finite(mode) && finite(max), "min, mode and max must be finite numbers");
  require(min <= max, "max must not be below min");
  require(min <= mode && mode <= max, "mode must lie between min and max");
  if (min == max) return constant(min);
  return make(Kind::kTriangular, min, max - min, (mode - min) / (max - min), 0, min, max);
}

// a: mean, b: standard deviation, c: probability kept by the truncation.
Distribution Distribution::normal(double mean, double sd, bool truncated_at_zero) {
  require(finite(mean) && finite(sd), "mean and sd must be finite numbers");
  require(sd >= 0, "sd must not be negative");
  if (sd == 0) {
    require(mean >= 0 || !truncated_at_zero,
            "a negative mean without spread leaves nothing above 0");
    return constant(mean);
  }
  if (!truncated_at_zero) {
    return make(Kind::kNormal, mean, sd, 1, 0, -kInfinity, kInfinity);
  }
  const double kept = normal_above(-mean / sd);
  require(kept >= kLeastKept, "less than 0.1 % of the distribution lies above 0");
  return make(Kind::kTruncatedNormal, mean, sd, kept, 0, 0, kInfinity);
}

// a, b: mean and standard deviation of the logarithm.
Distribution Distribution::lognormal(double mean, double sd) {
  require(finite(mean) && finite(sd), "mean and sd must be finite numbers");
  require(mean > 0, "the mean must be positive");
  require(sd >= 0, "sd must not be negative");
  if (sd == 0) return constant(mean);
  const double ratio = sd / mean;
  const double variance = natural_log_of_one_plus(ratio * ratio);
  require(finite(variance), "sd is too large for the mean");
  return make(Kind::kLognormal, natural_log(mean) - variance / 2, std::sqrt(variance), 0, 0, 0,
              kInfinity);
}

// a: shape, b: scale.
Distribution Distribution::gamma(double shape, double scale) {
  require(finite(shape) && finite(scale), "shape and scale must be finite numbers");
  require(shape >= 1e-3, "shape must be at least 0.001");
  require(shape <= 1e9, "shape must be at most 1e9");
  require(scale > 0, "scale must be positive");
  return make(Kind::kGamma, shape, scale, 0, 0, 0, kInfinity);
}

Distribution Distribution::gamma_of_mean(double mean, double sd) {
  require(finite(mean) && finite(sd), "mean and sd must be finite numbers");
  require(mean > 0, "the mean must be positive");
  require(sd >= 0, "sd must not be negative");
  if (sd == 0) return constant(mean);
  const double ratio = mean / sd;
  return gamma(ratio * ratio, sd / ratio);
}

Distribution Distribution::erlang(std::int64_t k, double mean) {
  require(k >= 1, "k must be at least 1");
  require(finite(mean) && mean > 0, "the mean must be positive");
  if (k == 1) return exponential(mean);
  return gamma(static_cast<double>(k), mean / static_cast<double>(k));
}

// a: shape, b: scale, c: 1 / shape.
Distribution Distribution::weibull(double shape, double scale) {
  require(finite(shape) && finite(scale), "shape and scale must be finite numbers");
  require(shape >= 0.05, "shape must be at least 0.05");
  require(shape <= 1e6, "shape must be at most 1e6");
  require(scale > 0, "scale must be positive");
  return make(Kind::kWeibull, shape, scale, 1 / shape, 0, 0, kInfinity);
}

Distribution Distribution::weibull_of_mean(double shape, double mean) {
  require(finite(mean) && mean > 0, "the mean must be positive");
  require(finite(shape) && shape >= 0.05, "shape must be at least 0.05");
  return weibull(shape, mean / planttwin::sim::exponential(log_gamma(1 + 1 / shape)));
}

// a: mean.
Distribution Distribution::exponential(double mean) {
  require(finite(mean), "the mean must be a finite number");
  require(mean > 0, "the mean must be positive");
  return make(Kind::kExponential, mean, 0, 0, 0, 0, kInfinity);
}

// a: min, b: width, c: alpha, d: beta.
Distribution Distribution::beta(double alpha, double beta, double min, double max) {
  require(finite(min) && finite(max), "min and max must be finite numbers");
  require(min <= max, "max must not be below min");
  require(alpha >= 1e-3 && beta >= 1e-3, "alpha and beta must be at least 0.001");
  require(alpha <= 1e6 && beta <= 1e6, "alpha and beta must be at most 1e6");
  if (min == max) return constant(min);
  return make(Kind::kBeta, min, max - min, alpha, beta, min, max);
}

// a: probability of success, b: cycle, c: 1 / log(1 - probability).
Distribution Distribution::geometric(double probability, double cycle) {
  require(probability > 0, "the probability must be positive");
  require(probability <= 1, "the probability must not be over 1");
  require(probability >= 1e-12, "the probability must be at least 1e-12");
  require(finite(cycle) && cycle > 0, "the cycle must be positive");
  if (probability == 1) return constant(cycle);
  return make(Kind::kGeometric, probability, cycle, 1 / natural_log_of_one_plus(-probability), 0,
              cycle, kInfinity);
}

// values_ hold the values in rising order, cumulative_ the probability of each or a lower one.
Distribution Distribution::table(const std::vector<double>& values,
                                 const std::vector<double>& weights) {
  require(!values.empty(), "a table needs at least one value");
  require(values.size() == weights.size(), "there must be as many weights as values");
  std::vector<std::pair<double, double>> rows;
  for (std::size_t i = 0; i < values.size(); ++i) {
    require(finite(values[i]), "each value must be a finite number");
    require(finite(weights[i]) && weights[i] >= 0, "a weight must not be negative");
    if (weights[i] > 0) rows.emplace_back(values[i], weights[i]);
  }
  require(!rows.empty(), "the weights must not all be 0");
  std::sort(rows.begin(), rows.end());
  std::vector<double> sorted_weights;
  Distribution result;
  for (const auto& [value, weight] : rows) {
    result.values_.push_back(value);
    sorted_weights.push_back(weight);
  }
  result.root_ = make_node(Kind::kTable, 0, 0, 0, 0, rows.front().first, rows.back().first);
  result.root_.first_weight = result.append_weights(sorted_weights);
  result.root_.count = static_cast<std::uint32_t>(rows.size());
  result.finish();
  return result;
}

// a: shift; parts_: the base.
Distribution Distribution::shifted(const Distribution& base, double by) {
  require(finite(by), "the shift must be a finite number");
  Distribution result;
  result.kept_ = base.kept_;
  const Node part = result.adopt(base);
  result.root_ = make_node(Kind::kShifted, by, 0, 0, 0, base.lowest() + by, base.highest() + by);
  result.root_.first = static_cast<std::uint32_t>(result.parts_.size());
  result.root_.count = 1;
  result.parts_.push_back(part);
  result.finish();
  return result;
}

// a: min, b: max, c: probability kept; parts_: the base.
Distribution Distribution::truncated(const Distribution& base, double min, double max) {
  require(min == min && max == max, "min and max must be numbers");
  require(min <= max, "max must not be below min");
  const double kept = base.moments(base.root_, min, max, 0).probability;
  Distribution result;
  result.kept_ = base.kept_ * kept;
  require(result.kept_ >= kLeastKept,
          "less than 0.1 % of the distribution lies between min and max");
  const Node part = result.adopt(base);
  result.root_ = make_node(Kind::kTruncated, min, max, kept, 0, std::max(min, base.lowest()),
                           std::min(max, base.highest()));
  result.root_.first = static_cast<std::uint32_t>(result.parts_.size());
  result.root_.count = 1;
  result.parts_.push_back(part);
  result.finish();
  return result;
}

// parts_: the parts in the order given; cumulative_: the probability of each or an earlier one.
Distribution Distribution::mixture(const std::vector<Distribution>& parts,
                                   const std::vector<double>& weights) {
  require(!parts.empty(), "a mixture needs at least one part");
  require(parts.size() == weights.size(), "there must be as many weights as parts");
  require(std::all_of(weights.begin(), weights.end(),
                      [](double weight) { return finite(weight) && weight >= 0; }),
          "a weight must not be negative");
  require(std::any_of(weights.begin(), weights.end(), [](double weight) { return weight > 0; }),
          "the weights must not all be 0");
  Distribution result;
  std::vector<Node> roots;
  double lowest = kInfinity;
  double highest = -kInfinity;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    roots.push_back(result.adopt(parts[i]));
    if (weights[i] == 0) continue;
    result.kept_ = std::min(result.kept_, parts[i].kept_);
    lowest = std::min(lowest, parts[i].lowest());
    highest = std::max(highest, parts[i].highest());
  }
  result.root_ = make_node(Kind::kMixture, 0, 0, 0, 0, lowest, highest);
  result.root_.first = static_cast<std::uint32_t>(result.parts_.size());
  result.root_.count = static_cast<std::uint32_t>(roots.size());
  result.parts_.insert(result.parts_.end(), roots.begin(), roots.end());
  result.root_.first_weight = result.append_weights(weights);
  result.finish();
  return result;
}

// Takes over the side tables of a part; returns its root, pointing at their new places.
Distribution::Node Distribution::adopt(const Distribution& part) {
  const auto first_part = static_cast<std::uint32_t>(parts_.size());
  const auto first_value = static_cast<std::uint32_t>(values_.size());
  const auto first_weight = static_cast<std::uint32_t>(cumulative_.size());
  const auto moved = [&](Node node) {
    node.first += node.kind == Kind::kTable ? first_value : first_part;
    node.first_weight += first_weight;
    return node;
  };
  for (const Node& node : part.parts_) parts_.push_back(moved(node));
  values_.insert(values_.end(), part.values_.begin(), part.values_.end());
  cumulative_.insert(cumulative_.end(), part.cumulative_.begin(), part.cumulative_.end());
  return moved(part.root_);
}

// Appends the running sums of the weights, scaled so that the last is 1; returns where they start.
std::uint32_t Distribution::append_weights(const std::vector<double>& weights) {
  const auto first = static_cast<std::uint32_t>(cumulative_.size());
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  require(finite(total), "the sum of the weights is too large");
  double sum = 0;
  for (const double weight : weights) {
    sum += weight;
    cumulative_.push_back(sum / total);
  }
  return first;
}

void Distribution::finish() {
  const Moments about_zero = moments(root_, -kInfinity, kInfinity, 0);
  mean_ = about_zero.first / about_zero.probability;
  const Moments about_mean = moments(root_, -kInfinity, kInfinity, mean_);
  variance_ = about_mean.second / about_mean.probability;
}

double Distribution::cumulative(double x) const {
  return moments(root_, -kInfinity, x, 0).probability;
}

}  // namespace planttwin::sim
