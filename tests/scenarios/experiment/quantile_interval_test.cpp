// Intervals of quantiles that need no distribution.

#include "scenarios/experiment/quantile_interval.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/splitmix.h"

namespace planttwin::experiment {
namespace {

// Of ten values the 2nd and the 9th hold the median with 1 - 22/1024 = 0.979; the 3rd and the 8th
// with 0.891 only (Conover, "Practical Nonparametric Statistics", 1999, table A3).
TEST(QuantileInterval, OfTheMedianIsAsInTables) {
  const QuantileInterval found = quantile_interval({10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 0.5, 0.05);
  EXPECT_DOUBLE_EQ(found.value, 5.5);
  EXPECT_EQ(found.from, 2);
  EXPECT_EQ(found.to, 9);
  const QuantileInterval wider = quantile_interval({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.5, 0.12);
  EXPECT_EQ(wider.from, 3);
  EXPECT_EQ(wider.to, 8);
}

// With 5 values the whole range holds the median with 1 - 2/32 = 0.94 only.
TEST(QuantileInterval, HasNoEndThatTooFewValuesCannotGive) {
  const QuantileInterval found = quantile_interval({1, 2, 3, 4, 5}, 0.5, 0.05);
  EXPECT_TRUE(std::isinf(found.from));
  EXPECT_TRUE(std::isinf(found.to));
  EXPECT_TRUE(std::isinf(quantile_interval({1, 2, 3, 4, 5}, 0.9, 0.05).to));
  EXPECT_EQ(quantile_interval({7}, 0.9, 0.05).value, 7);
}

// -log(1 - u) is exponential; its quantile is -log(1 - share). Intervals are conservative, because
// ranks are whole numbers: at least 95 of 100, and not all.
TEST(QuantileInterval, CoversTheTruthAtLeastAsOftenAsItSays) {
  testing::SplitMix random(20'261'201);
  for (const double share : {0.25, 0.5, 0.9}) {
    int covered = 0;
    for (int experiment = 0; experiment < 1'000; ++experiment) {
      std::vector<double> values;
      for (int i = 0; i < 100; ++i) values.push_back(-std::log(1 - random.uniform()));
      const QuantileInterval found = quantile_interval(values, share, 0.05);
      const double truth = -std::log(1 - share);
      if (found.from <= truth && truth <= found.to) ++covered;
    }
    EXPECT_GE(covered, 935) << share;
    EXPECT_LT(covered, 990) << share;
  }
}

}  // namespace
}  // namespace planttwin::experiment
