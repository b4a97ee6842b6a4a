// Cascading, ports, batches by units, sampling, dedication, queue-time limits, minimum runs by
// family, rules of machine groups: each worked out by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using ::testing::ElementsAre;
using ::testing::Pair;

// One product over the given operations and work centers.
std::string plant(const std::string& work_centers, const std::string& operations,
                  const std::string& more = "") {
  return R"({"id": "FAB", "unit": "pcs", "materials": [{"id": "WAFER"}], "work_centers": [)" +
         work_centers + R"(], "routings": [{"id": "WAFER", "operations": [)" + operations + "]}]" +
         more + "}";
}

// Lots A, B, ... of so many pieces, all released at the start.
std::string lots(int count, int pieces, const std::string& end = R"("until": "done")") {
  std::string orders;
  for (int i = 0; i < count; ++i) {
    orders += std::string(i == 0 ? "" : ", ") + R"({"id": ")" + static_cast<char>('A' + i) +
              R"(", "product": "WAFER", "quantity": ")" + std::to_string(pieces) + R"( pcs"})";
  }
  return R"({"start": "2025-01-01T00:00Z", )" + end + R"(, "orders": [)" + orders + "]}";
}

// A piece enters every 2 min and stays 10 min: a lot of 5 takes the machine 10 min and leaves after
// 10 + 4 x 2 = 18 min.
TEST(Cascade, PerUnitTakesTheNextLotWhenThePiecesOfTheLastOneAreIn) {
  const Timeline t(plant(R"({"id": "TRACK"})",
                         R"({"id": 10, "work_center": "TRACK", "time": "10 min", "per": "lot",
                             "cascade": {"per": "unit", "interval": "2 min"}})"),
                   lots(3, 5));
  EXPECT_EQ(t.times(EventType::kOperationStarted), (Minutes{0, 10, 20}));
  EXPECT_THAT(t.completed(), ElementsAre(Pair("A.1", 18), Pair("B.1", 28), Pair("C.1", 38)));
}

TEST(Cascade, PerBatchTakesTheNextLotAfterTheInterval) {
  const Timeline t(plant(R"({"id": "TOOL"})",
                         R"({"id": 10, "work_center": "TOOL", "time": "10 min", "per": "lot",
                             "cascade": {"per": "batch", "interval": "7 min"}})"),
                   lots(2, 5));
  EXPECT_EQ(t.times(EventType::kOperationStarted), (Minutes{0, 7}));
  EXPECT_THAT(t.completed(), ElementsAre(Pair("A.1", 10), Pair("B.1", 17)));
}

// A's pieces are all in at 10. From 12 to 16 the machine is down: A comes out 4 min later, at 22,
// and so does B, which was to come out at 28.
TEST(Cascade, IsHeldUpAsAWholeByAStop) {
  const Timeline t(plant(R"({"id": "TRACK"})",
                         R"({"id": 10, "work_center": "TRACK", "time": "10 min", "per": "lot",
                             "cascade": {"per": "unit", "interval": "2 min"}})"),
                   R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
      {"id": "A", "product": "WAFER", "quantity": "5 pcs"},
      {"id": "B", "product": "WAFER", "quantity": "5 pcs"}],
      "disruptions": [{"id": "STOP", "kind": "machine_down", "at": "12 min",
                       "duration": "4 min", "machine": "TRACK/1"}]})");
  EXPECT_THAT(t.completed(), ElementsAre(Pair("A.1", 22), Pair("B.1", 32)));
}

// Maintenance that is due at 5 waits until the machine has run empty at 18; B starts at 48.
TEST(Cascade, RunsEmptyBeforeMaintenance) {
  const Timeline t(plant(R"({"id": "TRACK", "maintenance": [{"id": "PM", "trigger": "calendar",
                "interval": "30 d", "first": "5 min", "duration": "30 min"}]})",
                         R"({"id": 10, "work_center": "TRACK", "time": "10 min", "per": "lot",
                "cascade": {"per": "unit", "interval": "2 min"}})"),
                   lots(2, 5, R"("horizon": "2 h")"));
  EXPECT_EQ(t.times(EventType::kMaintenanceStarted), Minutes{18});
  EXPECT_THAT(t.completed(), ElementsAre(Pair("A.1", 18), Pair("B.1", 66)));
}

TEST(LoadingOption, BesideTheMachineMakesOnlyTheLotsTimeLonger) {
  const std::string operation = R"({"id": 10, "work_center": "TOOL", "time": "10 min",
      "per": "lot", "load": "2 min", "unload": "3 min"})";
  const Timeline on(plant(R"({"id": "TOOL"})", operation), lots(2, 1));
  EXPECT_THAT(on.completed(), ElementsAre(Pair("A.1", 15), Pair("B.1", 30)));
  const Timeline beside(
      plant(R"({"id": "TOOL", "options": {"loading": "beside_machine"}})", operation), lots(2, 1));
  EXPECT_THAT(beside.completed(), ElementsAre(Pair("A.1", 15), Pair("B.1", 25)));
}

// Batches of 75 to 100 pieces of lots of 25: four lots fill one, three may start.
constexpr const char* kFurnaceOperation = R"({"id": 10, "work_center": "FURNACE",
    "time": "60 min", "per": "batch", "batch": {"minimum": "75 pcs", "maximum": "100 pcs"}})";

TEST(BatchByUnits, IsFullWhenNoOtherLotFits) {
  const Timeline t(plant(R"({"id": "FURNACE", "batch": {"at_end": "wait"}})", kFurnaceOperation),
                   lots(7, 25, R"("horizon": "3 h")"));
  EXPECT_EQ(t.completed().size(), 4U);
  EXPECT_EQ(t.completed().at("D.1"), 60);
}

TEST(BatchByUnits, MayStartWithItsMinimum) {
  const Timeline t(plant(R"({"id": "FURNACE",
                             "batch": {"limit": "start_at_minimum", "at_end": "wait"}})",
                         kFurnaceOperation),
                   lots(7, 25, R"("horizon": "3 h")"));
  EXPECT_EQ(t.completed().size(), 7U);
  EXPECT_EQ(t.completed().at("G.1"), 120);
}

// X has one lot at the head of the queue, Y two behind it.
TEST(BatchChoiceOption, LargestTakesTheFullerBatch) {
  const auto run = [](const std::string& choice) {
    return Timeline(R"({"id": "P", "unit": "pcs", "materials": [{"id": "X"}, {"id": "Y"}],
      "work_centers": [{"id": "FURNACE", "batch": {"maximum": 2, "limit": "start_at_minimum",
                        "choice": ")" +
                        choice + R"("}}],
      "routings": [{"id": "X", "operations": [
                      {"id": 10, "work_center": "FURNACE", "time": "10 min", "per": "batch"}]},
                   {"id": "Y", "operations": [
                      {"id": 10, "work_center": "FURNACE", "time": "10 min", "per": "batch"}]}]})",
                    R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
      {"id": "X", "product": "X", "quantity": "1 pcs"},
      {"id": "Y", "product": "Y", "quantity": "2 pcs", "lot_size": "1 pcs"}]})")
        .completed();
  };
  EXPECT_THAT(run("first"), ElementsAre(Pair("X.1", 10), Pair("Y.1", 20), Pair("Y.2", 20)));
  EXPECT_THAT(run("largest"), ElementsAre(Pair("X.1", 20), Pair("Y.1", 10), Pair("Y.2", 10)));
}

TEST(Sampling, LetsLotsPassTheOperationBy) {
  const auto done = [](const std::string& share) {
    const Timeline t(plant(R"({"id": "TOOL"}, {"id": "METER", "machines": 2000})",
                           R"({"id": 10, "work_center": "METER", "time": "1 min", "per": "lot",
                               "sampling": )" +
                               share + R"(},
                              {"id": 20, "work_center": "METER", "time": "1 min", "per": "lot"})"),
                     R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
        {"id": "A", "product": "WAFER", "quantity": "2000 pcs", "lot_size": "1 pcs"}]})");
    return static_cast<double>(t.times(EventType::kOperationStarted).size()) - 2000;
  };
  EXPECT_EQ(done("0"), 0);
  EXPECT_EQ(done("1"), 2000);
  EXPECT_NEAR(done("0.3"), 600, 4 * 20.5);  // binomial: sd = sqrt(2000 x 0.3 x 0.7)
}

TEST(Sampling, MayLetLotsPassTheirOnlyOperationBy) {
  const Timeline t(plant(R"({"id": "METER"})",
                         R"({"id": 10, "work_center": "METER", "time": "1 min", "per": "lot",
                             "sampling": 0})"),
                   R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
      {"id": "A", "product": "WAFER", "quantity": "3 pcs", "lot_size": "1 pcs"}]})");
  EXPECT_THAT(t.completed(), ElementsAre(Pair("A.1", 0), Pair("A.2", 0), Pair("A.3", 0)));
  EXPECT_EQ(t.times(EventType::kOrderCompleted), (Minutes{0}));
}

// Branches of 2 and 3 min between an operation of 1 min and one of 1 min where they meet, and a
// last one of 1 min: 6 min. They begin and meet although nothing is done there.
TEST(Sampling, LetsBranchesBeginAndMeetWhereLotsPassBy) {
  const auto ends = [](const std::string& first, const std::string& meeting) {
    return Timeline(plant(R"({"id": "TOOL", "machines": 2})",
                          R"({"id": 10, "work_center": "TOOL", "time": "1 min", "per": "lot",
                              "parallel": {"branches": [20, 30], "join": 40}, "sampling": )" +
                              first + R"(},
                             {"id": 20, "work_center": "TOOL", "time": "2 min", "per": "lot",
                              "next": 40},
                             {"id": 30, "work_center": "TOOL", "time": "3 min", "per": "lot",
                              "next": 40},
                             {"id": 40, "work_center": "TOOL", "time": "1 min", "per": "lot",
                              "sampling": )" +
                              meeting + R"(},
                             {"id": 50, "work_center": "TOOL", "time": "1 min", "per": "lot"})"),
                    lots(1, 1))
        .completed();
  };
  EXPECT_THAT(ends("1", "1"), ElementsAre(Pair("A.1", 6)));
  EXPECT_THAT(ends("0", "1"), ElementsAre(Pair("A.1", 5)));
  EXPECT_THAT(ends("1", "0"), ElementsAre(Pair("A.1", 5)));
}

// Both lots come to the lens again at 5 (A) and 6 (B); A returns to the first machine although the
// second is idle, too: there C is at work until 15.
TEST(Dedication, ReturnsToTheMachineOfTheEarlierOperation) {
  const std::string plants[] = {"", R"(, "same_machine_as": 10)"};
  const auto run = [&](const std::string& dedication) {
    return Timeline(R"({"id": "P", "unit": "pcs", "materials": [{"id": "W"}, {"id": "C"}],
      "work_centers": [{"id": "LENS", "machines": 2}, {"id": "ETCH"}],
      "routings": [
        {"id": "W", "operations": [
          {"id": 10, "work_center": "LENS", "time": "4 min", "per": "lot"},
          {"id": 20, "work_center": "ETCH", "time": "1 min", "per": "lot"},
          {"id": 30, "work_center": "LENS", "time": "4 min", "per": "lot")" +
                        dedication + R"(}]},
        {"id": "C", "operations": [
          {"id": 10, "work_center": "LENS", "time": "11 min", "per": "lot"}]}]})",
                    R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
      {"id": "A", "product": "W", "quantity": "1 pcs"},
      {"id": "C", "product": "C", "quantity": "1 pcs", "release": "4 min"}]})");
  };
  EXPECT_EQ(run(plants[0]).completed().at("A.1"), 9);   // on the second machine
  EXPECT_EQ(run(plants[1]).completed().at("A.1"), 19);  // after C on the first
}

// The second operation takes 10 min and has one machine: A starts at 5, B at 15 although it was to
// start by 5 + 8 = 13.
std::string limited(const std::string& reaction) {
  return plant(R"({"id": "CLEAN", "machines": 2}, {"id": "COAT"})",
               R"({"id": 10, "work_center": "CLEAN", "time": "5 min", "per": "lot",
                   "queue_time_limits": [{"until": 20, "within": "8 min")" +
                   reaction + R"(}]},
                  {"id": 20, "work_center": "COAT", "time": "10 min", "per": "lot"})");
}

TEST(QueueTimeLimit, IsReportedWhenItIsExceeded) {
  const Timeline t(limited(""), lots(2, 1));
  EXPECT_EQ(t.lots(EventType::kQueueTimeViolated), std::vector<std::string>{"B.1"});
  EXPECT_NEAR(t.times(EventType::kQueueTimeViolated).at(0), 13, 1e-6);
  EXPECT_EQ(t.run().state().statistics.products[0].queue_time_violations, 1);
  EXPECT_EQ(t.completed().at("B.1"), 25);
}

TEST(QueueTimeLimit, MayScrapTheLot) {
  const Timeline t(limited(R"(, "reaction": "scrap")"), lots(2, 1));
  EXPECT_EQ(t.lots(EventType::kLotScrapped), std::vector<std::string>{"B.1"});
  EXPECT_EQ(t.completed().size(), 1U);
}

// B goes back at 13, is cleaned again by 18 and coated from 18 to 28.
TEST(QueueTimeLimit, MaySendTheLotToRework) {
  const Timeline t(limited(R"(, "reaction": "rework", "rework_to": 10)"), lots(2, 1));
  EXPECT_NEAR(t.completed().at("B.1"), 28, 1e-6);
  EXPECT_EQ(t.events(EventType::kLotReworked).size(), 1U);
}

TEST(QueueTimeLimit, IsMetByAStartAtTheVeryDeadline) {
  const Timeline t(plant(R"({"id": "CLEAN", "machines": 2}, {"id": "COAT"})",
                         R"({"id": 10, "work_center": "CLEAN", "time": "5 min", "per": "lot",
                             "queue_time_limits": [{"until": 20, "within": "10 min"}]},
                            {"id": 20, "work_center": "COAT", "time": "10 min", "per": "lot"})"),
                   lots(2, 1));
  EXPECT_TRUE(t.events(EventType::kQueueTimeViolated).empty());
}

TEST(QueueTimeRules, LotsUnderALimitGoFirst) {
  const Timeline t(R"({"id": "P", "unit": "pcs", "materials": [{"id": "X"}, {"id": "Y"}],
    "work_centers": [{"id": "CLEAN"},
                     {"id": "COAT", "dispatch": ["queue_time_limited", "fifo"]}],
    "routings": [{"id": "X", "operations": [
                    {"id": 10, "work_center": "COAT", "time": "10 min", "per": "lot"}]},
                 {"id": "Y", "operations": [
                    {"id": 10, "work_center": "CLEAN", "time": "5 min", "per": "lot",
                     "queue_time_limits": [{"until": 20, "within": "1 h"}]},
                    {"id": 20, "work_center": "COAT", "time": "10 min", "per": "lot"}]}]})",
                   R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
    {"id": "X", "product": "X", "quantity": "3 pcs", "lot_size": "1 pcs"},
    {"id": "Y", "product": "Y", "quantity": "1 pcs"}]})");
  EXPECT_THAT(t.completed(),
              ElementsAre(Pair("X.1", 10), Pair("X.2", 30), Pair("X.3", 40), Pair("Y.1", 20)));
}

// Family RED has to run three lots, BLUE one: red, red, red although blue came before the third.
TEST(MinimumRun, MayDifferByFamily) {
  const Timeline t(R"({"id": "P", "unit": "pcs", "materials": [{"id": "R"}, {"id": "B"}],
    "work_centers": [{"id": "IMPLANT", "dispatch": ["minimum_run", "fifo"],
      "setup": {"changes": [{"to": "RED", "time": "0 min"}, {"to": "BLUE", "time": "0 min"}],
                "family_runs": [{"family": "RED", "minimum": 3}]}}],
    "routings": [{"id": "R", "operations": [{"id": 10, "work_center": "IMPLANT",
                    "time": "10 min", "per": "lot", "setup_family": "RED"}]},
                 {"id": "B", "operations": [{"id": 10, "work_center": "IMPLANT",
                    "time": "10 min", "per": "lot", "setup_family": "BLUE"}]}]})",
                   R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
    {"id": "R1", "product": "R", "quantity": "1 pcs"},
    {"id": "B1", "product": "B", "quantity": "1 pcs", "release": "1 min"},
    {"id": "R2", "product": "R", "quantity": "1 pcs", "release": "2 min"},
    {"id": "B2", "product": "B", "quantity": "1 pcs", "release": "3 min"},
    {"id": "R3", "product": "R", "quantity": "1 pcs", "release": "4 min"},
    {"id": "R4", "product": "R", "quantity": "1 pcs", "release": "5 min"}]})");
  EXPECT_EQ(t.lots(EventType::kOperationStarted),
            (std::vector<std::string>{"R1.1", "R2.1", "R3.1", "B1.1", "B2.1", "R4.1"}));
}

// At 10 machine 1 (RED) chooses first; the blue lot at the head goes to machine 2, which is blue.
TEST(SetupChoice, GivesALotToTheIdleMachineThatNeedsLeastSetup) {
  const Timeline t(R"({"id": "P", "unit": "pcs", "materials": [{"id": "R"}, {"id": "B"}],
    "work_centers": [{"id": "IMPLANT", "machines": 2, "setup": {"changes": [
      {"to": "RED", "time": "60 min"}, {"to": "BLUE", "time": "60 min"}]}}],
    "routings": [{"id": "R", "operations": [{"id": 10, "work_center": "IMPLANT",
                    "time": "10 min", "per": "lot", "setup_family": "RED"}]},
                 {"id": "B", "operations": [{"id": 10, "work_center": "IMPLANT",
                    "time": "10 min", "per": "lot", "setup_family": "BLUE"}]}]})",
                   R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
    {"id": "B1", "product": "B", "quantity": "1 pcs", "release": "10 min"},
    {"id": "R1", "product": "R", "quantity": "1 pcs", "release": "10 min"}],
    "initial_state": {"setups": [{"machine": "IMPLANT/1", "family": "RED"},
                                 {"machine": "IMPLANT/2", "family": "BLUE"}]}})");
  EXPECT_THAT(t.completed(), ElementsAre(Pair("B1.1", 20), Pair("R1.1", 20)));
}

// Maintenance after 50 pieces, first after 20: lots of 10, 5 min each. It begins at 10 and, after
// the fifth lot from 20 on, at 45.
TEST(Maintenance, MayBeDueAfterUnits) {
  const Timeline t(plant(R"({"id": "TOOL", "group": "ETCH"})",
                         R"({"id": 10, "work_center": "TOOL", "time": "5 min", "per": "lot"})",
                         R"(, "machine_groups": [{"id": "ETCH", "maintenance": [
        {"id": "PM", "trigger": "units", "units": 50, "first_units": 20,
         "duration": "10 min"}]}])"),
                   lots(9, 10));
  EXPECT_EQ(t.times(EventType::kMaintenanceStarted), (Minutes{10, 45}));
}

// The group's failures: the first after 7 min, the next 20 min after the repair.
TEST(Failures, OfAGroupMayHaveAnotherFirstTime) {
  const Timeline t(plant(R"({"id": "TOOL", "group": "ETCH"})",
                         R"({"id": 10, "work_center": "TOOL", "time": "60 min", "per": "lot"})",
                         R"(, "machine_groups": [{"id": "ETCH", "failures": [
        {"id": "F", "clock": "calendar", "time_to_failure": "20 min", "first": "7 min",
         "repair": "3 min"}]}])"),
                   lots(1, 1));
  EXPECT_EQ(t.times(EventType::kFailureStarted), (Minutes{7, 30, 53}));
  EXPECT_EQ(t.completed().at("A.1"), 69);
}

TEST(OrderClasses, AreCountedBesideProducts) {
  const Timeline t(plant(R"({"id": "TOOL"})",
                         R"({"id": 10, "work_center": "TOOL", "time": "10 min", "per": "lot"})"),
                   R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
      {"id": "A", "product": "WAFER", "quantity": "1 pcs", "class": "HOT", "due": "5 min"},
      {"id": "B", "product": "WAFER", "quantity": "1 pcs", "class": "NORMAL"},
      {"id": "C", "product": "WAFER", "quantity": "1 pcs", "class": "HOT", "due": "1 h"}]})");
  const auto& classes = t.run().state().statistics.order_classes;
  ASSERT_EQ(classes.size(), 2U);
  EXPECT_EQ(classes[0].lots_completed, 2);
  EXPECT_EQ(classes[0].lots_on_time, 1);
  EXPECT_EQ(classes[0].cycle_time.tally.mean(), 20 * 60e6);  // (10 + 30) / 2
  EXPECT_EQ(classes[1].lots_completed, 1);
}

}  // namespace
}  // namespace planttwin::testing
