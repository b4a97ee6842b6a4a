#include "sim/distribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace planttwin::sim {
namespace {

struct Case {
  std::string name;
  Distribution distribution;
  bool continuous;
};

std::ostream& operator<<(std::ostream& out, const Case& tested) { return out << tested.name; }

std::vector<Case> all_kinds() {
  using D = Distribution;
  const D coin = D::table({-2, 3, 10}, {1, 3, 0});
  return {
      {"uniform", D::uniform(-3, 9), true},
      {"triangular", D::triangular(10, 12, 20), true},
      {"triangular_left", D::triangular(0, 0, 1), true},
      {"triangular_right", D::triangular(0, 1, 1), true},
      {"normal", D::normal(5, 4, false), true},
      {"normal_truncated", D::normal(5, 4), true},
      {"normal_truncated_deep", D::normal(-4, 2), true},
      {"lognormal", D::lognormal(10, 7), true},
      {"gamma_large_shape", D::gamma_of_mean(40, 5), true},
      {"gamma_small_shape", D::gamma(0.3, 2), true},
      {"erlang", D::erlang(3, 12), true},
      {"weibull_wear", D::weibull(2.5, 8), true},
      {"weibull_early", D::weibull_of_mean(0.8, 8), true},
      {"exponential", D::exponential(8), true},
      {"beta", D::beta(2, 5, 10, 20), true},
      {"beta_arcs", D::beta(0.4, 0.3, 0, 1), true},
      {"geometric", D::geometric(0.2, 3), false},
      {"table", D::table({4, 1, 2, 9}, {1, 5, 0, 2}), false},
      {"shifted", D::shifted(D::exponential(5), 3), true},
      {"truncated", D::truncated(D::gamma(2, 3), 1, 9), true},
      {"truncated_twice", D::truncated(D::truncated(D::normal(0, 1, false), -1, 2), 0, 5), true},
      {"mixture", D::mixture({D::exponential(1), D::shifted(coin, 1), D::uniform(4, 6)}, {3, 1, 2}),
       false},
      {"nested",
       D::shifted(D::mixture({D::shifted(D::lognormal(3, 1), 1), D::weibull(2, 2)}, {1, 1}), -1),
       true},
  };
}

std::vector<Case> continuous_kinds() {
  std::vector<Case> kinds = all_kinds();
  std::erase_if(kinds, [](const Case& kind) { return !kind.continuous; });
  return kinds;
}

std::vector<double> samples(const Distribution& distribution, int count, std::uint64_t seed,
                            bool antithetic = false) {
  const RandomSource source(seed, 0, antithetic);
  std::vector<double> values;
  for (int i = 0; i < count; ++i) {
    Draw draw = source.draw({Purpose::kProcessTime, 1, 2, static_cast<std::uint64_t>(i)});
    values.push_back(distribution.sample(draw));
  }
  return values;
}

class EveryKind : public testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(Distribution, EveryKind, testing::ValuesIn(all_kinds()),
                         [](const auto& tested) { return tested.param.name; });

// Four standard errors are passed by chance at 6e-5 for each of some forty comparisons.
TEST_P(EveryKind, HasTheMeanAndVarianceItStates) {
  const Distribution& distribution = GetParam().distribution;
  constexpr int kCount = 200'000;
  const std::vector<double> values = samples(distribution, kCount, 17);
  const double mean = distribution.mean();
  const double variance = distribution.variance();
  double sum = 0;
  double square = 0;
  double fourth = 0;
  for (const double value : values) {
    const double deviation = value - mean;
    sum += deviation;
    square += deviation * deviation;
    fourth += deviation * deviation * deviation * deviation;
  }
  EXPECT_NEAR(sum / kCount, 0, 4 * std::sqrt(variance / kCount));
  const double spread = std::sqrt((fourth / kCount - variance * variance) / kCount);
  EXPECT_NEAR(square / kCount, variance, 4 * spread);
}

class EveryContinuousKind : public testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(Distribution, EveryContinuousKind, testing::ValuesIn(continuous_kinds()),
                         [](const auto& tested) { return tested.param.name; });

// Kolmogorov-Smirnov: sqrt(n) D exceeds 2.23 with a probability of 1e-4 (Smirnov, 1948).
TEST_P(EveryContinuousKind, FollowsItsCumulativeDistribution) {
  const Distribution& distribution = GetParam().distribution;
  std::vector<double> values = samples(distribution, 20'000, 23);
  std::sort(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  double distance = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double expected = distribution.cumulative(values[i]);
    const auto rank = static_cast<double>(i);
    distance = std::max({distance, expected - rank / count, (rank + 1) / count - expected});
  }
  EXPECT_LT(distance * std::sqrt(count), 2.23);
}

TEST_P(EveryKind, StaysWithinItsBounds) {
  const Distribution& distribution = GetParam().distribution;
  for (const double value : samples(distribution, 10'000, 29)) {
    ASSERT_GE(value, distribution.lowest());
    ASSERT_LE(value, distribution.highest());
  }
}

TEST_P(EveryKind, HasACumulativeThatRisesFromZeroToOne) {
  const Distribution& distribution = GetParam().distribution;
  const double reach = std::sqrt(distribution.variance());
  double last = 0;
  for (int i = -400; i <= 4000; ++i) {
    const double now = distribution.cumulative(distribution.mean() + i * 0.05 * reach);
    ASSERT_GE(now, last - 1e-13);
    last = now;
  }
  EXPECT_EQ(distribution.cumulative(-std::numeric_limits<double>::infinity()), 0);
  EXPECT_NEAR(last, 1, 1e-8);
}

TEST(Geometric, FollowsItsProbabilities) {
  // Chi-square over 1, 2, ..., 9 and more trials: 9 degrees of freedom, 27.9 at 0.1 %.
  const double p = 0.25;
  std::vector<int> counts(10);
  for (const double value : samples(Distribution::geometric(p), 40'000, 31)) {
    ++counts[static_cast<std::size_t>(std::min(value, 10.0)) - 1];
  }
  double statistic = 0;
  double left = 1;
  for (int trials = 1; trials <= 10; ++trials) {
    const double share = trials < 10 ? left * p : left;
    left -= left * p;
    const double difference = counts[static_cast<std::size_t>(trials) - 1] - 40'000 * share;
    statistic += difference * difference / (40'000 * share);
  }
  EXPECT_LT(statistic, 27.9);
}

TEST(Table, FollowsItsWeightsAndNeverPicksAWeightOfZero) {
  // Chi-square with 2 degrees of freedom, 13.8 at 0.1 %.
  const auto table = Distribution::table({30, 10, 20, 40}, {2, 1, 0, 5});
  double statistic = 0;
  const std::vector<double> values = samples(table, 80'000, 37);
  for (const auto& [value, share] : {std::pair{10.0, 0.125}, {30.0, 0.25}, {40.0, 0.625}}) {
    const auto count = static_cast<double>(std::count(values.begin(), values.end(), value));
    const double difference = count - 80'000 * share;
    statistic += difference * difference / (80'000 * share);
  }
  EXPECT_LT(statistic, 13.8);
  EXPECT_EQ(std::count(values.begin(), values.end(), 20), 0);
}

TEST(Table, DoesNotDependOnTheOrderOfItsRows) {
  EXPECT_EQ(samples(Distribution::table({1, 2, 3}, {1, 2, 4}), 100, 1),
            samples(Distribution::table({3, 1, 2}, {4, 1, 2}), 100, 1));
}

struct Exact {
  std::string name;
  Distribution distribution;
  double mean;
  double variance;
};

// Means and variances from Johnson, Kotz and Balakrishnan, "Continuous univariate distributions",
// and from sums by hand.
TEST(Mean, IsTheTextbookValueOfEachKind) {
  using D = Distribution;
  const double pi = 3.14159265358979323846;
  const std::vector<Exact> cases{
      {"constant", D::constant(7), 7, 0},
      {"uniform", D::uniform(2, 8), 5, 3},
      {"uniform far from zero", D::uniform(1e9, 1e9 + 6), 1e9 + 3, 3},
      {"triangular", D::triangular(0, 3, 6), 3, 1.5},
      {"triangular skewed", D::triangular(1, 2, 6), 3, 21.0 / 18},
      {"half normal", D::normal(0, 2), 2 * std::sqrt(2 / pi), 4 * (1 - 2 / pi)},
      {"normal", D::normal(-3, 2, false), -3, 4},
      {"lognormal", D::lognormal(10, 3), 10, 9},
      {"gamma", D::gamma(2.5, 4), 10, 40},
      {"gamma of mean", D::gamma_of_mean(12, 3), 12, 9},
      {"erlang", D::erlang(4, 8), 8, 16},
      {"weibull", D::weibull(2, 4), 2 * std::sqrt(pi), 16 * (1 - pi / 4)},
      {"weibull of mean", D::weibull_of_mean(0.5, 6), 6, 180},
      {"exponential", D::exponential(5), 5, 25},
      {"beta", D::beta(2, 3, 0, 10), 4, 4},
      {"geometric", D::geometric(0.25, 2), 8, 48},
      {"table", D::table({1, 5}, {3, 1}), 2, 3},
      {"shifted", D::shifted(D::exponential(5), -2), 3, 25},
      {"truncated uniform", D::truncated(D::uniform(0, 10), 2, 8), 5, 3},
      {"truncated exponential", D::truncated(D::exponential(1), 2, 1e9), 3, 1},
      {"truncated table", D::truncated(D::table({1, 2, 3, 9}, {1, 1, 2, 4}), 1, 3), 2.25,
       11.0 / 16},
      {"mixture", D::mixture({D::constant(0), D::exponential(4)}, {1, 3}), 3, 15},
  };
  for (const Exact& tested : cases) {
    EXPECT_NEAR(tested.distribution.mean(), tested.mean, 1e-13 * std::fabs(tested.mean))
        << tested.name;
    EXPECT_NEAR(tested.distribution.variance(), tested.variance, 1e-12 * tested.variance)
        << tested.name;
  }
}

TEST(Antithetic, SamplesOfInvertedKindsMoveInOppositeDirections) {
  const auto exponential = Distribution::exponential(1);
  const std::vector<double> plain = samples(exponential, 5000, 3);
  const std::vector<double> mirrored = samples(exponential, 5000, 3, true);
  double covariance = 0;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    covariance += (plain[i] - 1) * (mirrored[i] - 1) / 5000;
  }
  // Cov(-log U, -log(1 - U)) = 1 - pi^2 / 6.
  EXPECT_NEAR(covariance, 1 - 9.869604401089358 / 6, 0.05);
}

// Samples of indices 0 and 1 under seed 2026 for each row of all_kinds(), computed once with this
// implementation: a seed keeps its meaning between compilers, build types and versions.
TEST(Golden, SamplesAreTheSameInEveryBuild) {
  const std::vector<std::pair<double, double>> expected{
      {0x1.c578abd365368p+1, 0x1.ede47c11866c8p+2},
      {0x1.befc1d15fb61ep+3, 0x1.1135225db3f76p+4},
      {0x1.4d72a939f4e52p-2, 0x1.58971b6414ffcp-1},
      {0x1.7a0f0cc1299b6p-1, 0x1.e3db7e4b7352fp-1},
      {0x1.5d15ea388f36bp+2, 0x1.3f1ebd09dcb6fp+3},
      {0x1.7c691284b79f6p+2, 0x1.4749f9e219baap+3},
      {0x1.41143df17a83p-1, 0x1.a1ba482aa562p+0},
      {0x1.19a773e189f2ep+3, 0x1.1f612778653adp+4},
      {0x1.42e33d7c8667ap+5, 0x1.728c838a205p+5},
      {0x1.1711cdbcc2d43p-6, 0x1.13e579768d857p+0},
      {0x1.6da2fb982ed0ep+3, 0x1.50580a38a0b75p+4},
      {0x1.d172dc23067d8p+2, 0x1.6130fda78f1eep+3},
      {0x1.4f7b77347de4dp+2, 0x1.34dbf242f2a38p+4},
      {0x1.936f976d56af5p+2, 0x1.1e2d672b40d88p+4},
      {0x1.b26845223dd3dp+3, 0x1.c66506463f9e5p+3},
      {0x1.443bab5c0f889p-1, 0x1.fb9b3cb54d55fp-1},
      {0x1.8p+3, 0x1.08p+5},
      {0x1p+0, 0x1.2p+3},
      {0x1.bc25bea4562d9p+2, 0x1.c5b8c0f6110eap+3},
      {0x1.5cff098d6500cp+2, 0x1.8b7765d9aba91p+2},
      {0x1.d15ea388f36b6p-4, 0x1.3e3d7a13b96dep+0},
      {0x1p+2, 0x1.2873992890f4bp+2},
      {0x1.99a62d91cd7acp+0, 0x1.dc67d7028b9bp-3},
  };
  const std::vector<Case> kinds = all_kinds();
  ASSERT_EQ(kinds.size(), expected.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const std::vector<double> values = samples(kinds[i].distribution, 2, 2026);
    EXPECT_EQ(values[0], expected[i].first) << kinds[i].name;
    EXPECT_EQ(values[1], expected[i].second) << kinds[i].name;
  }
}

// Means decide planned times, so they too must not differ between builds.
TEST(Golden, MeansAreTheSameInEveryBuild) {
  const std::vector<double> expected{
      0x1.8p+1,
      0x1.bffffffffffffp+3,
      0x1.5555555555556p-2,
      0x1.5555555555555p-1,
      0x1.4p+2,
      0x1.74481ea2fafc1p+2,
      0x1.7e2c366f55442p-1,
      0x1.4000000000001p+3,
      0x1.4p+5,
      0x1.3333333333333p-1,
      0x1.8p+3,
      0x1.c647716e3319dp+2,
      0x1.fffffffffffep+2,
      0x1p+3,
      0x1.9b6db6db6db6ep+3,
      0x1.2492492492493p-1,
      0x1.ep+3,
      0x1.bp+1,
      0x1p+3,
      0x1.2272d980b9596p+2,
      0x1.72117f978dee6p-1,
      0x1.5p+1,
      0x1.e2dfc48da77a5p+0,
  };
  const std::vector<Case> kinds = all_kinds();
  ASSERT_EQ(kinds.size(), expected.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    EXPECT_EQ(kinds[i].distribution.mean(), expected[i]) << kinds[i].name;
  }
}

TEST(Factory, RefusesImpossibleParameters) {
  using D = Distribution;
  const double nan = std::nan("");
  const std::vector<std::function<D()>> impossible{
      [&] { return D::constant(nan); },
      [] { return D::uniform(2, 1); },
      [] { return D::triangular(0, 5, 4); },
      [] { return D::normal(1, -1); },
      [] { return D::normal(-10, 1); },
      [] { return D::lognormal(0, 1); },
      [] { return D::gamma(0, 1); },
      [] { return D::gamma_of_mean(1, -1); },
      [] { return D::erlang(0, 1); },
      [] { return D::weibull(0, 1); },
      [] { return D::weibull_of_mean(1, 0); },
      [] { return D::exponential(-1); },
      [&] { return D::exponential(nan); },
      [] { return D::beta(0, 1, 0, 1); },
      [] { return D::geometric(0); },
      [] { return D::geometric(1.5); },
      [] { return D::table({}, {}); },
      [] {
        return D::table({1, 2}, {1});
      },
      [] {
        return D::table({1, 2}, {0, 0});
      },
      [] {
        return D::table({1, 2}, {1, -1});
      },
      [] { return D::truncated(D::exponential(1), 100, 200); },
      [] { return D::truncated(D::constant(1), 3, 2); },
      [] { return D::mixture({}, {}); },
      [] { return D::mixture({D::constant(1)}, {0}); },
  };
  for (std::size_t i = 0; i < impossible.size(); ++i) {
    EXPECT_THROW(impossible[i](), std::invalid_argument) << i;
  }
}

TEST(DurationDistribution, RoundsHalfToEvenMicroseconds) {
  EXPECT_EQ(round_to_duration(2.5).count(), 2);
  EXPECT_EQ(round_to_duration(3.5).count(), 4);
  EXPECT_EQ(round_to_duration(-2.5).count(), -2);
  EXPECT_EQ(round_to_duration(1e300), kLongestSample);
  EXPECT_EQ(round_to_duration(-1e300), -kLongestSample);
}

TEST(DurationDistribution, OfAConstantIsThatTime) {
  const auto eight_hours = DurationDistribution::constant(Duration::hours(8));
  Draw draw = RandomSource(1).draw({});
  EXPECT_EQ(eight_hours.sample(draw), Duration::hours(8));
  EXPECT_EQ(eight_hours.mean(), Duration::hours(8));
  EXPECT_TRUE(eight_hours.is_constant());
  EXPECT_FALSE(DurationDistribution::exponential(Duration::hours(8)).is_constant());
}

TEST(DurationDistribution, SaysWhetherItMayBeNegative) {
  EXPECT_TRUE(DurationDistribution(Distribution::normal(9, 1, false)).may_be_negative());
  EXPECT_FALSE(DurationDistribution(Distribution::normal(9, 1)).may_be_negative());
}

TEST(NumberDistribution, RoundsWholeSamplesHalfToEven) {
  Draw draw = RandomSource(1).draw({});
  EXPECT_EQ(NumberDistribution::constant(4.5).sample_whole(draw), 4);
  EXPECT_EQ(NumberDistribution::constant(5.5).sample_whole(draw), 6);
}

}  // namespace
}  // namespace planttwin::sim
