// planttwin compare: intervals, what holds together, and how often it is right.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "scenarios/compare/judgement.h"
#include "scenarios/compare/mean_difference.h"
#include "scenarios/experiment/estimate.h"
#include "tests/support/splitmix.h"

namespace planttwin::compare {
namespace {

using Values = std::vector<double>;

Sample sample_of(const Values& values) {
  const experiment::Estimate found = experiment::estimate(values, 0.5);
  return {.n = found.count,
          .mean = found.mean,
          .sd = found.standard_deviation,
          .values = {values.begin(), values.end()}};
}

// Hours of sleep gained by ten patients with either of two drugs: Student, "The probable error of a
// mean", Biometrika 6 (1908). The figures are those that R prints for it: ?t.test of R 4, examples
// with(sleep, t.test(extra ~ group)) and the paired one.
const Sample kFirstDrug = sample_of({0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0});
const Sample kSecondDrug = sample_of({1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4});

TEST(WelchDifference, IsAsPublishedForTheSleepOfStudent) {
  const MeanDifference found = welch_difference(kFirstDrug, kSecondDrug).value();
  EXPECT_NEAR(found.mean, 1.58, 1e-12);
  EXPECT_NEAR(found.mean / found.standard_error, 1.8608, 5e-5);
  EXPECT_NEAR(found.degrees, 17.776, 5e-4);
  EXPECT_NEAR(found.mean - found.half_width(0.05), -0.2054832, 5e-8);
  EXPECT_NEAR(found.mean + found.half_width(0.05), 3.3654832, 5e-8);
  EXPECT_NEAR(found.p_beyond(0), 0.07939, 5e-6);
}

TEST(PairedDifference, IsAsPublishedForTheSleepOfStudent) {
  const MeanDifference found = paired_difference(kFirstDrug, kSecondDrug).value();
  EXPECT_NEAR(found.mean, 1.58, 1e-12);
  EXPECT_NEAR(found.mean / found.standard_error, 4.0621, 5e-5);
  EXPECT_EQ(found.degrees, 9);
  EXPECT_NEAR(found.mean - found.half_width(0.05), 0.7001142, 5e-8);
  EXPECT_NEAR(found.mean + found.half_width(0.05), 2.4598858, 5e-8);
  EXPECT_NEAR(found.p_beyond(0), 0.002833, 5e-7);
}

// With samples of one size and one variance Satterthwaite's degrees are those of the pooled test,
// n + m - 2; with one variance of nearly nothing, those of the other sample alone.
TEST(WelchDifference, HasTheDegreesOfItsLimits) {
  const Sample a{.n = 12, .mean = 1, .sd = 3, .values = {}};
  const Sample exact{.n = 7, .mean = 2, .sd = 1e-9, .values = {}};
  EXPECT_NEAR(welch_difference(a, a)->degrees, 22, 1e-9);
  EXPECT_NEAR(welch_difference(a, exact)->degrees, 11, 1e-9);
  EXPECT_NEAR(welch_difference(a, a)->standard_error, 3 * std::sqrt(2.0 / 12), 1e-12);
}

TEST(MeanDifference, LeavesNoDoubtWhenNothingVaries) {
  const MeanDifference none = paired_difference(kFirstDrug, kFirstDrug).value();
  EXPECT_EQ(none.p_beyond(0), 1);
  EXPECT_EQ(none.half_width(0.05), 0);
  const MeanDifference some = welch_difference({.n = 3, .mean = 5, .sd = 0, .values = {}},
                                               {.n = 3, .mean = 6, .sd = 0, .values = {}})
                                  .value();
  EXPECT_EQ(some.p_beyond(0.5), 0);
  EXPECT_EQ(some.p_beyond(1), 1);
}

TEST(MeanDifference, NeedsTwoObservationsOfEach) {
  const Sample one = sample_of({1}), two = sample_of({1, 2});
  EXPECT_FALSE(welch_difference(one, two).has_value());
  EXPECT_FALSE(paired_difference(one, two).has_value());
  EXPECT_TRUE(paired_difference(two, two).has_value());
  Sample gaps = sample_of({1, 2, 3});
  gaps.values[1].reset();
  EXPECT_FALSE(paired_difference(gaps, two).has_value());  // only the first have data in both
}

// The interval touches a limit exactly where the probability is its error.
TEST(MeanDifference, BeyondALimitAgreesWithTheInterval) {
  const MeanDifference found = paired_difference(kFirstDrug, kSecondDrug).value();
  for (const double error : {0.3, 0.05, 0.01}) {
    const double edge = found.mean - found.half_width(error);
    ASSERT_GT(edge, 0);  // inside of 0 there is no such edge
    EXPECT_NEAR(found.p_beyond(edge), error, 1e-9);
  }
  const double t = (1.58 - 0.5) / found.standard_error;
  const boost::math::students_t student(found.degrees);
  EXPECT_NEAR(found.p_beyond(0.5), 2 * boost::math::cdf(boost::math::complement(student, t)),
              1e-12);
}

// By hand, in the order of size: 4 · 0.005, 3 · 0.01, 2 · 0.03, and no less than the one before.
TEST(Holm, IsAsWorkedOutByHand) {
  const std::vector<double> found = holm_adjusted({0.01, 0.04, 0.03, 0.005});
  EXPECT_THAT(found, ::testing::ElementsAre(::testing::DoubleEq(0.03), ::testing::DoubleEq(0.06),
                                            ::testing::DoubleEq(0.06), ::testing::DoubleEq(0.02)));
  EXPECT_THAT(holm_adjusted({0.9, 0.6}), ::testing::ElementsAre(1, 1));
  EXPECT_TRUE(holm_adjusted({}).empty());
}

TEST(Pointer, FitsAPatternElementByElement) {
  EXPECT_TRUE(fits("/kpis/oee", "/kpis/oee"));
  EXPECT_TRUE(fits("/machines/*/oee", "/machines/LATHE~11/oee"));
  EXPECT_TRUE(fits("/*/*/wait_s/mean", "/products/PART/wait_s/mean"));
  EXPECT_FALSE(fits("/machines/*/oee", "/machines/LATHE/1/oee"));
  EXPECT_FALSE(fits("/machines/*", "/machines/LATHE~11/oee"));
  EXPECT_FALSE(fits("/kpis/oee", "/kpis"));
  EXPECT_FALSE(fits("/kpis/oe", "/kpis/oee"));
  EXPECT_FALSE(fits("throughput", "/kpis/oee"));
  EXPECT_FALSE(fits("/*", ""));
}

ComparedFile experiment_of(const std::vector<Values>& figures, bool with_values = true) {
  ComparedFile file;
  file.kind = FileKind::kExperiment;
  file.id = "line";
  for (std::size_t i = 0; i < figures.size(); ++i) {
    Figure figure;
    figure.variant = "today";
    figure.kpi = "figure " + std::to_string(i);
    figure.better = Better::kMore;
    figure.sample = sample_of(figures[i]);
    figure.replications = figure.sample.n;
    if (!with_values) figure.sample.values.clear();
    file.figures.push_back(std::move(figure));
  }
  return file;
}

Values several(testing::SplitMix& random, std::size_t count, double mean, double sd) {
  Values values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(mean + sd * random.normal());
  return values;
}

Values sum(const Values& a, const Values& b) {
  Values result;
  for (std::size_t i = 0; i < a.size(); ++i) result.push_back(a[i] + b[i]);
  return result;
}

// 2,000 gates over six figures that have not changed, whose replications share most of their luck
// when they are paired. With six independent comparisons of 0.05 / 6 each, 1 - (1 - 0.05 / 6)^6 =
// 0.0490 of the gates give a false alarm: 98 ± 32 of 2,000 in 999 of 1,000 cases (binomial).
// Welch's degrees are an approximation; of samples of one size and variance it errs downwards.
int false_alarms(bool paired, std::uint64_t seed) {
  constexpr std::size_t kFigures = 6, kReplications = 8;
  testing::SplitMix random(seed);
  int alarms = 0;
  for (int gate = 0; gate < 2'000; ++gate) {
    std::vector<Values> before, after;
    for (std::size_t i = 0; i < kFigures; ++i) {
      const Values luck = several(random, kReplications, 100, paired ? 10 : 0);
      before.push_back(sum(luck, several(random, kReplications, 0, 1)));
      after.push_back(sum(luck, several(random, kReplications, 0, 1)));
    }
    const Judgement judgement =
        judge(experiment_of(before, paired), experiment_of(after, paired), Gates(), 0.05);
    EXPECT_EQ(judgement.together, kFigures);
    alarms += judgement.count(Verdict::kNoDifference) < kFigures ? 1 : 0;
  }
  return alarms;
}

TEST(FalseAlarms, OfPairsAreAsRareAsAlphaSays) { EXPECT_NEAR(false_alarms(true, 1), 98, 32); }

TEST(FalseAlarms, OfIndependentSamplesAreNoMoreThanAlphaSays) {
  const int alarms = false_alarms(false, 2);
  EXPECT_LE(alarms, 98 + 32);
  EXPECT_GE(alarms, 49);  // and not because everything passes
}

// Student's noncentral distribution gives the power: sixteen pairs, a fall that lies 0.75 standard
// deviations of the differences beyond the tolerance. Within four standard deviations of the count.
TEST(Power, OfARealFallIsAsComputed) {
  constexpr int kGates = 1'000;
  constexpr std::size_t kReplications = 16;
  const double shift = 0.75 * std::sqrt(static_cast<double>(kReplications));
  const boost::math::non_central_t away(kReplications - 1, shift);
  const double critical = experiment::student_t_above(0.025, kReplications - 1);
  const double power = boost::math::cdf(boost::math::complement(away, critical));
  ASSERT_NEAR(power, 0.8, 0.02);  // neither hopeless nor certain
  for (const double tolerance : {0.0, 2.0}) {
    testing::SplitMix random(3);
    Gates gates;
    Gate gate;
    gate.name = "figure 0";
    gate.tolerance_absolute = tolerance;
    gates.gates.push_back(gate);
    int found = 0;
    for (int i = 0; i < kGates; ++i) {
      const Values before = several(random, kReplications, 100, 10);
      const Values after = sum(before, several(random, kReplications, -0.75 - tolerance, 1));
      const Judgement judgement =
          judge(experiment_of({before}), experiment_of({after}), gates, 0.05);
      found += judgement.count(Verdict::kWorse) == 1 ? 1 : 0;
    }
    EXPECT_NEAR(found, kGates * power, 4 * std::sqrt(kGates * power * (1 - power))) << tolerance;
  }
}

// p = 0.02 and 0.03 of two: Bonferroni would ask for 0.025 of both, Holm asks it of the first only.
TEST(Judgement, GoesOnByHolmsSteps) {
  const Sample base{.n = 10'000, .mean = 100, .sd = 100, .values = {}};
  // Differences of z standard errors, which are sqrt(2): two-sided 0.02 and 0.03.
  const double one = 2.3263479 * std::sqrt(2.0), other = 2.1700904 * std::sqrt(2.0);
  ComparedFile before = experiment_of({{1, 2}, {1, 2}}), after = before;
  for (Figure& figure : before.figures) figure.sample = base;
  for (Figure& figure : after.figures) figure.sample = base;
  after.figures[0].sample.mean += one;
  after.figures[1].sample.mean -= other;
  const Judgement judgement = judge(before, after, Gates(), 0.05);
  EXPECT_EQ(judgement.count(Verdict::kBetter), 1U);
  ASSERT_EQ(judgement.count(Verdict::kWorse), 1U);
  EXPECT_NEAR(judgement.comparisons[0].p.value(), 0.04, 1e-4);  // no less than that of the first
  EXPECT_GT(judgement.comparisons[0].half_width.value(), other);
  after.figures[0].sample.mean = 100;
  EXPECT_EQ(judge(before, after, Gates(), 0.05).count(Verdict::kNoDifference), 2U);
}

}  // namespace
}  // namespace planttwin::compare
