#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "tests/plant_models/loading.h"

namespace planttwin::plant {
namespace {

// Broken run inputs: demand, disruptions and initial states that a plant cannot have. Every error
// is expected with line, column, JSON pointer and message, and no other error.
struct BadRunInput {
  std::string name;
  std::string text;
  std::vector<std::string> errors;
};

std::ostream& operator<<(std::ostream& out, const BadRunInput& bad) { return out << bad.name; }

// Two machines M1, a pool of two people, a product A in pieces and a bought material B.
Plant plant_of_the_cases() {
  PlantText plant;
  plant.others = R"("labor": [{"id": "L", "size": 2}], "locations": [{"id": "W"}],)";
  plant.materials = R"("materials": [{"id": "A", "unit": "pcs"}, {"id": "B", "unit": "kg"}],)";
  plant.work_centers =
      R"("work_centers": [{"id": "M1", "machines": 2, "failures": [{"id": "JAM", "time_to_failure": "9 h", "repair": "1 h"}]}],)";
  return good_plant(plant.text());
}

const std::vector<BadRunInput> kCases = {
    {"NoStartNoEnd",
     R"({})",
     {R"(1:1: the member "start" is missing)",
      R"(1:1: say how long to run: "horizon": "28 d", or "until": "done")"}},
    {"LocalStart",
     R"({"start": "2025-03-03T00:00:00", "horizon": "28 d"})",
     {R"(1:11: /start: found "2025-03-03T00:00:00", which is local time; an instant needs Z or an offset, such as "2025-03-30T06:00:00Z" or "2025-03-30T06:00:00+02:00")"}},
    {"HorizonInThePast",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "-1 d"})",
     {"1:46: /horizon: found -1 d; expected a duration above zero"}},
    {"HorizonOfNothing",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "0 s"})",
     {"1:46: /horizon: found 0 s; expected a duration above zero"}},
    {"HorizonOfAMillenium",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "400000 d"})",
     {"1:46: /horizon: found 400000 d; expected at most 36525 d"}},
    {"HorizonAndUntil",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "1 d", "until": "done"})",
     {"1:62: /until: a run has either a horizon or until, not both"}},
    {"WarmUpBeyondTheHorizon",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "1 d", "warm_up": "1 d"})",
     {"1:64: /warm_up: found 1 d; expected less than the horizon of 1 d"}},
    {"UntilDoneWithAnEndlessSource",
     R"({"start": "2025-03-03T00:00:00Z", "until": "done", "sources": [
{"id": "S", "product": "A", "quantity": "1 pcs", "interarrival": "1 h"}]})",
     {R"(1:44: /until: the source "S" never ends: give it a limit or an end, or the run a horizon)"}},
    {"SaturatedSourceOfAQueueWithoutLimit",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "1 d", "sources": [
{"id": "S", "kind": "saturated", "product": "A", "quantity": "1 pcs"}]})",
     {R"(2:21: /sources/S/kind: a saturated source would fill the queue of the first operation of "A" without end: give its work center a queue_capacity, or the source a limit)"}},
    {"OrderOfUnknownProduct",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"orders": [{"id": "O", "product": "AA", "quantity": "1 pcs"}]})",
     {R"(2:35: /orders/O/product: no material "AA")"}},
    {"OrderWithoutUnit",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"orders": [{"id": "O", "product": "A", "quantity": 10}]})",
     {R"(2:52: /orders/O/quantity: found the number 10; a unit is needed: expected a quantity such as "1 pcs")"}},
    {"OrderOfFractions",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"orders": [{"id": "O", "product": "A", "quantity": "1.5 pcs"}]})",
     {R"(2:52: /orders/O/quantity: "1.5 pcs" has more decimals than pcs carries (0))"}},
    {"OrderOfNothing",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"orders": [{"id": "O", "product": "A", "quantity": "0 pcs"}]})",
     {"2:52: /orders/O/quantity: expected a quantity above zero"}},
    {"OrderOfWhatIsBought",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"orders": [{"id": "O", "product": "B", "quantity": "1 kg"}]})",
     {R"(2:35: /orders/O/product: the material "B" has no routing: it is not made in this plant)"}},
    {"OrderTwice",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"orders": [{"id": "O", "product": "A", "quantity": "1 pcs"}, {"id": "O", "product": "A", "quantity": "2 pcs"}]})",
     {R"(2:69: /orders/O/id: the id "O" is used twice; first at 2:19)"}},
    {"OrderInTooManyLots",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"orders": [{"id": "O", "product": "A", "quantity": "2000001 pcs", "lot_size": "2 pcs"}]})",
     {"2:52: /orders/O/quantity: more than 1000000 lots; check the lot size"}},
    {"SourceWithoutTime",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"sources": [{"id": "S", "product": "A", "quantity": "1 pcs"}]})",
     {R"(2:13: /sources/S: the member "interarrival" is missing)"}},
    {"SourceWithoutPause",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"sources": [{"id": "S", "product": "A", "quantity": "1 pcs", "interarrival": "0 s"}]})",
     {"2:78: /sources/S/interarrival: the mean is 0 s; expected a time above zero"}},
    {"SourceOfMixedUnits",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"sources": [{"id": "S", "products": [{"product": "A"}, {"product": "B", "weight": -1}], "quantity": "1 pcs", "interarrival": "1 h", "location": "W"}]})",
     {"2:83: /sources/S/products/1/weight: found the number -1; expected a number above zero",
      "2:101: /sources/S/quantity: the products have different units; draw the number of units "
      "by quantity_draw, or use a source for each"}},
    {"SourceOfUnknownKindAlone",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"sources": [{"id": "S", "kind": "saturatd", "product": "A", "quantity": "1 pcs"}]})",
     {R"(2:33: /sources/S/kind: found "saturatd"; expected one of interarrival, saturated, periodic_review; nearest: "saturated")"}},
    {"BoughtGoodsWithoutLocation",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"sources": [{"id": "S", "product": "B", "quantity": "1 kg", "interarrival": "1 h"}]})",
     {R"(2:13: /sources/S: a material without a routing goes to stock: say where by "location")"}},
    {"DisruptionOfUnknownMachine",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"disruptions": [{"id": "D", "kind": "machine_down", "at": "1 d", "duration": "1 h", "machine": "M1/3"}]})",
     {R"(2:96: /disruptions/D/machine: no machine "M1/3"; nearest: "M1/1", "M1/2")"}},
    {"DisruptionBeforeTheStart",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"disruptions": [{"id": "D", "kind": "absent_crew", "at": "-1 d", "duration": "1 h", "pool": "L", "count": 3}]})",
     {"2:58: /disruptions/D/at: expected a time that is not before the start",
      R"(2:107: /disruptions/D/count: found 3; the pool "L" has 2)"}},
    {"DisruptionOfUnknownKindAlone",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"disruptions": [{"id": "D", "kind": "earthquake", "at": "1 d", "magnitude": 7}]})",
     {R"(2:37: /disruptions/D/kind: found "earthquake"; expected one of machine_down, absent_crew, hold_material, hold_lots, rush_order, edge_closed)"}},
    {"LotOfALaterOrder",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"orders": [{"id": "O", "product": "A", "quantity": "1 pcs", "release": "1 d"}],
"initial_state": {"lots": [{"order": "O", "quantity": "2 pcs", "operation": 20}]}})",
     {R"(3:38: /initial_state/lots/0/order: the order "O" is released after the start and cannot have lots yet)",
      R"(3:55: /initial_state/lots/0/quantity: the lots of order "O" hold more than the order)",
      R"(3:77: /initial_state/lots/0/operation: no operation "20"; nearest: "10")"}},
    {"StockReservedForNobody",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"initial_state": {"stock": [{"material": "A", "location": "W", "quantity": "1 pcs", "lot": "X", "reserved": "2 pcs", "reserved_for": "O"}]}})",
     {R"(2:92: /initial_state/stock/0/lot: the material "A" is not under lot control)",
      "2:109: /initial_state/stock/0/reserved: expected at most the quantity",
      R"(2:134: /initial_state/stock/0/reserved_for: no order "O")"}},
    {"ClockOfUnknownMode",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"initial_state": {"clocks": [{"machine": "M1/1", "mode": "JAMM"}]}})",
     {"2:30: /initial_state/clocks/0: expected one of remaining, remaining_cycles and "
      "repair_remaining, found 0",
      R"(2:58: /initial_state/clocks/0/mode: no failure mode "JAMM"; nearest: "JAM")"}},
    {"TwoLotsOnOneMachine",
     R"({"start": "2025-03-03T00:00:00Z", "horizon": "28 d",
"orders": [{"id": "O", "product": "A", "quantity": "2 pcs"}],
"initial_state": {"lots": [
{"order": "O", "quantity": "1 pcs", "operation": 10, "place": "machine", "machine": "M1/1", "remaining": "1 min"},
{"order": "O", "quantity": "1 pcs", "operation": 10, "place": "machine", "machine": "M1/1", "remaining": "1 min"}]}})",
     {"5:85: /initial_state/lots/1/machine: the machine holds 1 lot at once"}},
};

class BadRunInputFiles : public testing::TestWithParam<BadRunInput> {};

TEST_P(BadRunInputFiles, YieldEveryErrorInItsPlace) {
  std::string expected;
  for (const std::string& error : GetParam().errors) expected += "scenario.json:" + error + "\n";
  EXPECT_EQ(load_input_text(plant_of_the_cases(), GetParam().text).errors, expected);
}

INSTANTIATE_TEST_SUITE_P(Loader, BadRunInputFiles, testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace planttwin::plant
