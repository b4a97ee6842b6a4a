// Intervals of experiments against known means: of 1,000 experiments on real plants, those of 95 %
// cover the truth in 93 to 97 of 100.

#include <gtest/gtest.h>

#include <cmath>

#include "scenarios/experiment/comparison.h"
#include "tests/fidelity/plant_text.h"
#include "tests/fidelity/validation_data.h"
#include "tests/scenarios/program.h"

namespace planttwin::experiment {
namespace {

using testing::exponential;
using testing::Json;

struct Known {
  Json scenario;
  std::string pointer;
  double truth = 0;
};

Json scenario_of(const testing::PlantText& plant, Json source, const char* horizon,
                 const char* warm_up) {
  return {{"scenario", "known"},
          {"start", "2025-01-06T06:00Z"},
          {"horizon", horizon},
          {"warm_up", warm_up},
          {"sources", Json::array({std::move(source)})},
          {"plant", Json::parse(plant.text())}};
}

// M/M/1 with half load: rho/(1 - rho) = 1 lot in process. A time unit is a minute.
Known queue() {
  testing::PlantText plant;
  plant.center("M1").product("P", {"M1"}, {exponential(1)});
  return {scenario_of(plant, testing::poisson_source("S", "P", 0.5), "50 h", "2 h"),
          "/kpis/wip_mean", 1};
}

// A line whose three stations move together and stop together: 1/(1 + sum of p/r) pieces a minute
// (Buzacott 1967).
Known line() {
  const std::vector<double> p = {0.05, 0.02, 0.03}, r = {0.5, 0.2, 0.4};
  Json modes = Json::array();
  double lost = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    modes.push_back({{"id", "F" + std::to_string(i)},
                     {"clock", "cycles"},
                     {"cycles_to_failure", {{"geometric", {{"probability", p[i]}}}}},
                     {"repair", testing::geometric_time(r[i])}});
    lost += p[i] / r[i];
  }
  testing::PlantText plant;
  plant.center("M1",
               {{"queue_capacity", 1}, {"indexing_line", {{"stations", 3}}}, {"failures", modes}});
  plant.product("P", {"M1"}, {testing::time_text(1)});
  return {scenario_of(plant, testing::saturated_source("P"), "22 h", "2 h"),
          "/kpis/throughput_per_h", 60 / (1 + lost)};
}

int covered_of_1000(const Known& known) {
  const testing::TemporaryFolder folder;
  folder.write("scenario.json", known.scenario.dump());
  Experiment experiment;
  experiment.scenario = folder.file("scenario.json");
  experiment.seed = 1;
  experiment.kpis.push_back({.id = "figure",
                             .pointer = known.pointer,
                             .better = Kpi::Better::kUnsaid,
                             .quantiles = {},
                             .place = {}});
  experiment.variants.push_back({.id = "one", .title = "", .changes = {}, .levels = {}});
  ReplicationMaker maker(experiment, std::nullopt);
  maker.load(0);
  int covered = 0;
  for (std::int64_t trial = 0; trial < 1'000; ++trial) {
    Replicated replications;
    for (std::int64_t i = 0; i < 10; ++i) {
      for (Replication& each : maker.make({.variant = 0, .number = trial * 10 + i})) {
        replications.push_back(std::move(each));
      }
    }
    const Estimate found = estimate_of(replications, 0, 0.05);
    if (std::abs(found.mean - known.truth) <= found.half_width) ++covered;
  }
  return covered;
}

TEST(ExperimentCoverage, OfAQueueIsAsItSays) {
  const int covered = covered_of_1000(queue());
  EXPECT_GE(covered, 930);
  EXPECT_LE(covered, 970);
}

TEST(ExperimentCoverage, OfAnUnreliableLineIsAsItSays) {
  const int covered = covered_of_1000(line());
  EXPECT_GE(covered, 930);
  EXPECT_LE(covered, 970);
}

}  // namespace
}  // namespace planttwin::experiment
