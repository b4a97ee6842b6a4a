// What the back office tells a plant to do while it runs: orders to make, to buy and to ship, and
// lots to hold.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "plant_models/run/names.h"
#include "plant_models/run/stock.h"
#include "sim/archive.h"
#include "tests/plant_models/outside_fixture.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using plant::PlantInput;
using plant::PlantInputKind;
using ::testing::ElementsAre;

constexpr const char* kLotPlant = R"({"id": "CUT", "unit": "pcs",
  "materials": [{"id": "PLATE", "finished_goods": "STORE"}, {"id": "SHEET", "control": "lot"}],
  "locations": [{"id": "STORE"}],
  "boms": [{"id": "PLATE", "material": "PLATE", "items": [
    {"component": "SHEET", "quantity": "1 pcs"}]}],
  "work_centers": [{"id": "SAW", "supply": "STORE"}],
  "routings": [{"id": "PLATE", "material": "PLATE", "operations": [
    {"id": 10, "work_center": "SAW", "time": "10 min", "per": "lot"}]}]})";

TEST_F(Outside, AnOrderIsMadeInItsLotsFromWhenItComes) {
  PlantInput told = order(PlantInputKind::kProduce, "MO-1", "PLATE", 5);
  told.lot_size = sim::Quantity::steps(2);
  tell(minute(30), told);
  Story story({EventType::kOrderReleased, EventType::kOrderCompleted});
  run(story);
  EXPECT_THAT(story.lines,
              ElementsAre("order_released MO-1 5 at 30 min", "order_completed MO-1 5 at 60 min"));
}

TEST_F(Outside, APurchaseComesAfterTheLeadTimeOfItsSupplier) {
  tell(minute(60), order(PlantInputKind::kBuy, "PO-1", "SHEET", 7));
  Story story({EventType::kPurchaseOrdered, EventType::kMaterialReceived});
  const plant::PlantRun done = run(story);
  EXPECT_THAT(story.lines,
              ElementsAre("material_received 10 at 0 min", "purchase_ordered PO-1 7 at 60 min",
                          "material_received PO-1 7 at 240 min"));
  const plant::MaterialId sheet = simulation.material("SHEET");
  EXPECT_EQ(total_of(done.state(), sheet, plant::LocationId(0)).on_order, sim::Quantity());
}

// Four are there at 21 min, all five at 31 min: nothing leaves before.
TEST_F(Outside, ADeliveryLeavesWhenAllOfItIsThere) {
  PlantInput made = order(PlantInputKind::kProduce, "MO-1", "PLATE", 6);
  made.lot_size = sim::Quantity::steps(2);
  tell(minute(1), made);
  tell(minute(5), order(PlantInputKind::kShip, "SO-1", "PLATE", 5));
  Story story({EventType::kShipped});
  run(story);
  EXPECT_THAT(story.lines, ElementsAre("shipped SO-1 2 at 31 min", "shipped SO-1 2 at 31 min",
                                       "shipped SO-1 1 at 31 min"));
}

// The second delivery is due earlier: what is made first is for it, although the first is smaller.
TEST_F(Outside, DeliveriesOfAProductLeaveInTheOrderOfTheirDueDates) {
  PlantInput made = order(PlantInputKind::kProduce, "MO-1", "PLATE", 6);
  made.lot_size = sim::Quantity::steps(3);
  tell(minute(1), made);
  PlantInput later = order(PlantInputKind::kShip, "SO-LATER", "PLATE", 2);
  later.due = minute(900);
  PlantInput sooner = order(PlantInputKind::kShip, "SO-SOONER", "PLATE", 4);
  sooner.due = minute(300);
  tell(minute(2), later);
  tell(minute(3), sooner);
  Story story({EventType::kShipped});
  const plant::PlantRun done = run(story);
  EXPECT_THAT(story.lines,
              ElementsAre("shipped SO-SOONER 3 at 21 min", "shipped SO-SOONER 1 at 21 min",
                          "shipped SO-LATER 2 at 21 min"));
  EXPECT_EQ(done.state().statistics.materials[simulation.material("PLATE").index()].shipped, 6);
}

TEST_F(Outside, WhatWasToldIsPartOfTheStateAndARunGoesOnWithIt) {
  tell(minute(30), order(PlantInputKind::kProduce, "MO-1", "PLATE", 5));
  tell(minute(31), order(PlantInputKind::kShip, "SO-1", "PLATE", 5));
  plant::PlantRun first = simulation.start();
  sim::ReplayDriver driver(journal.records());
  first.run_with(driver, minute(35));
  plant::PlantRun second =
      plant::PlantRun::load(simulation.plant(), simulation.input(), first.save("here"), "here");
  first.run();
  second.run();
  EXPECT_EQ(first.save("here"), second.save("here"));
  EXPECT_EQ(second.state().statistics.materials[simulation.material("PLATE").index()].shipped, 5);
}

// Two lots of sheets: A, which is used first, and B; and C, which is on hold from the start.
class OutsideHold : public Outside {
 protected:
  OutsideHold()
      : Outside(kLotPlant, R"({"start": "2025-01-01T00:00:00Z", "horizon": "1 d",
    "initial_state": {"stock": [
      {"material": "SHEET", "location": "STORE", "quantity": "4 pcs", "lot": "A"},
      {"material": "SHEET", "location": "STORE", "quantity": "9 pcs", "lot": "B"},
      {"material": "SHEET", "location": "STORE", "quantity": "3 pcs", "lot": "C",
       "held": true}]}})") {}

  void make(std::int64_t quantity) {
    PlantInput made = order(PlantInputKind::kProduce, "MO-1", "PLATE", quantity);
    made.lot_size = sim::Quantity::steps(1);
    tell(minute(1), made);
  }
  void change(std::int64_t at, PlantInputKind kind, const std::string& lot) {
    tell(minute(at), order(kind, lot, "SHEET", 0));
  }
  std::vector<std::string> story() {
    Story told({EventType::kStockHeld, EventType::kStockReleased});
    run(told);
    return told.lines;
  }
  std::int64_t left_of(const std::string& lot, const plant::PlantRun& done) const {
    for (const plant::StockRun& stock : done.state().stock) {
      if (stock.in_use != 0 && plant::stock_name(done.state(), stock) == lot) {
        return stock.total().count();
      }
    }
    return 0;
  }
};

// The lots of the order take their sheets at 1, 11 and 21 min: two of A before it is held.
TEST_F(OutsideHold, TakesALotOutOfReachAtOnce) {
  make(5);
  change(15, PlantInputKind::kHold, "A");
  Story story({EventType::kStockHeld});
  const plant::PlantRun done = run(story);
  EXPECT_THAT(story.lines, ElementsAre("stock_held 3 at 0 min", "stock_held 2 at 15 min"));
  EXPECT_EQ(left_of("A", done), 2);
  EXPECT_EQ(left_of("B", done), 6);
}

TEST_F(OutsideHold, EndsWhenTheLotIsReleased) {
  make(5);
  change(15, PlantInputKind::kHold, "A");
  change(25, PlantInputKind::kRelease, "A");
  Story story({EventType::kStockHeld, EventType::kStockReleased});
  const plant::PlantRun done = run(story);
  EXPECT_THAT(story.lines, ElementsAre("stock_held 3 at 0 min", "stock_held 2 at 15 min",
                                       "stock_released 2 at 25 min"));
  EXPECT_EQ(left_of("A", done), 0);
}

TEST_F(OutsideHold, OfALotThatNothingHasDoesNothing) {
  change(15, PlantInputKind::kHold, "D");
  change(20, PlantInputKind::kRelease, "D");
  EXPECT_THAT(story(), ElementsAre("stock_held 3 at 0 min"));
}

TEST_F(OutsideHold, ThatIsReleasedLeavesTheHoldOfTheInitialState) {
  change(15, PlantInputKind::kHold, "C");
  change(20, PlantInputKind::kRelease, "C");
  EXPECT_THAT(story(), ElementsAre("stock_held 3 at 0 min"));
}

TEST_F(OutsideHold, IsPartOfTheStateAndARunGoesOnWithIt) {
  make(5);
  change(15, PlantInputKind::kHold, "A");
  change(25, PlantInputKind::kRelease, "A");
  plant::PlantRun first = simulation.start();
  sim::ReplayDriver driver(journal.records());
  first.run_with(driver, minute(20));
  plant::PlantRun second =
      plant::PlantRun::load(simulation.plant(), simulation.input(), first.save("here"), "here");
  EXPECT_EQ(left_of("A", second), 2);
  first.run();
  second.run();
  EXPECT_EQ(first.save("here"), second.save("here"));
}

TEST(PlantInput, IsRefusedWhenItsBytesAreNone) {
  PlantInput told;
  told.id = "MO-1";
  const std::string bytes = plant::to_bytes(told);
  EXPECT_EQ(plant::plant_input(bytes).id, "MO-1");
  EXPECT_THROW(plant::plant_input(bytes.substr(0, bytes.size() - 1)), sim::StateError);
  EXPECT_THROW(plant::plant_input("order"), sim::StateError);
}

}  // namespace
}  // namespace planttwin::testing
