// Ranking and selection: how often the best is found, and what it costs. Figures of variants are
// drawn here, so that the truth is known.

#include "scenarios/experiment/selection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/support/splitmix.h"

namespace planttwin::experiment {
namespace {

using testing::SplitMix;

// Variants with known means and spreads; `shared` is the part of the variance that all have in
// common in a replication.
struct Truth {
  std::vector<double> means;
  std::vector<double> deviations;
  double shared = 0;
};

struct Selected {
  Standing standing;
  std::vector<std::size_t> counts;
  std::size_t total = 0;
};

Experiment experiment_of(const Truth& truth, const Selection& selection, std::int64_t first) {
  Experiment experiment;
  experiment.kpis.resize(1);
  experiment.kpis[0].better = Kpi::Better::kMore;
  experiment.variants.resize(truth.means.size());
  experiment.replications = {.at_least = first, .at_most = 100'000, .half_width = 0};
  experiment.selection = selection;
  return experiment;
}

Selected select(const Truth& truth, const Selection& selection, std::int64_t first,
                std::uint64_t seed) {
  const Experiment experiment = experiment_of(truth, selection, first);
  const std::size_t k = truth.means.size();
  std::vector<SplitMix> own;
  for (std::size_t i = 0; i < k; ++i) own.emplace_back(seed * 1'000'003 + i + 1);
  std::vector<double> common;
  SplitMix luck(seed * 7'919 + 5);
  std::vector<Replicated> variants(k);
  const auto selector = make_selector(experiment);
  Selected found;
  std::vector<std::size_t> wanted(k, static_cast<std::size_t>(first));
  while (!wanted.empty()) {
    for (std::size_t i = 0; i < k; ++i) {
      while (variants[i].size() < wanted[i]) {
        const std::size_t number = variants[i].size();
        while (common.size() <= number) common.push_back(luck.normal());
        const double noise = std::sqrt(truth.shared) * common[number] +
                             std::sqrt(1 - truth.shared) * own[i].normal();
        variants[i].push_back({{truth.means[i] + truth.deviations[i] * noise}, true});
      }
    }
    found.standing = selector->judge(variants);
    wanted = found.standing.wanted;
  }
  for (const Replicated& variant : variants) found.counts.push_back(variant.size());
  found.total = std::accumulate(found.counts.begin(), found.counts.end(), std::size_t{0});
  return found;
}

Selection kim_nelson(double indifference, std::int64_t stage) {
  return {.method = Selection::Method::kKimNelson,
          .kpi = 0,
          .probability = 0.95,
          .indifference = indifference,
          .budget = 0,
          .stage = stage};
}

constexpr double kNever = 2;  // no probability is enough: all of the budget is spent

Selection ocba(std::int64_t budget, double probability = kNever) {
  return {.method = Selection::Method::kOcba,
          .kpi = 0,
          .probability = probability,
          .indifference = 0,
          .budget = budget,
          .stage = budget / 100};
}

// The least favourable case: the best is better than all others by just the indifference. Of 1,000
// selections with a promise of 0.95 fewer than 930 right ones would be a chance of 1 in 300.
TEST(KimNelson, FindsTheBestAsOftenAsItPromises) {
  for (const double shared : {0.0, 0.5}) {
    const Truth truth{.means = {1, 0, 0, 0, 0}, .deviations = {3, 3, 3, 3, 3}, .shared = shared};
    int right = 0;
    for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
      const Selected found = select(truth, kim_nelson(1, 10), 10, seed);
      EXPECT_TRUE(found.standing.certain);
      if (found.standing.best == 0) ++right;
    }
    EXPECT_GE(right, 930) << "shared " << shared;
  }
}

// Common random numbers make differences small, so fewer replications tell.
TEST(KimNelson, SpendsLessWhereLuckIsShared) {
  std::size_t apart = 0, together = 0;
  Truth truth{.means = {1, 0, 0}, .deviations = {3, 3, 3}};
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    truth.shared = 0;
    apart += select(truth, kim_nelson(1, 5), 10, seed).total;
    truth.shared = 0.8;
    together += select(truth, kim_nelson(1, 5), 10, seed).total;
  }
  EXPECT_LT(3 * together, apart);
}

TEST(KimNelson, LeavesWhatIsClearlyWorseAfterTheFirstStage) {
  const Truth truth{.means = {0, 100, 99.5}, .deviations = {1, 1, 1}};
  const Selected found = select(truth, kim_nelson(0.4, 10), 10, 3);
  EXPECT_EQ(found.standing.best, 1U);
  EXPECT_EQ(found.counts[0], 10U);
  EXPECT_GT(found.counts[1], 10U);
}

TEST(KimNelson, SaysThatItIsNotCertainWhenThereMayBeNoMore) {
  const Truth truth{.means = {0, 0.01}, .deviations = {5, 5}};
  Experiment experiment = experiment_of(truth, kim_nelson(0.01, 10), 10);
  experiment.replications.at_most = 10;
  SplitMix random(9);
  std::vector<Replicated> variants(2);
  for (Replicated& variant : variants) {
    for (int i = 0; i < 10; ++i) variant.push_back({{random.normal()}, true});
  }
  const Standing standing = make_selector(experiment)->judge(variants);
  EXPECT_FALSE(standing.certain);
  EXPECT_TRUE(standing.wanted.empty());
  EXPECT_EQ(standing.remaining.size(), 2U);
}

TEST(Selectors, TakeLessForBetterWhenToldAndLeaveOutWhatHasNoData) {
  for (const Selection& selection : {kim_nelson(1, 10), ocba(100, 0.9)}) {
    Experiment experiment = experiment_of({{0, 0, 0}, {1, 1, 1}}, selection, 3);
    experiment.kpis[0].better = Kpi::Better::kLess;
    std::vector<Replicated> variants = {{{{5.0}, true}, {{5.1}, true}, {{5.2}, true}},
                                        {{{2.0}, true}, {{2.1}, true}, {{2.2}, true}},
                                        {{{1.0}, true}, {{std::nullopt}, true}, {{1.0}, true}}};
    const Standing standing = make_selector(experiment)->judge(variants);
    EXPECT_EQ(standing.best, 1U);
    EXPECT_TRUE(standing.certain);
    for (Replicated& variant : variants) variant.front().values.front().reset();
    const Standing nothing = make_selector(experiment)->judge(variants);
    EXPECT_TRUE(nothing.remaining.empty());
    EXPECT_FALSE(nothing.certain);
    EXPECT_TRUE(nothing.wanted.empty());
  }
}

// Chen and others (2000), theorem 1: with the best b, N_i/N_j = (s_i/d_i)^2/(s_j/d_j)^2 and
// N_b = s_b sqrt(sum of N_i^2/s_i^2). Here d = 1, 2 and 4 and all s are 6: 16 : 4 : 1, and
// sqrt(273) = 16.52 for the best; of 37.52 parts.
TEST(Ocba, SpendsInTheRatioOfTheTheorem) {
  const Truth truth{.means = {4, 3, 2, 0}, .deviations = {6, 6, 6, 6}};
  std::vector<double> counts(4, 0);
  double total = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Selected found = select(truth, ocba(30'000), 100, seed);
    EXPECT_EQ(found.total, 30'000U);
    for (std::size_t i = 0; i < 4; ++i) counts[i] += static_cast<double>(found.counts[i]);
    total += static_cast<double>(found.total);
  }
  EXPECT_NEAR(counts[0] / total, 16.52 / 37.52, 0.03);
  EXPECT_NEAR(counts[1] / total, 16 / 37.52, 0.03);
  EXPECT_NEAR(counts[2] / total, 4 / 37.52, 0.02);
  EXPECT_NEAR(counts[3] / total, 1 / 37.52, 0.02);
}

// As in that paper's experiments: means 1 to 10, all spreads 6, here 30 replications each on
// average. OCBA must find the best clearly more often.
TEST(Ocba, FindsTheBestMoreOftenThanEqualShares) {
  Truth truth;
  for (int i = 1; i <= 10; ++i) {
    truth.means.push_back(i);
    truth.deviations.push_back(6);
  }
  int right = 0, right_with_equal_shares = 0;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    if (select(truth, ocba(300), 10, seed).standing.best == 9) ++right;
    if (select(truth, ocba(300), 30, seed).standing.best == 9) ++right_with_equal_shares;
  }
  EXPECT_GT(right, right_with_equal_shares + 25);
}

// The bound of Bonferroni is a promise: those that stop by it are right at least as often.
TEST(Ocba, StopsWhenItIsAsCertainAsAsked) {
  const Truth truth{.means = {2, 1, 0}, .deviations = {2, 2, 2}};
  int right = 0, certain = 0;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const Selected found = select(truth, ocba(5'000, 0.99), 20, seed);
    if (found.standing.certain) ++certain;
    if (found.standing.best == 0) ++right;
    EXPECT_LT(found.total, 5'000U);
  }
  EXPECT_EQ(certain, 500);
  EXPECT_GE(right, 480);
}

}  // namespace
}  // namespace planttwin::experiment
