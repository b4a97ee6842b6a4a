#include "plant_models/load/run_input_loader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "tests/plant_models/loading.h"

namespace planttwin::plant {
namespace {

using sim::Duration;
using sim::Time;

std::string data_file(const std::string& name) {
  std::ifstream in(std::string(PLANTTWIN_SOURCE_DIR "/tests/plant_models/data/") + name);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(RunInputLoader, ReadsAFileThatUsesEveryKey) {
  const Plant plant = good_plant(data_file("everything.json"));
  const RunInput input = good_input(plant, data_file("everything_run.json"));
  EXPECT_EQ(input.start, instant("2025-03-03T06:00:00Z"));
  EXPECT_EQ(input.horizon, Duration::days(28));
  EXPECT_EQ(input.warm_up, Duration::days(2));
  EXPECT_EQ(input.orders[0].release, Time::from_start(-Duration::days(1)));
  EXPECT_EQ(input.orders[0].due, Time::from_start(Duration::days(7) + Duration::hours(6)));
  ASSERT_EQ(input.sources.size(), 4u);
  EXPECT_EQ(input.sources[0].when_full, SourceWhenFull::kLost);
  EXPECT_EQ(input.sources[1].quantity, sim::Quantity::steps(3000));  // hundredths of a barrel
  EXPECT_EQ(input.sources[2].watched, WorkCenterId(0));
  EXPECT_EQ(input.initial.stock[0].reserved_for, 0);
  EXPECT_EQ(input.initial.lots[1].machine, MachineId(1));
  EXPECT_EQ(input.initial.clocks[1].mode, 1);
  EXPECT_EQ(input.initial.carriers[0].ordinal, 1);
}

TEST(RunInputLoader, ARushOrderIsReleasedWhenItHappens) {
  const Plant plant = good_plant(PlantText().text());
  const RunInput input = good_input(plant, R"({"start": "2025-03-03T00:00:00Z", "until": "done",
      "orders": [{"id": "O", "product": "A", "quantity": "2 pcs"}],
      "disruptions": [{"id": "RUSH", "kind": "rush_order", "at": "3 h", "product": "A",
                       "quantity": "5 pcs", "priority": 9}]})");
  ASSERT_EQ(input.orders.size(), 2u);
  EXPECT_EQ(input.orders[1].id, "RUSH");
  EXPECT_EQ(input.orders[1].release, Time::from_start(Duration::hours(3)));
  EXPECT_EQ(input.orders[1].priority, 9);
  EXPECT_EQ(input.disruptions[0].order, 1);
  EXPECT_TRUE(input.until_done());
}

// What is said of the plant is enough.
TEST(RunInputLoader, ReadsASaturatedSourceBeforeABufferThatIsNotThere) {
  const LoadedPlant loaded = load_plant_text(R"({"id": "P", "unit": "pcs",
      "materials": [{"id": "A"}], "work_centers": [{"id": "W", "buffer": "RACK"}],
      "routings": [{"id": "A", "material": "A", "operations": [
        {"id": 10, "work_center": "W", "time": "1 min", "per": "lot"}]}]})");
  EXPECT_NE(loaded.errors, "");
  const LoadedInput input = load_input_text(loaded.plant, R"({"start": "2025-03-03T00:00:00Z",
      "horizon": "1 d", "sources": [
        {"id": "S", "kind": "saturated", "product": "A", "quantity": "1 pcs"}]})");
  EXPECT_EQ(input.errors, "");
}

TEST(RunInputLoader, AnOrderReleasedAfterTheHorizonIsNoError) {
  const Plant plant = good_plant(PlantText().text());
  const RunInput input = good_input(plant, R"({"start": "2025-03-03T00:00:00Z", "horizon": "1 d",
      "orders": [{"id": "O", "product": "A", "quantity": "2 pcs", "release": "2 d"}]})");
  EXPECT_EQ(input.orders[0].release, Time::from_start(Duration::days(2)));
}

TEST(RunInputLoader, LeavesOtherMembersToItsCaller) {
  const Plant plant = good_plant(PlantText().text());
  const LoadedInput loaded =
      load_input_text(plant, R"({"start": "2025-03-03T00:00:00Z", "horizon": "1 d", "seed": 4})");
  EXPECT_EQ(loaded.errors, "scenario.json:1:53: /seed: unknown member \"seed\"\n");
}

}  // namespace
}  // namespace planttwin::plant
