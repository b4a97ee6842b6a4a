// Options of batches and minimum runs, of yield and of the times that rules see.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/plant_models/option_text.h"
#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using ::testing::ElementsAre;
using ::testing::Pair;

// A furnace for two to three lots, 10 min; B is made on LATHE (30 min) and may go on to the
// furnace.
constexpr const char* kFurnace = R"({
  "id": "FURNACE", "unit": "pcs", "materials": [{"id": "A"}, {"id": "B"}, {"id": "C"}],
  "work_centers": [{"id": "FURNACE", "batch": {"minimum": 2, "maximum": 3 $}}, {"id": "LATHE"}],
  "routings": [
    {"id": "A", "operations": [
      {"id": 10, "work_center": "FURNACE", "time": "10 min", "per": "batch"}]},
    {"id": "B", "operations": [
      {"id": 10, "work_center": "LATHE", "time": "30 min", "per": "lot"}]},
    {"id": "C", "operations": [
      {"id": 10, "work_center": "LATHE", "time": "30 min", "per": "lot", "yield": 0},
      {"id": 20, "work_center": "FURNACE", "time": "10 min", "per": "batch"}]}]})";

constexpr const char* kAtZeroFourAndNine = R"({"start": "2025-01-01T00:00Z", "until": "done",
  "orders": [{"id": "A1", "product": "A", "quantity": "1 pcs"},
             {"id": "A2", "product": "A", "quantity": "1 pcs", "release": "4 min"},
             {"id": "A3", "product": "A", "quantity": "1 pcs", "release": "9 min"}]})";

TEST(BatchLimitOption, NoneStartsFullBatchesOnly) {
  const Timeline timeline(with(kFurnace, ""), kAtZeroFourAndNine);
  EXPECT_THAT(timeline.completed(),
              ElementsAre(Pair("A1.1", 19), Pair("A2.1", 19), Pair("A3.1", 19)));
}

// The first lot has waited for 6 min at 6; the third starts when the furnace is free at 16 because
// nothing more can come.
TEST(BatchLimitOption, PartialAfterWaitStartsWhenTheOldestLotHasWaitedLongEnough) {
  const Timeline timeline(
      with(kFurnace, R"(, "limit": "partial_after_wait", "wait_limit": "6 min")"),
      kAtZeroFourAndNine);
  EXPECT_THAT(timeline.completed(),
              ElementsAre(Pair("A1.1", 16), Pair("A2.1", 16), Pair("A3.1", 26)));
}

TEST(BatchLimitOption, StartAtMinimumStartsAsSoonAsTheMinimumIsThere) {
  const Timeline timeline(with(kFurnace, R"(, "limit": "start_at_minimum")"), kAtZeroFourAndNine);
  EXPECT_THAT(timeline.completed(),
              ElementsAre(Pair("A1.1", 14), Pair("A2.1", 14), Pair("A3.1", 24)));
}

// X goes from one furnace to the other and Y the other way: each would wait for the other's lot to
// fill its batch. When nothing more is released the first furnace starts, so X meets Y at 15.
TEST(BatchAtEndOption, StartLetsTheFirstOfTwoFurnacesBeginThatWaitForEachOther) {
  const Timeline timeline(R"({
    "id": "FURNACES", "unit": "pcs", "materials": [{"id": "X"}, {"id": "Y"}],
    "work_centers": [{"id": "F1", "batch": {"maximum": 2, "family": "any"}},
                     {"id": "F2", "batch": {"maximum": 2, "family": "any"}}],
    "routings": [
      {"id": "X", "operations": [
        {"id": 10, "work_center": "F1", "time": "10 min", "per": "batch"},
        {"id": 20, "work_center": "F2", "time": "10 min", "per": "batch"}]},
      {"id": "Y", "operations": [
        {"id": 10, "work_center": "F2", "time": "10 min", "per": "batch"},
        {"id": 20, "work_center": "F1", "time": "10 min", "per": "batch"}]}]})",
                          R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
    {"id": "X", "product": "X", "quantity": "1 pcs"},
    {"id": "Y", "product": "Y", "quantity": "1 pcs", "release": "5 min"}]})");
  EXPECT_EQ(timeline.times(EventType::kOperationStarted), (Minutes{5, 15, 15, 25}));
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("X.1", 25), Pair("Y.1", 35)));
}

constexpr const char* kFourLots = R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
  {"id": "A", "product": "A", "quantity": "4 pcs", "lot_size": "1 pcs"}]})";

TEST(BatchAtEndOption, StartTakesTheRestWhenNothingMoreCanCome) {
  const Timeline timeline(with(kFurnace, ""), kFourLots);
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{10, 10, 10, 20}));
  EXPECT_EQ(timeline.end().reason, plant::RunEnd::Reason::kCompleted);
}

TEST(BatchAtEndOption, WaitLeavesTheRestForEver) {
  const Timeline timeline(with(kFurnace, R"(, "at_end": "wait")"), kFourLots);
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{10, 10, 10}));
  EXPECT_EQ(timeline.end().reason, plant::RunEnd::Reason::kStalled);
}

// B never comes to the furnace: it is no reason to wait.
TEST(BatchAtEndOption, StartDoesNotWaitForLotsOnOtherWays) {
  const Timeline timeline(with(kFurnace, ""), R"({"start": "2025-01-01T00:00Z", "until": "done",
    "orders": [{"id": "B", "product": "B", "quantity": "1 pcs"},
               {"id": "A", "product": "A", "quantity": "1 pcs"}]})");
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 10), Pair("B.1", 30)));
}

// C is on its way to the furnace until it is scrapped at 30.
TEST(BatchAtEndOption, StartWaitsAsLongAsALotMayCome) {
  const Timeline timeline(with(kFurnace, ""), R"({"start": "2025-01-01T00:00Z", "until": "done",
    "orders": [{"id": "C", "product": "C", "quantity": "1 pcs"},
               {"id": "A", "product": "A", "quantity": "1 pcs"}]})");
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 40)));
}

// Lots of family F at 0 and 20 and 30, one of G at 1. Work 5 min, a change of setup 2 min, at
// least three lots of a family in a row.
constexpr const char* kMinimumRun = R"({
  "id": "RUN", "unit": "pcs", "materials": [{"id": "F"}, {"id": "G"}],
  "work_centers": [{"id": "M", "setup": {"minimum_run": 3 $}}],
  "routings": [
    {"id": "F", "operations": [{"id": 10, "work_center": "M", "setup_family": "F",
      "setup": "2 min", "time": "5 min", "per": "lot"}]},
    {"id": "G", "operations": [{"id": 10, "work_center": "M", "setup_family": "G",
      "setup": "2 min", "time": "5 min", "per": "lot"}]}]})";

constexpr const char* kFamilies = R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
  {"id": "F1", "product": "F", "quantity": "1 pcs"},
  {"id": "G1", "product": "G", "quantity": "1 pcs", "release": "1 min"},
  {"id": "F2", "product": "F", "quantity": "1 pcs", "release": "20 min"},
  {"id": "F3", "product": "F", "quantity": "1 pcs", "release": "30 min"}]})";

// F1: setup 0-2, work 2-7; G1: 7-9, 9-14; F2: 20-22, 22-27; F3: 30-35.
TEST(MinimumRunOption, ReleaseAllowsAnotherSetupWhenNoLotOfTheFamilyWaits) {
  const Timeline timeline(with(kMinimumRun, ""), kFamilies);
  EXPECT_THAT(timeline.completed(),
              ElementsAre(Pair("F1.1", 7), Pair("F2.1", 27), Pair("F3.1", 35), Pair("G1.1", 14)));
}

// F1 0-7, F2 20-25, F3 30-35 make the run; G1: setup 35-37, work 37-42.
TEST(MinimumRunOption, HoldLetsTheMachineWaitForLotsOfItsFamily) {
  const Timeline timeline(with(kMinimumRun, R"(, "minimum_run_when_empty": "hold")"), kFamilies);
  EXPECT_THAT(timeline.completed(),
              ElementsAre(Pair("F1.1", 7), Pair("F2.1", 25), Pair("F3.1", 35), Pair("G1.1", 42)));
}

// 200 lots of 5 pieces and half of them lost.
std::vector<std::int64_t> good_of_lots(const std::string& basis) {
  const Timeline timeline(with(R"({
    "id": "YIELD", "unit": "pcs", "materials": [{"id": "A"}],
    "work_centers": [{"id": "M"}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "1 min", "per": "lot", "yield": 0.5 $}]}]})",
                               basis),
                          R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
    {"id": "A", "product": "A", "quantity": "1000 pcs", "lot_size": "5 pcs"}]})");
  std::vector<std::int64_t> good;
  for (const plant::PlantEvent& e : timeline.events(EventType::kOperationCompleted)) {
    good.push_back(e.quantity.count());
  }
  return good;
}

// Binomial of 5 and 0.5: 0 or 5 of 5 with probability 1/16, so 12.5 lots on average and 30 with
// more than 5 standard deviations of 3.4.
TEST(YieldBasisOption, PerUnitDecidesOnEachUnit) {
  const auto good = good_of_lots("");
  ASSERT_EQ(good.size(), 200u);
  EXPECT_LT(std::count(good.begin(), good.end(), 0), 30);
  EXPECT_LT(std::count(good.begin(), good.end(), 5), 30);
}

// All or nothing; 100 of 200 lots within 4 standard deviations of 7.07.
TEST(YieldBasisOption, PerLotDecidesOnTheWholeLot) {
  const auto good = good_of_lots(R"(, "yield_basis": "per_lot")");
  ASSERT_EQ(good.size(), 200u);
  const auto whole = std::count(good.begin(), good.end(), 5);
  EXPECT_EQ(whole + std::count(good.begin(), good.end(), 0), 200);
  EXPECT_NEAR(static_cast<double>(whole), 100, 28);
}

// By the shortest processing time: A has a mean of 11 min but takes 1 min in 99 of 100 cases, B
// takes 10 min. Both wait for X.
constexpr const char* kRuleTimes = R"({
  "id": "TIMES", "unit": "pcs", "options": {$},
  "materials": [{"id": "A"}, {"id": "B"}], "work_centers": [{"id": "M", "dispatch": "spt"}],
  "routings": [
    {"id": "A", "operations": [{"id": 10, "work_center": "M", "per": "lot",
      "time": {"discrete": {"values": ["1 min", "1001 min"],
                            "probabilities": [0.99, 0.01]}}}]},
    {"id": "B", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}]})";

constexpr const char* kBehindX = R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
  {"id": "X", "product": "B", "quantity": "1 pcs"},
  {"id": "A", "product": "A", "quantity": "1 pcs", "release": "1 min"},
  {"id": "B", "product": "B", "quantity": "1 pcs", "release": "2 min"}]})";

TEST(RuleTimesOption, PlannedShowsRulesTheMean) {
  const Timeline timeline(with(kRuleTimes, ""), kBehindX);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 21), Pair("B.1", 20), Pair("X.1", 10)));
}

TEST(RuleTimesOption, ActualShowsRulesTheTimeThatWillBeNeeded) {
  const Timeline timeline(with(kRuleTimes, R"("rule_times": "actual")"), kBehindX);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 11), Pair("B.1", 21), Pair("X.1", 10)));
}

}  // namespace
}  // namespace planttwin::testing
