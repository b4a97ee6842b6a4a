// The time line of a view and the clock that runs along it.

#include "viz/render/time_line.h"

#include <gtest/gtest.h>

#include "viz/panels/play_clock.h"

namespace planttwin::view {
namespace {

constexpr std::int64_t kDay = 86'400'000'000;

TEST(TimeLine, MapsItsEndsToThoseOfTheRun) {
  const TimeLine line = time_line_of(1280, 720, 1, kDay);
  EXPECT_EQ(line.time_at(line.left), 0);
  EXPECT_EQ(line.time_at(line.right), kDay);
  EXPECT_NEAR(static_cast<double>(line.time_at((line.left + line.right) / 2)),
              static_cast<double>(kDay) / 2, 1e3);
}

TEST(TimeLine, NeverLeavesTheRun) {
  const TimeLine line = time_line_of(1280, 720, 1, kDay);
  EXPECT_EQ(line.time_at(-50), 0);
  EXPECT_EQ(line.time_at(5'000), kDay);
}

TEST(TimeLine, FindsTheColumnOfATimeAgain) {
  const TimeLine line = time_line_of(1920, 1080, 1.5F, 28 * kDay);
  for (const float x : {60.0F, 400.5F, 1'500.0F}) {
    EXPECT_NEAR(line.x_of(static_cast<double>(line.time_at(x))), x, 0.01);
  }
}

TEST(TimeLine, HoldsPlacesAtTheLowerEdgeOnly) {
  const TimeLine line = time_line_of(1280, 720, 1, kDay);
  EXPECT_TRUE(line.contains(640, 690));
  EXPECT_FALSE(line.contains(640, 400));
  EXPECT_FALSE(line.contains(640, 719));
}

TEST(TimeLine, OfAnEmptyRunShowsItsStart) {
  EXPECT_EQ(time_line_of(1280, 720, 1, 0).time_at(9), 0);
}

TEST(PlayClock, RunsSoManyTimesAsFast) {
  PlayClock clock(0, kDay);
  EXPECT_FALSE(clock.advance(1));
  clock.toggle();
  const int speed = clock.speed();
  EXPECT_TRUE(clock.advance(0.5));
  EXPECT_EQ(clock.now(), speed * std::int64_t{500'000});
}

TEST(PlayClock, LosesNothingInShortSteps) {
  PlayClock clock(0, kDay);
  while (clock.speed() > 1) clock.slower();
  clock.toggle();
  for (int i = 0; i < 3'000'000; ++i) clock.advance(1.0 / 3'000'000);
  EXPECT_NEAR(static_cast<double>(clock.now()), 1e6, 2);
}

TEST(PlayClock, HasSpeedsFromOneToAHundredThousand) {
  PlayClock clock(0, kDay);
  for (int i = 0; i < 20; ++i) clock.slower();
  EXPECT_EQ(clock.speed(), 1);
  for (int i = 0; i < 20; ++i) clock.faster();
  EXPECT_EQ(clock.speed(), 100'000);
}

TEST(PlayClock, StopsAtTheEndAndStartsOver) {
  PlayClock clock(kDay - 1, kDay);
  clock.toggle();
  clock.advance(10);
  EXPECT_EQ(clock.now(), kDay);
  EXPECT_FALSE(clock.playing());
  clock.toggle();
  EXPECT_EQ(clock.now(), 0);
  EXPECT_TRUE(clock.playing());
}

TEST(PlayClock, StaysInTheRun) {
  PlayClock clock(5 * kDay, kDay);
  EXPECT_EQ(clock.now(), kDay);
  clock.go_to(-7);
  EXPECT_EQ(clock.now(), 0);
}

}  // namespace
}  // namespace planttwin::view
