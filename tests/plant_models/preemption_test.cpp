// Lots of a higher class take machines from lots of a lower one.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;

std::string plant(const std::string& rule, const std::string& operation = "",
                  const std::string& more = "") {
  return R"({"id": "P", "unit": "pcs", "materials": [{"id": "PART"}],
    "work_centers": [{"id": "M", "dispatch": [")" +
         rule + R"("], "options": {"preemption": "preemptive_resume"}}],
    "routings": [{"id": "PART", "operations": [
      {"id": 10, "work_center": "M", "per": "lot", "time": "10 min")" +
         operation + "}]}]" + more + "}";
}

// A common order at the start, a second one at 1 min, an urgent one at 4 min.
constexpr const char* kOrders = R"({"start": "2025-01-01T00:00:00Z", "until": "done", "orders": [
  {"id": "A", "product": "PART", "quantity": "1 pcs"},
  {"id": "B", "product": "PART", "quantity": "1 pcs", "release": "1 min"},
  {"id": "URGENT", "product": "PART", "quantity": "1 pcs", "release": "4 min", "priority": 5}]})";

TEST(Preemption, GivesTheMachineToTheUrgentLotWhateverTheRule) {
  // 4 min of A, all of URGENT until 14; then A's last 6 min, because what was interrupted goes on
  // before others of its class, and B.
  const Timeline first(plant("fifo"), kOrders);
  EXPECT_EQ(first.completed()["URGENT.1"], 14);
  EXPECT_EQ(first.completed()["A.1"], 20);
  EXPECT_EQ(first.completed()["B.1"], 30);
  const Timeline last(plant("lifo"), kOrders);
  EXPECT_EQ(last.completed()["URGENT.1"], 14);
  EXPECT_EQ(last.completed()["A.1"], 20);
  EXPECT_EQ(last.end().reason, plant::RunEnd::Reason::kCompleted);
}

TEST(Preemption, HandsOnTheToolsOfTheInterruptedJob) {
  const Timeline t(
      plant("fifo", R"(, "tools": [{"tool": "JIG"}])", R"(, "tools": [{"id": "JIG", "count": 1}])"),
      kOrders);
  EXPECT_EQ(t.completed()["URGENT.1"], 14);
  EXPECT_EQ(t.end().reason, plant::RunEnd::Reason::kCompleted);
  EXPECT_EQ(t.run().state().tools_busy.front(), 0);
}

TEST(Preemption, HandsOnThePeopleOfTheInterruptedJob) {
  const Timeline t(plant("fifo", R"(, "labor": [{"skill": "fit"}])",
                         R"(, "labor": [{"id": "FITTERS", "size": 1, "skills": ["fit"]}])"),
                   kOrders);
  EXPECT_EQ(t.completed()["URGENT.1"], 14);
}

TEST(Preemption, LeavesALotAtWorkWhenTheUrgentOneCannotStart) {
  // The urgent lot lacks its component, which nobody brings: nothing is interrupted for it.
  const std::string bom = R"(, "locations": [{"id": "STORE"}],
    "boms": [{"id": "RUSH", "items": [{"component": "SCREW", "quantity": "1 pcs"}]}]})";
  std::string text = plant("fifo");
  text.replace(text.find(R"([{"id": "PART"}])"), 16,
               R"([{"id": "PART"}, {"id": "RUSH"}, {"id": "SCREW"}])");
  text.replace(text.find(R"("dispatch")"), 0, R"("supply": "STORE", )");
  text.replace(text.rfind("]}]}"), 4,
               R"(]}, {"id": "RUSH", "operations": [
    {"id": 10, "work_center": "M", "per": "lot", "time": "10 min"}]}])" +
                   bom);
  const Timeline t(text, R"({"start": "2025-01-01T00:00:00Z", "horizon": "1 h", "orders": [
    {"id": "A", "product": "PART", "quantity": "1 pcs"},
    {"id": "URGENT", "product": "RUSH", "quantity": "1 pcs", "release": "4 min",
     "priority": 5}]})");
  EXPECT_EQ(t.end().reason, plant::RunEnd::Reason::kHorizon);
  EXPECT_EQ(t.completed()["A.1"], 10);
  EXPECT_TRUE(t.times(EventType::kOperationPaused).empty());
}

TEST(Preemption, DoesNotTakeARecipeOutOfItsVessel) {
  std::string text = plant("fifo");
  text.replace(
      text.find(R"("per": "lot", "time": "10 min")"), 30,
      R"("phases": [{"id": "MIX", "duration": "4 min"}, {"id": "REST", "duration": "6 min"}])");
  const Timeline t(text, kOrders);
  EXPECT_EQ(t.completed()["A.1"], 10);
}

}  // namespace
}  // namespace planttwin::testing
