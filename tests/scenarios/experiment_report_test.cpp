// The report of an experiment as a file: from where it is written, what it refuses, and the curves
// of work in process in it. What a reader sees of it is tested in a browser (tests/browser).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "scenarios/experiment/wip_curve.h"
#include "sim/json_document.h"
#include "tests/scenarios/program.h"

namespace planttwin::experiment {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ProgramOutcome;
using testing::run_program;
using testing::TemporaryFolder;

WipCurve curve(std::int64_t part_s, std::vector<double> lots, double after) {
  return {.part = sim::Duration::seconds(part_s), .lots = std::move(lots), .after = after};
}

// By hand: (2 + 4)/2 = 3, and (6 + 1)/2 = 3.5 with the one lot that stays.
TEST(WipCurve, CurvesOfDifferentLengthHaveTheWidestPartAndTheLongestEnd) {
  const auto found = aligned({curve(1, {2, 4, 6}, 1), curve(2, {5, 7, 9}, 0)});
  EXPECT_EQ(found[0].part, sim::Duration::seconds(2));
  EXPECT_THAT(found[0].lots, ElementsAre(3, 3.5, 1));
  EXPECT_THAT(found[1].lots, ElementsAre(5, 7, 9));
}

TEST(WipCurve, MeanIsOverTheSameTimes) {
  const WipCurve found = mean_of({curve(1, {2, 4, 6}, 1), curve(2, {5, 7, 9}, 0)});
  EXPECT_THAT(found.lots, ElementsAre(4, 5.25, 5));
  EXPECT_EQ(found.after, 0.5);
}

// A queue in front of a machine with random times; M/M/1 of 80 % load.
const std::string kQueue = R"({
  "scenario": "queue", "start": "2025-01-06T06:00Z", "horizon": "2 d",
  "sources": [{"id": "CUSTOMERS", "kind": "interarrival", "product": "PART", "quantity": "1 pcs",
               "interarrival": {"exponential": {"mean": "10 min"}}}],
  "plant": {"id": "SHOP", "unit": "pcs", "materials": [{"id": "PART"}],
    "work_centers": [{"id": "LATHE", "machines": 1}],
    "routings": [{"id": "PART", "operations": [{"id": 10, "work_center": "LATHE", "per": "lot",
      "time": {"exponential": {"mean": "8 min"}}}]}]}})";

class ExperimentReport : public ::testing::Test {
 protected:
  ExperimentReport() { folder_.write("queue.json", kQueue); }

  ProgramOutcome run(const std::string& members, const std::vector<std::string>& more = {}) const {
    folder_.write("experiment.json", R"({"experiment": "lathes", "scenario": "queue.json",
      "kpis": [{"id": "pieces", "pointer": "/kpis/wip_mean", "better": "less"}], )" +
                                         members + "}");
    std::vector<std::string> arguments = {"experiment", "experiment.json", "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(arguments, folder_.path());
  }
  std::string text(const std::string& file) const {
    return testing::read_text(folder_.file("runs/lathes/" + file));
  }
  void change_result(const std::string& from, const std::string& to) const {
    std::string result = text("experiment.json");
    const std::size_t place = result.find(from);
    ASSERT_NE(place, std::string::npos) << from;
    folder_.write("runs/lathes/experiment.json", result.replace(place, from.size(), to));
  }
  ProgramOutcome report() const { return run_program({"report", "runs/lathes"}, folder_.path()); }
  // The mean of a variant's curve and of its KPI.
  std::pair<double, double> means(const std::string& variant) const {
    sim::Diagnostics diagnostics;
    const auto result =
        sim::JsonDocument::load(folder_.file("runs/lathes/experiment.json"), diagnostics);
    const sim::JsonNode* curve = result->find("/variants/" + variant + "/wip/mean");
    if (curve == nullptr) return {NAN, NAN};
    double sum = 0;
    for (const sim::JsonNode& each : curve->elements) sum += std::stod(each.text);
    const auto* mean = result->find("/variants/" + variant + "/kpis/pieces/mean");
    return {sum / static_cast<double>(curve->elements.size()), std::stod(mean->text)};
  }

  TemporaryFolder folder_;
};

const std::string kVariants = R"("replications": 6, "title": "</script><img src=x> \"lathes\"",
  "variants": [{"id": "one"},
    {"id": "two", "changes": {"/plant/work_centers/LATHE/machines": 2}}])";

TEST_F(ExperimentReport, IsTheSameFromTheResultAloneAndWithAnyNumberOfJobs) {
  EXPECT_EQ(run(kVariants, {"--jobs", "3"}).exit_code, 0);
  const std::string first = text("report.html"), result = text("experiment.json");
  EXPECT_THAT(first, HasSubstr("planttwin experiment"));
  std::filesystem::remove(folder_.file("runs/lathes/experiment.sqlite"));
  std::filesystem::remove(folder_.file("runs/lathes/report.html"));
  EXPECT_EQ(report().exit_code, 0);
  EXPECT_TRUE(text("report.html") == first);
  EXPECT_EQ(run(kVariants, {"--jobs", "1"}).exit_code, 0);
  EXPECT_EQ(text("experiment.json"), result);
  EXPECT_TRUE(text("report.html") == first);
  EXPECT_EQ(run(kVariants, {"--resume"}).exit_code, 0);
  EXPECT_EQ(text("experiment.json"), result);
}

TEST_F(ExperimentReport, HasNoMarkupFromNames) {
  run(kVariants);
  EXPECT_THAT(text("report.html"), Not(HasSubstr("<img src=x>")));
  EXPECT_THAT(text("report.html"), HasSubstr("&lt;/script&gt;&lt;img src=x&gt;"));
}

TEST_F(ExperimentReport, IsNotWrittenFromWhatIsDamagedOrOfAnotherVersion) {
  run(kVariants);
  const std::string report_before = text("report.html"), good = text("experiment.json");
  const auto refusal = [&](const std::string& from, const std::string& to) {
    folder_.write("runs/lathes/experiment.json", good);
    change_result(from, to);
    const ProgramOutcome outcome = report();
    EXPECT_EQ(outcome.exit_code, 2) << to;
    EXPECT_TRUE(text("report.html") == report_before);
    return outcome.standard_error;
  };
  EXPECT_THAT(refusal(R"("schema_version": 1)", R"("schema_version": 7)"),
              HasSubstr("of version 7; this program reads version 1"));
  EXPECT_THAT(refusal(R"("schema_version": 1,)", ""), HasSubstr("there is no \"schema_version\""));
  EXPECT_THAT(refusal(R"("confidence": 0.95)", R"("confidence": "high")"),
              HasSubstr("/confidence: expected a number, found"));
  EXPECT_THAT(refusal(R"("verdict": ")", R"("verdict": "splendidly )"),
              HasSubstr("there is no verdict \"splendidly"));
  EXPECT_THAT(refusal(R"("values": [)", R"("values": ["many", )"), HasSubstr("/values/0: "));
  EXPECT_THAT(refusal(R"("kpis": {)", R"("kpis": {"junk": 5, )"),
              HasSubstr("there is no figure \"junk\""));
  EXPECT_THAT(refusal(R"("differences": {)", R"("differences_": {)"),
              HasSubstr("there is no \"differences\""));
  folder_.write("runs/lathes/experiment.json", good.substr(0, good.size() / 2));
  EXPECT_EQ(report().exit_code, 2);
  folder_.write("runs/lathes/experiment.json", "[]");
  EXPECT_THAT(report().standard_error, HasSubstr("expected an object"));
  EXPECT_TRUE(text("report.html") == report_before);
}

// Both are the average over the same time, so they differ by rounding to four digits only.
TEST_F(ExperimentReport, CurveOfWorkInProcessAveragesToTheFigure) {
  EXPECT_EQ(run(kVariants).exit_code, 0);
  for (const char* variant : {"one", "two"}) {
    const auto [curve, figure] = means(variant);
    EXPECT_NEAR(curve, figure, 1e-3 * figure) << variant;
  }
}

// A pile of 64 lots in front of a machine that takes 64 s for each: 64 - i are left in part i, on
// average 32.5 in 4,096 s. Parts are powers of two in seconds, of 64 s here so that there are at
// most 100. The last lot ends with part 64, whose end belongs to a part 65 without lots: 2,080/65
// = 32.
TEST_F(ExperimentReport, CurveOfARunUntilAllIsDoneReachesTheEnd) {
  folder_.write("queue.json", R"({"scenario": "pile", "start": "2025-01-06T06:00Z", "until": "done",
    "orders": [{"id": "PILE", "product": "PART", "quantity": "64 pcs",
                "lot_size": "1 pcs"}],
    "plant": {"id": "SHOP", "unit": "pcs", "materials": [{"id": "PART"}],
      "work_centers": [{"id": "LATHE"}],
      "routings": [{"id": "PART", "operations": [
        {"id": 10, "work_center": "LATHE", "per": "lot", "time": "64 s"}]}]}})");
  const ProgramOutcome outcome = run(R"("replications": 2, "variants": [{"id": "one"}])");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  const auto [curve, figure] = means("one");
  EXPECT_NEAR(figure, 32.5, 1e-9);
  EXPECT_NEAR(curve, 32, 1e-9);
  EXPECT_THAT(text("experiment.json"), HasSubstr("\"width_s\": 64.0"));
}

}  // namespace
}  // namespace planttwin::experiment
