// planttwin compare with what runs and experiments of small plants have left.

#include "tests/scenarios/compare_case.h"
#include "tests/scenarios/small_plant.h"

namespace planttwin::compare {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ProgramOutcome;
using testing::run_program;
using ::testing::StartsWith;

// The press makes a plate in 10 minutes, or in 11.
class CompareRuns : public CompareTest {
 protected:
  CompareRuns() {
    folder_.write("plant.json", testing::kPressPlant);
    folder_.write("scenario.json", testing::kPressScenario);
    folder_.write("random.json", testing::kRandomScenario);
  }
  void run(const std::string& scenario, const std::string& out,
           const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"run", scenario, "--out", out, "--trace", "none", "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const int exit_code = run_program(arguments, folder_.path()).exit_code;
    EXPECT_TRUE(exit_code == 0 || exit_code == 1) << exit_code;  // a missed expectation is no fault
  }
  const std::vector<std::string> slower_ = {"--set",
                                            "/plant/routings/PLATE/operations/10/time=\"11 min\""};
};

TEST_F(CompareRuns, EqualRunsAreEqual) {
  run("random.json", "a");
  run("random.json", "b");
  const ProgramOutcome outcome = compare({"a", "b/result.json"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_output,
              AllOf(StartsWith("random: b/result.json against a/result.json\nnothing is worse: "),
                    HasSubstr("same input and seed: whatever differs comes of the program"),
                    Not(HasSubstr("better"))));
}

// 30 minutes become 33: 10 % more. Of two plates that were due after 15 minutes one is 5 minutes
// late, then 7, of three plates a mean of 100 and 140 s.
TEST_F(CompareRuns, ASlowerMachineIsWorseFigureByFigure) {
  run("scenario.json", "fast");
  run("scenario.json", "slow", slower_);
  const Compared found = compared({"fast", "slow"}, 1);
  EXPECT_EQ(found.verdict("/kpis/makespan_s"), "worse");
  EXPECT_EQ(found.member("/kpis/makespan_s", "method"), "exact");
  EXPECT_NEAR(std::stod(found.member("/kpis/makespan_s", "relative")), 0.1, 1e-12);
  EXPECT_NEAR(std::stod(found.member("/orders/tardiness_s/mean", "difference")), 40, 1e-9);
  EXPECT_EQ(found.verdict("/expectations/half an hour is enough/passed"), "worse");
  EXPECT_EQ(found.verdict("/passed"), "worse");
  EXPECT_EQ(found.verdict("/orders/completed"), "no_difference");
  EXPECT_EQ(found.verdict("/kpis/utilization"), "(no such figure)");  // who knows what is better
  const ProgramOutcome outcome = compare({"fast", "slow"});
  EXPECT_THAT(outcome.standard_output,
              AllOf(HasSubstr("yes to no"), HasSubstr("30.0 min to 33.0 min  +10.0 %"),
                    HasSubstr("can't be judged; planttwin experiment can")));
  EXPECT_EQ(compared({"slow", "fast"}, 0).verdict("/kpis/makespan_s"), "better");
}

TEST_F(CompareRuns, TolerancesOfSingleRunsAreExact) {
  run("scenario.json", "fast");
  run("scenario.json", "slow", slower_);
  const auto verdict = [&](const std::string& tolerance) {
    return compared({"fast", "slow", "--tolerance", tolerance}, 1).verdict("/kpis/makespan_s");
  };
  EXPECT_EQ(verdict("/kpis/makespan_s=0.1"), "within_tolerance");
  EXPECT_EQ(verdict("/kpis/makespan_s=0.099"), "worse");
  EXPECT_EQ(verdict("/kpis/*=0.2"), "within_tolerance");
  folder_.write("gates.json", R"({"tolerance": 1, "gates": [
    {"pointer": "/passed", "tolerance_absolute": 1},
    {"pointer": "/expectations/*/passed", "tolerance_absolute": 1},
    {"pointer": "/window/to_s", "better": "same", "tolerance_absolute": 1}]})");
  const Compared found = compared({"fast", "slow", "--gates", "gates.json"}, 1);
  EXPECT_EQ(found.text("/counts/worse"), "1");  // the plate that ends after 33 minutes
  EXPECT_EQ(found.verdict("/window/to_s"), "worse");
  EXPECT_THAT(refusal({"fast", "slow", "--tolerance", "makespan=0.1"}),
              HasSubstr("figures of a result are named by pointers"));
}

TEST_F(CompareRuns, AnExperimentFindsASlowerVariantAndNothingElse) {
  const auto experiment = [&](const std::string& time, const std::string& out) {
    folder_.write("experiment.json", R"({"experiment": "presses", "scenario": "random.json",
      "replications": 12, "kpis": [
        {"id": "wait", "pointer": "/products/PLATE/wait_s/mean", "better": "less"},
        {"id": "made", "pointer": "/products/PLATE/completed", "better": "more"}],
      "variants": [{"id": "today"}, {"id": "other", "changes": {
        "/plant/routings/PLATE/operations/10/time": {"gamma": {"mean": ")" +
                                         time + R"(", "sd": "4 min"}}}}]})");
    ASSERT_EQ(
        run_program({"experiment", "experiment.json", "--out", out, "--quiet"}, folder_.path())
            .exit_code,
        0);
  };
  experiment("9 min", "before");
  experiment("9.5 min", "after");
  EXPECT_EQ(compare({"before", "before"}).exit_code, 0);
  const Compared found = compared({"before", "after"}, 1);
  EXPECT_EQ(found.verdict("wait", "other"), "worse");
  EXPECT_EQ(found.verdict("wait", "today"), "no_difference");
  EXPECT_EQ(found.member("wait", "method", "other"), "paired");
  EXPECT_EQ(found.member("wait", "difference", "today"), "0.0");
}

}  // namespace
}  // namespace planttwin::compare
