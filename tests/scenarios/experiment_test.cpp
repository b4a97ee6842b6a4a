// Experiments: intervals, differences under the same luck, stages, workers, and what is refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "scenarios/experiment/comparison.h"
#include "scenarios/experiment/workers.h"
#include "sim/json_document.h"
#include "tests/scenarios/program.h"

namespace planttwin::experiment {
namespace {

using ::testing::HasSubstr;
using testing::ProgramOutcome;
using testing::run_program;
using testing::TemporaryFolder;

// Abramowitz and Stegun, table 26.10.
TEST(StudentT, IsAsInTables) {
  EXPECT_NEAR(student_t_above(0.025, 1), 12.706, 5e-4);
  EXPECT_NEAR(student_t_above(0.05, 5), 2.015, 5e-4);
  EXPECT_NEAR(student_t_above(0.025, 9), 2.262, 5e-4);
  EXPECT_NEAR(student_t_above(0.005, 20), 2.845, 5e-4);
  EXPECT_NEAR(student_t_above(0.025, 30), 2.042, 5e-4);
  EXPECT_NEAR(student_t_above(0.0005, 120), 3.373, 5e-4);
}

// By hand: mean 5, squares 9 + 1 + 1 + 9 = 20, sd sqrt(20/3), t with 3 degrees 3.1824.
TEST(Estimate, IsMeanAndIntervalOfStudent) {
  const Estimate found = estimate({2, 4, 6, 8}, 0.05);
  EXPECT_EQ(found.count, 4);
  EXPECT_EQ(found.mean, 5);
  EXPECT_NEAR(found.standard_deviation, std::sqrt(20.0 / 3), 1e-12);
  EXPECT_NEAR(found.half_width, 3.182446 * std::sqrt(20.0 / 3) / 2, 1e-5);
  EXPECT_TRUE(std::isinf(estimate({3}, 0.05).half_width));
  EXPECT_EQ(estimate({}, 0.05).count, 0);
}

// 2,000 experiments of ten replications each, whose figure is a sum of twelve uniform numbers: its
// mean is 6. A count of 2,000 with 95 % lies within 1,900 +- 32 in 999 of 1,000 cases.
TEST(Estimate, CoversTheTruthAsOftenAsItSays) {
  std::uint64_t state = 20'261'130;
  const auto uniform = [&state] {  // splitmix64 (Steele, Lea and Flood 2014)
    std::uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
  };
  int covered = 0;
  for (int experiment = 0; experiment < 2'000; ++experiment) {
    std::vector<double> values;
    for (int i = 0; i < 10; ++i) {
      double sum = 0;
      for (int k = 0; k < 12; ++k) sum += uniform();
      values.push_back(sum);
    }
    const Estimate found = estimate(values, 0.05);
    if (std::abs(found.mean - 6) <= found.half_width) ++covered;
  }
  EXPECT_NEAR(covered, 1'900, 32);
}

Replicated replicated(const std::vector<double>& values) {
  Replicated replications;
  for (const double value : values) replications.push_back({{value}, true});
  return replications;
}

TEST(Difference, IsOfReplicationsWithTheSameSeed) {
  const Replicated base = replicated({10, 20, 30, 40}), more = replicated({11, 21, 31, 42});
  const Difference found = difference_of(base, more, 0, Kpi::Better::kMore, 0.05, 1);
  EXPECT_NEAR(found.paired.mean, 1.25, 1e-12);
  EXPECT_NEAR(found.paired.standard_deviation, 0.5, 1e-12);
  EXPECT_EQ(found.verdict, Verdict::kBetter);
  EXPECT_EQ(difference_of(base, more, 0, Kpi::Better::kLess, 0.05, 1).verdict, Verdict::kWorse);
  EXPECT_EQ(difference_of(more, base, 0, Kpi::Better::kUnsaid, 0.05, 1).verdict, Verdict::kLess);
  EXPECT_GT(found.gain_of_common_numbers.value(), 1'000);
}

// Of twenty comparisons each has a twentieth of the error.
TEST(Difference, IsJudgedTogetherWithAllOthers) {
  const Replicated base = replicated({1, 2, 3, 4, 5}), more = replicated({2, 2.5, 4.5, 4.4, 6.4});
  const Difference alone = difference_of(base, more, 0, Kpi::Better::kMore, 0.05, 1);
  const Difference among_many = difference_of(base, more, 0, Kpi::Better::kMore, 0.05, 20);
  EXPECT_EQ(alone.verdict, Verdict::kBetter);
  EXPECT_EQ(among_many.verdict, Verdict::kNoDifference);
  EXPECT_NEAR(among_many.paired.half_width / alone.paired.half_width,
              student_t_above(0.00125, 4) / student_t_above(0.025, 4), 1e-9);
}

TEST(Difference, OfWhatHasNoDataIsNone) {
  Replicated base = replicated({1, 2}), more = replicated({2, 3});
  for (Replication& replication : more) replication.values[0].reset();
  const Difference found = difference_of(base, more, 0, Kpi::Better::kMore, 0.05, 1);
  EXPECT_EQ(found.paired.count, 0);
  EXPECT_EQ(found.verdict, Verdict::kNoDifference);
}

std::vector<std::string> work(const Workers& workers, std::size_t count,
                              const Workers::Task& task) {
  std::vector<std::string> found(count);
  workers.run(
      count, task, [](std::size_t) {},
      [&](std::size_t number, const std::string& bytes) { found[number] = bytes; },
      [] { return false; });
  return found;
}

TEST(WorkersTest, GiveBackWhatTheyFoundInTheOrderOfTasks) {
  const auto task = [](std::size_t number) { return std::string(number * 40'000, 'x'); };
  for (const std::size_t side_by_side : {1, 3, 16}) {
    const std::vector<std::string> found = work(Workers(side_by_side), 7, task);
    ASSERT_EQ(found.size(), 7U);
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i].size(), i * 40'000);
  }
}

TEST(WorkersTest, MakeATaskAgainWhoseProcessWasKilled) {
  const TemporaryFolder folder;
  const std::vector<std::string> found = work(Workers(3), 9, [&](std::size_t number) {
    const std::filesystem::path been = folder.path() / std::to_string(number);
    if (number % 2 == 1 && !std::filesystem::exists(been)) {
      std::ofstream(been) << "here";
      ::raise(SIGKILL);
    }
    return std::to_string(number);
  });
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], std::to_string(i));
}

TEST(WorkersTest, GiveUpATaskThatAlwaysCrashesAndSayWhatIsWrong) {
  const auto crash = [](std::size_t number) -> std::string {
    if (number == 4) ::raise(SIGKILL);
    return "";
  };
  EXPECT_THROW(work(Workers(2), 6, crash), std::runtime_error);
  const auto complain = [](std::size_t) -> std::string { throw std::runtime_error("no oil"); };
  try {
    work(Workers(2), 6, complain);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "no oil");
  }
}

// A queue in front of a machine with random times; M/M/1 of 80 % load.
const std::string kQueue = R"({
  "scenario": "queue", "start": "2025-01-06T06:00Z", "horizon": "3 d", "warm_up": "6 h",
  "sources": [{"id": "CUSTOMERS", "kind": "interarrival", "product": "PART", "quantity": "1 pcs",
               "interarrival": {"exponential": {"mean": "10 min"}}}],
  "plant": {"id": "SHOP", "unit": "pcs", "materials": [{"id": "PART"}],
    "work_centers": [{"id": "LATHE", "machines": 1}],
    "routings": [{"id": "PART", "operations": [{"id": 10, "work_center": "LATHE", "per": "lot",
      "time": {"exponential": {"mean": "8 min"}}}]}]}})";

class ExperimentCommand : public ::testing::Test {
 protected:
  ExperimentCommand() { folder_.write("queue.json", kQueue); }

  ProgramOutcome run(const std::string& members, const std::vector<std::string>& more = {}) const {
    folder_.write("experiment.json",
                  R"({"experiment": "lathes", "scenario": "queue.json", )" + members + "}");
    std::vector<std::string> arguments = {"experiment", "experiment.json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(arguments, folder_.path());
  }
  std::string text(const std::string& out = "runs/lathes") const {
    return testing::read_text(folder_.file(out + "/experiment.json"));
  }
  double number(const std::string& pointer) const {
    sim::Diagnostics diagnostics;
    const auto document =
        sim::JsonDocument::load(folder_.file("runs/lathes/experiment.json"), diagnostics);
    const sim::JsonNode* found = document ? document->find(pointer) : nullptr;
    return found == nullptr ? NAN : std::stod(found->text);
  }

  TemporaryFolder folder_;
};

const std::string kKpis = R"("kpis": [
  {"id": "wait", "pointer": "/products/PART/wait_s/mean", "better": "less"},
  {"id": "throughput", "pointer": "/kpis/throughput_per_h", "better": "more"}])";
const std::string kVariants = R"(, "variants": [{"id": "one"}, {"id": "same"},
  {"id": "two", "changes": {"/plant/work_centers/LATHE/machines": 2}},
  {"id": "slow", "changes": {"/plant/routings/PART/operations/10/time": "9 min"}}])";

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

}  // namespace
}  // namespace planttwin::experiment
