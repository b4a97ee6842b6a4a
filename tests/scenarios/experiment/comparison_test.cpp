// Means with their intervals, and differences under the same luck.

#include "scenarios/experiment/comparison.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/splitmix.h"

namespace planttwin::experiment {
namespace {

// Abramowitz and Stegun, table 26.10.
TEST(StudentT, IsAsInTables) {
  EXPECT_NEAR(student_t_above(0.025, 1), 12.706, 5e-4);
  EXPECT_NEAR(student_t_above(0.05, 5), 2.015, 5e-4);
  EXPECT_NEAR(student_t_above(0.025, 9), 2.262, 5e-4);
  EXPECT_NEAR(student_t_above(0.005, 20), 2.845, 5e-4);
  EXPECT_NEAR(student_t_above(0.025, 30), 2.042, 5e-4);
  EXPECT_NEAR(student_t_above(0.0005, 120), 3.373, 5e-4);
}

// By hand: mean 5, squares 9 + 1 + 1 + 9 = 20, sd sqrt(20/3), t with 3 degrees 3.1824.
TEST(Estimate, IsMeanAndIntervalOfStudent) {
  const Estimate found = estimate({2, 4, 6, 8}, 0.05);
  EXPECT_EQ(found.count, 4);
  EXPECT_EQ(found.mean, 5);
  EXPECT_NEAR(found.standard_deviation, std::sqrt(20.0 / 3), 1e-12);
  EXPECT_NEAR(found.half_width, 3.182446 * std::sqrt(20.0 / 3) / 2, 1e-5);
  EXPECT_TRUE(std::isinf(estimate({3}, 0.05).half_width));
  EXPECT_EQ(estimate({}, 0.05).count, 0);
}

// 2,000 experiments of ten replications each, whose figure is a sum of twelve uniform numbers: its
// mean is 6. A count of 2,000 with 95 % lies within 1,900 +- 32 in 999 of 1,000 cases.
TEST(Estimate, CoversTheTruthAsOftenAsItSays) {
  testing::SplitMix random(20'261'130);
  int covered = 0;
  for (int experiment = 0; experiment < 2'000; ++experiment) {
    std::vector<double> values;
    for (int i = 0; i < 10; ++i) {
      double sum = 0;
      for (int k = 0; k < 12; ++k) sum += random.uniform();
      values.push_back(sum);
    }
    const Estimate found = estimate(values, 0.05);
    if (std::abs(found.mean - 6) <= found.half_width) ++covered;
  }
  EXPECT_NEAR(covered, 1'900, 32);
}

Replicated replicated(const std::vector<double>& values) {
  Replicated replications;
  for (const double value : values) replications.push_back({{value}, true});
  return replications;
}

TEST(Difference, IsOfReplicationsWithTheSameSeed) {
  const Replicated base = replicated({10, 20, 30, 40}), more = replicated({11, 21, 31, 42});
  const Difference found = difference_of(base, more, 0, Kpi::Better::kMore, 0.05, 1);
  EXPECT_NEAR(found.paired.mean, 1.25, 1e-12);
  EXPECT_NEAR(found.paired.standard_deviation, 0.5, 1e-12);
  EXPECT_EQ(found.verdict, Verdict::kBetter);
  EXPECT_EQ(difference_of(base, more, 0, Kpi::Better::kLess, 0.05, 1).verdict, Verdict::kWorse);
  EXPECT_EQ(difference_of(more, base, 0, Kpi::Better::kUnsaid, 0.05, 1).verdict, Verdict::kLess);
  EXPECT_GT(found.gain_of_common_numbers.value(), 1'000);
}

// Of twenty comparisons each has a twentieth of the error.
TEST(Difference, IsJudgedTogetherWithAllOthers) {
  const Replicated base = replicated({1, 2, 3, 4, 5}), more = replicated({2, 2.5, 4.5, 4.4, 6.4});
  const Difference alone = difference_of(base, more, 0, Kpi::Better::kMore, 0.05, 1);
  const Difference among_many = difference_of(base, more, 0, Kpi::Better::kMore, 0.05, 20);
  EXPECT_EQ(alone.verdict, Verdict::kBetter);
  EXPECT_EQ(among_many.verdict, Verdict::kNoDifference);
  EXPECT_NEAR(among_many.paired.half_width / alone.paired.half_width,
              student_t_above(0.00125, 4) / student_t_above(0.025, 4), 1e-9);
}

// 1, 2, 3, 4 about 2.5: products 0.75 - 0.25 + 0.75 of neighbours, squares 5.
TEST(Autocorrelation, IsOfNeighbours) {
  EXPECT_NEAR(autocorrelation({1, 2, 3, 4}).value(), 1.25 / 5, 1e-12);
  EXPECT_LT(autocorrelation({1, -1, 1, -1, 1, -1}).value(), -0.5);
  EXPECT_FALSE(autocorrelation({3, 3, 3}));
  EXPECT_FALSE(autocorrelation({1, 2}));
}

TEST(Difference, OfWhatHasNoDataIsNone) {
  Replicated base = replicated({1, 2}), more = replicated({2, 3});
  for (Replication& replication : more) replication.values[0].reset();
  const Difference found = difference_of(base, more, 0, Kpi::Better::kMore, 0.05, 1);
  EXPECT_EQ(found.paired.count, 0);
  EXPECT_EQ(found.verdict, Verdict::kNoDifference);
}

}  // namespace
}  // namespace planttwin::experiment
