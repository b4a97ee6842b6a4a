#include "scenarios/human_text.h"

#include <gtest/gtest.h>

#include "scenarios/progress.h"

namespace planttwin::scenario {
namespace {

TEST(HumanText, ShowsDurationsInTheUnitThatFits) {
  EXPECT_EQ(human_duration(0), "0 s");
  EXPECT_EQ(human_duration(0.0585), "58.5 ms");
  EXPECT_EQ(human_duration(42), "42.0 s");
  EXPECT_EQ(human_duration(1800), "30.0 min");
  EXPECT_EQ(human_duration(10'000), "2.78 h");
  EXPECT_EQ(human_duration(28 * 86400.0), "28.0 d");
}

// 900 pieces of a product that is called bolts_s are no duration, nor is how many were measured.
TEST(HumanText, KnowsWhichFiguresCountSeconds) {
  EXPECT_TRUE(is_duration("/kpis/makespan_s"));
  EXPECT_TRUE(is_duration("/orders/tardiness_s/mean"));
  EXPECT_TRUE(is_duration("/products/PART/cycle_time_s/p95"));
  EXPECT_FALSE(is_duration("/products/PART/cycle_time_s/n"));
  EXPECT_FALSE(is_duration("/products/bolts_s/completed"));
  EXPECT_FALSE(is_duration("/kpis/throughput_per_h"));
}

TEST(HumanText, ShowsThreeDigits) {
  EXPECT_EQ(human_number(0.93412), "0.934");
  EXPECT_EQ(human_number(12.345), "12.3");
  EXPECT_EQ(human_number(1234.5), "1234");
  EXPECT_EQ(human_percent(0.9341), "93.4 %");
  EXPECT_EQ(human_count(950), "950");
  EXPECT_EQ(human_count(1'250'000), "1.25 million");
}

TEST(ProgressText, TellsShareRateAndRemainingTime) {
  EXPECT_EQ(progress_text(sim::Duration::days(7), sim::Duration::days(28), 2'000'000, 2),
            "25 % | 7 d of 28.0 d | 1 million events/s | 6 s left");
}

TEST(ProgressText, DoesNotGuessWhenTheEndIsNotKnown) {
  EXPECT_EQ(progress_text(sim::Duration::days(7), sim::Duration::max(), 500, 1),
            "7 d | 500 events/s");
}

}  // namespace
}  // namespace planttwin::scenario
