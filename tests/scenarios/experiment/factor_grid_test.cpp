// Grids of factors: their points, fractions, and main effects.

#include "scenarios/experiment/factor_grid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "scenarios/experiment/effects.h"
#include "tests/scenarios/program.h"

namespace planttwin::experiment {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FactorGrid : public ::testing::Test {
 protected:
  Experiment load(const std::string& members) {
    folder_.write("experiment.json", R"({"experiment": "grid", "scenario": "s.json", "kpis":
        ["/kpis/wip_mean"], )" + members +
                                         "}");
    diagnostics_ = sim::Diagnostics();
    return load_experiment(folder_.file("experiment.json"), diagnostics_);
  }
  std::string faults(const std::string& members) {
    load(members);
    return diagnostics_.text();
  }

  testing::TemporaryFolder folder_;
  sim::Diagnostics diagnostics_;
};

std::vector<std::string> ids_of(const Experiment& experiment) {
  std::vector<std::string> ids;
  for (const Variant& variant : experiment.variants) ids.push_back(variant.id);
  return ids;
}

TEST_F(FactorGrid, HasAPointForEachCombinationTheLastFactorFirst) {
  const Experiment experiment = load(R"("factors": [
      {"id": "places", "pointers": ["/plant/work_centers/A/queue_capacity",
                                    "/plant/work_centers/B/queue_capacity"], "levels": [5, 10, 30]},
      {"id": "rule", "levels": [{"id": "today"},
                                {"id": "fast", "changes": {"/plant/x": "1 min"}}]}])");
  ASSERT_TRUE(diagnostics_.empty()) << diagnostics_.text();
  EXPECT_THAT(ids_of(experiment),
              ElementsAre("places=5, rule=today", "places=5, rule=fast", "places=10, rule=today",
                          "places=10, rule=fast", "places=30, rule=today", "places=30, rule=fast"));
  const Variant& point = experiment.variants[3];
  ASSERT_EQ(point.changes.size(), 3U);
  EXPECT_EQ(point.changes[0].pointer, "/plant/work_centers/A/queue_capacity");
  EXPECT_EQ(point.changes[1].json, "10\n");
  EXPECT_EQ(point.changes[2].json, "\"1 min\"\n");
  EXPECT_THAT(point.levels, ElementsAre(1U, 1U));
  EXPECT_EQ(experiment.resolution, 0);
}

std::string two_levels(const std::string& ids) {
  std::string text = R"("factors": [)";
  for (const char id : ids) {
    text += std::string(text.back() == '[' ? "" : ", ") + R"({"id": ")" + id +
            R"(", "pointers": ["/)" + id + R"("], "levels": [0, 1]})";
  }
  return text + "]";
}

// Box, Hunter and Hunter, "Statistics for Experimenters" (1978), table 12.15: 2^(4-1) with D = ABC
// has resolution IV, 2^(5-2) with D = AB, E = AC has III, 2^(5-1) with E = ABCD has V.
TEST_F(FactorGrid, OfAFractionHasTheResolutionOfTheTables) {
  const Experiment half = load(two_levels("ABCD") + R"(, "generators": {"D": ["A", "B", "C"]})");
  ASSERT_TRUE(diagnostics_.empty()) << diagnostics_.text();
  EXPECT_EQ(half.resolution, 4);
  EXPECT_EQ(half.variants.size(), 8U);
  EXPECT_EQ(load(two_levels("ABCDE") + R"(, "generators": {"D": ["A", "B"], "E": ["A", "C"]})")
                .resolution,
            3);
  const Experiment fifth =
      load(two_levels("ABCDE") + R"(, "generators": {"E": ["A", "B", "C", "D"]})");
  EXPECT_EQ(fifth.resolution, 5);
  EXPECT_EQ(fifth.variants.size(), 16U);
}

// Every pair of factors takes its four combinations equally often: main effects don't mix.
TEST_F(FactorGrid, OfAFractionIsBalanced) {
  const Experiment experiment =
      load(two_levels("ABCDE") + R"(, "generators": {"D": ["A", "B"], "E": ["A", "C"]})");
  ASSERT_EQ(experiment.variants.size(), 8U);
  for (std::size_t one = 0; one < 5; ++one) {
    for (std::size_t other = 0; other < one; ++other) {
      std::multiset<std::size_t> seen;
      for (const Variant& variant : experiment.variants) {
        seen.insert(2 * variant.levels[one] + variant.levels[other]);
      }
      for (std::size_t pair = 0; pair < 4; ++pair) EXPECT_EQ(seen.count(pair), 2U);
    }
  }
}

TEST_F(FactorGrid, ComesAfterTheVariants) {
  const Experiment experiment = load(R"("variants": [{"id": "today"}], )" + two_levels("A"));
  EXPECT_THAT(ids_of(experiment), ElementsAre("today", "A=0", "A=1"));
}

TEST_F(FactorGrid, IsRefusedWithAllThatIsWrong) {
  EXPECT_THAT(faults(R"("factors": [{"id": "A", "pointers": ["/a"], "levels": [1]}])"),
              HasSubstr("two levels at least"));
  EXPECT_THAT(faults(R"("factors": [{"id": "A", "pointers": ["/a"], "levels": [1, 1.0, 2]}])"),
              HasSubstr("there already"));
  EXPECT_THAT(faults(R"("factors": [{"id": "A", "pointers": ["a"], "levels": [1, 2]}])"),
              HasSubstr("begins with a slash"));
  EXPECT_THAT(faults(R"("factors": [{"id": "A", "pointers": ["/a"], "levels": [1, 2]},
                                    {"id": "B", "pointers": ["/a"], "levels": [3, 4]}])"),
              HasSubstr("both change"));
  EXPECT_THAT(faults(two_levels("AB") + R"(, "generators": {"C": ["A", "B"]})"),
              HasSubstr("no factor \"C\""));
  EXPECT_THAT(faults(two_levels("ABC") + R"(, "generators": {"C": ["A"]})"),
              HasSubstr("two factors or more"));
  EXPECT_THAT(faults(two_levels("ABCD") + R"(, "generators": {"C": ["A", "B"], "D": ["A", "C"]})"),
              HasSubstr("has a generator itself"));
  EXPECT_THAT(faults(two_levels("ABCD") + R"(, "generators": {"C": ["A", "B"], "D": ["A", "B"]})"),
              HasSubstr("always change together"));
  EXPECT_THAT(faults(R"("factors": [{"id": "A", "pointers": ["/a"], "levels": [1, 2, 3]},
                        {"id": "B", "pointers": ["/b"], "levels": [1, 2]},
                        {"id": "C", "pointers": ["/c"], "levels": [1, 2]}],
                        "generators": {"C": ["A", "B"]})"),
              HasSubstr("more than two levels"));
}

TEST_F(FactorGrid, OfTooManyPointsIsRefusedBeforeItIsMade) {
  EXPECT_THAT(faults(two_levels("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), HasSubstr("points"));
}

// Of 2^40 words the shortest would never be found.
TEST_F(FactorGrid, OfTooManyGeneratorsIsRefusedAtOnce) {
  std::string factors, generators;
  for (int i = 0; i < 70; ++i) {
    const std::string id = "F" + std::to_string(i);
    factors += std::string(i > 0 ? ", " : "") + R"({"id": ")" + id + R"(", "pointers": ["/)" + id +
               R"("], "levels": [0, 1]})";
    if (i == 48) {
      EXPECT_THAT(faults("\"factors\": [" + factors + "], \"generators\": {" + generators + "}"),
                  HasSubstr("16 generators at most"));
    }
    if (i < 8) continue;
    generators += std::string(i > 8 ? ", " : "") + "\"" + id + R"(": ["F0", "F)" +
                  std::to_string(1 + i % 7) + "\"]";
  }
  EXPECT_THAT(faults("\"factors\": [" + factors + "], \"generators\": {" + generators + "}"),
              HasSubstr("60 factors"));
}

TEST_F(FactorGrid, HasNoRangeToALevelWithoutData) {
  const Experiment experiment = load(two_levels("A"));
  const std::vector<Replicated> variants = {{{{10.}, true}, {{12.}, true}},
                                            {{{std::nullopt}, false}, {{std::nullopt}, false}}};
  const std::vector<MainEffect> effects = main_effects(experiment, variants, 0.05);
  EXPECT_EQ(effects[0].range, 0);
  EXPECT_EQ(effects[0].levels[1].count, 0);
}

// Two factors with two levels: points 10, 14, 20, 30 in one replication and 12, 14, 22, 30 in the
// other. A goes from 12 and 13 to 25 and 26: 13 in both. B goes from 15 and 17 to 22 and 22.
TEST_F(FactorGrid, HasMainEffectsOverItsPoints) {
  const Experiment experiment = load(two_levels("AB"));
  std::vector<Replicated> variants;
  for (const auto& [one, other] :
       {std::pair(10., 12.), std::pair(14., 14.), std::pair(20., 22.), std::pair(30., 30.)}) {
    variants.push_back({{{one}, true}, {{other}, true}});
  }
  const std::vector<MainEffect> effects = main_effects(experiment, variants, 0.05);
  ASSERT_EQ(effects.size(), 2U);
  EXPECT_DOUBLE_EQ(effects[0].levels[0].mean, 12.5);
  EXPECT_DOUBLE_EQ(effects[0].levels[1].mean, 25.5);
  EXPECT_DOUBLE_EQ(effects[0].differences[1].mean, 13);
  EXPECT_DOUBLE_EQ(effects[0].differences[1].half_width, 0);
  EXPECT_DOUBLE_EQ(effects[1].range, 6);
  EXPECT_NEAR(effects[1].differences[1].standard_deviation, std::sqrt(2.0), 1e-12);
}

}  // namespace
}  // namespace planttwin::experiment
