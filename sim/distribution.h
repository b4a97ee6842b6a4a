#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/math.h"
#include "sim/random.h"
#include "sim/time.h"

namespace planttwin::sim {

// A probability distribution of a real number: an immutable value, cheap to copy and to sample.
// Composite kinds keep their parts in one flat array, tables keep theirs in another.
// A factory throws std::invalid_argument with a sentence when its parameters are impossible.
// A sample depends on the draw alone and uses the functions of sim/math.h, so that it is the
// same on every machine. Kinds that need one number use inversion and rise with the uniform.
class Distribution {
 public:
  enum class Kind : std::uint8_t {
    kConstant,
    kUniform,
    kTriangular,
    kNormal,
    kTruncatedNormal,
    kLognormal,
    kGamma,
    kWeibull,
    kExponential,
    kBeta,
    kGeometric,
    kTable,
    kShifted,
    kTruncated,
    kMixture,
  };

  Distribution() = default;  // the constant 0
  static Distribution constant(double value);
  static Distribution uniform(double min, double max);
  static Distribution triangular(double min, double mode, double max);
  // `mean` and `sd` are those before truncation; truncated means conditional on X >= 0.
  static Distribution normal(double mean, double sd, bool truncated_at_zero = true);
  // `mean` and `sd` of the variable itself, not of its logarithm.
  static Distribution lognormal(double mean, double sd);
  static Distribution gamma(double shape, double scale);
  static Distribution gamma_of_mean(double mean, double sd);
  static Distribution erlang(std::int64_t k, double mean);
  static Distribution weibull(double shape, double scale);
  static Distribution weibull_of_mean(double shape, double mean);
  static Distribution exponential(double mean);
  static Distribution beta(double alpha, double beta, double min, double max);
  // `cycle` times the number of trials up to and including the first success: 1, 2, 3, ...
  static Distribution geometric(double probability, double cycle = 1);
  // Values with weights of any positive sum; a weight of 0 never occurs.
  static Distribution table(const std::vector<double>& values, const std::vector<double>& weights);
  static Distribution shifted(const Distribution& base, double by);
  // Conditional on min <= X <= max, by rejection. At least 0.1 % must be kept, all truncations
  // within the base included.
  static Distribution truncated(const Distribution& base, double min, double max);
  static Distribution mixture(const std::vector<Distribution>& parts,
                              const std::vector<double>& weights);

  // The exponential stands inline: it is drawn most, and its draw then lives in registers.
  double sample(Draw& draw) const {
    if (root_.kind == Kind::kExponential) return -root_.a * natural_log(1 - draw.uniform());
    return sample_node(root_, draw);
  }

  // Exact to rounding, from the closed form of each kind (listed in
  // sim/distribution_moments.cpp).
  double mean() const { return mean_; }
  double variance() const { return variance_; }
  // Probability of a value <= x.
  double cumulative(double x) const;
  double lowest() const { return root_.lowest; }    // -infinity where there is no bound
  double highest() const { return root_.highest; }  // +infinity where there is no bound
  bool is_constant() const { return lowest() == highest(); }
  Kind kind() const { return root_.kind; }

 private:
  // Parameters of one kind; the factory of each kind lists them.
  struct Node {
    Kind kind = Kind::kConstant;
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double lowest = 0;
    double highest = 0;
    std::uint32_t first = 0;         // first part in parts_, or first value in values_
    std::uint32_t first_weight = 0;  // first entry in cumulative_
    std::uint32_t count = 0;         // number of parts or values
  };

  // The integrals of 1, y and y^2 over the probability of an interval, for y = x - origin.
  struct Moments {
    double probability = 0;
    double first = 0;
    double second = 0;
  };

  static Node make_node(Kind kind, double a, double b, double c, double d, double lowest,
                        double highest);
  static Distribution make(Kind kind, double a, double b, double c, double d, double lowest,
                           double highest);
  Node adopt(const Distribution& part);
  std::uint32_t append_weights(const std::vector<double>& weights);
  void finish();

  double sample_node(const Node& node, Draw& draw) const;
  double sample_composite(const Node& node, Draw& draw) const;
  std::uint32_t pick(const Node& node, double uniform) const;
  double weight(const Node& node, std::uint32_t position) const;
  Moments moments(const Node& node, double low, double high, double origin) const;
  Moments composite_moments(const Node& node, double low, double high, double origin) const;
  static Moments simple_moments(const Node& node, double low, double high, double origin);

  Node root_;
  double mean_ = 0;
  double variance_ = 0;
  double kept_ = 1;  // the smallest share that the truncations of one path keep together
  std::vector<Node> parts_;
  std::vector<double> values_;
  std::vector<double> cumulative_;
};

// The longest time that a distribution can return, either way: 2^51 us, about 71 years.
inline constexpr Duration kLongestSample = Duration::microseconds(std::int64_t{1} << 51);

// Converts a real count of microseconds, half to even, held within +-kLongestSample.
Duration round_to_duration(double microseconds);

// A distribution of times: its numbers are microseconds.
class DurationDistribution {
 public:
  DurationDistribution() = default;  // always zero
  explicit DurationDistribution(Distribution in_microseconds)
      : distribution_(std::move(in_microseconds)), mean_(round_to_duration(distribution_.mean())) {}
  static DurationDistribution constant(Duration value) {
    return DurationDistribution(Distribution::constant(static_cast<double>(value.count())));
  }
  static DurationDistribution exponential(Duration mean) {
    return DurationDistribution(Distribution::exponential(static_cast<double>(mean.count())));
  }

  Duration sample(Draw& draw) const { return round_to_duration(distribution_.sample(draw)); }
  Duration mean() const { return mean_; }
  bool is_constant() const { return distribution_.is_constant(); }
  bool may_be_negative() const { return distribution_.lowest() < 0; }
  const Distribution& in_microseconds() const { return distribution_; }

 private:
  Distribution distribution_;
  Duration mean_;
};

// A distribution of plain numbers, such as quantities and factors.
class NumberDistribution {
 public:
  NumberDistribution() = default;  // always zero
  explicit NumberDistribution(Distribution distribution) : distribution_(std::move(distribution)) {}
  static NumberDistribution constant(double value) {
    return NumberDistribution(Distribution::constant(value));
  }

  double sample(Draw& draw) const { return distribution_.sample(draw); }
  // Rounded half to even; for counts of pieces, lots and cycles.
  std::int64_t sample_whole(Draw& draw) const;
  double mean() const { return distribution_.mean(); }
  bool is_constant() const { return distribution_.is_constant(); }
  bool may_be_negative() const { return distribution_.lowest() < 0; }
  const Distribution& distribution() const { return distribution_; }

 private:
  Distribution distribution_;
};

}  // namespace planttwin::sim
