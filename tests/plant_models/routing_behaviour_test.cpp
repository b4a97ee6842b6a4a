// Ways of lots: alternatives, parallel branches, splits and merges, quality decisions, holds.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;

std::string plant(const std::string& operations, const std::string& work_centers,
                  const std::string& more = "") {
  return R"({"id": "WAYS", "unit": "pcs", "materials": [{"id": "PART"}], "work_centers": [)" +
         work_centers + R"(], "routings": [{"id": "PART", "material": "PART", "operations": [)" +
         operations + "]}]" + more + "}";
}

std::string order(const std::string& quantity, const std::string& lot_size = "") {
  return R"({"start": "2025-01-01T00:00:00Z", "until": "done", "orders": [
    {"id": "O", "product": "PART", "quantity": ")" +
         quantity + "\"" + (lot_size.empty() ? "" : R"(, "lot_size": ")" + lot_size + "\"") + "}]}";
}

const plant::ProductStatistics& product(const Timeline& t) {
  return t.run().state().statistics.products[0];
}

TEST(Alternatives, AreChosenByTheLeastWorkThatWaits) {
  // A takes 10 min; the second lot finds work there and goes to B, the third to A again (a tie
  // goes to the earlier one).
  const Timeline t(
      plant(R"({"id": 10, "work_centers": ["A", "B"], "time": "10 min", "per": "lot"})",
            R"({"id": "A"}, {"id": "B"})"),
      order("3 pcs", "1 pcs"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{10, 10, 20}));
}

TEST(ParallelBranches, MeetAgainAtTheirJoin) {
  // 5 min; then 10 on A beside 3 + 4 on B; then 1 min from minute 15 on.
  const Timeline t(plant(R"(
      {"id": 10, "work_center": "A", "time": "5 min", "per": "lot",
       "parallel": {"branches": [20, 30], "join": 50}},
      {"id": 20, "work_center": "A", "time": "10 min", "per": "lot", "next": 50},
      {"id": 30, "work_center": "B", "time": "3 min", "per": "lot"},
      {"id": 40, "work_center": "B", "time": "4 min", "per": "lot", "next": 50},
      {"id": 50, "work_center": "B", "time": "1 min", "per": "lot"})",
                         R"({"id": "A"}, {"id": "B"})"),
                   order("4 pcs"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{16});
  EXPECT_EQ(product(t).completed, 4);
  EXPECT_EQ(product(t).wip.level(), 0);
}

TEST(TransferBatches, GoOnWhileTheRestIsStillWaiting) {
  // A lot of 4 becomes 4 lots of 1 after 4 min; each takes 2 min on the next machine.
  const Timeline t(plant(R"({"id": 10, "work_center": "A", "time": "1 min", "per": "unit",
      "split_into": 4}, {"id": 20, "work_center": "B", "time": "2 min", "per": "unit"})",
                         R"({"id": "A"}, {"id": "B"})"),
                   order("4 pcs"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{6, 8, 10, 12}));
  EXPECT_EQ(product(t).completed, 4);
}

TEST(Merges, MakeOneLotOfSeveral) {
  const Timeline t(plant(R"({"id": 10, "work_center": "A", "time": "1 min", "per": "lot"},
      {"id": 20, "work_center": "B", "time": "2 min", "per": "lot", "merge_of": 3})",
                         R"({"id": "A"}, {"id": "B"})"),
                   order("3 pcs", "1 pcs"));
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{5});
  EXPECT_EQ(product(t).completed, 3);
  EXPECT_EQ(product(t).lots_completed, 1);
}

TEST(Yield, OfZeroScrapsEverything) {
  const Timeline t(plant(R"({"id": 10, "work_center": "A", "time": "1 min", "per": "lot",
      "yield": 0})",
                         R"({"id": "A"})"),
                   order("5 pcs"));
  EXPECT_EQ(product(t).scrapped, 5);
  EXPECT_EQ(product(t).completed, 0);
  EXPECT_EQ(t.end().reason, plant::RunEnd::Reason::kCompleted);
}

// Every unit becomes defective at 10; what the inspection at 20 does with it is up to the test.
std::string inspected(const std::string& plan, const std::string& probability = "1") {
  return plant(R"({"id": 10, "work_center": "A", "time": "1 min", "per": "lot",
      "defects": [{"cause": "SCRATCH", "probability": )" +
                   probability + R"(}]},
      {"id": 20, "work_center": "B", "time": "1 min", "per": "lot", "inspection": )" +
                   plan + "}",
               R"({"id": "A"}, {"id": "B"})", R"(, "defect_causes": [{"id": "SCRATCH"}])");
}

TEST(Inspection, ScrapsWhatItFinds) {
  const Timeline t(inspected(R"({"scope": "every_unit", "on_defect": "scrap"})"), order("5 pcs"));
  EXPECT_EQ(product(t).scrapped, 5);
}

TEST(Inspection, WithoutDetectionFindsNothing) {
  const Timeline t(inspected(R"({"scope": "every_unit", "detection": 0, "on_defect": "scrap"})"),
                   order("5 pcs"));
  EXPECT_EQ(product(t).completed, 5);
}

TEST(Inspection, RejectsGoodUnitsByFalseAlarm) {
  const Timeline t(
      inspected(R"({"scope": "every_unit", "false_alarm": 1, "on_defect": "scrap"})", "0"),
      order("5 pcs"));
  EXPECT_EQ(product(t).scrapped, 5);
}

TEST(Inspection, OfEveryThirdUnitCountsOverLots) {
  // Lots of 2: units 3 and 6 are looked at, so of 6 defective units 2 are found.
  const Timeline t(inspected(R"({"scope": "every_nth_unit", "nth": 3, "on_defect": "scrap"})"),
                   order("6 pcs", "2 pcs"));
  EXPECT_EQ(product(t).scrapped, 2);
  EXPECT_EQ(product(t).completed, 4);
}

TEST(Inspection, OfASampleJudgesTheLot) {
  const Timeline accepted(inspected(R"({"scope": "sample", "sample_size": 3,
      "acceptance_number": 2, "detection": 0, "on_defect": "scrap"})"),
                          order("5 pcs"));
  EXPECT_EQ(product(accepted).completed, 5);  // three are looked at and nothing is seen
  const Timeline rejected(inspected(R"({"scope": "sample", "sample_size": 2,
      "acceptance_number": 1, "on_defect": "scrap"})"),
                          order("5 pcs"));
  EXPECT_EQ(product(rejected).scrapped, 5);
}

TEST(Rework, RepairsAndComesBackThroughTheInspection) {
  // 1 + 1, rejected; 10 again 1 + 1 makes them defective again; the limit of 2 scraps them then.
  const Timeline t(inspected(R"({"scope": "every_unit", "on_defect": "rework", "rework_to": 10,
      "max_rework": 2})"),
                   order("5 pcs"));
  EXPECT_EQ(t.events(EventType::kLotReworked).size(), 2U);
  EXPECT_EQ(product(t).scrapped, 5);
}

TEST(Holds, EndWithTheirDisposition) {
  // Held from 2 on for an hour, then released: complete at 62.
  const Timeline t(inspected(R"({"scope": "every_unit", "on_defect": "hold",
      "disposition": {"time": "1 h", "release": 1}})"),
                   order("5 pcs"));
  EXPECT_EQ(t.times(EventType::kLotHeld), Minutes{2});
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{62});
  const Timeline scrapped(inspected(R"({"scope": "every_unit", "on_defect": "hold",
      "disposition": {"time": "1 h", "release": 0}})"),
                          order("5 pcs"));
  EXPECT_EQ(product(scrapped).scrapped, 5);
}

TEST(CorrectiveAction, EndsACauseAfterItsDelay) {
  // Lots of 1 every 10 min, all defective; after 2 nonconformances (at 1 and 11) the action takes
  // effect 25 min later, at 36: lots 1 to 4 (0, 10, 20, 30) are scrapped, 5 and 6 are good.
  const Timeline t(plant(R"({"id": 10, "work_center": "A", "time": "1 min", "per": "lot",
      "defects": [{"cause": "SCRATCH", "probability": 1}],
      "inspection": {"scope": "every_unit", "on_defect": "scrap"}})",
                         R"({"id": "A"})",
                         R"(, "defect_causes": [{"id": "SCRATCH", "capa_after": 2,
      "capa_delay": "25 min", "capa_effect": 0}])"),
                   R"({"start": "2025-01-01T00:00:00Z", "horizon": "1 h", "sources": [
      {"id": "S", "kind": "interarrival", "product": "PART", "quantity": "1 pcs",
       "interarrival": "10 min", "first": "0 min"}]})");
  EXPECT_EQ(product(t).scrapped, 4);
  EXPECT_EQ(product(t).completed, 2);
}

TEST(Recipes, RunTheirPhasesOneAfterTheOther) {
  // 5 min, then 2 min per unit of 3, of which the temperature is 10 degrees off.
  const Timeline t(plant(R"({"id": 10, "work_center": "A", "phases": [
      {"id": "HEAT", "duration": "5 min"},
      {"id": "FILL", "duration": "2 min", "per_unit": true, "control": {"parameter": "temperature",
       "unit": "degC", "setpoint": 80, "tolerance": 2, "disturbance": 10}}]})",
                         R"({"id": "A"})"),
                   order("3 pcs"));
  EXPECT_EQ(t.times(EventType::kPhaseStarted), (Minutes{0, 5}));
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{11});
  EXPECT_EQ(t.events(EventType::kPhaseCompleted)[1].value, 90'000);
  EXPECT_EQ(t.events(EventType::kNonconformance).size(), 1U);
}

TEST(ReleaseLoops, LetAsManyLotsInAsTheirLimit) {
  // Two at a time through 10 min on A (two machines) and 10 min on B.
  const Timeline t(plant(R"({"id": 10, "work_center": "A", "time": "10 min", "per": "lot"},
      {"id": 20, "work_center": "B", "time": "10 min", "per": "lot"})",
                         R"({"id": "A", "machines": 9}, {"id": "B"})",
                         R"(, "release_loops": [{"id": "L", "products": ["PART"], "limit": 2}])"),
                   R"({"start": "2025-01-01T00:00:00Z", "until": "done", "orders": [
      {"id": "O1", "product": "PART", "quantity": "1 pcs"},
      {"id": "O2", "product": "PART", "quantity": "1 pcs"},
      {"id": "O3", "product": "PART", "quantity": "1 pcs"}]})");
  EXPECT_EQ(t.times(EventType::kOrderReleased), (Minutes{0, 0, 20}));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{20, 30, 40}));
}

}  // namespace
}  // namespace planttwin::testing
