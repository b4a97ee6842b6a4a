// Components of lots that start together, and of operations that book them later: what one has been
// promised is not given to another, and nothing is taken that is not there.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;

// A pump of one housing, made in 10 minutes; each test says what is particular.
std::string pumps(const std::string& work_center, const std::string& item,
                  const std::string& more) {
  return R"({"id": "SUPPLY", "unit": "pcs",
    "materials": [{"id": "PUMP"}, {"id": "HOUSING"}, {"id": "SPARE"}],
    "locations": [{"id": "STORE"}],
    "work_centers": [{"id": "CELL", "supply": "STORE")" +
         work_center + R"(}],
    "boms": [{"id": "PUMP", "material": "PUMP", "items": [
      {"component": "HOUSING", "quantity": "1 pcs")" +
         item + R"(}]}],
    "routings": [{"id": "PUMP", "material": "PUMP", "operations": [
      {"id": 10, "work_center": "CELL", "time": "10 min", "per": "lot"}]}])" +
         more + "}";
}

// A source of one housing at the given time, and stock.
std::string input(const std::string& orders, const std::string& housing_at,
                  const std::string& stock) {
  return R"({"start": "2025-01-01T00:00:00Z", "horizon": "2 h", "orders": [)" + orders + R"(],
    "sources": [{"id": "TRUCK", "kind": "interarrival", "product": "HOUSING",
                 "quantity": "1 pcs", "interarrival": "1 d", "first": ")" +
         housing_at + R"(", "location": "STORE"}],
    "initial_state": {"stock": [)" +
         stock + "]}}";
}

constexpr const char* kOnePump = R"({"id": "O", "product": "PUMP", "quantity": "1 pcs"})";
constexpr const char* kTwoLots =
    R"({"id": "O", "product": "PUMP", "quantity": "2 pcs", "lot_size": "1 pcs"})";
constexpr const char* kOneHousing =
    R"({"material": "HOUSING", "location": "STORE", "quantity": "1 pcs"})";
constexpr const char* kOneSpare =
    R"({"material": "SPARE", "location": "STORE", "quantity": "1 pcs"})";
constexpr const char* kAlternate = R"(, "alternates": [{"component": "SPARE",
                                                        "quantity": "1 pcs"}])";

std::int64_t stock_of(const Timeline& t, const std::string& material) {
  const plant::MaterialId id = t.simulation().material(material);
  return t.run().state().statistics.materials[id.index()].stock.level();
}

TEST(ComponentSupply, OfABatchIsThereForAllItsLotsTogether) {
  // One housing for a batch of two: each lot alone could start. The second housing comes at 30.
  const Timeline t(pumps(R"(, "batch": {"maximum": 2})", "", ""),
                   input(kTwoLots, "30 min", kOneHousing));
  EXPECT_EQ(t.times(EventType::kOperationStarted), (Minutes{30, 30}));
  EXPECT_EQ(stock_of(t, "HOUSING"), 0);
}

TEST(ComponentSupply, LetsABatchAtItsMinimumStartWithTheLotsThatHaveTheirs) {
  const Timeline t(pumps(R"(, "batch": {"maximum": 2, "limit": "start_at_minimum"})", "", ""),
                   input(kTwoLots, "30 min", kOneHousing));
  EXPECT_EQ(t.times(EventType::kOperationStarted), (Minutes{0, 30}));
}

TEST(ComponentSupply, DividesTheLotsOfABatchThatStartsWithAPart) {
  // Three housings for two lots of two pumps: the first lot whole, one pump of the second.
  const Timeline t(
      pumps(R"(, "batch": {"maximum": 2})", "", R"(, "options": {"shortage": "partial"})"),
      input(R"({"id": "O", "product": "PUMP", "quantity": "4 pcs",
                             "lot_size": "2 pcs"})",
            "30 min", R"({"material": "HOUSING", "location": "STORE", "quantity": "3 pcs"})"));
  const std::vector<plant::PlantEvent> started = t.events(EventType::kOperationStarted);
  ASSERT_EQ(started.size(), 2U);
  EXPECT_EQ(started[0].quantity.count(), 2);
  EXPECT_EQ(started[1].quantity.count(), 1);
  EXPECT_EQ(stock_of(t, "HOUSING"), 1);  // came at 30; a batch of one waits for a second lot
}

TEST(ComponentSupply, DividesALotThatComesOntoALine) {
  // Three pumps, two housings: two come onto the line at 0, the third at 30.
  const Timeline t(
      pumps(R"(, "indexing_line": {"stations": 2})", "", R"(, "options": {"shortage": "partial"})"),
      input(R"({"id": "O", "product": "PUMP", "quantity": "3 pcs"})", "30 min",
            R"({"material": "HOUSING", "location": "STORE", "quantity": "2 pcs"})"));
  const std::vector<plant::PlantEvent> started = t.events(EventType::kOperationStarted);
  ASSERT_EQ(started.size(), 2U);
  EXPECT_EQ(started[0].quantity.count(), 2);
  EXPECT_EQ(Timeline::minutes(started[1].time), 30);
}

TEST(ComponentSupply, ForABackflushIsNotLostWhenItExpiresDuringTheOperation) {
  const Timeline t(pumps("", R"(, "issue": "backflush")", ""),
                   input(kOnePump, "1 h", R"({"material": "HOUSING", "location": "STORE",
                                              "quantity": "3 pcs", "expires": "5 min"})"));
  EXPECT_EQ(t.times(EventType::kMaterialIssued), Minutes{10});
  const plant::MaterialId housing = t.simulation().material("HOUSING");
  EXPECT_EQ(t.run().state().statistics.materials[housing.index()].expired, 2);
}

TEST(ComponentSupply, ForABackflushIsTheAlternateThatWasChosenAtTheStart) {
  // No housing at 0, so the spare is taken; a housing comes at 5, before consumption is booked.
  const Timeline t(pumps("", std::string(R"(, "issue": "backflush")") + kAlternate,
                         R"(, "options": {"shortage": "alternate_first"})"),
                   input(kOnePump, "5 min", kOneSpare));
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{10});
  EXPECT_EQ(stock_of(t, "SPARE"), 0);
  EXPECT_EQ(stock_of(t, "HOUSING"), 1);
}

TEST(ComponentSupply, ThatWasStagedIsWhatTheOperationTakes) {
  // The spare is brought from 0 to 15; a housing comes at 5.
  const Timeline t(pumps(R"(, "staging": "15 min")", kAlternate,
                         R"(, "options": {"shortage": "alternate_first"})"),
                   input(kOnePump, "5 min", kOneSpare));
  EXPECT_EQ(t.times(EventType::kOperationStarted), Minutes{15});
  EXPECT_EQ(stock_of(t, "SPARE"), 0);
  EXPECT_EQ(stock_of(t, "HOUSING"), 1);
}

TEST(ComponentSupply, ThatIsStagedUsesUpTheReservationOfItsOrder) {
  // Two housings, one reserved at the release of each order: both are staged at once.
  const Timeline t(
      pumps(R"(, "machines": 2, "staging": "15 min")", "",
            R"(, "options": {"reservation": "at_release"})"),
      input(R"({"id": "A", "product": "PUMP", "quantity": "1 pcs"},
                            {"id": "B", "product": "PUMP", "quantity": "1 pcs"})",
            "1 h", R"({"material": "HOUSING", "location": "STORE", "quantity": "2 pcs"})"));
  EXPECT_EQ(t.times(EventType::kOperationStarted), (Minutes{15, 15}));
  EXPECT_TRUE(t.run().state().reservations.empty());
}

TEST(ComponentSupply, IsNotStagedAgainForALotThatIsOnAMachineAtTheStart) {
  const Timeline t(pumps(R"(, "staging": "15 min")", "", ""),
                   R"({"start": "2025-01-01T00:00:00Z", "until": "done", "orders": [)" +
                       std::string(kOnePump) + R"(], "initial_state": {"stock": [)" + kOneHousing +
                       R"(],
      "lots": [{"order": "O", "operation": 10, "quantity": "1 pcs",
                "place": "machine", "machine": "CELL/1", "remaining": "4 min"}]}})");
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{4});
  EXPECT_EQ(t.times(EventType::kMaterialReserved), Minutes{});
  EXPECT_EQ(stock_of(t, "HOUSING"), 1);
}

TEST(ComponentSupply, OfALotIsSafeFromTheReplenishmentThatItsFirstComponentCausesAtOnce) {
  // Taking the valve orders another, which is made of a housing too; there is only one. The pump
  // has both, the order for the valve waits.
  const Timeline t(R"({"id": "SUPPLY", "unit": "pcs",
    "materials": [{"id": "PUMP"}, {"id": "VALVE"}, {"id": "HOUSING"}],
    "locations": [{"id": "STORE"}],
    "work_centers": [{"id": "CELL", "supply": "STORE"},
                     {"id": "VALVES", "supply": "STORE", "staging": "1 min"}],
    "boms": [
      {"id": "PUMP", "material": "PUMP", "items": [{"component": "VALVE", "quantity": "1 pcs"},
                                                   {"component": "HOUSING", "quantity": "1 pcs"}]},
      {"id": "VALVE", "material": "VALVE", "items": [
        {"component": "HOUSING", "quantity": "1 pcs"}]}],
    "routings": [
      {"id": "PUMP", "material": "PUMP", "operations": [
        {"id": 10, "work_center": "CELL", "time": "10 min", "per": "lot"}]},
      {"id": "VALVE", "material": "VALVE", "operations": [
        {"id": 10, "work_center": "VALVES", "time": "10 min", "per": "lot"}]}],
    "replenishments": [{"id": "R", "kind": "reorder_point", "material": "VALVE",
      "location": "STORE", "reorder_point": "0 pcs", "order_quantity": "1 pcs"}]})",
                   R"({"start": "2025-01-01T00:00:00Z", "horizon": "1 h",
    "orders": [{"id": "O", "product": "PUMP", "quantity": "1 pcs"}],
    "initial_state": {"stock": [
      {"material": "VALVE", "location": "STORE", "quantity": "1 pcs"},
      {"material": "HOUSING", "location": "STORE", "quantity": "1 pcs"}]}})");
  EXPECT_EQ(t.times(EventType::kOrderReleased), (Minutes{0, 0}));
  EXPECT_EQ(t.lots(EventType::kLotCompleted), Lots{"O.1"});
  EXPECT_EQ(t.times(EventType::kOperationStarted), Minutes{0});
}

}  // namespace
}  // namespace planttwin::testing
