// Orders that the back office changes or cancels. The saw needs ten minutes a lot.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plant_models/model/gate.h"
#include "tests/plant_models/outside_fixture.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using plant::PlantInput;
using plant::PlantInputKind;
using ::testing::ElementsAre;

class OrderChange : public Outside {
 protected:
  explicit OrderChange(const char* plant = kSawPlant) : Outside(plant) {}
  void change(std::int64_t at, const std::string& id, std::int64_t quantity, std::int64_t due,
              int priority = 0) {
    PlantInput told = order(PlantInputKind::kChange, id, "PLATE", quantity);
    told.due = minute(due);
    told.priority = priority;
    tell(minute(at), told);
  }
  void cancel(std::int64_t at, const std::string& id) {
    tell(minute(at), order(PlantInputKind::kCancel, id, "PLATE", 0));
  }
  void make(std::int64_t at, const std::string& id, std::int64_t quantity) {
    PlantInput told = order(PlantInputKind::kProduce, id, "PLATE", quantity);
    told.due = minute(1000 + at);
    tell(minute(at), told);
  }
  // Orders wait until minute 30.
  void wait_before_release() {
    plant::Gate gate;
    gate.point = plant::GatePoint::kRelease;
    gate.answer_within = sim::Duration::minutes(29);
    gate.without_answer = plant::WithoutAnswer::kProceed;
    simulation.change_input().gates.push_back(gate);
  }
};

TEST_F(OrderChange, BeforeItsReleaseIsTakenWhole) {
  wait_before_release();
  make(1, "MO-1", 2);
  change(5, "MO-1", 4, 35);
  Story story({EventType::kOrderChanged, EventType::kOrderReleased, EventType::kOrderCompleted});
  const plant::PlantRun done = run(story);
  EXPECT_THAT(story.lines,
              ElementsAre("order_changed MO-1 MO-1 4 at 5 min", "order_released MO-1 4 at 30 min",
                          "order_completed MO-1 4 at 40 min"));
  EXPECT_EQ(done.state().statistics.orders.on_time, 0);  // due at 35 min, no more at 1001
}

TEST_F(OrderChange, OfAQuantityOnTheFloorIsRefused) {
  make(1, "MO-1", 2);
  change(5, "MO-1", 4, 20);
  Story story(
      {EventType::kOrderChanged, EventType::kOrderChangeRefused, EventType::kOrderCompleted});
  const plant::PlantRun done = run(story);
  EXPECT_THAT(story.lines, ElementsAre("order_change_refused MO-1 MO-1 2 at 5 min",
                                       "order_completed MO-1 2 at 11 min"));
  EXPECT_EQ(done.state().statistics.orders.on_time, 1);
}

TEST_F(OrderChange, OfAnOrderThatIsDoneOrNeverWasIsRefused) {
  make(1, "MO-1", 2);
  change(15, "MO-1", 2, 500);
  change(16, "MO-7", 2, 500);
  cancel(17, "MO-1");
  Story story({EventType::kOrderChangeRefused});
  run(story);
  EXPECT_THAT(story.lines, ElementsAre("order_change_refused MO-1 0 at 15 min",
                                       "order_change_refused MO-7 0 at 16 min",
                                       "order_change_refused MO-1 0 at 17 min"));
}

TEST_F(OrderChange, ThatCancelsOneBeforeItsReleaseLeavesNothing) {
  wait_before_release();
  make(1, "MO-1", 2);
  make(2, "MO-2", 1);
  cancel(5, "MO-1");
  Story story({EventType::kOrderCancelled, EventType::kOrderReleased, EventType::kOrderCompleted,
               EventType::kGatePassedUnanswered});
  run(story);
  EXPECT_THAT(
      story.lines,
      ElementsAre("order_cancelled MO-1 MO-1 2 at 5 min", "gate_passed_unanswered MO-2 1 at 31 min",
                  "order_released MO-2 1 at 31 min", "order_completed MO-2 1 at 41 min"));
}

TEST_F(OrderChange, ThatCancelsOneOnTheFloorIsRefused) {
  make(1, "MO-1", 2);
  cancel(5, "MO-1");
  Story story({EventType::kOrderChangeRefused, EventType::kOrderCompleted});
  run(story);
  EXPECT_THAT(story.lines, ElementsAre("order_change_refused MO-1 MO-1 2 at 5 min",
                                       "order_completed MO-1 2 at 11 min"));
}

// Earliest due date first. All three wait for the saw at 11 min, when the third has become urgent.
class OrderChangeByDueDate : public OrderChange {
 protected:
  static std::string plant() {
    std::string text = kSawPlant;
    const std::string center = R"({"id": "SAW", )";
    return text.insert(text.find(center) + center.size(), R"("dispatch": "edd", )");
  }
  OrderChangeByDueDate() : OrderChange(plant().c_str()) {}
};

TEST_F(OrderChangeByDueDate, PutsWaitingLotsWhereTheyBelongNow) {
  for (const int n : {1, 2, 3}) make(n, "MO-" + std::to_string(n), 1);
  change(5, "MO-3", 1, 100);
  Story story({EventType::kOperationStarted});
  run(story);
  EXPECT_THAT(story.lines,
              ElementsAre("operation_started MO-1 1 at 1 min", "operation_started MO-3 1 at 11 min",
                          "operation_started MO-2 1 at 21 min"));
}

}  // namespace
}  // namespace planttwin::testing
