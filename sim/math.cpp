#include "sim/math.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace planttwin::sim {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

// log(2) in two parts; the high one has 32 bits, so that its product with an exponent is exact.
constexpr double kLog2High = 0x1.62e42feep-1;
constexpr double kLog2Low = 0x1.a39ef35793c76p-33;
constexpr double kInverseLog2 = 0x1.71547652b82fep+0;

// x = 2^exponent * (1 + fraction) with 1 + fraction between sqrt(1/2) and sqrt(2).
struct Reduced {
  double exponent;
  double fraction;
};

// Precondition: x is positive and finite.
Reduced reduce(double x) {
  constexpr std::uint64_t kRootOfHalf = 0x3FE6A09E667F3BCD;
  double bias = 0;
  if (x < std::numeric_limits<double>::min()) {
    x *= 0x1p54;
    bias = -54;
  }
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t offset = bits - kRootOfHalf;
  const std::int64_t exponent = static_cast<std::int64_t>(offset) >> 52;
  const double mantissa = std::bit_cast<double>(bits - (offset & (std::uint64_t{0xFFF} << 52)));
  return {static_cast<double>(exponent) + bias, mantissa - 1.0};
}

// With z = s * s: log((1 + s) / (1 - s)) / s = 2 + z (2/3 + z (2/5 + 2/7 z + ... + 2/21 z^8)).
// This is the innermost series; what it leaves out is below 2^-59 of the sum for
// |s| <= 3 - 2 sqrt(2).
double logarithm_series(double z) {
  const double z2 = z * z;
  const double z4 = z2 * z2;
  const double low = (2.0 / 5 + z * (2.0 / 7)) + z2 * (2.0 / 9 + z * (2.0 / 11));
  const double high = (2.0 / 13 + z * (2.0 / 15)) + z2 * (2.0 / 17 + z * (2.0 / 19));
  return low + z4 * (high + z4 * (2.0 / 21));
}

// 2^exponent for -1022 <= exponent <= 1023.
double power_of_two(std::int64_t exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

double scale(double x, std::int64_t exponent) {
  if (exponent > 1023) return x * 0x1p1023 * power_of_two(exponent - 1023);
  if (exponent < -1022) return x * power_of_two(exponent + 54) * 0x1p-54;
  return x * power_of_two(exponent);
}

// The sum of two doubles, |low| at most half a unit in the last place of `high`.
struct TwoDoubles {
  double high;
  double low;
};

// Exact sum (Knuth, "The art of computer programming", volume 2, 4.2.2).
TwoDoubles exact_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

// Exact product (Dekker, "A floating-point technique for extending the available precision",
// 1971), for factors below 2^970.
TwoDoubles exact_product(double a, double b) {
  constexpr double kSplitter = 0x1p27 + 1;
  const double a_scaled = a * kSplitter;
  const double a_high = a_scaled - (a_scaled - a);
  const double a_low = a - a_high;
  const double b_scaled = b * kSplitter;
  const double b_high = b_scaled - (b_scaled - b);
  const double b_low = b - b_high;
  const double product = a * b;
  const double error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high);
  return {product, error + a_low * b_low};
}

// The logarithm of a positive finite x to a relative error of about 2^-63: the first two terms of
// the series are carried in two doubles.
TwoDoubles precise_log(double x) {
  constexpr double kTwoThirds = 2.0 / 3;
  constexpr double kTwoThirdsLow = 0x1.5555555555555p-55;
  const Reduced parts = reduce(x);
  const double f = parts.fraction;
  const TwoDoubles divisor = exact_sum(2.0, f);
  const double s = f / divisor.high;
  const TwoDoubles back = exact_product(s, divisor.high);
  const double s_low = (((f - back.high) - back.low) - s * divisor.low) / divisor.high;

  const TwoDoubles square = exact_product(s, s);
  const TwoDoubles cube = exact_product(s, square.high);
  const double cube_low = cube.low + s * (square.low + 3 * s * s_low);
  const TwoDoubles third = exact_product(cube.high, kTwoThirds);
  const double third_low = third.low + (cube_low * kTwoThirds + cube.high * kTwoThirdsLow);
  const double far = cube.high * square.high * logarithm_series(square.high);

  const TwoDoubles first = exact_sum(2 * s, third.high);
  const TwoDoubles sum = exact_sum(parts.exponent * kLog2High, first.high);
  const double low = far + (third_low + (2 * s_low + parts.exponent * kLog2Low));
  return exact_sum(sum.high, sum.low + (first.low + low));
}

// The limits of power() for a base or exponent that is zero, one or infinite.
double power_at_limit(double base, double exponent) {
  if (exponent == 0 || base == 1) return 1;
  const bool grows = (base > 1) == (exponent > 0);
  return grows ? kInfinity : 0;
}

template <std::size_t kTerms>
double polynomial(const std::array<double, kTerms>& coefficients, double x) {
  double sum = coefficients[kTerms - 1];
  for (std::size_t i = kTerms - 1; i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

// The coefficients of algorithm AS 241, PPND16: numerator and denominator for the centre, the
// near and the far tail.
constexpr std::array kCentreAbove{3.3871328727963666080e0,  1.3314166789178437745e+2,
                                  1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                  4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                  3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr std::array kCentreBelow{1.0,
                                  4.2313330701600911252e+1,
                                  6.8718700749205790830e+2,
                                  5.3941960214247511077e+3,
                                  2.1213794301586595867e+4,
                                  3.9307895800092710610e+4,
                                  2.8729085735721942674e+4,
                                  5.2264952788528545610e+3};
constexpr std::array kNearAbove{1.42343711074968357734e0,  4.63033784615654529590e0,
                                5.76949722146069140550e0,  3.64784832476320460504e0,
                                1.27045825245236838258e0,  2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr std::array kNearBelow{1.0,
                                2.05319162663775882187e0,
                                1.67638483018380384940e0,
                                6.89767334985100004550e-1,
                                1.48103976427480074590e-1,
                                1.51986665636164571966e-2,
                                5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
constexpr std::array kFarAbove{6.65790464350110377720e0,  5.46378491116411436990e0,
                               1.78482653991729133580e0,  2.96560571828504891230e-1,
                               2.65321895265761230930e-2, 1.24266094738807843860e-3,
                               2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array kFarBelow{1.0,
                               5.99832206555887937690e-1,
                               1.36929880922735805310e-1,
                               1.48753612908506148525e-2,
                               7.86869131145613259100e-4,
                               1.84631831751005468180e-5,
                               1.42151175831644588870e-7,
                               2.04426310338993978564e-15};

}  // namespace

double natural_log(double x) {
  if (!(x > 0)) return x == 0 ? -kInfinity : kNotANumber;
  if (x == kInfinity) return x;
  const Reduced parts = reduce(x);
  const double f = parts.fraction;
  const double s = f / (2.0 + f);
  const double half_square = 0.5 * f * f;
  const double z = s * s;
  const double tail = z * (2.0 / 3 + z * logarithm_series(z));
  const double rest = s * (half_square + tail) + parts.exponent * kLog2Low;
  return parts.exponent * kLog2High - ((half_square - rest) - f);
}

double natural_log_of_one_plus(double x) {
  const double sum = 1.0 + x;
  if (sum == 1.0 || sum == kInfinity) return x;
  return natural_log(sum) * (x / (sum - 1.0));
}

double exponential(double x) {
  if (x > 709.782712893384) return kInfinity;
  if (x < -745.1332191019412) return 0;
  if (x != x) return x;
  constexpr double kRounder = 0x1.8p52;
  const double count = (x * kInverseLog2 + kRounder) - kRounder;
  const double high = x - count * kLog2High;
  const double low = count * kLog2Low;
  const double r = high - low;
  // The Taylor series to r^13 / 13!; the rest is below 2^-57 for |r| <= log(2) / 2.
  const double r2 = r * r;
  const double r4 = r2 * r2;
  const double first = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
  const double second = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
  const double third =
      (1.0 / 3628800 + r * (1.0 / 39916800)) + r2 * (1.0 / 479001600 + r * (1.0 / 6227020800));
  const double tail = r2 * (first + r4 * (second + r4 * third));
  return scale(1.0 + (high - (low - tail)), static_cast<std::int64_t>(count));
}

double power(double base, double exponent) {
  if (base != base || exponent != exponent || base < 0) return kNotANumber;
  if (base == 0 || base == 1 || base == kInfinity || exponent == 0 || exponent == kInfinity ||
      exponent == -kInfinity) {
    return power_at_limit(base, exponent);
  }
  const TwoDoubles log = precise_log(base);
  const double rough = exponent * log.high;
  if (rough > 710) return kInfinity;
  if (rough < -746) return 0;
  if (rough < 0x1p-60 && rough > -0x1p-60) return 1.0 + rough;
  const TwoDoubles product = exact_product(exponent, log.high);
  const double whole = exponential(product.high);
  if (whole == kInfinity) return whole;
  return whole + whole * (product.low + exponent * log.low);
}

double inverse_normal(double probability) {
  const double centred = probability - 0.5;
  if (centred <= 0.425 && centred >= -0.425) {
    const double r = 0.180625 - centred * centred;
    return centred * polynomial(kCentreAbove, r) / polynomial(kCentreBelow, r);
  }
  if (!(probability > 0 && probability < 1)) {
    if (probability == 0) return -kInfinity;
    return probability == 1 ? kInfinity : kNotANumber;
  }
  const double tail = centred < 0 ? probability : 1.0 - probability;
  const double r = std::sqrt(-natural_log(tail));
  const double distance = r <= 5.0
                              ? polynomial(kNearAbove, r - 1.6) / polynomial(kNearBelow, r - 1.6)
                              : polynomial(kFarAbove, r - 5.0) / polynomial(kFarBelow, r - 5.0);
  return centred < 0 ? -distance : distance;
}

}  // namespace planttwin::sim
