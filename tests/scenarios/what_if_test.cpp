// The shipped experiments that answer a planner's questions: what they and docs/experiments.md say
// of the three scenarios holds.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/scenarios/program.h"
#include "tests/support/line_chain.h"

namespace planttwin::testing {
namespace {

using nlohmann::json;

const std::string kLibrary = "scenarios/library/";

json load(const std::string& path) {  // comments are allowed
  return json::parse(read_text(path), nullptr, true, true);
}

// A shipped experiment in fewer replications, and with fewer variants and figures if some are
// named.
struct Reduced {
  std::string path;  // in the library
  int replications = 10;
  double confidence = 0.95;
  std::vector<std::string> variants = {};
  std::vector<std::string> kpis = {};
};

void keep_only(json& list, const std::vector<std::string>& ids) {
  if (ids.empty()) return;
  json kept = json::array();
  for (const json& element : list) {
    if (std::find(ids.begin(), ids.end(), element.at("id")) != ids.end()) kept.push_back(element);
  }
  ASSERT_EQ(kept.size(), ids.size());
  list = kept;
}

struct Interval {
  double mean = 0;
  double half_width = 0;

  double low() const { return mean - half_width; }
  double high() const { return mean + half_width; }
};

// What an experiment found.
class Found {
 public:
  explicit Found(const json& experiment) {
    const TemporaryFolder folder;
    folder.write("experiment.json", experiment.dump());
    const ProgramOutcome outcome =
        run_program({"experiment", "experiment.json", "--out", "found"}, folder.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_output << outcome.standard_error;
    const json found = load(folder.file("found/experiment.json"));
    for (const json& variant : found.at("variants")) {
      variants_[variant.at("id")] = variant;
    }
  }

  Interval kpi(const std::string& variant, const std::string& kpi) const {
    return interval(variant, "kpis", kpi);
  }
  // To the first variant.
  Interval difference(const std::string& variant, const std::string& kpi) const {
    return interval(variant, "differences", kpi);
  }

 private:
  Interval interval(const std::string& variant, const char* of, const std::string& kpi) const {
    const json& found = variants_.at(variant).at(of).at(kpi);
    return {found.at("mean"), found.at("half_width")};
  }

  std::map<std::string, json> variants_;
};

Found find(const Reduced& reduced) {
  json experiment = load(kLibrary + reduced.path);
  const std::filesystem::path folder = std::filesystem::path(kLibrary + reduced.path).parent_path();
  experiment["scenario"] =
      std::filesystem::absolute(folder / std::string(experiment.at("scenario"))).string();
  experiment["replications"] = reduced.replications;
  experiment["confidence"] = reduced.confidence;
  keep_only(experiment["variants"], reduced.variants);
  keep_only(experiment["kpis"], reduced.kpis);
  return Found(experiment);
}

TEST(ThirdShift, MakesTheBacklogPunctualAndTheRuleAloneDoesNot) {
  const Found found = find({.path = "12_what_if_third_shift/experiment.json", .replications = 20});
  EXPECT_LT(found.kpi("today", "on time").high(), 0.5);

  EXPECT_LT(found.difference("due dates", "on time").high(), 0.1);
  EXPECT_LT(found.difference("due dates", "tardiness in s").high(), 0);

  // Twice as many on time, but the late ones are later.
  EXPECT_GT(found.kpi("setups", "on time").low(), 1.5 * found.kpi("today", "on time").high());
  EXPECT_GT(found.difference("setups", "tardiness in s").low(), 0);

  EXPECT_GT(found.difference("saturdays", "on time").low(), 0);
  EXPECT_LT(found.difference("saturdays", "tardiness in s").high(), 0);
  EXPECT_LT(found.kpi("saturdays", "on time").high(), 0.5);

  EXPECT_GT(found.kpi("nights", "on time").low(), 0.8);
  EXPECT_LT(found.kpi("nights by due dates", "tardiness in s").high(),
            found.kpi("nights", "tardiness in s").low());
  EXPECT_LT(found.kpi("second mill", "tardiness in s").high(),
            found.kpi("nights by due dates", "tardiness in s").low());
  EXPECT_LT(found.kpi("second mill", "all done after s").high(),
            found.kpi("nights by due dates", "all done after s").low());
}

// A shift has eight hours with half an hour of break: ten of them a week, eleven, fifteen, twice
// ten.
TEST(ThirdShift, CostsTheHoursThatTheCalendarSays) {
  const Found found = find(
      {.path = "12_what_if_third_shift/experiment.json", .replications = 2, .kpis = {"millers"}});
  const auto hours_a_week = [&](const char* variant) {
    return 168 * found.kpi(variant, "millers").mean;
  };
  EXPECT_NEAR(hours_a_week("today"), 75, 1e-9);
  EXPECT_NEAR(hours_a_week("due dates"), 75, 1e-9);
  EXPECT_NEAR(hours_a_week("saturdays"), 82.5, 1e-9);
  EXPECT_NEAR(hours_a_week("nights"), 112.5, 1e-9);
  EXPECT_NEAR(hours_a_week("second mill"), 150, 1e-9);
}

// Pieces an hour with so many of six places before the mill and the rest before the drill: the
// times of 13_buffer_sizing/plant.json as rates per hour.
double exact_throughput(int before_mill) {
  const LineChain line(
      {{60, 60 / 15.0, 60 / 4.0}, {60, 60 / 20.0, 60 / 3.0}, {80, 60 / 40.0, 60 / 2.0}},
      {before_mill, 6 - before_mill});
  return line.throughput();
}

TEST(BufferSizing, FindsTheBestOfAllPlacingsAndTheThroughputOfEach) {
  const Found found =
      find({.path = "13_buffer_sizing/experiment.json", .replications = 8, .confidence = 0.99});
  std::array<double, 7> exact{};
  std::array<double, 7> measured{};
  for (int mill = 0; mill <= 6; ++mill) {
    const auto index = static_cast<std::size_t>(mill);
    const std::string id = std::to_string(mill) + "+" + std::to_string(6 - mill);
    const Interval throughput = found.kpi(id, "throughput");
    exact[index] = exact_throughput(mill);
    measured[index] = throughput.mean;
    EXPECT_NEAR(throughput.mean, exact[index], throughput.half_width) << id;
    EXPECT_LT(throughput.half_width, 0.02 * exact[index]) << id;
  }
  const auto best = [](const std::array<double, 7>& values) {
    return std::max_element(values.begin(), values.end()) - values.begin();
  };
  EXPECT_EQ(best(exact), 4);
  EXPECT_NEAR(exact[4], 38.70, 0.005);  // as the documentation says
  EXPECT_NEAR(exact[3], 38.18, 0.005);
  EXPECT_EQ(best(measured), 4);
  EXPECT_GT(found.difference("4+2", "throughput").low(), 0);
  EXPECT_NEAR(found.difference("4+2", "throughput").mean, exact[4] - exact[3],
              found.difference("4+2", "throughput").half_width);
}

// One machine, jobs of 2, 5 and 20 minutes that come at random and load it to 80 %.
const std::string kOneMachine = R"({
  "scenario": "one_machine", "start": "2025-01-06T06:00Z", "horizon": "60 d", "warm_up": "2 d",
  "sources": [{"id": "JOBS", "interarrival": {"exponential": {"mean": "6.25 min"}}, "class": "JOB",
    "quantity": "1 pcs", "products": [{"product": "SHORT", "weight": 5},
      {"product": "MIDDLE", "weight": 4}, {"product": "LONG", "weight": 1}]}],
  "plant": {"id": "SHOP", "unit": "pcs",
    "materials": [{"id": "SHORT"}, {"id": "MIDDLE"}, {"id": "LONG"}],
    "work_centers": [{"id": "LATHE"}],
    "routings": [
      {"id": "SHORT", "operations": [{"id": 10, "work_center": "LATHE", "per": "lot",
        "time": "2 min"}]},
      {"id": "MIDDLE", "operations": [{"id": 10, "work_center": "LATHE", "per": "lot",
        "time": "5 min"}]},
      {"id": "LONG", "operations": [{"id": 10, "work_center": "LATHE", "per": "lot",
        "time": "20 min"}]}]}})";

// Mean flow time in seconds of jobs that are served in this order of their times (Cobham 1954,
// Operations Research 2; with shortest first the rule of Phipps 1956, Operations Research 4): a
// job waits for W0 / ((1 - load of those before it) (1 - load of those and its own)), where W0 is
// half of the rate times the second moment.
double flow_time_by_class(const std::vector<std::pair<double, double>>& share_and_minutes) {
  const double rate = 1 / 6.25;
  double work_found = 0;
  for (const auto& [share, minutes] : share_and_minutes) {
    work_found += rate * share * minutes * minutes / 2;
  }
  double flow = 0;
  double before = 0;
  for (const auto& [share, minutes] : share_and_minutes) {
    const double with_own = before + rate * share * minutes;
    flow += share * (minutes + work_found / ((1 - before) * (1 - with_own)));
    before = with_own;
  }
  return 60 * flow;
}

TEST(DispatchRules, OnOneMachineHaveTheFlowTimesOfTheory) {
  const TemporaryFolder folder;
  folder.write("one_machine.json", kOneMachine);
  json experiment = json::parse(R"({"experiment": "rules", "replications": 30, "confidence": 0.99,
    "kpis": [{"id": "flow", "pointer": "/order_classes/JOB/cycle_time_s/mean", "better": "less"}],
    "variants": [{"id": "fifo"},
      {"id": "spt", "changes": {"/plant/work_centers/LATHE/dispatch": "spt"}},
      {"id": "lpt", "changes": {"/plant/work_centers/LATHE/dispatch": "lpt"}}]})");
  experiment["scenario"] = folder.file("one_machine.json");
  const Found found(experiment);

  const std::pair short_job(0.5, 2.0), middle_job(0.4, 5.0), long_job(0.1, 20.0);
  // All in one class, Pollaczek and Khinchine: 5 min + 52 min^2 / 2 / 6.25 min / (1 - 0.8).
  const double fifo = 60 * (5 + 52 / 2.0 / 6.25 / 0.2);
  const double spt = flow_time_by_class({short_job, middle_job, long_job});
  const double lpt = flow_time_by_class({long_job, middle_job, short_job});
  EXPECT_LT(spt, fifo);
  EXPECT_LT(fifo, lpt);
  const auto expect_known = [&](const char* rule, double known) {
    const Interval flow = found.kpi(rule, "flow");
    EXPECT_NEAR(flow.mean, known, flow.half_width) << rule;
    EXPECT_LT(flow.half_width, 0.1 * known) << rule;
  };
  expect_known("fifo", fifo);
  expect_known("spt", spt);
  expect_known("lpt", lpt);
  EXPECT_LT(found.difference("spt", "flow").high(), 0);
  EXPECT_GT(found.difference("lpt", "flow").low(), 0);
}

// What Conway, Maxwell and Miller (1967, Theory of Scheduling, chapter 11) found of job shops:
// shortest first is the fastest on average, but jobs that are long are very late; rules that look
// at due dates have less tardiness.
TEST(DispatchRules, OfAJobShopAreFastOrPunctual) {
  const Found found = find({.path = "14_dispatch_rules/job_shop.json", .replications = 15});
  const double fastest = found.kpi("spt", "cycle time in s").high();
  for (const char* rule : {"edd", "slack_per_operation", "critical_ratio", "atc"}) {
    EXPECT_LT(fastest, found.kpi(rule, "cycle time in s").low()) << rule;
    EXPECT_LT(found.difference(rule, "tardiness in s").high(), 0) << rule;
    EXPECT_LT(found.difference(rule, "greatest tardiness in s").high(), 0) << rule;
    EXPECT_GT(found.difference(rule, "on time").low(), 0) << rule;
    EXPECT_LT(found.kpi(rule, "tardiness in s").high(), found.kpi("spt", "tardiness in s").low())
        << rule;
  }
  EXPECT_GT(found.difference("spt", "on time").low(), 0);
  EXPECT_GT(found.difference("spt", "greatest tardiness in s").low(), 0);
  EXPECT_LT(fastest, found.kpi("fifo", "cycle time in s").low());
  EXPECT_GT(found.difference("mwkr", "cycle time in s").low(), 0);
}

TEST(DispatchRules, OfTheWaferFabAreNotAlikeInWhatTheyKeepPunctual) {
  const Found found = find({.path = "14_dispatch_rules/wafer_fab.json",
                            .replications = 4,
                            .variants = {"critical_ratio", "spt"},
                            .kpis = {"on time"}});
  EXPECT_LT(found.difference("spt", "on time").high(), 0);
}

}  // namespace
}  // namespace planttwin::testing
