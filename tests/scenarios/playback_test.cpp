// The playback of an event log against the run that wrote it.

#include <gtest/gtest.h>

#include "plant_models/run/plant_run.h"
#include "scenarios/playback/history.h"
#include "scenarios/report/event_log.h"
#include "scenarios/scenario.h"
#include "tests/scenarios/program.h"
#include "tests/support/floor_comparison.h"

namespace planttwin::playback {
namespace {

using testing::TemporaryFolder;

struct Snapshot {
  std::int64_t time = 0;
  std::vector<std::string> floor;
};

// Runs a shipped scenario for so long, with a log, and looks at it so many times.
std::vector<Snapshot> run_with_log(const std::string& id, sim::Duration length, int looks,
                                   const std::string& file) {
  const scenario::Scenario scenario =
      scenario::load_scenario_or_throw("scenarios/library/" + id + "/scenario.json");
  plant::PlantRun run(scenario.plant, scenario.input, {.seed = scenario.seed});
  scenario::EventLog log(file, {.scenario = id, .version = "9.9.9"}, run.state());
  run.add_sink(log);
  std::vector<Snapshot> snapshots;
  for (int i = 1; i <= looks; ++i) {
    const auto until = sim::Time::from_start(
        sim::Duration::microseconds(length.count() / looks * i + 12'345'678 * i));
    run.run(until);
    snapshots.push_back({until.count() - 1, testing::floor_of(run.state())});
  }
  log.finish(run.now(), "stopped");
  return snapshots;
}

class PlaybackOfAScenario : public ::testing::TestWithParam<std::tuple<std::string, int>> {};
INSTANTIATE_TEST_SUITE_P(
    , PlaybackOfAScenario,
    ::testing::Values(std::tuple("01_one_machine", 48), std::tuple("02_unreliable_line", 48),
                      std::tuple("03_job_shop", 1), std::tuple("04_three_plants", 200),
                      std::tuple("05_batch_plant", 400), std::tuple("06_packaging_line", 100),
                      std::tuple("07_wafer_fab", 100), std::tuple("10_quality_hold", 60)),
    [](const auto& scenario) { return std::get<0>(scenario.param); });

TEST_P(PlaybackOfAScenario, ShowsWhatTheRunWas) {
  const auto& [id, hours] = GetParam();
  TemporaryFolder folder;
  const std::string file = folder.file("events.sqlite");
  const std::vector<Snapshot> snapshots = run_with_log(id, sim::Duration::hours(hours), 20, file);
  const History history = History::read(file);
  for (const Snapshot& snapshot : snapshots) {
    EXPECT_EQ(testing::difference(snapshot.floor,
                                  testing::floor_of(history.at(snapshot.time), history.plan())),
              "")
        << "at " << snapshot.time;
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace planttwin::playback
