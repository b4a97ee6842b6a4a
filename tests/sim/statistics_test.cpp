#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/archive.h"
#include "sim/random.h"
#include "sim/statistics/quantiles.h"
#include "sim/statistics/state_clock.h"
#include "sim/statistics/tally.h"
#include "sim/statistics/time_average.h"

namespace planttwin::sim {
namespace {

static_assert(std::is_trivially_copyable_v<Tally>);
static_assert(std::is_trivially_copyable_v<TimeAverage>);
static_assert(std::is_trivially_copyable_v<StateClock>);

Time at(std::int64_t microseconds) {
  return Time::from_start(Duration::microseconds(microseconds));
}

// Observations of very different sizes and both signs.
std::vector<std::int64_t> mixed_observations(int count) {
  std::vector<std::int64_t> values;
  for (int i = 0; i < count; ++i) {
    Draw draw = RandomSource(8).draw({.entity = 1, .index = static_cast<std::uint64_t>(i)});
    const auto bits = static_cast<int>(draw.below(50));
    const auto value = static_cast<std::int64_t>(draw.next_u64() >> (63 - bits));
    values.push_back(draw.chance(0.2) ? -value : value);
  }
  return values;
}

TEST(Tally, GivesTheTextbookFiguresOfEightNumbers) {
  // 2 4 4 4 5 5 7 9: mean 5, sum of squared deviations 32.
  Tally tally;
  for (const int value : {2, 4, 4, 4, 5, 5, 7, 9}) tally.add(value);
  EXPECT_EQ(tally.count(), 8);
  EXPECT_EQ(tally.mean(), 5);
  EXPECT_EQ(tally.variance(), 32.0 / 7);
  EXPECT_EQ(tally.standard_deviation(), std::sqrt(32.0 / 7));
  EXPECT_EQ(tally.min(), 2);
  EXPECT_EQ(tally.max(), 9);
}

TEST(Tally, IsZeroWhileEmptyAndHasNoVarianceOfOne) {
  Tally tally;
  EXPECT_TRUE(tally.empty());
  EXPECT_EQ(tally.mean(), 0);
  EXPECT_EQ(tally.max(), 0);
  tally.add(-3);
  EXPECT_EQ(tally.variance(), 0);
  EXPECT_EQ(tally.max(), -3);
}

TEST(Tally, LosesNothingAtTheEndOfItsRange) {
  // Values 2^50 - 1, 2^50 and 2^50 + 1 alternating: a variance of 2/3 n / (n - 1), which a sum of
  // squares in doubles could not see.
  Tally tally;
  constexpr std::int64_t kLarge = std::int64_t{1} << 50;
  constexpr int kTriples = 100'000;
  for (int i = 0; i < kTriples; ++i) {
    for (const std::int64_t offset : {-1, 0, 1}) tally.add(kLarge - 1 + offset);
  }
  constexpr double kCount = 3.0 * kTriples;
  EXPECT_DOUBLE_EQ(tally.variance(), 2.0 / 3 * kCount / (kCount - 1));
  EXPECT_EQ(tally.mean(), static_cast<double>(kLarge - 1));
}

TEST(Tally, HandlesNegativeMeans) {
  Tally tally;
  for (const int value : {-7, -8, -12}) tally.add(value);
  EXPECT_EQ(tally.mean(), -9);
  EXPECT_EQ(tally.variance(), 7);
}

TEST(Tally, InAnyOrderAndMergedInAnyWayIsTheSame) {
  const std::vector<std::int64_t> values = mixed_observations(1000);
  Tally forward;
  Tally backward;
  std::vector<Tally> parts(7);
  for (std::size_t i = 0; i < values.size(); ++i) {
    forward.add(values[i]);
    backward.add(values[values.size() - 1 - i]);
    parts[i % parts.size()].add(values[i]);
  }
  Tally merged;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) merged.merge(*part);
  EXPECT_EQ(forward, backward);
  EXPECT_EQ(forward, merged);
}

TEST(TimeAverage, WeighsEachLevelByItsTime) {
  // 2 for 10, 5 for 30, 1 for 60: 20 + 150 + 60 = 230 over 100.
  TimeAverage level(at(0), 2);
  level.set(at(10), 5);
  level.set(at(40), 1);
  EXPECT_EQ(level.mean(at(100)), 2.3);
  EXPECT_EQ(level.min(at(100)), 1);
  EXPECT_EQ(level.max(at(100)), 5);
  EXPECT_EQ(level.mean(at(40)), 170.0 / 40);
  EXPECT_EQ(level.min(at(40)), 2);
}

TEST(TimeAverage, IgnoresLevelsHeldForNoTime) {
  TimeAverage up_first(at(0), 3);
  up_first.change(at(5), +1);
  up_first.change(at(5), -2);
  TimeAverage down_first(at(0), 3);
  down_first.change(at(5), -2);
  down_first.change(at(5), +1);
  EXPECT_EQ(up_first, down_first);
  EXPECT_EQ(up_first.max(at(10)), 3);
  EXPECT_EQ(up_first.min(at(10)), 2);
  EXPECT_EQ(up_first.level(), 2);
}

TEST(TimeAverage, ResetKeepsTheLevelAndForgetsThePast) {
  TimeAverage level(at(0), 100);
  level.set(at(50), 4);
  level.reset(at(60));
  EXPECT_EQ(level.mean(at(60)), 4);
  EXPECT_EQ(level.max(at(60)), 4);
  level.set(at(70), 8);
  EXPECT_EQ(level.mean(at(80)), 6);
  EXPECT_EQ(level.max(at(80)), 8);
  EXPECT_EQ(level.start(), at(60));
}

TEST(TimeAverage, IntegratesExactlyBeyondSixtyFourBits) {
  constexpr std::int64_t kLevel = 1'000'000'000'000'007;
  constexpr std::int64_t kYear = 31'557'600'000'001;
  TimeAverage level(at(0), kLevel);
  level.set(at(kYear), kLevel + 2);
  EXPECT_TRUE(level.integral(at(2 * kYear)) == static_cast<WideInteger>(kLevel + 1) * kYear * 2);
  EXPECT_EQ(level.mean(at(2 * kYear)), static_cast<double>(kLevel + 1));
}

TEST(StateClock, TimesOfAllStatesAddUpToTheWindow) {
  StateClock clock(at(-5), 3);
  Draw draw = RandomSource(1).draw({.entity = 2});
  Time now = at(-5);
  for (int i = 0; i < 1000; ++i) {
    now = now + Duration::microseconds(draw.below(100));
    clock.enter(now, static_cast<int>(draw.below(StateClock::kStates)));
    const Time later = now + Duration::microseconds(7);
    Duration sum;
    for (int state = 0; state < StateClock::kStates; ++state) sum += clock.time_in(state, later);
    ASSERT_EQ(sum, later - at(-5));
  }
}

TEST(StateClock, CountsThePresentStateUpToTheMomentAsked) {
  StateClock clock(at(0), 1);
  clock.enter(at(10), 2);
  clock.enter(at(25), 1);
  EXPECT_EQ(clock.time_in(1, at(40)), Duration::microseconds(25));
  EXPECT_EQ(clock.time_in(2, at(40)), Duration::microseconds(15));
  EXPECT_EQ(clock.fraction_in(2, at(40)), 0.375);
  EXPECT_EQ(clock.fraction_in(0, at(40)), 0);
}

TEST(StateClock, ResetKeepsTheState) {
  StateClock clock(at(0), 1);
  clock.enter(at(10), 2);
  clock.reset(at(30));
  EXPECT_EQ(clock.state(), 2);
  EXPECT_EQ(clock.time_in(1, at(40)), Duration());
  EXPECT_EQ(clock.time_in(2, at(40)), Duration::microseconds(10));
  EXPECT_EQ(clock.fraction_in(2, at(30)), 0);
}

TEST(Quantiles, AreExactForSmallValues) {
  Quantiles quantiles;
  for (int value = 100; value >= 1; --value) quantiles.add(value);
  EXPECT_EQ(quantiles.quantile(0.07), 7);
  EXPECT_EQ(quantiles.quantile(0.5), 50);
  EXPECT_EQ(quantiles.quantile(0.951), 96);
  EXPECT_EQ(quantiles.quantile(0), 1);
  EXPECT_EQ(quantiles.quantile(1), 100);
  EXPECT_EQ(quantiles.share_up_to(25), 0.25);
}

TEST(Quantiles, AreWithinHalfAPercentOfTheOrderStatistics) {
  std::vector<std::int64_t> values = mixed_observations(20'000);
  Quantiles quantiles;
  for (const std::int64_t value : values) quantiles.add(value);
  std::sort(values.begin(), values.end());
  for (int i = 1; i <= 1000; ++i) {
    const std::int64_t exact = values[static_cast<std::size_t>(i) * 20 - 1];
    const std::int64_t found = quantiles.quantile(i / 1000.0);
    const double error = std::fabs(static_cast<double>(found - exact));
    ASSERT_LE(error, 0.005 * std::fabs(static_cast<double>(exact))) << exact << " " << found;
  }
}

TEST(Quantiles, MergedInAnyOrderGiveTheSameBytes) {
  const std::vector<std::int64_t> values = mixed_observations(1000);
  Quantiles forward;
  std::vector<Quantiles> parts(9);
  for (std::size_t i = 0; i < values.size(); ++i) {
    forward.add(values[i]);
    parts[i % 8].add(values[i]);  // the ninth stays empty
  }
  Quantiles up;
  Quantiles down;
  for (const Quantiles& part : parts) up.merge(part);
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) down.merge(*part);
  EXPECT_EQ(up, forward);
  EXPECT_EQ(down, forward);
}

TEST(Quantiles, KeepTheExtremesOfTheIntegerRange) {
  Quantiles quantiles;
  quantiles.add(std::numeric_limits<std::int64_t>::min());
  quantiles.add(std::numeric_limits<std::int64_t>::max());
  quantiles.add(0);
  EXPECT_EQ(quantiles.quantile(0.1), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(quantiles.quantile(0.5), 0);
  EXPECT_EQ(quantiles.quantile(1), std::numeric_limits<std::int64_t>::max());
  EXPECT_LE(quantiles.buckets().size(), 15'000U);
}

TEST(Quantiles, BucketsTileTheLineAndHoldEveryObservation) {
  Quantiles quantiles;
  for (const int value : {-100'000, -300, -1, 0, 5, 255, 256, 257, 100'000}) quantiles.add(value);
  std::uint64_t count = 0;
  std::int64_t next = quantiles.buckets().front().low;
  for (const Quantiles::Bucket& bucket : quantiles.buckets()) {
    ASSERT_EQ(bucket.low, next);
    ASSERT_LE(bucket.low, bucket.high);
    next = bucket.high + 1;
    count += bucket.count;
  }
  EXPECT_EQ(count, 9U);
}

TEST(Quantiles, AreZeroWhileEmpty) {
  const Quantiles quantiles;
  EXPECT_TRUE(quantiles.empty());
  EXPECT_EQ(quantiles.quantile(0.5), 0);
  EXPECT_EQ(quantiles.share_up_to(5), 0);
  EXPECT_TRUE(quantiles.buckets().empty());
}

TEST(Quantiles, FromAStateThatContradictsItselfAreRefused) {
  StateWriter writer(1);
  writer(std::uint64_t{3}, std::int64_t{5}, std::int64_t{5}, std::int32_t{5},
         std::vector<std::uint64_t>{2});
  const std::string file = writer.finish();
  StateReader reader(file, 1);
  Quantiles loaded;
  EXPECT_THROW(reader(loaded), StateError);
}

TEST(Statistics, SavedAndLoadedAreEqualAndContinueEqually) {
  Tally tally;
  TimeAverage level(at(-10), 4);
  StateClock clock(at(-10), 3);
  Quantiles quantiles;
  for (const std::int64_t value : mixed_observations(50)) {
    tally.add(value);
    quantiles.add(value);
  }
  level.change(at(20), -7);
  clock.enter(at(20), 15);
  StateWriter writer(1);
  writer(tally, level, clock, quantiles, Tally(), Quantiles());
  const std::string file = writer.finish();

  Tally loaded_tally;
  Tally empty_tally;
  TimeAverage loaded_level;
  StateClock loaded_clock;
  Quantiles loaded_quantiles;
  Quantiles empty_quantiles;
  StateReader reader(file, 1);
  reader(loaded_tally, loaded_level, loaded_clock, loaded_quantiles, empty_tally, empty_quantiles);
  reader.finish();
  EXPECT_EQ(loaded_tally, tally);
  EXPECT_EQ(loaded_level, level);
  EXPECT_EQ(loaded_clock, clock);
  EXPECT_EQ(loaded_quantiles, quantiles);
  EXPECT_TRUE(empty_tally.empty());
  EXPECT_TRUE(empty_quantiles.empty());
  loaded_quantiles.add(1);
  quantiles.add(1);
  EXPECT_EQ(loaded_quantiles, quantiles);
}

}  // namespace
}  // namespace planttwin::sim
