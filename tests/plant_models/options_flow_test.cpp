// Options of the flow of lots: blocking, full sources, rework, cycles, ties.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/plant_models/option_text.h"
#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using ::testing::ElementsAre;
using ::testing::Pair;

Lots lots_started(const Timeline& timeline, const std::string& machine) {
  Lots lots;
  for (const Timeline::Entry& e : timeline.entries()) {
    if (e.type == EventType::kOperationStarted && e.machine == machine) lots.push_back(e.lot);
  }
  return lots;
}

// FIRST takes 2 min and SECOND 5 min; nothing can wait before SECOND.
constexpr const char* kLine = R"({
  "id": "LINE", "unit": "pcs", "options": {$},
  "materials": [{"id": "A"}],
  "work_centers": [{"id": "FIRST"}, {"id": "SECOND", "queue_capacity": 0}],
  "routings": [{"id": "A", "operations": [
    {"id": 10, "work_center": "FIRST", "time": "2 min", "per": "lot"},
    {"id": 20, "work_center": "SECOND", "time": "5 min", "per": "lot"}]}]})";

constexpr const char* kThreeLots = R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
  {"id": "A", "product": "A", "quantity": "3 pcs", "lot_size": "1 pcs"}]})";

// SECOND works without a gap from minute 2; A.3 is blocked on FIRST from 9 to 12.
TEST(BlockingOption, AfterServiceLetsAMachineWorkAheadOfAFullPlace) {
  const Timeline timeline(with(kLine, ""), kThreeLots);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 7), Pair("A.2", 12), Pair("A.3", 17)));
}

// A.2 may start only when SECOND is empty at 7: 7-9, 9-14; then A.3: 14-16, 16-21. FIRST stands
// still from 2 to 7 and from 9 to 14 because of the full place: 10 of 21 min.
TEST(BlockingOption, BeforeServiceStartsOnlyWithAClaimedPlaceDownstream) {
  const Timeline timeline(with(kLine, R"("blocking": "before_service")"), kThreeLots);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 7), Pair("A.2", 14), Pair("A.3", 21)));
  EXPECT_DOUBLE_EQ(timeline.measured().state("FIRST/1", plant::MachineStateCode::kBlocked),
                   10.0 / 21);
}

constexpr const char* kOneQueuePlace = R"({
  "id": "M", "unit": "pcs", "materials": [{"id": "A"}],
  "work_centers": [{"id": "M", "queue_capacity": 1}],
  "routings": [{"id": "A", "operations": [
    {"id": 10, "work_center": "M", "time": "5 min", "per": "lot"}]}]})";

// Arrivals at 2, 4, 6, 8 and 10; a machine of 5 min and one place.
constexpr const char* kArrivals = R"({"start": "2025-01-01T00:00Z", "until": "done", "sources": [
  {"id": "S", "product": "A", "quantity": "1 pcs", "interarrival": "2 min", "limit": 5 $}]})";

TEST(FullSourceOption, WaitKeepsArrivalsOutsideUntilThereIsAPlace) {
  const Timeline timeline(kOneQueuePlace, with(kArrivals, ""));
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{7, 12, 17, 22, 27}));
}

// At 6 and at 10 a lot is on the machine and one waits.
TEST(FullSourceOption, LostTurnsArrivalsAwayThatFindNoPlace) {
  const Timeline timeline(kOneQueuePlace, with(kArrivals, R"(, "when_full": "lost")"));
  EXPECT_EQ(timeline.times(EventType::kArrivalLost), (Minutes{6, 10}));
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{7, 12, 17}));
}

// Every piece is defective at T (1 min), goes back to M (4 min) once and is scrapped at T then.
constexpr const char* kRework = R"({
  "id": "REWORK", "unit": "pcs", "options": {$},
  "materials": [{"id": "A"}, {"id": "B"}], "defect_causes": [{"id": "BAD"}],
  "work_centers": [{"id": "M"}, {"id": "T"}],
  "routings": [
    {"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "4 min", "per": "lot"},
      {"id": 20, "work_center": "T", "time": "1 min", "per": "lot",
       "defects": [{"cause": "BAD", "probability": 1}],
       "inspection": {"scope": "every_unit", "on_defect": "rework", "rework_to": 10,
                      "max_rework": 1}}]},
    {"id": "B", "operations": [{"id": 10, "work_center": "T", "time": "6 min", "per": "lot"}]}]})";

// A.1 is back at 5, while A.2 is on M until 8 and A.3 waits.
TEST(ReworkQueueOption, BackLetsReworkedLotsWaitBehindTheOthers) {
  const Timeline timeline(with(kRework, ""), kThreeLots);
  EXPECT_EQ(lots_started(timeline, "M/1"), (Lots{"A.1", "A.2", "A.3", "A.1", "A.2", "A.3"}));
}

// A.1 is in front of A.3 at 5, A.2 at 9.
TEST(ReworkQueueOption, FrontLetsReworkedLotsPassTheOthers) {
  const Timeline timeline(with(kRework, R"("rework_queue": "front")"), kThreeLots);
  EXPECT_EQ(lots_started(timeline, "M/1"), (Lots{"A.1", "A.2", "A.1", "A.2", "A.3", "A.3"}));
}

// The rule alone would let C.2, which is due much earlier, pass A.1 at 8.
TEST(ReworkQueueOption, FrontPassesLotsThatARuleOfThisInstantPrefers) {
  std::string plant = with(kRework, R"("rework_queue": "front")");
  plant.replace(plant.find(R"({"id": "M"})") + 10, 1, R"(, "dispatch": ["critical_ratio"]})");
  const Timeline timeline(plant, R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
    {"id": "A", "product": "A", "quantity": "1 pcs", "due": "10 h"},
    {"id": "C", "product": "A", "quantity": "2 pcs", "lot_size": "1 pcs", "release": "1 min",
     "due": "1 h"}]})");
  EXPECT_EQ(lots_started(timeline, "M/1"), (Lots{"A.1", "C.1", "A.1", "C.1", "C.2", "C.2"}));
}

// The queue to which lots go back is that of M; where they come from does not matter.
TEST(ReworkQueueOption, IsThatOfTheWorkCenterThatRepairs) {
  std::string plant = with(kRework, "");
  const std::string front = R"(, "options": {"rework_queue": "front"}})";
  std::string at_m = plant;
  at_m.replace(at_m.find(R"({"id": "M"})") + 10, 1, front);
  std::string at_t = plant;
  at_t.replace(at_t.find(R"({"id": "T"})") + 10, 1, front);
  EXPECT_EQ(lots_started(Timeline(at_m, kThreeLots), "M/1"),
            (Lots{"A.1", "A.2", "A.1", "A.2", "A.3", "A.3"}));
  EXPECT_EQ(lots_started(Timeline(at_t, kThreeLots), "M/1"),
            (Lots{"A.1", "A.2", "A.3", "A.1", "A.2", "A.3"}));
}

// A.1 is checked at 4-5, reworked on M at 5-9 and joins the queue of T, where B.2 and B.3 wait
// since 5: it is its ordinary way again, B.1 is on T until 11, B.2 until 17, B.3 until 23.
TEST(ReworkQueueOption, FrontHoldsOnlyForTheQueueToWhichTheLotGoesBack) {
  const Timeline timeline(with(kRework, R"("rework_queue": "front")"),
                          R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
    {"id": "A", "product": "A", "quantity": "1 pcs"},
    {"id": "B", "product": "B", "quantity": "3 pcs", "lot_size": "1 pcs", "release": "5 min"}]})");
  EXPECT_EQ(lots_started(timeline, "T/1"), (Lots{"A.1", "B.1", "B.2", "B.3", "A.1"}));
}

// All four pieces are defective after M, every second one is checked at T: two of four are found.
// T takes 1 min for each piece and repeats the check after rework; PACK takes 3 min.
constexpr const char* kPartialRework = R"({
  "id": "PART", "unit": "pcs", "options": {$},
  "materials": [{"id": "A"}], "defect_causes": [{"id": "BAD"}],
  "work_centers": [{"id": "M"}, {"id": "T"}, {"id": "PACK"}],
  "routings": [{"id": "A", "operations": [
    {"id": 10, "work_center": "M", "time": "1 min", "per": "lot",
     "defects": [{"cause": "BAD", "probability": 1}]},
    {"id": 20, "work_center": "T", "time": "1 min", "per": "unit",
     "inspection": {"scope": "every_nth_unit", "nth": 2, "on_defect": "rework",
                    "rework_to": 20}},
    {"id": 30, "work_center": "PACK", "time": "3 min", "per": "lot"}]}]})";

constexpr const char* kFourPieces = R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
  {"id": "A", "product": "A", "quantity": "4 pcs"}]})";

std::vector<std::int64_t> completed_quantities(const Timeline& timeline) {
  std::vector<std::int64_t> pieces;
  for (const plant::PlantEvent& e : timeline.events(EventType::kLotCompleted)) {
    pieces.push_back(e.quantity.count());
  }
  return pieces;
}

// T 1-5; the two rejected ones T 5-7; all four together PACK 7-10.
TEST(PartialReworkOption, SplitAndRejoinLetsTheGoodPartWaitForTheRest) {
  const Timeline timeline(with(kPartialRework, ""), kFourPieces);
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{10}));
  EXPECT_EQ(completed_quantities(timeline), (std::vector<std::int64_t>{4}));
}

// The good ones PACK 5-8; the others T 5-7, PACK 8-11.
TEST(PartialReworkOption, SplitLetsTheGoodPartGoOnAlone) {
  const Timeline timeline(with(kPartialRework, R"("partial_rework": "split")"), kFourPieces);
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{8, 11}));
  EXPECT_EQ(completed_quantities(timeline), (std::vector<std::int64_t>{2, 2}));
}

// All four again on T 5-9, PACK 9-12.
TEST(PartialReworkOption, WholeLotSendsTheGoodPartBackToo) {
  const Timeline timeline(with(kPartialRework, R"("partial_rework": "whole_lot")"), kFourPieces);
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{12}));
  EXPECT_EQ(completed_quantities(timeline), (std::vector<std::int64_t>{4}));
}

// A goes from LEFT to RIGHT, B from RIGHT to LEFT, and nothing can wait before either.
constexpr const char* kCrossing = R"({
  "id": "CROSSING", "unit": "pcs", "options": {$},
  "materials": [{"id": "A"}, {"id": "B"}],
  "work_centers": [{"id": "LEFT", "queue_capacity": 0}, {"id": "RIGHT", "queue_capacity": 0}],
  "routings": [
    {"id": "A", "operations": [
      {"id": 10, "work_center": "LEFT", "time": "3 min", "per": "lot"},
      {"id": 20, "work_center": "RIGHT", "time": "3 min", "per": "lot"}]},
    {"id": "B", "operations": [
      {"id": 10, "work_center": "RIGHT", "time": "3 min", "per": "lot"},
      {"id": 20, "work_center": "LEFT", "time": "3 min", "per": "lot"}]}]})";

constexpr const char* kBothWays = R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
  {"id": "A", "product": "A", "quantity": "1 pcs"},
  {"id": "B", "product": "B", "quantity": "1 pcs"}]})";

TEST(CyclicBlockingOption, ReportEndsTheRunAndNamesTheCycle) {
  const Timeline timeline(with(kCrossing, ""), kBothWays);
  EXPECT_EQ(timeline.end().reason, plant::RunEnd::Reason::kDeadlock);
  EXPECT_THAT(timeline.end().cycle,
              ::testing::UnorderedElementsAre("lot A.1 on LEFT/1 waits for a place at RIGHT",
                                              "lot B.1 on RIGHT/1 waits for a place at LEFT"));
  EXPECT_DOUBLE_EQ(timeline.run().now().in_seconds(), 180);
}

TEST(CyclicBlockingOption, SwapMovesAllLotsOfTheCycleAtOnce) {
  const Timeline timeline(with(kCrossing, R"("cyclic_blocking": "swap")"), kBothWays);
  EXPECT_EQ(timeline.end().reason, plant::RunEnd::Reason::kCompleted);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 6), Pair("B.1", 6)));
}

// X holds the machine until 10. C is the shortest, B and D came before A, B before D in the list.
TEST(Ties, GoByRuleValueThenArrivalThenLotOrder) {
  const Timeline timeline(R"({
    "id": "TIES", "unit": "pcs", "materials": [{"id": "LONG"}, {"id": "SHORT"}],
    "work_centers": [{"id": "M", "dispatch": "spt"}],
    "routings": [
      {"id": "LONG", "operations": [
        {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]},
      {"id": "SHORT", "operations": [
        {"id": 10, "work_center": "M", "time": "2 min", "per": "lot"}]}]})",
                          R"({"start": "2025-01-01T00:00Z", "until": "done", "orders": [
    {"id": "X", "product": "LONG", "quantity": "1 pcs"},
    {"id": "A", "product": "LONG", "quantity": "1 pcs", "release": "2 min"},
    {"id": "B", "product": "LONG", "quantity": "1 pcs", "release": "1 min"},
    {"id": "C", "product": "SHORT", "quantity": "1 pcs", "release": "3 min"},
    {"id": "D", "product": "LONG", "quantity": "1 pcs", "release": "1 min"}]})");
  EXPECT_EQ(lots_started(timeline, "M/1"), (Lots{"X.1", "C.1", "B.1", "D.1", "A.1"}));
}

}  // namespace
}  // namespace planttwin::testing
