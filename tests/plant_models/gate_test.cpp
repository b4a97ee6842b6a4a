// Work that waits for an answer of the back office. The saw needs ten minutes a lot.

#include "plant_models/model/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/plant_models/outside_fixture.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using plant::Gate;
using plant::GatePoint;
using plant::MachineStateCode;
using plant::PlantInput;
using plant::PlantInputKind;
using plant::WithoutAnswer;
using ::testing::ElementsAre;

class GateTest : public Outside {
 protected:
  Gate& gate(GatePoint point, WithoutAnswer policy = WithoutAnswer::kWait) {
    Gate made;
    made.point = point;
    made.answer_within = sim::Duration::minutes(5);
    made.without_answer = policy;
    made.ask_again = sim::Duration::minutes(3);
    return simulation.change_input().gates.emplace_back(made);
  }
  void answer(std::int64_t at, PlantInputKind kind, std::int64_t question) {
    PlantInput told;
    told.kind = kind;
    told.question = question;
    tell(minute(at), told);
  }
  void make(std::int64_t quantity, std::int64_t lot_size = 0) {
    PlantInput made = order(PlantInputKind::kProduce, "MO-1", "PLATE", quantity);
    made.lot_size = sim::Quantity::steps(lot_size);
    tell(minute(10), made);
  }
  double share(const plant::PlantRun& done, MachineStateCode state) const {
    return Measured{simulation, done}.state("SAW/1", state);
  }
};

constexpr double kDay = 24.0 * 60.0;

TEST_F(GateTest, AnOrderGoesToTheFloorWhenItIsConfirmed) {
  gate(GatePoint::kRelease);
  make(2);
  answer(12, PlantInputKind::kConfirm, 0);
  Story story({EventType::kValidationAsked, EventType::kValidationConfirmed,
               EventType::kOrderReleased, EventType::kOrderCompleted});
  run(story);
  EXPECT_THAT(
      story.lines,
      ElementsAre("validation_asked MO-1 2 at 10 min", "validation_confirmed MO-1 2 at 12 min",
                  "order_released MO-1 2 at 12 min", "order_completed MO-1 2 at 22 min"));
}

// The first lot is confirmed after two minutes, the second while the saw still works at the first.
TEST_F(GateTest, AnOperationStartsWhenItsLotIsConfirmed) {
  gate(GatePoint::kStart);
  make(2, 1);
  answer(12, PlantInputKind::kConfirm, 0);
  answer(14, PlantInputKind::kConfirm, 1);
  Story story({EventType::kOperationStarted});
  const plant::PlantRun done = run(story);
  EXPECT_THAT(story.lines, ElementsAre("operation_started MO-1 1 at 12 min",
                                       "operation_started MO-1 1 at 22 min"));
  EXPECT_DOUBLE_EQ(share(done, MachineStateCode::kWaitingSystem), 2 / kDay);
  EXPECT_DOUBLE_EQ(share(done, MachineStateCode::kProcessing), 20 / kDay);
}

TEST_F(GateTest, ALotThatIsConfirmedOvertakesOneThatIsNot) {
  gate(GatePoint::kStart);
  make(2, 1);
  answer(11, PlantInputKind::kConfirm, 1);
  answer(12, PlantInputKind::kConfirm, 0);
  Story story({EventType::kValidationConfirmed, EventType::kOperationStarted});
  run(story);
  EXPECT_THAT(
      story.lines,
      ElementsAre("validation_confirmed MO-1 1 at 11 min", "operation_started MO-1 1 at 11 min",
                  "validation_confirmed MO-1 1 at 12 min", "operation_started MO-1 1 at 21 min"));
}

TEST_F(GateTest, AtOneWorkCenterLeavesOthersAlone) {
  gate(GatePoint::kStart).work_centers = {plant::WorkCenterId(7)};
  make(1);
  Story story({EventType::kValidationAsked, EventType::kOperationStarted});
  run(story);
  EXPECT_THAT(story.lines, ElementsAre("operation_started MO-1 1 at 10 min"));
}

TEST_F(GateTest, OfAnIssueIsAskedWhereComponentsAreTaken) {
  gate(GatePoint::kIssue);
  make(1);
  answer(13, PlantInputKind::kConfirm, 0);
  Story story({EventType::kValidationAsked, EventType::kMaterialIssued});
  run(story);
  EXPECT_THAT(story.lines,
              ElementsAre("validation_asked MO-1 1 at 10 min", "material_issued MO-1 1 at 13 min"));
}

TEST_F(GateTest, OfACompletionKeepsALotOutOfStock) {
  gate(GatePoint::kCompletion);
  make(1);
  answer(24, PlantInputKind::kConfirm, 0);
  Story story({EventType::kValidationAsked, EventType::kLotCompleted, EventType::kOrderCompleted});
  const plant::PlantRun done = run(story);
  EXPECT_THAT(story.lines,
              ElementsAre("validation_asked MO-1 1 at 20 min", "lot_completed MO-1 1 at 24 min",
                          "order_completed MO-1 1 at 24 min"));
  EXPECT_DOUBLE_EQ(share(done, MachineStateCode::kProcessing), 10 / kDay);
}

// Asked at 10, again at 15 and at 20 min.
TEST_F(GateTest, ThatWaitsAsksAgain) {
  gate(GatePoint::kStart);
  make(1);
  answer(22, PlantInputKind::kConfirm, 0);
  Story story({EventType::kValidationAsked, EventType::kOperationStarted});
  run(story);
  EXPECT_THAT(
      story.lines,
      ElementsAre("validation_asked MO-1 1 at 10 min", "validation_asked MO-1 1 at 15 min",
                  "validation_asked MO-1 1 at 20 min", "operation_started MO-1 1 at 22 min"));
}

TEST_F(GateTest, ThatProceedsGoesOnWithoutAnAnswer) {
  gate(GatePoint::kStart, WithoutAnswer::kProceed);
  make(1);
  answer(16, PlantInputKind::kRefuse, 0);  // too late
  Story story({EventType::kGatePassedUnanswered, EventType::kOperationStarted,
               EventType::kValidationRefused});
  run(story);
  EXPECT_THAT(story.lines, ElementsAre("gate_passed_unanswered MO-1 1 at 15 min",
                                       "operation_started MO-1 1 at 15 min"));
}

TEST_F(GateTest, OfPaperGoesOnByPaper) {
  gate(GatePoint::kRelease, WithoutAnswer::kPaper);
  make(1);
  Story story({EventType::kGatePassedByPaper, EventType::kOrderReleased});
  run(story);
  EXPECT_THAT(story.lines, ElementsAre("gate_passed_by_paper MO-1 1 at 15 min",
                                       "order_released MO-1 1 at 15 min"));
}

// Refused at 11 min, asked again at 14 min; no answer to that: the policy takes effect at 19 min.
TEST_F(GateTest, ThatIsRefusedAsksAgainAndNeverGoesOnByItself) {
  gate(GatePoint::kStart, WithoutAnswer::kProceed);
  make(1);
  answer(11, PlantInputKind::kRefuse, 0);
  answer(12, PlantInputKind::kRefuse, 0);  // the same answer, late
  Story story(
      {EventType::kValidationAsked, EventType::kValidationRefused, EventType::kOperationStarted});
  run(story);
  EXPECT_THAT(
      story.lines,
      ElementsAre("validation_asked MO-1 1 at 10 min", "validation_refused MO-1 1 at 11 min",
                  "validation_asked MO-1 1 at 14 min", "operation_started MO-1 1 at 19 min"));
}

TEST_F(GateTest, AnswersToWhatNobodyAsksHaveNoEffect) {
  gate(GatePoint::kStart);
  make(1);
  answer(5, PlantInputKind::kConfirm, 0);
  answer(11, PlantInputKind::kConfirm, 3);
  answer(12, PlantInputKind::kConfirm, 0);
  answer(13, PlantInputKind::kConfirm, 0);
  Story story({EventType::kOperationStarted, EventType::kOrderCompleted});
  run(story);
  EXPECT_THAT(story.lines, ElementsAre("operation_started MO-1 1 at 12 min",
                                       "order_completed MO-1 1 at 22 min"));
}

TEST_F(GateTest, IsPartOfTheStateAndARunGoesOnWithIt) {
  gate(GatePoint::kRelease, WithoutAnswer::kProceed);
  gate(GatePoint::kStart, WithoutAnswer::kPaper);
  make(2, 1);
  plant::PlantRun first = simulation.start();
  sim::ReplayDriver driver(journal.records());
  first.run_with(driver, minute(17));
  plant::PlantRun second =
      plant::PlantRun::load(simulation.plant(), simulation.input(), first.save("here"), "here");
  Story story({EventType::kGatePassedByPaper, EventType::kOrderCompleted});
  second.add_sink(story);
  first.run();
  second.run();
  EXPECT_EQ(first.save("here"), second.save("here"));
  EXPECT_THAT(story.lines, ElementsAre("gate_passed_by_paper MO-1 1 at 20 min",
                                       "gate_passed_by_paper MO-1 1 at 20 min",
                                       "order_completed MO-1 2 at 40 min"));
}

}  // namespace
}  // namespace planttwin::testing
