#include "sim/math.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/random.h"
#include "sim/special_functions.h"

namespace planttwin::sim {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The distance of a result from a reference in units of the last place of the reference. The
// reference is libm's long double function, whose own error is below 0.01 of such a unit.
double distance_in_ulp(double result, long double reference) {
  const auto rounded = static_cast<double>(reference);
  if (result == rounded) return 0;
  const double ulp = std::nextafter(std::fabs(rounded), kInfinity) - std::fabs(rounded);
  return static_cast<double>(std::fabs((static_cast<long double>(result) - reference) / ulp));
}

// Positive doubles with uniformly drawn bits: every exponent from subnormal to the largest.
double any_positive(std::uint64_t i) {
  const std::uint64_t word = RandomSource(1).draw({Purpose::kOther, 1, 0, i}).next_u64();
  return std::bit_cast<double>(word % 0x7FF0000000000000);
}

TEST(NaturalLog, IsWithinOneUlpOfLibmOverAllPositiveNumbers) {
  for (std::uint64_t i = 0; i < 300'000; ++i) {
    const double x = any_positive(i);
    ASSERT_LE(distance_in_ulp(natural_log(x), std::log(static_cast<long double>(x))), 1) << x;
  }
}

TEST(NaturalLog, IsWithinOneUlpOfLibmAroundOneAndOnTheUnitInterval) {
  for (int i = 1; i < 300'000; ++i) {
    const double x = i / 150'000.0;
    ASSERT_LE(distance_in_ulp(natural_log(x), std::log(static_cast<long double>(x))), 1) << x;
    const double near = 1 + (i - 150'000) * 0x1p-45;
    ASSERT_LE(distance_in_ulp(natural_log(near), std::log(static_cast<long double>(near))), 1);
  }
}

TEST(NaturalLog, FollowsLibmOnSpecialValues) {
  EXPECT_EQ(natural_log(1), 0);
  EXPECT_EQ(natural_log(0), -kInfinity);
  EXPECT_EQ(natural_log(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(natural_log(-1)));
  EXPECT_TRUE(std::isnan(natural_log(std::nan(""))));
}

TEST(NaturalLogOfOnePlus, KeepsSmallArguments) {
  for (double x = 0x1p-60; x < 1e6; x *= 1.01) {
    ASSERT_LE(distance_in_ulp(natural_log_of_one_plus(x), std::log1p(static_cast<long double>(x))),
              3);
    if (x >= 1) continue;
    ASSERT_LE(
        distance_in_ulp(natural_log_of_one_plus(-x), std::log1p(static_cast<long double>(-x))), 3)
        << x;
  }
}

TEST(Exponential, IsWithinOneUlpOfLibmWhereTheResultIsNormal) {
  for (int i = -200'000; i <= 200'000; ++i) {
    const double x = i * (708.0 / 200'000) + 1e-7;
    ASSERT_LE(distance_in_ulp(exponential(x), std::exp(static_cast<long double>(x))), 1) << x;
    const double small = i * (1.0 / 200'000);
    ASSERT_LE(distance_in_ulp(exponential(small), std::exp(static_cast<long double>(small))), 1);
  }
}

TEST(Exponential, FollowsLibmOnSpecialValues) {
  EXPECT_EQ(exponential(0), 1);
  EXPECT_EQ(exponential(710), kInfinity);
  EXPECT_EQ(exponential(kInfinity), kInfinity);
  EXPECT_EQ(exponential(-746), 0);
  EXPECT_EQ(exponential(-kInfinity), 0);
  EXPECT_NEAR(exponential(-745) / 0x1p-1074, 1, 0.01);
  EXPECT_TRUE(std::isnan(exponential(std::nan(""))));
}

TEST(Power, IsWithinTwoUlpOfLibmForModerateResults) {
  for (std::uint64_t i = 0; i < 300'000; ++i) {
    Draw draw = RandomSource(2).draw({Purpose::kOther, 1, 0, i});
    const double base = 0x1p40 * draw.uniform() * draw.uniform() * draw.uniform();
    const double exponent = (draw.uniform() - 0.5) * 2;
    const auto expected =
        std::pow(static_cast<long double>(base), static_cast<long double>(exponent));
    ASSERT_LE(distance_in_ulp(power(base, exponent), expected), 2) << base << " " << exponent;
  }
}

TEST(Power, IsWithinFourUlpOfLibmOverTheWholeRange) {
  for (std::uint64_t i = 0; i < 300'000; ++i) {
    const double base = any_positive(i);
    const double target = (RandomSource(3).draw({Purpose::kOther, 1, 0, i}).uniform() - 0.5) * 1410;
    const double exponent = target / std::log(base);
    const auto expected =
        std::pow(static_cast<long double>(base), static_cast<long double>(exponent));
    ASSERT_LE(distance_in_ulp(power(base, exponent), expected), 4) << base << " " << exponent;
  }
}

TEST(Power, FollowsLibmOnSpecialValues) {
  for (const double base : {0.0, 0.5, 1.0, 2.0, kInfinity}) {
    for (const double exponent : {-kInfinity, -2000.0, -1.0, 0.0, 1.0, 2000.0, kInfinity}) {
      EXPECT_EQ(power(base, exponent), std::pow(base, exponent)) << base << " " << exponent;
    }
  }
  EXPECT_TRUE(std::isnan(power(-1, 2)));
  EXPECT_TRUE(std::isnan(power(2, std::nan(""))));
}

TEST(InverseNormal, GivesTheCheckValuesOfTheAlgorithm) {
  // Wichura (1988), section "Accuracy", to the digits printed there and beyond.
  EXPECT_NEAR(inverse_normal(0.25), -0.6744897501960817, 1e-15);
  EXPECT_NEAR(inverse_normal(0.001), -3.090232306167814, 1e-14);
  EXPECT_NEAR(inverse_normal(1e-20), -9.262340089798408, 1e-13);
  EXPECT_EQ(inverse_normal(0.5), 0);
}

TEST(InverseNormal, UndoesTheNormalDistribution) {
  for (int i = -3700; i <= 3700; ++i) {
    const double x = i / 100.0;
    const double below =
        static_cast<double>(std::erfc(-static_cast<long double>(x) / std::sqrt(2.0L)) / 2);
    // Beyond 0 the probability itself is only known to half a unit in the last place of 1.
    const double blur = x > 0 ? 1.2e-16 / normal_density(x) : 0;
    if (x > 8) break;
    ASSERT_NEAR(inverse_normal(below), x, 4e-15 * (1 + std::fabs(x)) + blur) << x;
  }
}

TEST(InverseNormal, IsOddAndRises) {
  double last = -kInfinity;
  for (int i = 1; i < 100'000; ++i) {
    const double p = i / 131'072.0;
    const double x = inverse_normal(p);
    ASSERT_GT(x, last);
    ASSERT_EQ(inverse_normal(1 - p), -x);
    last = x;
  }
  EXPECT_EQ(inverse_normal(0), -kInfinity);
  EXPECT_EQ(inverse_normal(1), kInfinity);
  EXPECT_TRUE(std::isnan(inverse_normal(1.5)));
}

TEST(LogGamma, AgreesWithLibm) {
  for (double x = 0.001; x < 1e7; x *= 1.07) {
    const auto expected = static_cast<double>(std::lgamma(static_cast<long double>(x)));
    ASSERT_NEAR(log_gamma(x), expected, 2e-14 * (1 + std::fabs(expected))) << x;
  }
}

TEST(NormalBelow, AgreesWithTheErrorFunctionOfLibm) {
  for (int i = -3700; i <= 3700; ++i) {
    const double x = i / 100.0;
    const auto expected =
        static_cast<double>(std::erfc(-static_cast<long double>(x) / std::sqrt(2.0L)) / 2);
    // The square of x in the exponent carries its rounding into the result.
    ASSERT_NEAR(normal_below(x) / expected, 1, 1e-14 + 3e-16 * x * x) << x;
  }
  EXPECT_EQ(normal_below(kInfinity), 1);
  EXPECT_EQ(normal_below(-kInfinity), 0);
}

TEST(IncompleteGamma, AgreesWithTheSumsForWholeShapes) {
  // P(k, x) = 1 - exp(-x) sum of x^j / j! for j < k.
  for (int k = 1; k <= 12; ++k) {
    for (double x = 0.05; x < 40; x *= 1.3) {
      double term = 1;
      double sum = 0;
      for (int j = 0; j < k; ++j) {
        sum += term;
        term *= x / (j + 1);
      }
      ASSERT_NEAR(incomplete_gamma(k, x), 1 - std::exp(-x) * sum, 1e-13) << k << " " << x;
    }
  }
  // P(1/2, x) = erf(sqrt(x)).
  EXPECT_NEAR(incomplete_gamma(0.5, 0.49), std::erf(0.7), 1e-14);
  EXPECT_NEAR(incomplete_gamma(0.5, 4), std::erf(2.0), 1e-14);
}

TEST(IncompleteBeta, AgreesWithTheBinomialSums) {
  // I_x(a, n - a + 1) is the probability of at least a successes in n trials.
  const int n = 9;
  for (int a = 1; a <= n; ++a) {
    for (const double x : {0.01, 0.2, 0.5, 0.77, 0.99}) {
      double sum = 0;
      for (int j = a; j <= n; ++j) {
        sum += std::tgamma(n + 1.0) / std::tgamma(j + 1.0) / std::tgamma(n - j + 1.0) *
               std::pow(x, j) * std::pow(1 - x, n - j);
      }
      ASSERT_NEAR(incomplete_beta(a, n - a + 1, x), sum, 1e-13) << a << " " << x;
    }
  }
  // I_x(1/2, 1/2) = 2/pi asin(sqrt(x)).
  EXPECT_NEAR(incomplete_beta(0.5, 0.5, 0.3), std::asin(std::sqrt(0.3)) * 2 / M_PI, 1e-14);
}

}  // namespace
}  // namespace planttwin::sim
