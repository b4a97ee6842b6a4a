// Options of material: when and how it is reserved, what happens when it is short, when it is
// booked.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/plant_models/option_text.h"
#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;
using ::testing::ElementsAre;
using ::testing::Pair;

// Ten pieces of C, which one order takes up. A is made on PREP (10 min), then on ASM; B on ASM
// only. X occupies ASM and needs nothing. ASM prefers B, which is urgent.
constexpr const char* kReservation = R"({
  "id": "RESERVATION", "unit": "pcs", "options": {$},
  "materials": [{"id": "X"}, {"id": "A"}, {"id": "B"}, {"id": "C"}],
  "locations": [{"id": "STORE"}],
  "boms": [{"id": "A", "items": [{"component": "C", "quantity": "10 pcs", "operation": 20}]},
           {"id": "B", "items": [{"component": "C", "quantity": "10 pcs", "operation": 10}]}],
  "work_centers": [{"id": "PREP"}, {"id": "ASM", "supply": "STORE", "dispatch": "priority"}],
  "routings": [
    {"id": "X", "operations": [{"id": 10, "work_center": "ASM", "time": "20 min", "per": "lot"}]},
    {"id": "A", "operations": [
      {"id": 10, "work_center": "PREP", "time": "10 min", "per": "lot"},
      {"id": 20, "work_center": "ASM", "time": "5 min", "per": "lot"}]},
    {"id": "B", "operations": [{"id": 10, "work_center": "ASM", "time": "5 min", "per": "lot"}]}]})";

// X from 0; A is released at 0 and at ASM from 10 on; B at `b`.
std::string orders(const std::string& b) {
  return R"({"start": "2025-01-01T00:00Z", "horizon": "100 min", "orders": [
    {"id": "X", "product": "X", "quantity": "1 pcs"},
    {"id": "A", "product": "A", "quantity": "1 pcs"},
    {"id": "B", "product": "B", "quantity": "1 pcs", "priority": 1, "release": ")" +
         b + R"("}],
    "initial_state": {"stock": [{"material": "C", "location": "STORE", "quantity": "10 pcs"}]}})";
}

TEST(ReservationOption, NoneGivesMaterialToTheOperationThatStartsFirst) {
  const Timeline timeline(with(kReservation, ""), orders("12 min"));
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("B.1", 25), Pair("X.1", 20)));
}

// A waits at ASM since 10, two minutes before B.
TEST(ReservationOption, AtStagingKeepsMaterialForTheLotThatCameToTheLineFirst) {
  const std::string plant = with(kReservation, R"("reservation": "at_staging")");
  const Timeline a_first(plant, orders("12 min"));
  EXPECT_THAT(a_first.completed(), ElementsAre(Pair("A.1", 25), Pair("X.1", 20)));
  const Timeline b_first(plant, orders("8 min"));
  EXPECT_THAT(b_first.completed(), ElementsAre(Pair("B.1", 25), Pair("X.1", 20)));
}

TEST(ReservationOption, AtStagingCanNameStockLots) {
  const Timeline timeline(
      with(kReservation, R"("reservation": "at_staging", "reservation_basis": "by_lot")"),
      orders("12 min"));
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 25), Pair("X.1", 20)));
  const auto reserved = timeline.events(EventType::kMaterialReserved);
  ASSERT_EQ(reserved.size(), 1u);
  EXPECT_EQ(reserved[0].quantity.count(), 10);
  EXPECT_GE(reserved[0].stock, 0);
}

// A is released before B, though B is at ASM before A. B is not released without material.
TEST(ReservationOption, AtReleaseKeepsMaterialForTheOrderThatWasReleasedFirst) {
  const Timeline timeline(with(kReservation, R"("reservation": "at_release")"), orders("8 min"));
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 25), Pair("X.1", 20)));
  EXPECT_EQ(timeline.times(EventType::kOrderReleased), (Minutes{0, 0}));
}

// Stock lot OLD expires at 15, NEW does not. A starts at 20.
std::string two_stock_lots(const std::string& basis) {
  std::string plant =
      with(kReservation, R"("reservation": "at_release", "reservation_basis": ")" + basis + R"(")");
  const std::string c = R"({"id": "C"})";
  plant.replace(plant.find(c), c.size(), R"({"id": "C", "control": "lot"})");
  return plant;
}

constexpr const char* kOldAndNew = R"({"start": "2025-01-01T00:00Z", "horizon": "100 min",
  "orders": [{"id": "X", "product": "X", "quantity": "1 pcs"},
             {"id": "A", "product": "A", "quantity": "1 pcs"}],
  "initial_state": {"stock": [
    {"material": "C", "location": "STORE", "lot": "OLD", "quantity": "10 pcs",
     "expires": "15 min"},
    {"material": "C", "location": "STORE", "lot": "NEW", "quantity": "10 pcs"}]}})";

TEST(ReservationBasisOption, ByQuantityTakesWhateverStockIsThere) {
  const Timeline timeline(two_stock_lots("by_quantity"), kOldAndNew);
  EXPECT_EQ(timeline.times(EventType::kStockExpired), (Minutes{15}));
  ASSERT_EQ(timeline.events(EventType::kMaterialIssued).size(), 1u);
  EXPECT_EQ(timeline.events(EventType::kMaterialIssued)[0].stock, 1);
}

TEST(ReservationBasisOption, ByLotTakesTheStockLotsThatWereReserved) {
  const Timeline timeline(two_stock_lots("by_lot"), kOldAndNew);
  EXPECT_EQ(timeline.times(EventType::kStockExpired), (Minutes{}));
  ASSERT_EQ(timeline.events(EventType::kMaterialIssued).size(), 1u);
  EXPECT_EQ(timeline.events(EventType::kMaterialIssued)[0].stock, 0);
}

// Ten pieces of A need ten of C, of which four are there; six come at 20. D can stand in.
constexpr const char* kShortage = R"({
  "id": "SHORTAGE", "unit": "pcs", "options": {$},
  "materials": [{"id": "A"}, {"id": "C"}, {"id": "D"}], "locations": [{"id": "STORE"}],
  "boms": [{"id": "A", "items": [{"component": "C", "quantity": "1 pcs",
    "alternates": [{"component": "D", "quantity": "2 pcs"}]}]}],
  "work_centers": [{"id": "ASM", "supply": "STORE"}],
  "routings": [{"id": "A", "operations": [
    {"id": 10, "work_center": "ASM", "time": "1 min", "per": "unit"}]}]})";

constexpr const char* kFourAndSix = R"({"start": "2025-01-01T00:00Z", "horizon": "100 min",
  "orders": [{"id": "A", "product": "A", "quantity": "10 pcs"}],
  "sources": [{"id": "TRUCK", "product": "C", "quantity": "6 pcs", "location": "STORE",
               "interarrival": "1 min", "first": "20 min", "limit": 1}],
  "initial_state": {"stock": [
    {"material": "C", "location": "STORE", "quantity": "4 pcs"},
    {"material": "D", "location": "STORE", "quantity": "20 pcs"}]}})";

TEST(ShortageOption, AllOrNothingWaitsForAllComponents) {
  const Timeline timeline(with(kShortage, ""), kFourAndSix);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 30)));
}

// Four pieces 0-4, six pieces 20-26.
TEST(ShortageOption, PartialStartsThePartThatCanBeSupplied) {
  const Timeline timeline(with(kShortage, R"("shortage": "partial")"), kFourAndSix);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 4), Pair("A.2", 26)));
}

TEST(ShortageOption, AlternateFirstTakesAnotherComponentBeforeWaiting) {
  const Timeline timeline(with(kShortage, R"("shortage": "alternate_first")"), kFourAndSix);
  EXPECT_THAT(timeline.completed(), ElementsAre(Pair("A.1", 10)));
  ASSERT_EQ(timeline.events(EventType::kMaterialIssued).size(), 1u);
  EXPECT_EQ(timeline.events(EventType::kMaterialIssued)[0].quantity.count(), 20);
}

// FILL takes 4 min and HEAT 6 min; HEAT charges C.
constexpr const char* kIssue = R"({
  "id": "ISSUE", "unit": "pcs", "options": {$},
  "materials": [{"id": "A"}, {"id": "C"}], "locations": [{"id": "STORE"}],
  "boms": [{"id": "A", "items": [{"component": "C", "quantity": "1 pcs" #}]}],
  "work_centers": [{"id": "V", "supply": "STORE", "machines": 2}],
  "routings": [{"id": "A", "operations": [{"id": 10, "work_center": "V", "phases": [
    {"id": "FILL", "duration": "4 min"}, {"id": "HEAT", "duration": "6 min"}]}]}]})";

Timeline issued(const std::string& option, const std::string& item) {
  std::string plant = with(kIssue, option);
  plant.replace(plant.find('#'), 1, item);
  return Timeline(plant, R"({"start": "2025-01-01T00:00Z", "horizon": "100 min",
    "orders": [{"id": "A", "product": "A", "quantity": "1 pcs"}],
    "initial_state": {"stock": [{"material": "C", "location": "STORE", "quantity": "1 pcs"}]}})");
}

TEST(IssueOption, StartBooksConsumptionWhenTheOperationStarts) {
  EXPECT_EQ(issued("", "").times(EventType::kMaterialIssued), (Minutes{0}));
}

TEST(IssueOption, BackflushBooksConsumptionWhenTheOperationIsComplete) {
  EXPECT_EQ(issued(R"("issue": "backflush")", "").times(EventType::kMaterialIssued), (Minutes{10}));
}

TEST(IssueOption, PhaseBooksConsumptionWhenThePhaseStartsThatChargesIt) {
  EXPECT_EQ(issued(R"("issue": "phase")", R"(, "phase": "HEAT")").times(EventType::kMaterialIssued),
            (Minutes{4}));
}

// Nothing is charged without a phase, so it is there from the start.
TEST(IssueOption, PhaseBooksAtTheStartWhatNoPhaseCharges) {
  EXPECT_EQ(issued(R"("issue": "phase")", "").times(EventType::kMaterialIssued), (Minutes{0}));
}

// Two lots of one order and one piece of C: the second can't take what the first will book.
TEST(IssueOption, BackflushPromisesTheMaterialToTheLotThatStarted) {
  std::string plant = with(kIssue, R"("issue": "backflush")");
  plant.replace(plant.find('#'), 1, "");
  const Timeline timeline(plant, R"({"start": "2025-01-01T00:00Z", "horizon": "100 min",
    "orders": [{"id": "A", "product": "A", "quantity": "2 pcs", "lot_size": "1 pcs"}],
    "sources": [{"id": "TRUCK", "product": "C", "quantity": "1 pcs", "location": "STORE",
                 "interarrival": "1 min", "first": "20 min", "limit": 1}],
    "initial_state": {"stock": [{"material": "C", "location": "STORE", "quantity": "1 pcs"}]}})");
  EXPECT_EQ(timeline.times(EventType::kMaterialIssued), (Minutes{10, 30}));
}

}  // namespace
}  // namespace planttwin::testing
