#include "viz/scene/stock_racks.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/viz/logged_run.h"

namespace planttwin::view {
namespace {

TEST(StockRacks, AreAsFullAsTheMeanOfTheirMaterials) {
  const playback::History& history = three_plants();
  playback::FloorState state(history.plan());
  const std::vector<int> empty = rack_fills(history, state);
  ASSERT_EQ(empty.size(), history.plan().locations.size());
  EXPECT_TRUE(std::all_of(empty.begin(), empty.end(), [](int fill) { return fill == 0; }));

  state.stock = history.most_stock();
  const std::vector<int> full = rack_fills(history, state);
  EXPECT_TRUE(std::all_of(full.begin(), full.end(),
                          [](int fill) { return fill == 0 || fill == kRackParts; }));
  EXPECT_GT(std::count(full.begin(), full.end(), kRackParts), 1);

  for (std::int64_t& level : state.stock) level /= 2;
  const std::vector<int> half = rack_fills(history, state);
  for (std::size_t i = 0; i < half.size(); ++i) {
    EXPECT_LE(half[i], full[i] / 2) << history.plan().locations[i].name;
    EXPECT_GE(half[i], full[i] / 4) << history.plan().locations[i].name;
  }
}

// What a location has less than the most of shows.
TEST(StockRacks, ChangeWithTheStock) {
  const playback::History& history = three_plants();
  const std::vector<int> then = rack_fills(history, history.at(0));
  const std::vector<int> now = rack_fills(history, history.at(history.end()));
  EXPECT_NE(then, now);
}

}  // namespace
}  // namespace planttwin::view
