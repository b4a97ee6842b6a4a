// planttwin compare as a user starts it: verdicts, tolerances, what is missing, what is refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <optional>

#include "erp_bridge/formats/xml_document.h"
#include "scenarios/json_build.h"
#include "tests/scenarios/compare_case.h"
#include "tests/scenarios/small_plant.h"

namespace planttwin::compare {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ProgramOutcome;
using testing::run_program;
using ::testing::StartsWith;

// A KPI of a variant: its values by replication; nothing where there is no data.
using Values = std::vector<std::optional<double>>;

std::string sample_text(const Values& values, bool with_values = true) {
  double sum = 0, squares = 0, n = 0;
  std::string list;
  for (const std::optional<double>& value : values) {
    list += (list.empty() ? "" : ", ") + sim::pretty_json(scenario::json_number(value));
    if (!value) continue;
    sum += *value;
    ++n;
  }
  for (const std::optional<double>& value : values) {
    if (value) squares += (*value - sum / n) * (*value - sum / n);
  }
  const auto number = [](bool known, double value) {
    return known ? std::to_string(value) : "null";
  };
  return "{\"n\": " + std::to_string(static_cast<int>(n)) +
         ", \"mean\": " + number(n > 0, sum / n) +
         ", \"sd\": " + number(n > 1, std::sqrt(squares / (n - 1))) +
         ", \"ci95\": 0.1, \"half_width\": 0.1, \"values\": " +
         (with_values ? "[" + list + "]" : "null") + ", \"quantiles\": []}";
}

struct VariantText {
  std::string id;
  std::string throughput;  // samples
  std::string wait;
  int ended_badly = 0;
};

// experiment.json as docs/experiments.md lists its keys.
std::string experiment_text(const std::vector<VariantText>& variants, int seed = 1,
                            const std::string& id = "line") {
  std::string list;
  for (const VariantText& variant : variants) {
    list += (list.empty() ? "" : ", ") + ("{\"id\": \"" + variant.id) +
            R"(", "title": "", "changes": {}, "levels": null, "replications": 5, "ended_badly": )" +
            std::to_string(variant.ended_badly) +
            ", \"kpis\": {\"throughput\": " + variant.throughput + ", \"wait\": " + variant.wait +
            "}}";
  }
  return R"({"schema_version": 1, "planttwin": "0.1.0", "title": "Line", "input_sha256": "ab",
    "experiment": ")" +
         id + "\", \"seed\": " + std::to_string(seed) + R"(, "confidence": 0.95,
    "method": "replications", "antithetic": false, "warm_up": {"by": "scenario", "s": 0.0},
    "kpis": [{"id": "throughput", "pointer": "/kpis/throughput_per_h", "better": "more"},
             {"id": "wait", "pointer": "/products/PART/wait_s/mean", "better": "less"}],
    "stages": [5], "precise": true, "comparisons": 2, "variants": [)" +
         list + "]}";
}

const Values kThroughput = {45, 47, 44, 46, 43};
const Values kFallen = {44, 46.1, 42.9, 45, 42};  // about 1 less in each
const Values kWait = {100, 120, 90, 130, 110};
const std::string kSameWait = sample_text(kWait);

class CompareCommand : public CompareTest {
 protected:
  CompareCommand() {
    folder_.write("base.json", experiment_text({today(sample_text(kThroughput))}));
    folder_.write("fallen.json", experiment_text({today(sample_text(kFallen))}));
  }

  static VariantText today(const std::string& throughput, int ended_badly = 0) {
    return {"today", throughput, kSameWait, ended_badly};
  }
};

// Differences -1, -0.9, -1.1, -1, -1: mean -1, sd sqrt(0.02 / 4), of 45 that is 2.22 %. Student's t
// with 4 degrees for half of 0.05 / 2 is 3.4954.
TEST_F(CompareCommand, SaysWhatIsWorseFirstInWords) {
  const ProgramOutcome outcome = compare({"base.json", "fallen.json"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_output,
              StartsWith("line: fallen.json against base.json\n"
                         "worse: 1 of 2 figures; 1 no difference\n\n"
                         "  today: throughput  45.0 to 44.0    -2.22 % ± 0.25  worse\n"
                         "  today: wait        110 s to 110 s"));
  EXPECT_THAT(outcome.standard_output, HasSubstr("the 2 intervals hold together with 95.0 %\n"));
  const Compared found = compared({"base.json", "fallen.json"}, 1);
  EXPECT_EQ(found.member("throughput", "method"), "paired");
  EXPECT_NEAR(std::stod(found.member("throughput", "half_width")), 3.4954 * std::sqrt(0.02 / 4 / 5),
              1e-5);
  EXPECT_EQ(found.text("/counts/worse"), "1");
  EXPECT_EQ(found.text("/comparisons"), "2");
}

TEST_F(CompareCommand, SaysThatTheOtherWayRoundIsBetter) {
  const ProgramOutcome outcome = compare({"fallen.json", "base.json"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.standard_output,
              HasSubstr("nothing is worse: 2 figures; 1 better; 1 no difference"));
  EXPECT_THAT(compare({"base.json", "fallen.json", "--quiet"}).standard_output, IsEmpty());
  EXPECT_EQ(compare({"base.json", "fallen.json", "--quiet"}).exit_code, 1);
}

// The fall is far smaller than what replications differ by, so it shows in pairs only.
TEST_F(CompareCommand, PairsReplicationsOfTheSameSeedOnly) {
  folder_.write("other.json", experiment_text({today(sample_text(kFallen))}, 2));
  const Compared other = compared({"base.json", "other.json"}, 0);
  EXPECT_EQ(other.member("throughput", "method"), "welch");
  EXPECT_EQ(other.verdict("throughput"), "no_difference");
  EXPECT_THAT(compare({"base.json", "other.json"}).standard_output, HasSubstr("different seeds"));

  folder_.write("bare.json", experiment_text({today(sample_text(kThroughput, false))}));
  EXPECT_EQ(compared({"bare.json", "fallen.json"}, 0).member("throughput", "method"), "welch");
  EXPECT_THAT(compare({"bare.json", "fallen.json"}).standard_output,
              HasSubstr("no values of the same replications"));
}

TEST_F(CompareCommand, FindsByMeansAndDeviationsAloneWhatIsLargeEnough) {
  const Values far = {35, 37, 34, 36, 33};
  folder_.write("far.json", experiment_text({today(sample_text(far, false))}, 2));
  EXPECT_EQ(compared({"base.json", "far.json"}, 1).verdict("throughput"), "worse");
}

// A value is the mean of a run and its mirror image already, so values are independent: of six in
// one and five in the other, five pairs remain, with differences 1, 1, 0, 2 and 1.
TEST_F(CompareCommand, TakesMeansOfAntitheticPairsAsTheyAre) {
  const auto antithetic = [](const Values& values) {
    std::string text = experiment_text({{"today", sample_text(values), kSameWait}});
    const std::string flag = "\"antithetic\": false";
    return text.replace(text.find(flag), flag.size(), "\"antithetic\": true");
  };
  folder_.write("one.json", antithetic({1, 3, 2, 6, 5, 9}));
  folder_.write("two.json", antithetic({2, 4, 2, 8, 6, std::nullopt}));
  const Compared found = compared({"one.json", "two.json"}, 0);
  EXPECT_EQ(found.member("throughput", "method"), "paired");
  EXPECT_NEAR(std::stod(found.member("throughput", "difference")), 1, 1e-12);
  // Student's t with 4 degrees for two comparisons with 0.025 each, 3.4954, times sqrt(0.5 / 5).
  EXPECT_NEAR(std::stod(found.member("throughput", "half_width")), 3.4954 * std::sqrt(0.1), 1e-3);
}

// 0.0098 is 2 % less than 0.01, and binary fractions make it a bit more.
TEST_F(CompareCommand, ToleratesTheEdgeOfATolerance) {
  const Values even(5, 0.01), less(5, 0.0098);
  folder_.write("even.json", experiment_text({{"today", sample_text(even), kSameWait}}));
  folder_.write("less.json", experiment_text({{"today", sample_text(less), kSameWait}}));
  const Compared found = compared({"even.json", "less.json", "--tolerance", "0.02"}, 0);
  EXPECT_EQ(found.verdict("throughput"), "within_tolerance");
  compared({"even.json", "less.json", "--tolerance", "0.0199"}, 1);
}

// The fall is 1 ± 0.11 of 45, so 2.22 % ± 0.25.
TEST_F(CompareCommand, ToleratesWhatATolerancePermits) {
  const auto verdict = [&](const std::vector<std::string>& more, int exit_code) {
    std::vector<std::string> arguments{"base.json", "fallen.json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return compared(arguments, exit_code).verdict("throughput");
  };
  EXPECT_EQ(verdict({"--tolerance", "0.019"}, 1), "worse");
  EXPECT_EQ(verdict({"--tolerance", "0.021"}, 0), "within_tolerance");  // reaches into it
  EXPECT_EQ(verdict({"--tolerance", "0.03"}, 0), "within_tolerance");
  EXPECT_EQ(verdict({"--tolerance", "throughput=0.03"}, 0), "within_tolerance");
  EXPECT_EQ(verdict({"--tolerance", "wait=0.03"}, 1), "worse");
  EXPECT_EQ(verdict({"--tolerance", "0.03", "--tolerance", "throughput=0.01"}, 1), "worse");
  EXPECT_EQ(verdict({"--tolerance", "/kpis/throughput_per_h=0.03"}, 0), "within_tolerance");
  EXPECT_EQ(verdict({"--alpha", "0.00001"}, 0), "no_difference");
  EXPECT_THAT(compare({"base.json", "fallen.json", "--tolerance", "0.03"}).standard_output,
              HasSubstr("within tolerance of 3 %"));
}

TEST_F(CompareCommand, FollowsAGatesFile) {
  const auto verdict = [&](const std::string& gate, int exit_code) {
    folder_.write("gates.json", R"({"tolerance": 0.001, "gates": [ // ours
      )" + gate + "]}");
    return compared({"base.json", "fallen.json", "--gates", "gates.json"}, exit_code)
        .verdict("throughput");
  };
  EXPECT_EQ(verdict(R"({"id": "throughput", "tolerance": 0.03})", 0), "within_tolerance");
  EXPECT_EQ(verdict(R"({"id": "throughput", "tolerance_absolute": 1.2})", 0), "within_tolerance");
  EXPECT_EQ(verdict(R"({"id": "throughput", "tolerance_absolute": 0.8})", 1), "worse");
  EXPECT_EQ(verdict(R"({"pointer": "/kpis/*", "tolerance": 0.03})", 0), "within_tolerance");
  EXPECT_EQ(verdict(R"({"id": "throughput", "better": "less"})", 0), "better");
  EXPECT_EQ(verdict(R"({"id": "throughput", "better": "same"})", 1), "worse");
  EXPECT_EQ(verdict(R"({"id": "wait", "tolerance": 0.03})", 1), "worse");
  EXPECT_EQ(run_program({"check", "gates.json"}, folder_.path()).standard_output,
            "gates.json: good gates file of 1 figure\n");
  // What is typed overrides the file.
  EXPECT_EQ(compare({"base.json", "fallen.json", "--gates", "gates.json", "--tolerance",
                     "throughput=0.03"})
                .exit_code,
            0);
}

TEST_F(CompareCommand, AFigureWithoutADirectionDiffersAndIsNotWorse) {
  const auto unsaid = [](std::string text) {
    const std::string better = "\"better\": \"more\"";
    return text.replace(text.find(better), better.size(), "\"better\": null");
  };
  folder_.write("base.json", unsaid(experiment_text({today(sample_text(kThroughput))})));
  folder_.write("new.json", unsaid(experiment_text({today(sample_text(kFallen))})));
  EXPECT_EQ(compared({"base.json", "new.json"}, 0).verdict("throughput"), "differs");
  folder_.write("gates.json", R"({"gates": [{"id": "throughput", "better": "same"}]})");
  EXPECT_EQ(compared({"base.json", "new.json", "--gates", "gates.json"}, 1).verdict("throughput"),
            "worse");
}

TEST_F(CompareCommand, WhatTheBaseHasAndTheCandidateLacksIsWorse) {
  const Values none(5), few = {45, std::nullopt, 44, std::nullopt, 43};
  folder_.write("none.json", experiment_text({today(sample_text(none))}));
  const Compared no_data = compared({"base.json", "none.json"}, 1);
  EXPECT_EQ(no_data.verdict("throughput"), "worse");
  EXPECT_EQ(no_data.member("throughput", "reason"), "has no data any more");
  EXPECT_EQ(no_data.verdict("wait"), "no_difference");

  // Then it is new, and there is nothing to compare it with.
  const Compared found = compared({"none.json", "base.json"}, 0);
  EXPECT_EQ(found.verdict("throughput"), "(no such figure)");
  EXPECT_THAT(compare({"none.json", "base.json"}).standard_output,
              HasSubstr("not compared, because the base has no data: today: throughput\n"));

  folder_.write("few.json", experiment_text({today(sample_text(few))}));
  EXPECT_EQ(compared({"base.json", "few.json"}, 0).member("throughput", "reason"),
            "has data in 3 of 5 replications, had in 5 of 5");

  folder_.write("one.json", experiment_text({today(sample_text({45, {}, {}, {}, {}}))}));
  EXPECT_EQ(compared({"base.json", "one.json"}, 0).verdict("throughput"), "unjudged");

  const VariantText two{"two", sample_text(kThroughput), kSameWait};
  folder_.write("two.json", experiment_text({today(sample_text(kThroughput)), two}));
  const Compared gone = compared({"two.json", "base.json"}, 1);
  EXPECT_EQ(gone.verdict("throughput", "two"), "worse");
  EXPECT_EQ(gone.member("throughput", "reason", "two"), "is gone");
  EXPECT_EQ(gone.verdict("throughput", "today"), "no_difference");
}

TEST_F(CompareCommand, APlantThatDeadlocksNowIsWorse) {
  folder_.write("stuck.json", experiment_text({today(sample_text(kThroughput), 2)}));
  const Compared found = compared({"base.json", "stuck.json"}, 1);
  EXPECT_EQ(found.verdict("ended badly"), "worse");
  EXPECT_EQ(found.member("ended badly", "reason"),
            "2 of 5 replications deadlock or stall, none did before");
  EXPECT_EQ(compared({"base.json", "base.json"}, 0).verdict("ended badly"), "(no such figure)");
  folder_.write("more.json", experiment_text({today(sample_text(kThroughput), 3)}));
  EXPECT_EQ(compared({"stuck.json", "more.json"}, 0).verdict("ended badly"), "no_difference");
}

TEST_F(CompareCommand, RefusesWhatCannotBeCompared) {
  folder_.write("press.json", R"({"schema_version": 1, "planttwin": "0.1.0", "scenario": "press",
    "seed": 1, "end": {"reason": "horizon"}, "kpis": {"oee": 0.5}, "passed": true})");
  folder_.write("saw.json", R"({"schema_version": 1, "planttwin": "0.1.0", "scenario": "saw",
    "seed": 1, "end": {"reason": "horizon"}, "kpis": {"oee": 0.5}, "passed": true})");
  EXPECT_THAT(refusal({"base.json", "press.json"}),
              StartsWith("press.json: this is the result of a single run, but base.json is an "
                         "experiment: only like can be compared with like"));
  EXPECT_THAT(refusal({"press.json", "saw.json"}),
              AllOf(HasSubstr("of the scenario \"saw\", but press.json of \"press\""),
                    HasSubstr("--force")));
  folder_.write("other.json", experiment_text({today(sample_text(kThroughput))}, 1, "other"));
  EXPECT_THAT(refusal({"base.json", "other.json"}), HasSubstr("of the experiment \"other\""));
  EXPECT_THAT(refusal({"base.json", "nowhere.json"}), HasSubstr("nowhere.json"));
  EXPECT_THAT(refusal({"base.json", "."}),
              StartsWith(".: holds neither result.json nor experiment.json"));
  folder_.write("broken.json", "{\"experiment\": \"line\",");
  EXPECT_THAT(refusal({"base.json", "broken.json"}), StartsWith("broken.json:1:"));
  folder_.write("plant.json", testing::kPressPlant);
  EXPECT_THAT(refusal({"base.json", "plant.json"}), HasSubstr("expected result.json"));
  folder_.write("asked.json", R"({"experiment": "line", "scenario": "x.json", "variants": []})");
  EXPECT_THAT(refusal({"base.json", "asked.json"}), HasSubstr("this asks for an experiment"));
  const VariantText elsewhere{"elsewhere", sample_text(kThroughput), kSameWait};
  folder_.write("elsewhere.json", experiment_text({elsewhere}));
  EXPECT_THAT(refusal({"base.json", "elsewhere.json"}), HasSubstr("no figure in common"));
  EXPECT_EQ(compare({"base.json", "other.json", "--force"}).exit_code, 0);
}

TEST_F(CompareCommand, RefusesDamagedExperimentsWithAllErrors) {
  std::string text = experiment_text({today(sample_text(kThroughput))});
  const auto with = [&](const std::string& old, const std::string& now) {
    std::string changed = text;
    return changed.replace(changed.find(old), old.size(), now);
  };
  folder_.write("x.json", with("\"schema_version\": 1", "\"schema_version\": 2"));
  EXPECT_THAT(refusal({"base.json", "x.json"}), HasSubstr("/schema_version"));
  folder_.write("x.json", with("\"schema_version\": 1, ", ""));
  EXPECT_THAT(refusal({"base.json", "x.json"}), HasSubstr("older planttwin; make it anew"));
  folder_.write("x.json", with("\"n\": 5", "\"count\": 5"));
  EXPECT_THAT(refusal({"base.json", "x.json"}), HasSubstr("/variants/today/kpis/throughput"));
  folder_.write("x.json", with("\"mean\": 45", "\"mean\": \"45"));
  EXPECT_THAT(refusal({"base.json", "x.json"}), StartsWith("x.json:"));
  folder_.write("x.json", with("[45.0", "[true"));
  folder_.write("gates.json", R"({"gates": [{"id": "throughput", "tolerence": 0.1},
    {"tolerance": 0.1}, {"pointer": "kpis/oee"}, {"id": "wait", "tolerance_absolute": -1}]})");
  EXPECT_THAT(
      refusal({"base.json", "x.json", "--gates", "gates.json", "--tolerance", "2"}),
      AllOf(HasSubstr("expected a number or null"), HasSubstr("nearest: \"tolerance\""),
            HasSubstr("either \"id\""), HasSubstr("begins with a slash"),
            HasSubstr("must not be negative"), HasSubstr("--tolerance: expected a fraction")));
  folder_.write("x.json", with("/kpis/throughput_per_h", "/kpis/lots_per_h"));
  EXPECT_THAT(refusal({"base.json", "x.json"}),
              HasSubstr("\"throughput\" is /kpis/lots_per_h here and /kpis/throughput_per_h in"));
}

TEST_F(CompareCommand, RefusesGatesThatNameNothingAndFoldersOfRuns) {
  EXPECT_THAT(refusal({"base.json", "fallen.json", "--tolerance", "troughput=0.1"}),
              HasSubstr("no figure \"troughput\"; nearest: \"throughput\""));
  folder_.write("gates.json", R"({"gates": [{"pointer": "/kpis/oee"}]})");
  EXPECT_THAT(refusal({"base.json", "fallen.json", "--gates", "gates.json"}),
              StartsWith("gates.json:1:12: /gates/"));
  EXPECT_EQ(compare({"base.json", "fallen.json", "--alpha", "0"}).exit_code, 2);
  folder_.write("run/result.json", "{}");
  const ProgramOutcome outcome = compare({"base.json", "fallen.json", "--out", "run"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("it holds the results of a run"));
  EXPECT_FALSE(std::filesystem::exists(folder_.file("run/junit.xml")));
}

// Of four comparisons each has a quarter of the error: t with 4 degrees for 0.00625 is 4.31.
TEST_F(CompareCommand, WritesAReportForCiServers) {
  const VariantText odd{"<b> & co", sample_text(kThroughput), kSameWait};
  folder_.write("b.json", experiment_text({today(sample_text(kThroughput)), odd}));
  folder_.write("c.json", experiment_text({today(sample_text(kFallen)), odd}));
  ASSERT_EQ(compare({"b.json", "c.json", "--out", "deep/out", "--quiet"}).exit_code, 1);
  const std::string xml = testing::read_text(folder_.file("deep/out/junit.xml"));
  EXPECT_THAT(xml, AllOf(HasSubstr(R"(<testsuite name="line" tests="4" failures="1")"),
                         HasSubstr(R"(<testcase classname="line.today" name="wait" time="0"/>)"),
                         HasSubstr(R"(message="45.0 to 44.0, -2.22 % ± 0.30, worse"/>)")));
  sim::Diagnostics diagnostics;
  const auto document = bridge::parse_xml(xml, "junit.xml", diagnostics);
  ASSERT_TRUE(document.has_value()) << diagnostics.text();
  EXPECT_EQ(document->children.at(0).children.size(), 4U);
  EXPECT_EQ(testing::read_text(folder_.file("deep/out/compare.json")),
            compare({"b.json", "c.json", "--json"}).standard_output);
}

}  // namespace
}  // namespace planttwin::compare
