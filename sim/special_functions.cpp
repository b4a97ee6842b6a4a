#include "sim/special_functions.h"

#include <cmath>
#include <limits>

#include "sim/math.h"

namespace planttwin::sim {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon() / 4;
constexpr double kTiny = 0x1p-1000;
constexpr double kHalfLogTwoPi = 0.91893853320467274178;
constexpr double kInverseRootTwoPi = 0.39894228040143267794;
constexpr int kMostTerms = 1'000'000;

double kept_from_zero(double x) { return std::fabs(x) < kTiny ? kTiny : x; }

// A continued fraction b0 + a1 / (b1 + a2 / (b2 + ...)) from its front (modified Lentz, after
// Thompson and Barnett, 1986). `advance(n)` returns a_n and b_n.
struct Pair {
  double above;
  double below;
};

template <class Advance>
double continued_fraction(double b0, Advance advance) {
  double value = kept_from_zero(b0);
  double front = value;
  double back = 0;
  for (int n = 1; n < kMostTerms; ++n) {
    const Pair term = advance(n);
    back = 1.0 / kept_from_zero(term.below + term.above * back);
    front = kept_from_zero(term.below + term.above / front);
    const double factor = front * back;
    value *= factor;
    if (std::fabs(factor - 1.0) < 4 * kEpsilon) break;
  }
  return value;
}

// Probability above x for x >= 2.
double normal_tail(double x) {
  const double fraction = continued_fraction(x, [x](int n) {
    return Pair{static_cast<double>(n), x};
  });
  return normal_density(x) / fraction;
}

double gamma_series(double shape, double x) {
  double term = 1.0 / shape;
  double sum = term;
  for (int n = 1; n < kMostTerms && term > sum * kEpsilon; ++n) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

double gamma_fraction(double shape, double x) {
  return 1.0 / continued_fraction(x + 1 - shape, [shape, x](int n) {
           return Pair{n * (shape - n), x + 1 - shape + 2.0 * n};
         });
}

// The continued fraction of I_x(a, b) without its factor; converges fast for x below the mean.
double beta_fraction(double a, double b, double x) {
  return 1.0 / continued_fraction(1.0, [a, b, x](int n) {
           const int pairs = n / 2;
           const auto m = static_cast<double>(pairs);
           const double above = n % 2 == 0
                                    ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                                    : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
           return Pair{above, 1.0};
         });
}

}  // namespace

double log_gamma(double x) {
  double product = 1;
  while (x < 12) {
    product *= x;
    x += 1;
  }
  const double inverse = 1 / x;
  const double square = inverse * inverse;
  const double series =
      inverse *
      (1.0 / 12 +
       square *
           (-1.0 / 360 +
            square * (1.0 / 1260 + square * (-1.0 / 1680 +
                                             square * (1.0 / 1188 + square * (-691.0 / 360360))))));
  return (x - 0.5) * natural_log(x) - x + kHalfLogTwoPi + series - natural_log(product);
}

double normal_density(double x) { return kInverseRootTwoPi * exponential(-0.5 * x * x); }

double normal_below(double x) {
  constexpr double kBeyond = 40;  // where the tail is below the smallest double
  if (x > kBeyond) return 1;
  if (x < -kBeyond) return 0;
  if (x > 2) return 1 - normal_tail(x);
  if (x < -2) return normal_tail(-x);
  double term = x;
  double sum = x;
  for (int n = 3; std::fabs(term) > std::fabs(sum) * kEpsilon; n += 2) {
    term *= x * x / n;
    sum += term;
  }
  return 0.5 + sum * normal_density(x);
}

double normal_above(double x) { return normal_below(-x); }

double incomplete_gamma(double shape, double x) {
  if (!(x > 0)) return 0;
  if (x > std::numeric_limits<double>::max()) return 1;
  const double factor = exponential(shape * natural_log(x) - x - log_gamma(shape));
  if (x < shape + 1) return factor * gamma_series(shape, x);
  return 1 - factor * gamma_fraction(shape, x);
}

double incomplete_beta(double alpha, double beta, double x) {
  if (!(x > 0)) return 0;
  if (x >= 1) return 1;
  const double log_factor = log_gamma(alpha + beta) - log_gamma(alpha) - log_gamma(beta) +
                            alpha * natural_log(x) + beta * natural_log_of_one_plus(-x);
  const double factor = exponential(log_factor);
  if (x < (alpha + 1) / (alpha + beta + 2)) return factor * beta_fraction(alpha, beta, x) / alpha;
  return 1 - factor * beta_fraction(beta, alpha, 1 - x) / beta;
}

}  // namespace planttwin::sim
