// Compatibility::kPySCFabSim: each rule of PySCFabSim in which a plant differs from planttwin's
// own, worked out by hand. Its own results stand beside where the same plant shows the difference.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr const char* kPySCFabSim = "pyscfabsim";
constexpr const char* kOwn = "none";

// Products X and Y, each with operations of its own, at the given work centers.
Timeline run(const std::string& semantics, const std::string& work_centers, const std::string& x,
             const std::string& y, const std::string& input) {
  const std::string operations_of_y =
      y.empty() ? "" : R"(, {"id": "Y", "operations": [)" + y + "]}";
  return Timeline(R"({"id": "P", "unit": "pcs", "materials": [{"id": "X"}, {"id": "Y"}],
    "options": {"compatibility": ")" +
                      semantics + R"("}, "work_centers": [)" + work_centers +
                      R"(], "routings": [{"id": "X", "operations": [)" + x + "]}" +
                      operations_of_y + "]}",
                  R"({"start": "2025-01-01T00:00Z", )" + input + "}");
}

std::string order(const std::string& id, const std::string& product, int minute,
                  const std::string& more = "") {
  return R"({"id": ")" + id + R"(", "product": ")" + product + R"(", "quantity": "1 pcs",
    "release": ")" +
         std::to_string(minute) + " min\"" + more + "}";
}

// Failures at 7 (idle), 30 (B at work from 28) and at 53 or later (all done): the first does
// nothing, the second makes the work 3 min longer.
TEST(PySCFabSim, FailuresOnlyDelayWorkInProgress) {
  const Timeline t =
      run(kPySCFabSim, R"({"id": "TOOL", "failures": [
      {"id": "F", "clock": "calendar", "time_to_failure": "20 min", "first": "7 min",
       "repair": "3 min"}]})",
          R"({"id": 10, "work_center": "TOOL", "time": "20 min", "per": "lot"})", "",
          R"("until": "done", "orders": [)" + order("A", "X", 8) + ", " + order("B", "X", 9) + "]");
  EXPECT_THAT(t.completed(), ElementsAre(Pair("A.1", 28), Pair("B.1", 51)));
}

// A's pieces are all in at 10, and it comes out at 18 whatever happens then. The failure at 12
// makes B 4 min later. With planttwin's own semantics it holds up both.
TEST(PySCFabSim, LotsThatOnlyHaveToComeOutAreNotDelayed) {
  const auto completed = [](const std::string& semantics) {
    return run(semantics, R"({"id": "TRACK", "failures": [
        {"id": "F", "clock": "calendar", "time_to_failure": "9 h", "first": "12 min",
         "repair": "4 min"}]})",
               R"({"id": 10, "work_center": "TRACK", "time": "18 min", "per": "lot",
                   "cascade": {"per": "batch", "interval": "10 min"}})",
               "",
               R"("until": "done", "orders": [)" + order("A", "X", 0) + ", " + order("B", "X", 0) +
                   "]")
        .completed();
  };
  EXPECT_THAT(completed(kPySCFabSim), ElementsAre(Pair("A.1", 18), Pair("B.1", 32)));
  EXPECT_THAT(completed(kOwn), ElementsAre(Pair("A.1", 22), Pair("B.1", 32)));
}

// Maintenance after the first lot, from 10 to 40. The failure of 15 min at 20 is added: B starts at
// 55. With planttwin's own semantics they overlap.
TEST(PySCFabSim, AFailureDuringMaintenanceIsAddedToIt) {
  const auto completed = [](const std::string& semantics) {
    return run(semantics, R"({"id": "TOOL",
        "maintenance": [{"id": "PM", "trigger": "units", "units": 9, "first_units": 1,
                         "duration": "30 min"}],
        "failures": [{"id": "F", "clock": "calendar", "time_to_failure": "9 h", "first": "20 min",
                      "repair": "15 min", "while_stopped": "overlaps"}]})",
               R"({"id": 10, "work_center": "TOOL", "time": "10 min", "per": "lot"})", "",
               R"("until": "done", "orders": [)" + order("A", "X", 0) + ", " + order("B", "X", 0) +
                   "]")
        .completed();
  };
  EXPECT_THAT(completed(kPySCFabSim), ElementsAre(Pair("A.1", 10), Pair("B.1", 65)));
  EXPECT_THAT(completed(kOwn), ElementsAre(Pair("A.1", 10), Pair("B.1", 50)));
}

// Two rules are due after the first lot: 30 min and 20 min, one after the other.
TEST(PySCFabSim, MaintenanceThatIsDueTogetherIsAdded) {
  const Timeline t =
      run(kPySCFabSim, R"({"id": "TOOL", "maintenance": [
      {"id": "A", "trigger": "units", "units": 9, "first_units": 1, "duration": "30 min"},
      {"id": "B", "trigger": "units", "units": 9, "first_units": 1, "duration": "20 min"}]})",
          R"({"id": 10, "work_center": "TOOL", "time": "10 min", "per": "lot"})", "",
          R"("until": "done", "orders": [)" + order("A", "X", 0) + ", " + order("B", "X", 0) + "]");
  EXPECT_THAT(t.completed(), ElementsAre(Pair("A.1", 10), Pair("B.1", 70)));
}

// One lot of each product, of one batch family; a batch takes two.
TEST(PySCFabSim, LotsOfOneBatchFamilyShareABatchAndOnlyFullOnesStart) {
  const auto completed = [](const std::string& semantics, int lots_of_x) {
    const std::string operation = R"({"id": 10, "work_center": "FURNACE", "time": "60 min",
        "per": "batch", "batch_family": "OXIDE"})";
    return run(semantics,
               R"({"id": "FURNACE", "batch": {"maximum": 2, "limit": "start_at_minimum",
                   "at_end": "wait"}})",
               operation, operation,
               R"("horizon": "9 h", "orders": [{"id": "A", "product": "X", "lot_size": "1 pcs",
                  "quantity": ")" +
                   std::to_string(lots_of_x) + R"( pcs"}, )" + order("B", "Y", 10) + "]")
        .completed();
  };
  EXPECT_THAT(completed(kPySCFabSim, 1), ElementsAre(Pair("A.1", 70), Pair("B.1", 70)));
  EXPECT_THAT(completed(kPySCFabSim, 2), ElementsAre(Pair("A.1", 60), Pair("A.2", 60)));
  EXPECT_THAT(completed(kOwn, 1), ElementsAre(Pair("A.1", 60), Pair("B.1", 120)));
}

// Red lots at 0 and 40, one that needs no setup at 20: red has to be set up again.
TEST(PySCFabSim, WorkWithoutASetupTakesTheMachinesSetup) {
  const auto completed = [](const std::string& semantics) {
    return run(semantics,
               R"({"id": "IMPLANT", "setup": {"changes": [{"to": "RED", "time": "5 min"}]}})",
               R"({"id": 10, "work_center": "IMPLANT", "time": "10 min", "per": "lot",
                   "setup_family": "RED"})",
               R"({"id": 10, "work_center": "IMPLANT", "time": "10 min", "per": "lot"})",
               R"("until": "done", "orders": [)" + order("A", "X", 0) + ", " + order("B", "Y", 20) +
                   ", " + order("C", "X", 40) + "]")
        .completed();
  };
  EXPECT_THAT(completed(kPySCFabSim),
              ElementsAre(Pair("A.1", 15), Pair("B.1", 30), Pair("C.1", 55)));
  EXPECT_THAT(completed(kOwn), ElementsAre(Pair("A.1", 15), Pair("B.1", 30), Pair("C.1", 50)));
}

// Of two idle machines the first is red: the lot that needs no setup goes to the other one.
TEST(PySCFabSim, WorkWithoutASetupPrefersAMachineWithoutOne) {
  const auto machine = [](const std::string& semantics) {
    const Timeline t = run(
        semantics,
        R"({"id": "IMPLANT", "machines": 2,
                "setup": {"changes": [{"to": "RED", "time": "5 min"}]}})",
        R"({"id": 10, "work_center": "IMPLANT", "time": "10 min", "per": "lot",
                "setup_family": "RED"})",
        R"({"id": 10, "work_center": "IMPLANT", "time": "10 min", "per": "lot"})",
        R"("until": "done", "orders": [)" + order("A", "X", 0) + ", " + order("B", "Y", 20) + "]");
    return t.events(EventType::kOperationStarted).back().machine.index();
  };
  EXPECT_EQ(machine(kPySCFabSim), 1U);
  EXPECT_EQ(machine(kOwn), 0U);
}

// B and C come to COAT at 0 and 1, and again when they have been there; A comes at 21, under a
// limit of queue time. At 20 C has waited longest, at 40 A goes first. In PySCFabSim a lot that has
// been through an operation goes before one that has not, under a limit or not: B again at 20, A
// at 40.
TEST(PySCFabSim, TakesAllLotsThatHaveBegunForLotsUnderALimitOfQueueTime) {
  const auto started = [](const std::string& semantics) {
    const Timeline t = run(
        semantics,
        R"({"id": "CLEAN", "machines": 9}, {"id": "COAT", "dispatch": ["queue_time_limited", "fifo"]})",
        R"({"id": 10, "work_center": "CLEAN", "time": "9 min", "per": "lot",
            "queue_time_limits": [{"until": 20, "within": "1 h"}]},
           {"id": 20, "work_center": "COAT", "time": "20 min", "per": "lot"})",
        R"({"id": 10, "work_center": "COAT", "time": "20 min", "per": "lot"},
           {"id": 20, "work_center": "COAT", "time": "20 min", "per": "lot"})",
        R"("until": "done", "orders": [)" + order("B", "Y", 0) + ", " + order("C", "Y", 1) + ", " +
            order("A", "X", 12) + "]");
    std::string order_of_lots;
    for (const Timeline::Entry& e : t.entries()) {
      if (e.type == EventType::kOperationStarted && e.event.work_center.index() == 1) {
        order_of_lots += e.lot.substr(0, 1);
      }
    }
    return order_of_lots;
  };
  EXPECT_EQ(started(kOwn).substr(0, 3), "BCA");
  EXPECT_EQ(started(kPySCFabSim).substr(0, 3), "BBA");
}

}  // namespace
}  // namespace planttwin::testing
