// Components: what an operation consumes, waits for and gives; stock and its replenishment.

#include <gtest/gtest.h>

#include <string>

#include "plant_models/run/stock.h"
#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;

// A pump of one housing, made on one machine in 10 minutes; more is added by each test.
std::string plant(const std::string& materials, const std::string& bom_items,
                  const std::string& more = "", const std::string& work_center = "") {
  return R"({"id": "SUPPLY", "unit": "pcs",
    "materials": [{"id": "PUMP"}, )" +
         materials + R"(],
    "locations": [{"id": "STORE"}],
    "work_centers": [{"id": "CELL", "supply": "STORE")" +
         work_center + R"(}],
    "boms": [{"id": "PUMP", "material": "PUMP", "items": [)" +
         bom_items + R"(]}],
    "routings": [{"id": "PUMP", "material": "PUMP", "operations": [
      {"id": 10, "work_center": "CELL", "time": "10 min", "per": "lot"}]}])" +
         more + "}";
}

std::string input(const std::string& stock, const std::string& orders,
                  const std::string& more = "\"until\": \"done\"") {
  return R"({"start": "2025-01-01T00:00:00Z", )" + more + R"(, "orders": [)" + orders +
         R"(], "initial_state": {"stock": [)" + stock + "]}}";
}

constexpr const char* kTwoPumps = R"({"id": "O", "product": "PUMP", "quantity": "2 pcs"})";

std::int64_t stock_of(const Timeline& t, const std::string& material) {
  const plant::MaterialId id = t.simulation().material(material);
  return t.run().state().statistics.materials[id.index()].stock.level();
}

TEST(Components, AreConsumedWithTheirScrapFactorPerBaseQuantity) {
  // 3 per 2 pumps, 20 % scrap: 2 pumps take 3 x 1.2 = 3.6 kg of 10 kg.
  const std::string bom = R"({"id": "SUPPLY", "unit": "pcs",
    "materials": [{"id": "PUMP"}, {"id": "RESIN", "unit": "kg"}],
    "locations": [{"id": "STORE"}], "work_centers": [{"id": "CELL", "supply": "STORE"}],
    "boms": [{"id": "PUMP", "material": "PUMP", "base_quantity": "2 pcs", "items": [
      {"component": "RESIN", "quantity": "3 kg", "scrap_factor": 0.2}]}],
    "routings": [{"id": "PUMP", "material": "PUMP", "operations": [
      {"id": 10, "work_center": "CELL", "time": "10 min", "per": "lot"}]}]})";
  const Timeline t(
      bom, input(R"({"material": "RESIN", "location": "STORE", "quantity": "10 kg"})", kTwoPumps));
  EXPECT_EQ(stock_of(t, "RESIN"), 6400);  // grams: 10 kg - 3.6 kg
}

TEST(Components, ThatAreMissingLetTheOperationWaitForMaterial) {
  // Two housings are needed, one is there; a source brings another every 30 minutes.
  const Timeline t(
      plant(R"({"id": "HOUSING"})", R"({"component": "HOUSING", "quantity": "1 pcs"})"),
      R"({"start": "2025-01-01T00:00:00Z", "horizon": "2 h",
    "orders": [{"id": "O", "product": "PUMP", "quantity": "2 pcs"}],
    "sources": [{"id": "TRUCK", "kind": "interarrival", "product": "HOUSING", "quantity": "1 pcs",
                 "interarrival": "30 min", "location": "STORE"}],
    "initial_state": {"stock": [{"material": "HOUSING", "location": "STORE",
                                 "quantity": "1 pcs"}]}})");
  EXPECT_EQ(t.times(EventType::kOperationStarted), Minutes{30});
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{40});
  EXPECT_NEAR(t.measured().state("CELL/1", plant::MachineStateCode::kWaitingMaterial), 0.25, 1e-12);
}

TEST(Components, ThatAreMissingAreNoLongerWaitedForOnceAnotherMachineTakesTheLot) {
  // Each machine makes a pump of the housings that are there. The third waits from minute 12 to 30,
  // at both machines; then the first makes it and the second has nothing to wait for.
  const Timeline t(plant(R"({"id": "HOUSING"})", R"({"component": "HOUSING", "quantity": "1 pcs"})",
                         "", R"(, "machines": 2)"),
                   R"({"start": "2025-01-01T00:00:00Z", "horizon": "2 h", "orders": [
    {"id": "A", "product": "PUMP", "quantity": "1 pcs"},
    {"id": "B", "product": "PUMP", "quantity": "1 pcs"},
    {"id": "C", "product": "PUMP", "quantity": "1 pcs", "release": "12 min"}],
    "sources": [{"id": "TRUCK", "kind": "interarrival", "product": "HOUSING", "quantity": "1 pcs",
                 "interarrival": "30 min", "location": "STORE"}],
    "initial_state": {"stock": [{"material": "HOUSING", "location": "STORE",
                                 "quantity": "2 pcs"}]}})");
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 10, 40}));
  EXPECT_NEAR(t.measured().state("CELL/2", plant::MachineStateCode::kWaitingMaterial), 0.15, 1e-12);
  EXPECT_NEAR(t.measured().state("CELL/2", plant::MachineStateCode::kIdle), 92.0 / 120, 1e-12);
}

TEST(Components, OfAPhantomAreTakenInItsPlace) {
  // A kit of 2 bolts and 1 seal is never stocked: 2 pumps take 4 bolts and 2 seals.
  const Timeline t(plant(R"({"id": "KIT", "phantom": true}, {"id": "BOLT"}, {"id": "SEAL"})",
                         R"({"component": "KIT", "quantity": "1 pcs"}]},
      {"id": "KIT", "material": "KIT", "items": [{"component": "BOLT", "quantity": "2 pcs"},
                                                 {"component": "SEAL", "quantity": "1 pcs"})"),
                   input(R"({"material": "BOLT", "location": "STORE", "quantity": "9 pcs"},
      {"material": "SEAL", "location": "STORE", "quantity": "9 pcs"})",
                         kTwoPumps));
  EXPECT_EQ(stock_of(t, "BOLT"), 5);
  EXPECT_EQ(stock_of(t, "SEAL"), 7);
}

TEST(Components, GiveByProductsWhenTheOperationIsComplete) {
  const Timeline t(
      plant(R"({"id": "BAR"}, {"id": "CHIPS", "unit": "kg"})",
            R"({"component": "BAR", "quantity": "1 pcs"},
      {"component": "CHIPS", "quantity": "0.5 kg", "by_product": true})"),
      input(R"({"material": "BAR", "location": "STORE", "quantity": "2 pcs"})", kTwoPumps));
  EXPECT_EQ(stock_of(t, "BAR"), 0);
  EXPECT_EQ(stock_of(t, "CHIPS"), 1000);
}

TEST(Components, FollowTheRevisionInForceAtTheOrdersRelease) {
  // From noon on a pump takes 3 bolts instead of 1.
  const Timeline t(plant(R"({"id": "BOLT"})", R"({"component": "BOLT", "quantity": "1 pcs"}],
      "effective_to": "2025-01-01T12:00:00Z"},
      {"id": "PUMP-B", "material": "PUMP", "revision": "B",
       "effective_from": "2025-01-01T12:00:00Z",
       "items": [{"component": "BOLT", "quantity": "3 pcs"})"),
                   input(R"({"material": "BOLT", "location": "STORE", "quantity": "9 pcs"})",
                         R"({"id": "OLD", "product": "PUMP", "quantity": "1 pcs"},
      {"id": "NEW", "product": "PUMP", "quantity": "1 pcs", "release": "12 h"})"));
  EXPECT_EQ(stock_of(t, "BOLT"), 9 - 1 - 3);
}

TEST(Staging, BringsComponentsToTheLineBeforeTheOperationMayStart) {
  // Picking takes 15 minutes and only one picker is there: lots start at 15 and at 30.
  const std::string text =
      plant(R"({"id": "HOUSING"})", R"({"component": "HOUSING", "quantity": "1 pcs"})", "",
            R"(, "staging": "15 min", "machines": 2)");
  std::string with_picker = text;
  with_picker.replace(with_picker.find(R"({"id": "STORE"})"), 15,
                      R"({"id": "STORE", "pickers": 1})");
  const std::string in =
      input(R"({"material": "HOUSING", "location": "STORE", "quantity": "9 pcs"})",
            R"({"id": "O", "product": "PUMP", "quantity": "2 pcs", "lot_size": "1 pcs"})");
  EXPECT_EQ(Timeline(text, in).times(EventType::kOperationStarted), (Minutes{15, 15}));
  EXPECT_EQ(Timeline(with_picker, in).times(EventType::kOperationStarted), (Minutes{15, 30}));
}

TEST(ShelfLife, EndsStockThatIsNotUsedInTime) {
  const Timeline t(plant(R"({"id": "GLUE", "shelf_life": "1 h"})",
                         R"({"component": "GLUE", "quantity": "1 pcs"})"),
                   R"({"start": "2025-01-01T00:00:00Z", "horizon": "4 h",
    "orders": [{"id": "O", "product": "PUMP", "quantity": "1 pcs", "release": "90 min"}],
    "sources": [{"id": "TRUCK", "kind": "interarrival", "product": "GLUE", "quantity": "5 pcs",
                 "interarrival": "2 h", "first": "0 h", "location": "STORE"}]})");
  // The first five expire at 1 h; the order waits until 2 h; the other four expire at 3 h.
  EXPECT_EQ(t.times(EventType::kStockExpired), (Minutes{60, 180}));
  EXPECT_EQ(t.times(EventType::kOperationStarted), Minutes{120});
  const plant::MaterialId glue = t.simulation().material("GLUE");
  EXPECT_EQ(t.run().state().statistics.materials[glue.index()].expired, 5 + 4);
}

std::string replenished(const std::string& rule) {
  return plant(
      R"({"id": "SEAL"})", R"({"component": "SEAL", "quantity": "1 pcs"})",
      R"(, "suppliers": [{"id": "ACME", "lead_time": "1 h"}], "replenishments": [)" + rule + "]");
}

constexpr const char* kPumpEvery30Min = R"({"start": "2025-01-01T00:00:00Z", "horizon": "5 h",
  "sources": [{"id": "DEMAND", "kind": "interarrival", "product": "PUMP", "quantity": "1 pcs",
               "interarrival": "30 min", "first": "0 min"}],
  "initial_state": {"stock": [{"material": "SEAL", "location": "STORE", "quantity": "3 pcs"}]}})";

TEST(Replenishment, OrdersAFixedQuantityWhenThePositionReachesTheReorderPoint) {
  // 3 in stock, one issued at 0, 30, 60, ...: the position is 1 at 30 min, when 4 are ordered;
  // with the 4 on order it reaches 1 again at 150 and 270 min.
  const Timeline t(replenished(R"({"id": "R", "kind": "reorder_point", "material": "SEAL",
    "location": "STORE", "supplier": "ACME", "reorder_point": "1 pcs",
    "order_quantity": "4 pcs"})"),
                   kPumpEvery30Min);
  EXPECT_EQ(t.times(EventType::kPurchaseOrdered), (Minutes{30, 150, 270}));
}

TEST(Replenishment, FillsUpToALevelAtEachReview) {
  // Looked at every 2 h, before the issues of its instant: at 0 the position is 3, above the
  // reorder point; at 120 min it is 0 (issued at 0, 30 and 60), so 6 are ordered.
  const Timeline t(replenished(R"({"id": "R", "kind": "periodic_review", "material": "SEAL",
    "location": "STORE", "supplier": "ACME", "reorder_point": "2 pcs",
    "order_up_to": "6 pcs", "review_interval": "2 h"})"),
                   kPumpEvery30Min);
  const std::vector<plant::PlantEvent> ordered = t.events(EventType::kPurchaseOrdered);
  ASSERT_GE(ordered.size(), 1U);
  EXPECT_EQ(Timeline::minutes(ordered[0].time), 120);
  EXPECT_EQ(ordered[0].quantity.count(), 6);
}

TEST(Replenishment, ByKanbanKeepsAsManyContainersAsCards) {
  // 3 cards of 2 pieces, nothing in stock: three containers are ordered at once, then one for
  // every two pieces used.
  const Timeline t(replenished(R"({"id": "R", "kind": "kanban", "material": "SEAL",
    "location": "STORE", "supplier": "ACME", "cards": 3, "container": "2 pcs"})"),
                   R"({"start": "2025-01-01T00:00:00Z", "horizon": "3 h",
    "sources": [{"id": "DEMAND", "kind": "interarrival", "product": "PUMP", "quantity": "1 pcs",
                 "interarrival": "30 min", "first": "60 min"}]})");
  EXPECT_EQ(t.times(EventType::kPurchaseOrdered), (Minutes{0, 0, 0, 90, 150}));
}

TEST(Suppliers, SendBadLotsThatAreSentBackOnReceipt) {
  const Timeline t(plant(R"({"id": "SEAL"})", R"({"component": "SEAL", "quantity": "1 pcs"})",
                         R"(, "suppliers": [{"id": "ACME", "lead_time": "1 h",
      "bad_lot_probability": 1}], "replenishments": [{"id": "R",
      "kind": "reorder_point", "material": "SEAL", "location": "STORE", "supplier": "ACME",
      "reorder_point": "0 pcs", "order_quantity": "4 pcs"}])"),
                   R"({"start": "2025-01-01T00:00:00Z", "horizon": "150 min"})");
  EXPECT_EQ(t.times(EventType::kPurchaseOrdered), (Minutes{0, 60, 120}));
  EXPECT_EQ(t.times(EventType::kStockScrapped), (Minutes{60, 120}));
  EXPECT_EQ(stock_of(t, "SEAL"), 0);
}

TEST(ProductionReplenishment, MakesWhatIsTakenFromStock) {
  // Wheels are made in orders of 2 when stock and open orders are at or below 1.
  const Timeline t(R"({"id": "P", "unit": "pcs", "materials": [{"id": "WHEEL"}, {"id": "CART"}],
    "locations": [{"id": "STORE"}],
    "work_centers": [{"id": "LATHE"}, {"id": "CELL", "supply": "STORE"}],
    "boms": [{"id": "CART", "material": "CART", "items": [
      {"component": "WHEEL", "quantity": "2 pcs"}]}],
    "routings": [
      {"id": "WHEEL", "material": "WHEEL", "operations": [
        {"id": 10, "work_center": "LATHE", "time": "5 min", "per": "unit"}]},
      {"id": "CART", "material": "CART", "operations": [
        {"id": 10, "work_center": "CELL", "time": "1 min", "per": "lot"}]}],
    "replenishments": [{"id": "WHEELS", "kind": "reorder_point", "material": "WHEEL",
      "location": "STORE", "reorder_point": "1 pcs", "order_quantity": "2 pcs"}]})",
                   R"({"start": "2025-01-01T00:00:00Z", "horizon": "1 h", "orders": [
    {"id": "C", "product": "CART", "quantity": "1 pcs", "release": "30 min"}]})");
  // Made from 0 to 10; taken at 30; made again from 30 to 40.
  EXPECT_EQ(t.completed().at("WHEELS-1.1"), 10);
  EXPECT_EQ(t.completed().at("C.1"), 31);
  EXPECT_EQ(t.completed().at("WHEELS-2.1"), 40);
  EXPECT_EQ(stock_of(t, "WHEEL"), 2);
}

}  // namespace
}  // namespace planttwin::testing
