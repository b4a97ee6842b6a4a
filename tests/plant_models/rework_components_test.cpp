// Components of lots that come back for rework.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;

// Every unit is rejected at 20 and goes back to 10 once; the second time it is scrapped.
std::string reworked(const std::string& item, const std::string& more_items = "") {
  return R"({"id": "REWORK", "unit": "pcs",
    "materials": [{"id": "PUMP"}, {"id": "HOUSING"}, {"id": "KIT", "phantom": true},
                  {"id": "GLUE"}, {"id": "CHIPS"}],
    "locations": [{"id": "STORE"}],
    "work_centers": [{"id": "CELL", "supply": "STORE"}, {"id": "CHECK"}],
    "boms": [{"id": "PUMP", "items": [{"component": "HOUSING", "quantity": "1 pcs")" +
         item + "}" + more_items + R"(]},
             {"id": "KIT", "items": [{"component": "GLUE", "quantity": "2 pcs",
                                      "again_on_rework": true},
                                     {"component": "HOUSING", "quantity": "1 pcs"}]}],
    "routings": [{"id": "PUMP", "operations": [
      {"id": 10, "work_center": "CELL", "time": "10 min", "per": "lot"},
      {"id": 20, "work_center": "CHECK", "time": "1 min", "per": "lot",
       "inspection": {"scope": "every_unit", "false_alarm": 1, "on_defect": "rework",
                      "rework_to": 10, "max_rework": 1}}]}]})";
}

std::string stocked(const std::string& housings, const std::string& more = "") {
  return R"({"start": "2025-01-01T00:00:00Z", "horizon": "2 h",
    "orders": [{"id": "O", "product": "PUMP", "quantity": "1 pcs"}],
    "initial_state": {"stock": [
      {"material": "HOUSING", "location": "STORE", "quantity": ")" +
         housings + R"("}, {"material": "GLUE", "location": "STORE", "quantity": "9 pcs"}])" +
         more + "}}";
}

std::int64_t stock_of(const Timeline& t, const std::string& material) {
  const plant::MaterialId id = t.simulation().material(material);
  return t.run().state().statistics.materials[id.index()].stock.level();
}

TEST(ReworkComponents, AreInTheLotAlready) {
  // One housing is all there is: the second visit to the cell does not wait for another.
  const Timeline t(reworked(""), stocked("1 pcs"));
  EXPECT_EQ(t.times(EventType::kOperationStarted), (Minutes{0, 10, 11, 21}));
  EXPECT_EQ(t.times(EventType::kMaterialIssued), Minutes{0});
}

TEST(ReworkComponents, AreConsumedAgainWhereTheBomSaysSo) {
  const Timeline t(reworked(R"(, "again_on_rework": true)"), stocked("9 pcs"));
  EXPECT_EQ(t.times(EventType::kMaterialIssued), (Minutes{0, 11}));
  EXPECT_EQ(stock_of(t, "HOUSING"), 7);
}

TEST(ReworkComponents, OfAPhantomAreConsumedAgainAsItsOwnBomSays) {
  // A housing and the kit's housing once; two of glue on each of two visits.
  const Timeline t(reworked("", R"(, {"component": "KIT", "quantity": "1 pcs"})"),
                   stocked("9 pcs"));
  EXPECT_EQ(stock_of(t, "HOUSING"), 7);
  EXPECT_EQ(stock_of(t, "GLUE"), 5);
}

TEST(ReworkComponents, GiveTheirByProductOnce) {
  const Timeline t(reworked("", R"(, {"component": "CHIPS", "quantity": "3 pcs",
                                      "operation": 10, "by_product": true})"),
                   stocked("9 pcs"));
  EXPECT_EQ(stock_of(t, "CHIPS"), 3);
}

TEST(ReworkComponents, AreInALotThatStartsBehindTheirOperation) {
  // In the initial state the lot waits at 20; its rework at 10 finds its housing in it.
  const Timeline t(reworked(""), stocked("9 pcs", R"(, "lots": [
    {"order": "O", "quantity": "1 pcs", "operation": 20}])"));
  EXPECT_EQ(t.times(EventType::kOperationStarted), (Minutes{0, 1, 11}));
  EXPECT_EQ(stock_of(t, "HOUSING"), 9);
}

}  // namespace
}  // namespace planttwin::testing
