#include "scenarios/fault_strikes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

using bridge::FindingClass;
using scenario::FaultStrikes;
using ::testing::ElementsAre;

bridge::Finding finding(FindingClass what, const std::string& key, const std::string& fault = "") {
  bridge::Finding made;
  made.finding = what;
  made.key = key;
  made.fault = fault;
  return made;
}

TEST(FaultStrikesOfARun, AreReadAsTheyWereKept) {
  const TemporaryFolder folder;
  const std::string file = folder.file("faults.jsonl");
  bridge::FaultPlan plan{1, {}};
  plan.faults.resize(2);
  plan.faults[0].id = "a";
  plan.faults[1].id = "b";
  plan.faults[1].kind = bridge::FaultKind::kDrop;
  for (int life = 1; life <= 2; ++life) {
    std::ofstream out = scenario::open_strikes(file, plan);
    scenario::save_strike(out, {&plan.faults[1], life, "POST /m", {"k1", "k\"2"}}, 12);
    out << "{\"fault\": \"a\", \"ke";  // killed
  }
  const FaultStrikes strikes = scenario::load_strikes(file);
  ASSERT_EQ(strikes.faults.size(), 2U);
  EXPECT_EQ(strikes.faults[1].kind, "drop");
  ASSERT_EQ(strikes.strikes.size(), 2U);
  EXPECT_THAT(strikes.strikes[0].keys, ElementsAre("k1", "k\"2"));
  EXPECT_EQ(scenario::times_struck(strikes).at("b"), 2);
}

TEST(FaultStrikesOfARun, LayAMessageAtTheFaultThatSaysMostAndLast) {
  const FaultStrikes strikes{{{"slow", "latency"}, {"lost", "drop"}, {"away", "status_5xx"}},
                             {{"lost", {"m1"}}, {"slow", {"m1", "m2"}}, {"away", {"m2"}}}};
  const bridge::FaultLog log = scenario::fault_log(strikes);
  EXPECT_EQ(log.of_key("m1")->fault, "lost");
  EXPECT_TRUE(log.of_key("m1")->alters);
  EXPECT_EQ(log.of_key("m2")->fault, "away");
  EXPECT_FALSE(log.of_key("m2")->alters);
  EXPECT_EQ(log.of_key("m3"), nullptr);
}

TEST(FaultStrikesOfARun, HaveSurfacedWhereAFindingNamesThem) {
  const FaultStrikes strikes{
      {{"lost", "drop"}, {"away", "status_5xx"}, {"quiet", "duplicate"}},
      {{"lost", {"m1", "m2"}}, {"lost", {"m3"}}, {"away", {"m4"}}, {"quiet", {"m1"}}}};
  bridge::Reconciliation audit;
  audit.findings = {finding(FindingClass::kMissing, "m2", "lost"),
                    finding(FindingClass::kInFlight, "m4"), finding(FindingClass::kMissing, "m5"),
                    finding(FindingClass::kForeign, "m6")};
  scenario::lay_at_faults(scenario::fault_log(strikes), audit);
  EXPECT_EQ(audit.findings[1].fault, "away");
  EXPECT_EQ(audit.findings[2].fault, "stack");
  EXPECT_EQ(audit.findings[3].fault, "");
  const auto figures = scenario::fault_figures(strikes, audit);
  ASSERT_EQ(figures.size(), 3U);
  EXPECT_EQ(figures[0].struck, 2);
  EXPECT_EQ(figures[0].surfaced, 1);
  EXPECT_EQ(figures[1].surfaced, 1);
  EXPECT_EQ(figures[2].surfaced, 0);
}

}  // namespace
}  // namespace planttwin::testing
