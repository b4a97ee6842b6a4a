// People with skills, pools and shifts; tools; requests for several at once.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using State = plant::MachineStateCode;

// Products A, B, C, each with one operation of 10 min on its own machine M_A, M_B, M_C.
std::string plant(const std::string& a, const std::string& b, const std::string& c,
                  const std::string& resources) {
  const auto routing = [](const std::string& product, const std::string& needs) {
    return R"({"id": ")" + product + R"(", "operations": [{"id": 10, "work_center": "M_)" +
           product + R"(", "time": "10 min", "per": "lot")" + needs + "}]}";
  };
  return R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}, {"id": "B"}, {"id": "C"}],
    "work_centers": [{"id": "M_A"}, {"id": "M_B"}, {"id": "M_C"}],
    "routings": [)" +
         routing("A", a) + "," + routing("B", b) + "," + routing("C", c) + "], " + resources + "}";
}

// One order for each product and time of release, in minutes.
std::string orders(const std::string& list) {
  return R"({"start": "2025-01-06T00:00:00Z", "horizon": "200 min", "orders": [)" + list + "]}";
}

std::string order(const std::string& id, int release) {
  return R"({"id": ")" + id + R"(", "product": ")" + id.substr(0, 1) +
         R"(", "quantity": "1 pcs", "release": ")" + std::to_string(release) + R"( min"})";
}

TEST(Labor, IsSharedByTheMachinesThatNeedIt) {
  const std::string need = R"(, "labor": [{"skill": "CREW"}])";
  const Timeline t(plant(need, need, "", R"("labor": [{"id": "CREW", "size": 1}])"),
                   orders(order("A", 0) + "," + order("B", 1) + "," + order("C", 2)));
  EXPECT_EQ(t.completed().at("A.1"), 10);
  EXPECT_EQ(t.completed().at("B.1"), 20);
  EXPECT_EQ(t.completed().at("C.1"), 12);  // needs nobody
  EXPECT_DOUBLE_EQ(t.measured().state("M_B/1", State::kWaitingLabor), 9.0 / 200);
}

// The longer request waits, the earlier it is served, whatever the order of the machines.
TEST(Labor, ServesTheOldestRequestFirst) {
  const std::string need = R"(, "labor": [{"skill": "CREW"}])";
  const Timeline t(plant(need, need, need, R"("labor": [{"id": "CREW", "size": 1}])"),
                   orders(order("C", 0) + "," + order("B", 1) + "," + order("A", 2)));
  EXPECT_EQ(t.completed().at("B.1"), 20);
  EXPECT_EQ(t.completed().at("A.1"), 30);
}

// B waits from 1 to 10 and A from 2 to 20: 27 minutes of 200, and both at once from 2 to 10.
TEST(Labor, HasTheMachinesThatWaitForItInItsQueue) {
  const std::string need = R"(, "labor": [{"skill": "CREW"}])";
  const Timeline t(plant(need, need, need, R"("labor": [{"id": "CREW", "size": 1}])"),
                   orders(order("C", 0) + "," + order("B", 1) + "," + order("A", 2)));
  const plant::ResourceStatistics& crew = t.run().state().statistics.labor.front();
  EXPECT_DOUBLE_EQ(crew.waiting.mean(t.run().now()), 27.0 / 200);
  EXPECT_EQ(crew.waiting.max(t.run().now()), 2);
  EXPECT_EQ(crew.waiting.level(), 0);
}

// A turner who can also weld is spared as long as one is there who can only turn: both begin.
TEST(Skills, AreTakenFromThePoolWithTheFewest) {
  const Timeline t(plant(R"(, "labor": [{"skill": "TURN"}])", R"(, "labor": [{"skill": "WELD"}])",
                         "", R"("labor": [
    {"id": "MASTERS", "size": 1, "skills": ["TURN", "WELD"]},
    {"id": "TURNERS", "size": 1, "skills": ["TURN"]}])"),
                   orders(order("A", 0) + "," + order("B", 1)));
  EXPECT_EQ(t.completed().at("A.1"), 10);
  EXPECT_EQ(t.completed().at("B.1"), 11);
}

// When the only turner is busy the master turns too, and the welding waits.
TEST(Skills, OfAPoolWithMoreAreUsedWhenTheOthersAreBusy) {
  const Timeline t(plant(R"(, "labor": [{"skill": "TURN"}])", R"(, "labor": [{"skill": "WELD"}])",
                         R"(, "labor": [{"skill": "TURN"}])", R"("labor": [
    {"id": "MASTERS", "size": 1, "skills": ["TURN", "WELD"]},
    {"id": "TURNERS", "size": 1, "skills": ["TURN"]}])"),
                   orders(order("A", 0) + "," + order("C", 1) + "," + order("B", 2)));
  EXPECT_EQ(t.completed().at("C.1"), 11);
  EXPECT_EQ(t.completed().at("B.1"), 21);
}

// Two of one skill may come from two pools.
TEST(Skills, OfSeveralPeopleComeFromSeveralPools) {
  const Timeline t(plant(R"(, "labor": [{"skill": "LIFT", "count": 2}])", "", "", R"("labor": [
    {"id": "P1", "size": 1, "skills": ["LIFT"]}, {"id": "P2", "size": 1, "skills": ["LIFT"]}])"),
                   orders(order("A", 0)));
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{10});
}

// Both skills are needed at once: nobody is taken while one of them is missing, so B may work.
TEST(Labor, IsTakenAllAtOnceOrNotAtAll) {
  const Timeline t(plant(R"(, "labor": [{"skill": "P1"}, {"skill": "P2"}])",
                         R"(, "labor": [{"skill": "P1"}])", R"(, "labor": [{"skill": "P2"}])",
                         R"("labor": [{"id": "P1", "size": 1}, {"id": "P2", "size": 1}])"),
                   orders(order("C", 0) + "," + order("A", 1) + "," + order("B", 2)));
  EXPECT_EQ(t.completed().at("B.1"), 12);
  EXPECT_EQ(t.completed().at("A.1"), 22);  // C is over at 10, B at 12
}

std::string setup_plant(const std::string& during) {
  return R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}, {"id": "B"}],
    "labor": [{"id": "FITTER", "size": 1}],
    "work_centers": [
      {"id": "M", "setup": {"changes": [{"to": "RED", "time": "5 min"}]}}, {"id": "N"}],
    "routings": [
      {"id": "A", "operations": [
        {"id": 10, "work_center": "M", "setup_family": "RED", "time": "10 min", "per": "lot",
         "labor": [{"skill": "FITTER", "during": ")" +
         during + R"("}]}]},
      {"id": "B", "operations": [{"id": 10, "work_center": "N", "time": "10 min", "per": "lot",
         "labor": [{"skill": "FITTER"}]}]}]})";
}

// A is set up from 0 to 5 and runs to 15; B wants the fitter from 1 on.
TEST(Labor, ForTheSetupIsFreeWhenTheWorkRuns) {
  const Timeline t(setup_plant("setup"), orders(order("A", 0) + "," + order("B", 1)));
  EXPECT_EQ(t.completed().at("A.1"), 15);
  EXPECT_EQ(t.completed().at("B.1"), 15);
}

TEST(Labor, ForSetupAndRunStaysToTheEnd) {
  const Timeline t(setup_plant("setup_and_run"), orders(order("A", 0) + "," + order("B", 1)));
  EXPECT_EQ(t.completed().at("A.1"), 15);
  EXPECT_EQ(t.completed().at("B.1"), 25);
}

// The fitter is with B from 1 to 11 while A is set up; A waits for him from 5 to 11.
TEST(Labor, ForTheRunIsCalledWhenTheSetupIsOver) {
  const Timeline t(setup_plant("run"), orders(order("A", 0) + "," + order("B", 1)));
  EXPECT_EQ(t.completed().at("B.1"), 11);
  EXPECT_EQ(t.completed().at("A.1"), 21);
  EXPECT_DOUBLE_EQ(t.measured().state("M/1", State::kWaitingLabor), 6.0 / 200);
}

// The shift of the people ends at 6 and begins again at 60: 4 min are left.
TEST(Labor, OffItsShiftLetsTheWorkRest) {
  const Timeline t(plant(R"(, "labor": [{"skill": "CREW"}])", "", "", R"(
    "shifts": [{"id": "DAY", "cycle": "60 min", "windows": [{"from": "0 min", "to": "6 min"}]}],
    "labor": [{"id": "CREW", "size": 1, "shift": "DAY"}])"),
                   orders(order("A", 0)));
  EXPECT_EQ(t.times(EventType::kOperationPaused), Minutes{6});
  EXPECT_EQ(t.times(EventType::kOperationResumed), Minutes{60});
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{64});
  EXPECT_DOUBLE_EQ(t.measured().state("M_A/1", State::kWaitingLabor), 54.0 / 200);
}

// [0, 4) and [5, 60) of every hour: a break from 4 to 5.
TEST(Labor, HasBreaks) {
  const Timeline t(plant(R"(, "labor": [{"skill": "CREW"}])", "", "", R"(
    "shifts": [{"id": "DAY", "cycle": "60 min", "windows": [
      {"from": "0 min", "to": "4 min"}, {"from": "5 min", "to": "60 min"}]}],
    "labor": [{"id": "CREW", "size": 1, "shift": "DAY"}])"),
                   orders(order("A", 0)));
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{11});
}

// Two people. A needs both and waits from 1 on; B and C each keep one busy in turns of 10 min,
// so that both are never free at once before their orders end at 45 and 50.
std::string big_request(const std::string& limit) {
  return plant(
      R"(, "labor": [{"skill": "CREW", "count": 2}])", R"(, "labor": [{"skill": "CREW"}])",
      R"(, "labor": [{"skill": "CREW"}])",
      R"("options": {"reserve_after": ")" + limit + R"("}, "labor": [{"id": "CREW", "size": 2}])");
}

std::string small_requests() {
  std::string list = order("A", 1);
  for (int i = 0; i < 4; ++i) {
    list += "," + order("B" + std::to_string(i), 0) + "," + order("C" + std::to_string(i), 5);
  }
  return orders(list);
}

TEST(SeveralPeople, AreOvertakenBySmallerRequestsForATime) {
  const Timeline t(big_request("1 h"), small_requests());
  EXPECT_EQ(t.completed().at("B3.1"), 40);
  EXPECT_EQ(t.completed().at("C3.1"), 45);
  EXPECT_EQ(t.completed().at("A.1"), 55);
}

// From 13 on nobody overtakes: the first is free at 15 and kept, the second at 20. At 30, when A is
// done, two orders B and three orders C are left.
TEST(SeveralPeople, AreKeptForARequestThatHasWaitedTooLong) {
  const Timeline t(big_request("12 min"), small_requests());
  EXPECT_EQ(t.completed().at("A.1"), 30);
  EXPECT_EQ(t.completed().at("B3.1"), 50);
  EXPECT_EQ(t.completed().at("C3.1"), 60);
}

TEST(Tools, AreSharedByTheMachinesThatNeedThem) {
  const std::string need = R"(, "tools": [{"tool": "MOULD"}])";
  const Timeline t(plant(need, need, "", R"("tools": [{"id": "MOULD", "count": 1}])"),
                   orders(order("A", 0) + "," + order("B", 1)));
  EXPECT_EQ(t.completed().at("B.1"), 20);
  EXPECT_DOUBLE_EQ(t.measured().state("M_B/1", State::kWaitingTool), 9.0 / 200);
}

TEST(Tools, AreCounted) {
  const Timeline t(
      plant(R"(, "tools": [{"tool": "CLAMP", "count": 2}])",
            R"(, "tools": [{"tool": "CLAMP", "count": 2}])", R"(, "tools": [{"tool": "CLAMP"}])",
            R"("tools": [{"id": "CLAMP", "count": 3}])"),
      orders(order("A", 0) + "," + order("B", 1) + "," + order("C", 2)));
  EXPECT_EQ(t.completed().at("C.1"), 12);  // one is left
  EXPECT_EQ(t.completed().at("B.1"), 20);
}

// Without its tool the machine takes no people either: they help at C.
TEST(Tools, ThatAreMissingKeepNoPeople) {
  const Timeline t(plant(R"(, "tools": [{"tool": "MOULD"}])",
                         R"(, "tools": [{"tool": "MOULD"}], "labor": [{"skill": "CREW"}])",
                         R"(, "labor": [{"skill": "CREW"}])",
                         R"("tools": [{"id": "MOULD", "count": 1}],
                            "labor": [{"id": "CREW", "size": 1}])"),
                   orders(order("A", 0) + "," + order("B", 1) + "," + order("C", 2)));
  EXPECT_EQ(t.completed().at("C.1"), 12);
  EXPECT_EQ(t.completed().at("B.1"), 22);  // the mould is free at 10, the crew at 12
}

// A lot that cannot start for want of people does not keep the next one from starting.
TEST(Labor, ThatIsMissingForOneLotLetsAnotherStart) {
  const Timeline t(
      R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}, {"id": "B"}, {"id": "C"}],
    "labor": [{"id": "CREW", "size": 1}],
    "work_centers": [{"id": "M"}, {"id": "N"}],
    "routings": [
      {"id": "A", "operations": [{"id": 10, "work_center": "N", "time": "30 min", "per": "lot",
         "labor": [{"skill": "CREW"}]}]},
      {"id": "B", "operations": [{"id": 10, "work_center": "M", "time": "10 min", "per": "lot",
         "labor": [{"skill": "CREW"}]}]},
      {"id": "C", "operations": [
        {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}]})",
      orders(order("A", 0) + "," + order("B", 1) + "," + order("C", 2)));
  EXPECT_EQ(t.completed().at("C.1"), 12);
  EXPECT_EQ(t.completed().at("B.1"), 40);
}

}  // namespace
}  // namespace planttwin::testing
