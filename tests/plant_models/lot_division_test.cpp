// Splits, merges and rework in one routing: what may be divided, and what its order learns of it.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;

std::string plant(const std::string& operations, const std::string& m = "",
                  const std::string& n = "") {
  return R"({"id": "P", "unit": "pcs", "materials": [{"id": "PART"}],
    "defect_causes": [{"id": "DENT"}],
    "work_centers": [{"id": "M")" +
         m + R"(}, {"id": "N")" + n + R"(}], "routings": [{"id": "PART", "operations": [)" +
         operations + "]}]}";
}

std::string orders(const std::string& list) {
  return R"({"start": "2025-01-01T00:00:00Z", "until": "done", "orders": [)" + list + "]}";
}

constexpr const char* kMerging = R"(
  {"id": 10, "work_center": "M", "time": "10 min", "per": "lot", "merge_of": 2},
  {"id": 20, "work_center": "N", "time": "5 min", "per": "lot"})";

constexpr const char* kTwoOrders = R"({"id": "A", "product": "PART", "quantity": "3 pcs"},
  {"id": "B", "product": "PART", "quantity": "4 pcs"})";

TEST(Merges, OfTwoOrdersCompleteBoth) {
  const Timeline t(plant(kMerging), orders(kTwoOrders));
  EXPECT_EQ(t.end().reason, plant::RunEnd::Reason::kCompleted);
  // B ends when its lot has gone into A's, at 10 min; A with all 7 pieces at 15 min.
  EXPECT_EQ(t.times(EventType::kOrderCompleted), (Minutes{10, 15}));
  EXPECT_EQ(t.events(EventType::kOrderCompleted).back().quantity, sim::Quantity::steps(7));
}

TEST(Merges, GiveBackThePlacesThatTheirLotsHaveClaimed) {
  const Timeline t(
      plant(kMerging, R"(, "options": {"blocking": "before_service"})", R"(, "queue_capacity": 2)"),
      orders(kTwoOrders));
  EXPECT_EQ(t.end().reason, plant::RunEnd::Reason::kCompleted);
  const plant::BufferId buffer = t.simulation().buffer("N");
  EXPECT_EQ(t.run().state().buffers[buffer.index()].claimed, 0);
}

TEST(Merges, WaitForAllTheirLotsBehindOneThatDoesNotMerge) {
  // The other product has the machine first; alone in the queue, a lot that merges still waits.
  std::string text = plant(kMerging);
  text.replace(text.find(R"([{"id": "PART"}])"), 16, R"([{"id": "PART"}, {"id": "OTHER"}])");
  text.replace(text.rfind("]}"), 2, R"(, {"id": "OTHER", "operations": [
    {"id": 10, "work_center": "M", "time": "1 min", "per": "lot"}]}]})");
  const Timeline t(text, R"({"start": "2025-01-01T00:00:00Z", "horizon": "1 h", "orders": [
    {"id": "O1", "product": "OTHER", "quantity": "1 pcs"},
    {"id": "O2", "product": "OTHER", "quantity": "1 pcs"},
    {"id": "A", "product": "PART", "quantity": "1 pcs"}]})");
  EXPECT_EQ(t.lots(EventType::kOperationStarted), (Lots{"O1.1", "O2.1"}));
}

TEST(Rework, OfAPartDoesNotDivideItAgain) {
  // 6 pieces, all dented at the first pass; the inspection sees a part of them. The part goes back
  // whole over the operation that splits lots, and meets the rest.
  const Timeline t(plant(R"(
    {"id": 10, "work_center": "M", "time": "1 min", "per": "lot"},
    {"id": 20, "work_center": "M", "time": "1 min", "per": "lot", "split_into": 3,
     "next": 30},
    {"id": 30, "work_center": "N", "time": "1 min", "per": "lot",
     "defects": [{"cause": "DENT", "probability": 0.5}],
     "inspection": {"scope": "every_unit", "on_defect": "rework", "rework_to": 20}})"),
                   orders(R"({"id": "A", "product": "PART", "quantity": "60 pcs"})"));
  EXPECT_EQ(t.end().reason, plant::RunEnd::Reason::kCompleted);
  sim::Quantity good;
  for (const plant::PlantEvent& e : t.events(EventType::kLotCompleted)) good += e.quantity;
  EXPECT_EQ(good, sim::Quantity::steps(60));
  EXPECT_EQ(t.times(EventType::kLotCompleted).size(), 3U);
  EXPECT_FALSE(t.events(EventType::kLotReworked).empty());
}

TEST(Runs, ThatHaveEndedDoNotGoOn) {
  const Simulation simulation(plant(kMerging, R"(, "failures": [{"id": "F", "clock": "calendar",
    "time_to_failure": "20 min", "repair": "1 min"}])"),
                              orders(kTwoOrders));
  plant::PlantRun run = simulation.finish();
  const sim::Time end = run.now();
  EXPECT_EQ(run.run().reason, plant::RunEnd::Reason::kCompleted);
  EXPECT_EQ(run.now(), end);
}

}  // namespace
}  // namespace planttwin::testing
