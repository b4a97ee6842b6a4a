// The command `planttwin experiment`: what it finds, in which order, and what it refuses.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/scenarios/experiment/queue_experiment.h"

namespace planttwin::experiment {
namespace {

using ::testing::HasSubstr;
using testing::ProgramOutcome;

using ExperimentCommand = QueueExperiment;

TEST_F(ExperimentCommand, ComparesVariantsUnderTheSameLuck) {
  const ProgramOutcome outcome = run(kKpis + kVariants + R"(, "replications": 12)");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(number("/variants/one/kpis/wait/n"), 12);
  EXPECT_EQ(number("/variants/same/differences/wait/mean"), 0);
  EXPECT_EQ(number("/variants/same/differences/wait/half_width"), 0);
  EXPECT_THAT(outcome.standard_output, HasSubstr("no difference"));
  EXPECT_THAT(outcome.standard_output, HasSubstr("better"));
  EXPECT_LT(number("/variants/two/differences/wait/mean"), -500);
  EXPECT_EQ(number("/comparisons"), 6);
}

TEST_F(ExperimentCommand, GivesTheSameBytesWithAnyNumberOfWorkers) {
  const std::string members =
      kKpis + kVariants + R"(, "replications": {"at_most": 30, "half_width": 0.05})";
  run(members, {"--jobs", "1", "--out", "one"});
  run(members, {"--jobs", "5", "--out", "five"});
  EXPECT_FALSE(text("one").empty());
  EXPECT_EQ(text("one"), text("five"));
}

TEST_F(ExperimentCommand, MakesReplicationsUntilItIsPreciseOrThereAreEnough) {
  const std::string variants = R"(, "variants": [{"id": "one"}])";
  const std::string throughput =
      R"("kpis": [{"id": "throughput", "pointer": "/kpis/throughput_per_h"}])";
  const auto replications = [](const char* half_width) {
    return std::string(R"(, "replications": {"at_least": 4, "at_most": 60, "half_width": )") +
           half_width + "}";
  };
  EXPECT_EQ(run(throughput + variants + replications("0.02")).exit_code, 0);
  const double count = number("/variants/one/kpis/throughput/n");
  EXPECT_GT(count, 4);
  EXPECT_LT(count, 60);
  EXPECT_LE(number("/variants/one/kpis/throughput/half_width"),
            0.02 * number("/variants/one/kpis/throughput/mean"));
  const ProgramOutcome outcome = run(throughput + variants + replications("0.001"));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.standard_output, HasSubstr("not as precise as was asked for"));
  EXPECT_EQ(number("/variants/one/kpis/throughput/n"), 60);
}

// Mean wait of M/M/1: rho/(mu - lambda) = 0.8/(1/480 s - 1/600 s) = 1920 s; long runs are not much
// below it, though they begin empty.
TEST_F(ExperimentCommand, FindsTheWaitThatTheoryKnows) {
  const std::string variants =
      R"(, "variants": [{"id": "one", "changes": {"/horizon": "60 d", "/warm_up": "2 d"}}])";
  EXPECT_EQ(run(kKpis + variants + R"(, "replications": 30, "confidence": 0.99)").exit_code, 0);
  EXPECT_NEAR(number("/variants/one/kpis/wait/mean"), 1920,
              number("/variants/one/kpis/wait/half_width"));
  EXPECT_LT(number("/variants/one/kpis/wait/half_width"), 200);
}

TEST_F(ExperimentCommand, RefusesWhatIsWrongAndWritesNothing) {
  const auto refusal = [&](const std::string& members) {
    const ProgramOutcome outcome = run(members);
    EXPECT_EQ(outcome.exit_code, 2) << members;
    EXPECT_FALSE(std::filesystem::exists(folder_.file("runs")));
    return outcome.standard_error;
  };
  EXPECT_THAT(refusal(kKpis), HasSubstr("there is no variant"));
  EXPECT_THAT(refusal(R"("variants": [{"id": "one"}])"), HasSubstr("no figure is asked for"));
  EXPECT_THAT(refusal(kKpis + R"(, "variants": [{"id": "one"}, {"id": "one"}])"),
              HasSubstr("\"one\""));
  EXPECT_THAT(refusal(kKpis + R"(, "variants": [{"id": "one", "changes":
                {"/plant/work_centers/LATE/machines": 2}}])"),
              ::testing::AllOf(HasSubstr("variant \"one\""), HasSubstr("LATHE")));
  EXPECT_THAT(refusal(R"("kpis": [{"id": "x", "pointer": "/kpis/troughput_per_h"}],
                          "variants": [{"id": "one"}])"),
              HasSubstr("throughput_per_h"));
  EXPECT_THAT(refusal(kKpis + R"(, "variants": [{"id": "one"}], "replications": {"at_least": 9,
                "at_most": 5, "half_width": 0.01})"),
              HasSubstr("is less than"));
  EXPECT_THAT(refusal(kKpis + R"(, "variants": [{"id": "one"}], "confidence": 1)"),
              HasSubstr("confidence"));
}

TEST_F(ExperimentCommand, RefusesWhatContradictsItself) {
  const auto refusal = [&](const std::string& members) {
    const ProgramOutcome outcome = run(kKpis + members);
    EXPECT_EQ(outcome.exit_code, 2) << members;
    return outcome.standard_error;
  };
  const std::string one = R"(, "variants": [{"id": "one"}])";
  EXPECT_THAT(refusal(one + R"(, "batch_means": {"batches": 10}, "replications": 5)"),
              HasSubstr("take the place of replications"));
  EXPECT_THAT(refusal(one + R"(, "batch_means": {"batches": 10}, "antithetic": true)"),
              HasSubstr("mirror image"));
  EXPECT_THAT(refusal(one + R"(, "selection": {"kpi": "wait", "indifference": 60})"),
              HasSubstr("nothing to select from"));
  EXPECT_THAT(refusal(kVariants + R"(, "selection": {"kpi": "waits", "indifference": 60})"),
              ::testing::AllOf(HasSubstr("no figure \"waits\""), HasSubstr("\"wait\"")));
  EXPECT_THAT(refusal(kVariants + R"(, "selection": {"kpi": "wait"})"), HasSubstr("indifference"));
  EXPECT_THAT(refusal(kVariants + R"(, "selection": {"kpi": "wait", "method": "ocba"})"),
              HasSubstr("budget"));
  EXPECT_THAT(refusal(kVariants + R"(, "selection": {"kpi": "wait", "method": "ocba",
                "budget": 39})"),
              HasSubstr("40 replications of the first stage"));
  EXPECT_EQ(run(kKpis + kVariants + R"(, "replications": 2, "selection": {"kpi": "wait",
                "method": "ocba", "budget": 39})",
                {"--replications", "10"})
                .exit_code,
            2);
  EXPECT_THAT(refusal(one + R"(, "warm_up": "mser")"), HasSubstr("mser5"));
  EXPECT_THAT(run(R"("kpis": ["/kpis/wip_mean", "/kpis/wip_mean"])" + one).standard_error,
              HasSubstr("a second figure"));
}

TEST_F(ExperimentCommand, TakesAPointerForTheNameOfAFigure) {
  EXPECT_EQ(run(R"("kpis": ["/kpis/wip_mean"], "variants": [{"id": "one"}], "replications": 3)")
                .exit_code,
            0);
  EXPECT_EQ(number("/variants/one/kpis/~1kpis~1wip_mean/n"), 3);
}

TEST_F(ExperimentCommand, TakesTheNumberOfReplicationsFromTheCommandLine) {
  const std::string members =
      kKpis +
      R"(, "variants": [{"id": "one"}], "replications": {"at_most": 50, "half_width": 0.001})";
  EXPECT_EQ(run(members, {"--replications", "4"}).exit_code, 0);
  EXPECT_EQ(number("/variants/one/kpis/wait/n"), 4);
}

// The mean over a day is normal enough; 95 % intervals for any confidence that is asked for.
TEST_F(ExperimentCommand, WritesIntervalsOf95AndOfTheConfidence) {
  run(kKpis + R"(, "variants": [{"id": "one"}], "replications": 5, "confidence": 0.99)");
  const double sd = number("/variants/one/kpis/wait/sd");
  EXPECT_NEAR(number("/variants/one/kpis/wait/ci95"), 2.776445 * sd / std::sqrt(5), 1e-3);
  EXPECT_NEAR(number("/variants/one/kpis/wait/half_width"), 4.604095 * sd / std::sqrt(5), 1e-3);
}

TEST_F(ExperimentCommand, SelectsTheBestAndSpendsLittleOnTheRest) {
  const std::string variants = R"(, "variants": [{"id": "one"},
    {"id": "8 min", "changes": {"/plant/routings/PART/operations/10/time": "8 min"}},
    {"id": "7.8 min", "changes": {"/plant/routings/PART/operations/10/time": "7.8 min"}},
    {"id": "two", "changes": {"/plant/work_centers/LATHE/machines": 2}}])";
  for (const char* method : {R"("kim_nelson", "indifference": 20)", R"("ocba", "budget": 400)"}) {
    const ProgramOutcome outcome =
        run(kKpis + variants + R"(, "replications": 5, "selection": {"kpi": "wait", "method": )" +
            method + "}");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
    EXPECT_EQ(word("/selection/best"), "two");
    EXPECT_LE(number("/variants/one/replications"), number("/variants/two/replications"));
    EXPECT_THAT(outcome.standard_output, HasSubstr("best by wait: two"));
  }
}

// 50 machines that take 5 hours fill within a day: from none to a mean of 30 in work, which wanders
// by its root. At least one of the means of five thousandths of the horizon is to be cut off.
TEST_F(ExperimentCommand, FindsTheWarmUpWhenAsked) {
  const ProgramOutcome outcome =
      run(kKpis + R"(, "variants": [{"id": "one", "changes": {"/horizon": "20 d",
            "/plant/work_centers/LATHE/machines": 50,
            "/plant/routings/PART/operations/10/time": {"exponential": {"mean": "300 min"}}}}],
            "warm_up": "mser5", "replications": 3)");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(word("/warm_up/by"), "mser5");
  EXPECT_GE(number("/warm_up/s"), 5 * 20 * 86.4);
  EXPECT_LT(number("/warm_up/s"), 10 * 86'400);
  EXPECT_THAT(outcome.standard_output, HasSubstr("found by MSER-5"));
}

TEST_F(ExperimentCommand, RefusesAWarmUpThatAVariantDoesNotLiveToSee) {
  const ProgramOutcome outcome = run(kKpis + R"(, "warm_up": "mser5", "variants": [
    {"id": "full", "changes": {"/horizon": "40 d",
      "/plant/routings/PART/operations/10/time": "11 min"}},
    {"id": "brief", "changes": {"/horizon": "1 d"}}])");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error,
              ::testing::AllOf(HasSubstr("\"brief\""), HasSubstr("\"full\"")));
}

TEST_F(ExperimentCommand, RefusesAWarmUpOrBatchesOfARunWithoutAnEnd) {
  std::string scenario = kQueue;
  const std::string horizon = R"("horizon": "3 d", "warm_up": "6 h")";
  scenario.replace(scenario.find(horizon), horizon.size(), R"("until": "done")");
  const std::string id = R"("id": "CUSTOMERS",)";
  scenario.replace(scenario.find(id), id.size(), id + R"( "limit": 50,)");
  folder_.write("queue.json", scenario);
  const std::string variants = R"(, "variants": [{"id": "done"}])";
  for (const char* member : {R"("warm_up": "mser5")", R"("batch_means": {"batches": 5})"}) {
    const ProgramOutcome outcome = run(kKpis + variants + ", " + member);
    EXPECT_EQ(outcome.exit_code, 2) << member;
    EXPECT_THAT(outcome.standard_error, HasSubstr("no steady state")) << member;
  }
}

// Orders come from the ERP over its landscape, so without that nothing would be made at all. Both
// batches of a run without warm-up together are the run.
TEST_F(ExperimentCommand, CutsARunWithItsErpIntoBatches) {
  const std::string scenario =
      std::filesystem::absolute("scenarios/library/08_order_to_completion/scenario.json").string();
  folder_.write("erp.json", R"({"experiment": "erp", "scenario": ")" + scenario +
                                R"(", "kpis": ["/kpis/throughput_per_h"], "batch_means":
    {"batches": 2}, "variants": [{"id": "short", "changes": {"/horizon": "4 d"}}]})");
  const ProgramOutcome outcome =
      testing::run_program({"experiment", "erp.json", "--quiet"}, folder_.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  const ProgramOutcome whole = testing::run_program(
      {"run", scenario, "--set", "/horizon=\"4 d\"", "--trace", "none", "--json"}, folder_.path());
  sim::Diagnostics diagnostics;
  const auto result = sim::JsonDocument::parse(whole.standard_output, "result", diagnostics);
  ASSERT_TRUE(result) << diagnostics.text();
  const double throughput = std::stod(result->find("/kpis/throughput_per_h")->text);
  EXPECT_GT(throughput, 0);
  EXPECT_NEAR(number("/variants/short/kpis/~1kpis~1throughput_per_h/mean", "runs/erp"), throughput,
              1e-9);
}

// Little's law for each batch of a long run of M/M/1 with half load: mean in process is 1.
TEST_F(ExperimentCommand, CutsOneLongRunIntoBatches) {
  const ProgramOutcome outcome = run(R"("kpis": [{"id": "wip", "pointer": "/kpis/wip_mean"}],
    "variants": [{"id": "half", "changes": {"/horizon": "402 d", "/warm_up": "2 d",
      "/plant/routings/PART/operations/10/time": {"exponential": {"mean": "5 min"}}}}],
    "batch_means": {"batches": 20}, "confidence": 0.99)");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_output, HasSubstr("20 batches of one run"));
  EXPECT_EQ(word("/method"), "batch_means");
  EXPECT_EQ(number("/variants/half/kpis/wip/n"), 20);
  EXPECT_NEAR(number("/variants/half/kpis/wip/mean"), 1,
              number("/variants/half/kpis/wip/half_width"));
  EXPECT_LT(number("/variants/half/kpis/wip/half_width"), 0.05);
  EXPECT_LT(std::abs(number("/variants/half/kpis/wip/lag1")), 0.6);
}

// A pair is two runs with mirrored draws: where work is long in one it is short in the other. The
// load is a sum of draws, so the mean of a pair varies much less than that of two independent runs.
TEST_F(ExperimentCommand, MirrorsTheLuckOfAntitheticPairs) {
  const std::string members = R"("kpis": [{"id": "load",
      "pointer": "/work_centers/LATHE/utilization"}], "variants": [{"id": "one", "changes":
      {"/sources/CUSTOMERS/interarrival": "10 min"}}], "replications": 100)";
  run(members);
  const double alone = number("/variants/one/kpis/load/sd");
  run(members + R"(, "antithetic": true)");
  EXPECT_EQ(number("/variants/one/kpis/load/n"), 100);
  EXPECT_LT(number("/variants/one/kpis/load/sd"), 0.8 * alone / std::sqrt(2));
}

TEST_F(ExperimentCommand, GivesQuantilesTheirIntervals) {
  run(R"("kpis": [{"id": "wait", "pointer": "/products/PART/wait_s/mean",
                   "quantiles": [0.5, 0.9]}], "variants": [{"id": "one"}], "replications": 30)");
  const std::string result = text();
  EXPECT_THAT(result, HasSubstr("\"p\": 0.9"));
  EXPECT_THAT(result, HasSubstr("\"to\": null"));  // of 30 values none is surely above the 0.9
}

}  // namespace
}  // namespace planttwin::experiment
