// Where a series has settled.

#include "scenarios/experiment/warm_up.h"

#include <gtest/gtest.h>

#include "tests/support/splitmix.h"

namespace planttwin::experiment {
namespace {

// Twelve means of five: 9, 6, then ten that alternate between 2 and 3. Cutting off two leaves a sum
// of squares of 10 * 0.25 over 100; cutting off one or three gives more.
TEST(Mser5, CutsWhereWhatRemainsIsKnownBest) {
  std::vector<double> series;
  for (const double mean : {9., 6., 2., 3., 2., 3., 2., 3., 2., 3., 2., 3.}) {
    series.insert(series.end(), 5, mean);
  }
  EXPECT_EQ(mser5(series), 10U);
}

TEST(Mser5, CutsNothingOffWhatHasSettledFromTheStart) {
  std::vector<double> series;
  for (int i = 0; i < 100; ++i) series.push_back(i % 2 == 0 ? 1 : 2);
  EXPECT_EQ(mser5(series), 0U);
  EXPECT_EQ(mser5(std::vector<double>(100, 4)), 0U);
}

TEST(Mser5, SaysThatASeriesThatGrowsHasNotSettled) {
  std::vector<double> series;
  for (int i = 0; i < 500; ++i) series.push_back(i);
  EXPECT_FALSE(mser5(series));
  EXPECT_FALSE(mser5({1, 2, 3}));
  EXPECT_FALSE(mser5({}));
}

// An autoregressive series that begins 10 too high and forgets with 0.97 a step: after 150 steps
// the bias is 0.1, a third of the noise.
TEST(Mser5, FindsTheEndOfABias) {
  testing::SplitMix random(77);
  std::vector<double> series;
  double bias = 10, noise = 0;
  for (int i = 0; i < 2'000; ++i) {
    noise = 0.5 * noise + 0.3 * random.normal();
    series.push_back(5 + bias + noise);
    bias *= 0.97;
  }
  const auto cut = mser5(series);
  ASSERT_TRUE(cut);
  EXPECT_GT(*cut, 60U);
  EXPECT_LT(*cut, 300U);
}

}  // namespace
}  // namespace planttwin::experiment
