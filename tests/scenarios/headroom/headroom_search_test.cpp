#include "scenarios/headroom/headroom_search.h"

#include <gtest/gtest.h>

#include <cmath>

namespace planttwin::scenario {
namespace {

// How many speeds were tried of a stack that sustains those up to `limit`.
int search_all(HeadroomSearch& search, double limit) {
  int tried = 0;
  while (const auto speed = search.next()) {
    search.tell(*speed <= limit);
    if (++tried == 100) break;
  }
  return tried;
}

TEST(HeadroomSearch, EndsWithTheLimitBetweenTwoSpeedsThatAreNear) {
  for (const double limit : {0.3, 1.0, 1.7, 55.5, 4000.0}) {
    HeadroomSearch search(1, 100'000);
    const int tried = search_all(search, limit);
    ASSERT_TRUE(search.highest_sustained() && search.lowest_failed()) << limit;
    EXPECT_LE(*search.highest_sustained(), limit);
    EXPECT_GT(*search.lowest_failed(), limit);
    EXPECT_LE(*search.lowest_failed() / *search.highest_sustained(), HeadroomSearch::kNear);
    // Up by fours, then halving a ratio of four in its logarithm until it is below 1.25: 3 times.
    EXPECT_LE(tried, 2 + std::abs(std::log2(limit)) / 2 + 3) << limit;
  }
}

TEST(HeadroomSearch, StopsAtTheHighestSpeedThatCanBeTried) {
  HeadroomSearch search(1, 50);
  search_all(search, 1'000);
  EXPECT_EQ(search.highest_sustained(), 50);
  EXPECT_FALSE(search.lowest_failed());
}

TEST(HeadroomSearch, GivesUpOnAStackThatSustainsNothing) {
  HeadroomSearch search(1, 50);
  EXPECT_LT(search_all(search, 0), 10);
  EXPECT_FALSE(search.highest_sustained());
}

TEST(HeadroomSearch, BeginsNoHigherThanCanBeTried) {
  HeadroomSearch search(100, 7);
  EXPECT_EQ(search.next(), 7);
}

}  // namespace
}  // namespace planttwin::scenario
