// Inspection plans, holds, dispositions and corrective action.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;

// Operation 10 makes defects of the given probability, 20 checks, 30 follows. A minute each.
std::string plant(const std::string& probability, const std::string& plan,
                  const std::string& more = "") {
  return R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "defect_causes": [{"id": "SCRATCH")" +
         more + R"(}, {"id": "DENT"}],
    "work_centers": [{"id": "M"}, {"id": "CHECK"}, {"id": "N"}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "1 min", "per": "lot",
       "defects": [{"cause": "SCRATCH", "probability": )" +
         probability + R"(}]},
      {"id": 20, "work_center": "CHECK", "time": "1 min", "per": "lot", "inspection": )" +
         plan + R"(},
      {"id": 30, "work_center": "N", "time": "1 min", "per": "lot"}]}]})";
}

std::string order(const std::string& quantity, const std::string& lot_size) {
  return R"({"start": "2025-01-06T00:00:00Z", "until": "done", "orders": [
    {"id": "O", "product": "A", "quantity": ")" +
         quantity + R"(", "lot_size": ")" + lot_size + R"("}]})";
}

const plant::ProductStatistics& product(const Timeline& t) {
  return t.run().state().statistics.products[t.simulation().material("A").index()];
}

TEST(Inspections, TellHowManyWereCheckedAndRejected) {
  const Timeline t(plant("1", R"({"scope": "sample", "sample_size": 4, "acceptance_number": 3,
    "on_defect": "scrap"})"),
                   order("10 pcs", "10 pcs"));
  ASSERT_EQ(t.events(EventType::kInspected).size(), 1U);
  EXPECT_EQ(t.events(EventType::kInspected)[0].quantity.count(), 4);
  EXPECT_EQ(t.events(EventType::kInspected)[0].other_quantity.count(), 10);  // the lot
  EXPECT_EQ(product(t).scrapped, 10);
}

// Up to three defects among the four of the sample are taken out alone; four reject the lot.
TEST(Inspections, OfASampleThatIsAcceptedTakeOutOnlyWhatTheyFound) {
  const Timeline t(plant("0.5", R"({"scope": "sample", "sample_size": 4, "acceptance_number": 3,
    "on_defect": "scrap"})"),
                   order("1000 pcs", "10 pcs"));
  std::int64_t rejected = 0;
  int lots_rejected = 0;
  for (const plant::PlantEvent& event : t.events(EventType::kInspected)) {
    const std::int64_t units = event.other_quantity.count();
    EXPECT_TRUE(units <= 3 || units == 10) << units;
    rejected += units;
    lots_rejected += units == 10 ? 1 : 0;
  }
  EXPECT_EQ(product(t).scrapped, rejected);
  // Of 100 lots 1/16 = 6.25 are rejected, standard deviation 2.4.
  EXPECT_NEAR(lots_rejected, 6.25, 4 * 2.4);
}

TEST(Inspections, OfASampleTakeASmallLotAsAWhole) {
  const Timeline t(plant("1", R"({"scope": "sample", "sample_size": 4, "acceptance_number": 2,
    "on_defect": "scrap"})"),
                   order("5 pcs", "2 pcs"));
  // Lots of 2, 2 and 1: no lot has more than two defects, and all of them are found.
  EXPECT_EQ(t.events(EventType::kInspected)[0].quantity.count(), 2);
  EXPECT_EQ(t.events(EventType::kInspected)[2].quantity.count(), 1);
  EXPECT_EQ(product(t).scrapped, 5);
}

// Of a part in ten that is good half is rejected, of the defective nine tenths are found: with
// p = 0.2, N = 20000 rejected are 20000 (0.2 0.9 + 0.8 0.1) = 5200, standard deviation
// sqrt(20000 0.26 0.74) = 62.
TEST(Inspections, FindAndErrWithTheirProbabilities) {
  const Timeline t(plant("0.2", R"({"scope": "every_unit", "detection": 0.9, "false_alarm": 0.1,
    "on_defect": "scrap"})"),
                   order("20000 pcs", "200 pcs"));
  EXPECT_NEAR(static_cast<double>(product(t).scrapped), 5200, 4 * 62);
}

// The first check sends the lot to 10, the second too; the third, after two reworks, scraps it.
TEST(Rework, EndsAsScrapAfterItsLimit) {
  const Timeline t(plant("1", R"({"scope": "every_unit", "on_defect": "rework", "rework_to": 10,
    "max_rework": 2})"),
                   order("1 pcs", "1 pcs"));
  EXPECT_EQ(t.times(EventType::kLotReworked), (Minutes{2, 4}));
  EXPECT_EQ(t.times(EventType::kLotScrapped), Minutes{6});
}

// Made good by the rework itself: at 20 again it is no longer defective.
TEST(Rework, RepairsUnlessToldOtherwise) {
  const std::string plan = R"({"scope": "every_unit", "on_defect": "rework", "rework_to": 20,
    "max_rework": 3)";
  const Timeline repaired(plant("1", plan + "}"), order("1 pcs", "1 pcs"));
  EXPECT_EQ(repaired.times(EventType::kLotCompleted), Minutes{4});
  const Timeline not_repaired(plant("1", plan + R"(, "rework_repairs": false})"),
                              order("1 pcs", "1 pcs"));
  EXPECT_EQ(not_repaired.times(EventType::kLotReworked), (Minutes{2, 3, 4}));
  EXPECT_EQ(not_repaired.times(EventType::kLotScrapped), Minutes{5});
}

// Held at 2, decided at 62: back to 10, where it becomes defective again; and so on every 62 min.
TEST(Dispositions, MayBeRework) {
  const Timeline t(plant("1", R"({"scope": "every_unit", "on_defect": "hold", "rework_to": 20,
    "disposition": {"time": "1 h", "release": 0, "rework": 1}})"),
                   order("3 pcs", "3 pcs"));
  EXPECT_EQ(t.times(EventType::kLotHeld), Minutes{2});
  EXPECT_EQ(t.times(EventType::kLotReworked), Minutes{62});
  EXPECT_EQ(t.times(EventType::kLotCompleted), Minutes{64});
  EXPECT_EQ(product(t).completed, 3);
}

TEST(Dispositions, MayBeScrap) {
  const Timeline t(plant("1", R"({"scope": "every_unit", "on_defect": "hold",
    "disposition": {"time": "1 h", "release": 0}})"),
                   order("3 pcs", "3 pcs"));
  EXPECT_EQ(t.times(EventType::kLotScrapped), Minutes{62});
  EXPECT_EQ(t.end().reason, plant::RunEnd::Reason::kCompleted);
}

// Of 400 lots a half is released, three tenths are reworked, the rest is scrapped: 80 expected,
// standard deviation sqrt(400 0.2 0.8) = 8.
TEST(Dispositions, AreDrawnWithTheirProbabilities) {
  const Timeline t(plant("1", R"({"scope": "every_unit", "on_defect": "hold", "rework_to": 20,
    "disposition": {"time": "1 h", "release": 0.5, "rework": 0.3}})"),
                   order("400 pcs", "1 pcs"));
  EXPECT_NEAR(static_cast<double>(product(t).scrapped), 80, 4 * 8);
  EXPECT_NEAR(static_cast<double>(t.events(EventType::kLotReworked).size()), 120, 4 * 9.2);
}

// A lot on hold is beside the machine, which goes on with the next one.
TEST(Dispositions, KeepTheMachineFree) {
  const Timeline t(plant("1", R"({"scope": "every_unit", "on_defect": "hold",
    "disposition": {"time": "1 h"}})"),
                   order("2 pcs", "1 pcs"));
  EXPECT_EQ(t.times(EventType::kLotHeld), (Minutes{2, 3}));
  EXPECT_EQ(t.times(EventType::kLotCompleted), (Minutes{63, 64}));
}

// The defects come from operation 10 and are found at 20: they are nonconformances of their cause.
// At 2 and 3 the second one is counted, so the action takes effect at 3 + 2; lots that leave M
// from then on are good. Lots leave M at 1, 2, ..., 10: those of 1 to 4 are defective; what is
// done at 5 comes after the change of the calendar at 5.
TEST(CorrectiveActions, FollowDefectsThatALaterOperationFinds) {
  const Timeline t(plant("1", R"({"scope": "every_unit", "on_defect": "scrap"})",
                         R"(, "capa_after": 2, "capa_delay": "2 min", "capa_effect": 0)"),
                   order("10 pcs", "1 pcs"));
  ASSERT_EQ(t.events(EventType::kNonconformance).size(), 4U);
  EXPECT_EQ(t.events(EventType::kNonconformance)[0].other, 0);  // SCRATCH
  EXPECT_EQ(t.times(EventType::kCapaStarted), Minutes{3});
  EXPECT_EQ(t.times(EventType::kCapaEffective), Minutes{5});
  EXPECT_EQ(product(t).scrapped, 4);
  EXPECT_EQ(product(t).completed, 6);
}

// The first lot is found at 2, when the second has just left M. Of the 2000 units of the third a
// quarter is defective: 500, standard deviation sqrt(2000 0.25 0.75) = 19.4.
TEST(CorrectiveActions, MayLeaveAPartOfTheDefects) {
  const Timeline t(plant("1", R"({"scope": "every_unit", "on_defect": "scrap"})",
                         R"(, "capa_after": 1, "capa_effect": 0.25)"),
                   order("6000 pcs", "2000 pcs"));
  EXPECT_NEAR(static_cast<double>(product(t).scrapped), 4000 + 500, 4 * 19.4);
}

// Seven of eight defects are scratches: 175 of 200 nonconformances, standard deviation 4.7.
TEST(Nonconformances, ArePutDownToTheirCausesByProbability) {
  std::string two_causes = plant("0.7", R"({"scope": "every_unit", "on_defect": "scrap"})");
  const std::string risk = R"("probability": 0.7})";
  two_causes.replace(two_causes.find(risk), risk.size(),
                     risk + R"(, {"cause": "DENT", "probability": 0.1})");
  const Timeline t(two_causes, order("20000 pcs", "100 pcs"));
  int scratches = 0;
  for (const plant::PlantEvent& event : t.events(EventType::kNonconformance)) {
    scratches += event.other == 0 ? 1 : 0;
  }
  EXPECT_EQ(t.events(EventType::kNonconformance).size(), 200U);
  EXPECT_NEAR(scratches, 175, 4 * 4.7);
}

// Wear: after c operations the probability is 0.1 (1 + 0.5 c), at most 1. Lots of 1000 in the
// operations 0, 1, 2, ...: 100, 150, 200.
TEST(Wear, MakesMoreDefects) {
  const Timeline t(R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "defect_causes": [{"id": "SCRATCH"}],
    "work_centers": [{"id": "M", "degradation": {"defect_growth_per_cycle": 0.5}}],
    "routings": [{"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "1 min", "per": "lot",
       "defects": [{"cause": "SCRATCH", "probability": 0.1}],
       "inspection": {"scope": "every_unit", "on_defect": "scrap"}}]}]})",
                   order("20000 pcs", "1000 pcs"));
  const std::vector<plant::PlantEvent> checks = t.events(EventType::kInspected);
  ASSERT_EQ(checks.size(), 20U);
  EXPECT_NEAR(static_cast<double>(checks[0].other_quantity.count()), 100, 4 * 9.5);
  EXPECT_NEAR(static_cast<double>(checks[1].other_quantity.count()), 150, 4 * 11.3);
  EXPECT_NEAR(static_cast<double>(checks[10].other_quantity.count()), 600, 4 * 15.5);
  EXPECT_EQ(checks[18].other_quantity.count(), 1000);
}

// A deviation of 10 degrees with a tolerance of 2 holds the lot, though it has no defect.
TEST(Recipes, ThatDeviateHoldTheLot) {
  const auto with_disturbance = [](const std::string& disturbance) {
    return R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
      "work_centers": [{"id": "M"}],
      "routings": [{"id": "A", "operations": [{"id": 10, "work_center": "M", "phases": [
        {"id": "HEAT", "duration": "5 min", "control": {"parameter": "temperature",
         "unit": "degC", "setpoint": 80, "tolerance": 2, "disturbance": )" +
           disturbance + R"(}}],
        "inspection": {"scope": "every_unit", "on_defect": "hold",
                       "disposition": {"time": "1 h"}}}]}]})";
  };
  EXPECT_EQ(
      Timeline(with_disturbance("-10"), order("1 pcs", "1 pcs")).times(EventType::kLotCompleted),
      Minutes{65});
  EXPECT_EQ(
      Timeline(with_disturbance("2"), order("1 pcs", "1 pcs")).times(EventType::kLotCompleted),
      Minutes{5});
}

}  // namespace
}  // namespace planttwin::testing
