// Routings as graphs: choice of a work center, ways by chance, loops, branches within branches.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;

// One product LONG that only A makes (100 min), one product SHORT that only B makes (1 min), and
// one that both can make (10 min), with the given choice.
std::string two_ways(const std::string& choice) {
  return R"({"id": "P", "unit": "pcs",
    "materials": [{"id": "LONG"}, {"id": "SHORT"}, {"id": "ANY"}],
    "work_centers": [{"id": "A"}, {"id": "B"}],
    "routings": [
      {"id": "LONG", "operations": [
        {"id": 10, "work_center": "A", "time": "100 min", "per": "lot"}]},
      {"id": "SHORT", "operations": [
        {"id": 10, "work_center": "B", "time": "1 min", "per": "lot"}]},
      {"id": "ANY", "operations": [{"id": 10, "work_centers": ["A", "B"], "choice": ")" +
         choice + R"(", "time": "10 min", "per": "lot"}]}]})";
}

std::string place_of_any(const std::string& choice, const std::string& shorts) {
  const Timeline t(two_ways(choice), R"({"start": "2025-01-06T00:00:00Z", "horizon": "1 d",
    "orders": [
      {"id": "LONG", "product": "LONG", "quantity": "1 pcs"},
      {"id": "SHORT", "product": "SHORT", "quantity": ")" +
                                         shorts + R"( pcs", "lot_size": "1 pcs"},
      {"id": "ANY", "product": "ANY", "quantity": "1 pcs", "release": "30 s"}]})");
  for (const Timeline::Entry& entry : t.entries()) {
    if (entry.type == EventType::kOperationStarted && entry.lot == "ANY.1") return entry.machine;
  }
  return "";
}

// At 0:30 A works for 99.5 min more and nothing waits there; B works and two lots of 1 min wait.
TEST(ChoiceOfAWorkCenter, ByLeastWorkLooksAtTimes) {
  EXPECT_EQ(place_of_any("least_work", "3"), "B/1");
}

TEST(ChoiceOfAWorkCenter, ByShortestQueueCountsLots) {
  EXPECT_EQ(place_of_any("shortest_queue", "3"), "A/1");
}

TEST(ChoiceOfAWorkCenter, ByFirstIdleTakesTheFirstWhenNoneIs) {
  EXPECT_EQ(place_of_any("first_idle", "3"), "A/1");
}

TEST(ChoiceOfAWorkCenter, ByFirstIdlePassesTheOneAtWork) {
  std::string input = R"({"start": "2025-01-06T00:00:00Z", "horizon": "1 d", "orders": [
    {"id": "LONG", "product": "LONG", "quantity": "1 pcs"},
    {"id": "ANY", "product": "ANY", "quantity": "1 pcs", "release": "30 s"}]})";
  EXPECT_EQ(Timeline(two_ways("first_idle"), input).completed().at("ANY.1"), 10.5);
}

std::string routing(const std::string& operations, const std::string& work_centers) {
  return R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "work_centers": [)" +
         work_centers + R"(], "routings": [{"id": "A", "operations": [)" + operations + "]}]}";
}

std::string order(const std::string& quantity, const std::string& lot_size) {
  return R"({"start": "2025-01-06T00:00:00Z", "until": "done", "orders": [
    {"id": "O", "product": "A", "quantity": ")" +
         quantity + R"(", "lot_size": ")" + lot_size + R"("}]})";
}

// Of 1000 lots three tenths pass operation 20, standard deviation sqrt(1000 0.3 0.7) = 14.5.
TEST(Ways, AreTakenWithTheirProbabilities) {
  const Timeline t(routing(R"(
    {"id": 10, "work_center": "M", "time": "1 min", "per": "lot", "next": [
      {"to": 20, "probability": 0.3}, {"to": 30, "probability": 0.5}, {"to": "end",
       "probability": 0.2}]},
    {"id": 20, "work_center": "M20", "time": "1 min", "per": "lot", "next": "end"},
    {"id": 30, "work_center": "M30", "time": "1 min", "per": "lot"})",
                           R"({"id": "M"}, {"id": "M20"}, {"id": "M30"})"),
                   order("1000 pcs", "1 pcs"));
  const auto& centers = t.run().state().statistics.work_centers;
  EXPECT_NEAR(static_cast<double>(centers[1].started), 300, 4 * 14.5);
  EXPECT_NEAR(static_cast<double>(centers[2].started), 500, 4 * 15.8);
  EXPECT_EQ(t.times(EventType::kLotCompleted).size(), 1000U);
}

// Visits are geometric: mean 1 / (1 - 0.6) = 2.5, standard deviation sqrt(0.6) / 0.4 = 1.94.
TEST(Ways, BackMakeAsManyVisitsAsTheirProbabilityAsks) {
  const Timeline t(routing(R"(
    {"id": 10, "work_center": "M", "time": "1 min", "per": "lot",
     "rework": {"probability": 0.6, "to": 10}})",
                           R"({"id": "M"})"),
                   order("1000 pcs", "1 pcs"));
  const auto& centers = t.run().state().statistics.work_centers;
  EXPECT_NEAR(static_cast<double>(centers[0].started), 2500, 4 * 1.94 * 31.7);
}

// Branches 20 to 50 and 60 of 10 meet at 70; 20 has the branches 30 (4 min) and 40 (6 min), which
// meet at 50. 20 is done at 2, 40 at 8 and 50 at 9; the time of 60 is given.
std::string nested(const std::string& time_of_60, const std::string& heads) {
  return routing(R"(
    {"id": 10, "work_center": "M", "time": "1 min", "per": "lot",
     "parallel": {"branches": )" +
                     heads + R"(, "join": 70}},
    {"id": 20, "work_center": "M", "time": "1 min", "per": "lot",
     "parallel": {"branches": [30, 40], "join": 50}},
    {"id": 30, "work_center": "M", "time": "4 min", "per": "lot", "next": 50},
    {"id": 40, "work_center": "M", "time": "6 min", "per": "lot", "next": 50},
    {"id": 50, "work_center": "M", "time": "1 min", "per": "lot", "next": 70},
    {"id": 60, "work_center": "M", "time": ")" +
                     time_of_60 + R"(", "per": "lot", "next": 70},
    {"id": 70, "work_center": "M", "time": "1 min", "per": "lot"})",
                 R"({"id": "M", "machines": 9})");
}

void expect_nested(const std::string& time_of_60, const std::string& heads, double done) {
  SCOPED_TRACE(time_of_60 + " " + heads);
  const Timeline t(nested(time_of_60, heads), order("4 pcs", "4 pcs"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{done});
  EXPECT_EQ(t.events(EventType::kOperationStarted).size(), 7U);
  EXPECT_EQ(t.run().state().statistics.products[0].completed, 4);
  EXPECT_EQ(t.run().state().statistics.products[0].wip.level(), 0);
}

TEST(Branches, MayHaveBranchesThatAreDoneFirst) {
  expect_nested("10 min", "[20, 60]", 12);  // 1 + 10 + 1
  expect_nested("10 min", "[60, 20]", 12);
}

TEST(Branches, WaitForTheBranchesOfAnother) {
  expect_nested("1 min", "[20, 60]", 10);  // 60 is done at 2, before 30 and 40
  expect_nested("1 min", "[60, 20]", 10);
  expect_nested("6 min", "[20, 60]", 10);  // between 30 (at 6) and 40 (at 8)
  expect_nested("6 min", "[60, 20]", 10);
}

// Nothing is left of one of the inner branches: nothing is left of the lot.
TEST(Branches, WithinABranchLoseWhatTheyLose) {
  for (const std::string heads : {"[20, 60]", "[60, 20]"}) {
    std::string plant = nested("10 min", heads);
    const std::string time = R"("time": "6 min", "per": "lot",)";
    plant.replace(plant.find(time), time.size(), time + R"( "yield": 0,)");
    const Timeline t(plant, order("4 pcs", "4 pcs"));
    EXPECT_EQ(t.end().reason, plant::RunEnd::Reason::kCompleted);
    EXPECT_EQ(t.run().state().statistics.products[0].scrapped, 4);
    EXPECT_EQ(t.run().state().statistics.products[0].wip.level(), 0);
  }
}

// What is lost in one branch is lost to the lot: both branches are needed for a good piece.
TEST(Branches, LoseWhatOneOfThemLoses) {
  const auto losing = [](const std::string& yield20, const std::string& yield30) {
    return routing(R"(
      {"id": 10, "work_center": "M", "time": "1 min", "per": "lot",
       "parallel": {"branches": [20, 30], "join": 40}},
      {"id": 20, "work_center": "M", "time": "4 min", "per": "lot", "next": 40, "yield": )" +
                       yield20 + R"(},
      {"id": 30, "work_center": "M", "time": "6 min", "per": "lot", "next": 40, "yield": )" +
                       yield30 + R"(},
      {"id": 40, "work_center": "M", "time": "1 min", "per": "lot"})",
                   R"({"id": "M", "machines": 9})");
  };
  for (const bool first : {true, false}) {
    const Timeline t(losing(first ? "0" : "1", first ? "1" : "0"), order("4 pcs", "4 pcs"));
    EXPECT_EQ(t.run().state().statistics.products[0].scrapped, 4);
    EXPECT_EQ(t.end().reason, plant::RunEnd::Reason::kCompleted);
    EXPECT_EQ(t.run().state().statistics.products[0].wip.level(), 0);
  }
}

// Five pieces in two lots: two and three; both leave M at 5.
TEST(Splits, GiveTheRemainderToOneLot) {
  const Timeline t(routing(R"(
    {"id": 10, "work_center": "M", "time": "1 min", "per": "unit", "split_into": 2},
    {"id": 20, "work_center": "N", "time": "1 min", "per": "unit"})",
                           R"({"id": "M"}, {"id": "N", "machines": 2})"),
                   order("5 pcs", "5 pcs"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{7, 8}));
}

}  // namespace
}  // namespace planttwin::testing
