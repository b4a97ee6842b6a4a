// How a run ends: at its horizon, with everything done, stalled, in a deadlock or in endless
// rounds.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using Reason = plant::RunEnd::Reason;

constexpr const char* kOneMachine = R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
  "work_centers": [{"id": "M"}],
  "routings": [{"id": "A", "operations": [
    {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}]})";

TEST(EndOfRun, ComesAtTheHorizonWhichIsNotItselfPartOfTheRun) {
  const Timeline timeline(kOneMachine, R"({"start": "2025-01-06T00:00:00Z", "horizon": "20 min",
    "orders": [{"id": "O", "product": "A", "quantity": "3 pcs", "lot_size": "1 pcs"}]})");
  EXPECT_EQ(timeline.end().reason, Reason::kHorizon);
  // Lots are done at 10, 20, ...: minute 20 lies outside [0, 20).
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{10}));
  EXPECT_EQ(timeline.run().now().count(), 20 * 60'000'000LL);
}

TEST(EndOfRun, OfARunUntilAllIsDoneIsTheLastCompletion) {
  const Timeline timeline(kOneMachine, R"({"start": "2025-01-06T00:00:00Z", "until": "done",
    "orders": [{"id": "O", "product": "A", "quantity": "2 pcs", "lot_size": "1 pcs",
                "release": "5 min"}]})");
  EXPECT_EQ(timeline.end().reason, Reason::kCompleted);
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{15, 25}));
  EXPECT_EQ(timeline.run().now().count(), 25 * 60'000'000LL);
}

// The failures and maintenance of an empty plant go on for ever; the run does not.
TEST(EndOfRun, DoesNotWaitForMachinesThatOnlyFailAndAreMaintained) {
  const Timeline timeline(R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "shifts": [{"id": "DAY", "patterns": [{"days": ["mon", "tue"], "from": "00:00",
                                           "to": "12:00"}]}],
    "work_centers": [{"id": "M", "shift": "DAY",
      "failures": [{"id": "F", "clock": "calendar", "time_to_failure": "60 min",
                    "repair": "1 min"}],
      "maintenance": [{"id": "OIL", "trigger": "calendar", "interval": "40 min",
                       "duration": "2 min"}]}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}]})",
                          R"({"start": "2025-01-06T00:00:00Z", "until": "done",
    "orders": [{"id": "O", "product": "A", "quantity": "1 pcs"}]})");
  EXPECT_EQ(timeline.end().reason, Reason::kCompleted);
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{10}));
  EXPECT_EQ(timeline.run().now().count(), 10 * 60'000'000LL);
}

TEST(EndOfRun, IsAStallThatNamesTheLotAndWhatItLacks) {
  const Timeline timeline(R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}, {"id": "C"}],
    "locations": [{"id": "STORE"}],
    "boms": [{"id": "A", "items": [{"component": "C", "quantity": "1 pcs"}]}],
    "work_centers": [{"id": "M", "supply": "STORE"}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}]})",
                          R"({"start": "2025-01-06T00:00:00Z", "until": "done",
    "orders": [{"id": "O", "product": "A", "quantity": "2 pcs", "lot_size": "1 pcs"}],
    "initial_state": {"stock": [{"material": "C", "location": "STORE", "quantity": "1 pcs"}]}})");
  EXPECT_EQ(timeline.end().reason, Reason::kStalled);
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{10}));
  EXPECT_EQ(timeline.end().cycle,
            (std::vector<std::string>{"lot O.2 waits in the queue of M (waiting_material)"}));
}

TEST(EndOfRun, IsAStallWhenTheLastShiftIsOver) {
  const Timeline timeline(R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "shifts": [{"id": "ONCE", "windows": [{"from": "0 min", "to": "15 min"}]}],
    "work_centers": [{"id": "M", "shift": "ONCE"}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}]})",
                          R"({"start": "2025-01-06T00:00:00Z", "until": "done",
    "orders": [{"id": "O", "product": "A", "quantity": "2 pcs", "lot_size": "1 pcs"}]})");
  EXPECT_EQ(timeline.end().reason, Reason::kStalled);
  EXPECT_EQ(timeline.times(EventType::kLotCompleted), (Minutes{10}));
  ASSERT_EQ(timeline.end().cycle.size(), 1U);
  EXPECT_NE(timeline.end().cycle[0].find("O.2"), std::string::npos);
}

// An order that is never released is work that is not done, although no lot exists.
TEST(EndOfRun, IsAStallWhenAnOrderWaitsForItsReservation) {
  const Timeline timeline(R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}, {"id": "C"}],
    "options": {"reservation": "at_release"},
    "locations": [{"id": "STORE"}],
    "boms": [{"id": "A", "items": [{"component": "C", "quantity": "1 pcs"}]}],
    "work_centers": [{"id": "M", "supply": "STORE"}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]}]})",
                          R"({"start": "2025-01-06T00:00:00Z", "until": "done",
    "orders": [{"id": "O", "product": "A", "quantity": "2 pcs"}]})");
  EXPECT_EQ(timeline.end().reason, Reason::kStalled);
  EXPECT_EQ(timeline.end().cycle, (std::vector<std::string>{"order O waits for its components"}));
}

// Three machines in a ring without places between them; each holds a lot for the next.
constexpr const char* kRing = R"({"id": "P", "unit": "pcs",
  "materials": [{"id": "A"}, {"id": "B"}, {"id": "C"}],
  "work_centers": [{"id": "M1", "queue_capacity": 0}, {"id": "M2", "queue_capacity": 0},
                   {"id": "M3", "queue_capacity": 0}],
  "routings": [
    {"id": "A", "operations": [{"id": 10, "work_center": "M1", "time": "5 min", "per": "lot"},
                               {"id": 20, "work_center": "M2", "time": "1 min", "per": "lot"}]},
    {"id": "B", "operations": [{"id": 10, "work_center": "M2", "time": "6 min", "per": "lot"},
                               {"id": 20, "work_center": "M3", "time": "1 min", "per": "lot"}]},
    {"id": "C", "operations": [{"id": 10, "work_center": "M3", "time": "7 min", "per": "lot"},
                               {"id": 20, "work_center": "M1", "time": "1 min", "per": "lot"}]}]})";

TEST(EndOfRun, IsADeadlockAsSoonAsTheRingOfWaitingLotsCloses) {
  const Timeline timeline(kRing, R"({"start": "2025-01-06T00:00:00Z", "horizon": "1 d",
    "orders": [{"id": "A", "product": "A", "quantity": "1 pcs"},
               {"id": "B", "product": "B", "quantity": "1 pcs"},
               {"id": "C", "product": "C", "quantity": "1 pcs"}]})");
  EXPECT_EQ(timeline.end().reason, Reason::kDeadlock);
  EXPECT_EQ(timeline.run().now().count(), 7 * 60'000'000LL);  // when the third one is finished
  EXPECT_EQ(timeline.end().cycle,
            (std::vector<std::string>{"lot A.1 on M1/1 waits for a place at M2",
                                      "lot B.1 on M2/1 waits for a place at M3",
                                      "lot C.1 on M3/1 waits for a place at M1"}));
}

TEST(EndOfRun, IsNoDeadlockWhileOneMachineOfTheRingIsStillAtWork) {
  const Timeline timeline(kRing, R"({"start": "2025-01-06T00:00:00Z", "until": "done",
    "orders": [{"id": "A", "product": "A", "quantity": "1 pcs"},
               {"id": "B", "product": "B", "quantity": "1 pcs"}]})");
  EXPECT_EQ(timeline.end().reason, Reason::kCompleted);
  // B leaves M2 at 6; A, blocked since 5, follows at once.
  EXPECT_EQ(timeline.completed().at("A.1"), 7);
  EXPECT_EQ(timeline.completed().at("B.1"), 7);
}

// With a second machine at M3 the ring never closes: C finds no place, but B does.
TEST(EndOfRun, IsNoDeadlockWhenOneOfTheMachinesWaitedForIsFree) {
  std::string ring = kRing;
  ring.replace(ring.find(R"({"id": "M3")"), 11, R"({"id": "M3", "machines": 2)");
  const Timeline timeline(ring, R"({"start": "2025-01-06T00:00:00Z", "until": "done",
    "orders": [{"id": "A", "product": "A", "quantity": "1 pcs"},
               {"id": "B", "product": "B", "quantity": "1 pcs"},
               {"id": "C", "product": "C", "quantity": "1 pcs"}]})");
  EXPECT_EQ(timeline.end().reason, Reason::kCompleted);
  EXPECT_EQ(timeline.completed().at("C.1"), 8);
}

// A rework loop that takes no time, and that 999,999 of a million times goes back: 10,000 rounds
// are not enough to leave it except with probability 1 %.
TEST(EndOfRun, NamesWhoLoopsWhenAnInstantDoesNotEnd) {
  const Timeline timeline(R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}, {"id": "B"}],
    "work_centers": [{"id": "CALM"}, {"id": "LOOP"}],
    "routings": [
      {"id": "A", "operations": [
        {"id": 10, "work_center": "LOOP", "time": "0 min", "per": "lot",
         "rework": {"probability": 0.999999, "to": 10}}]},
      {"id": "B", "operations": [
        {"id": 10, "work_center": "CALM", "time": "9 min", "per": "lot"}]}]})",
                          R"({"start": "2025-01-06T00:00:00Z", "horizon": "1 d",
    "orders": [{"id": "A", "product": "A", "quantity": "1 pcs", "release": "3 min"},
               {"id": "B", "product": "B", "quantity": "1 pcs"}]})");
  EXPECT_EQ(timeline.end().reason, Reason::kEndlessRounds);
  EXPECT_EQ(timeline.run().now().count(), 3 * 60'000'000LL);
  const std::vector<std::string>& parties = timeline.end().cycle;
  EXPECT_TRUE(std::any_of(parties.begin(), parties.end(), [](const std::string& party) {
    return party.find("LOOP") != std::string::npos;
  })) << ::testing::PrintToString(parties);
  for (const std::string& party : parties) EXPECT_EQ(party.find("CALM"), std::string::npos);
}

}  // namespace
}  // namespace planttwin::testing
