#pragma once

#include <string>

#include "plant_models/run/plant_run.h"
#include "scenarios/playback/history.h"
#include "scenarios/report/event_log.h"
#include "scenarios/scenario.h"
#include "tests/support/temporary_file.h"

namespace planttwin::view {

// The history of a shipped scenario that ran for so many hours.
inline playback::History history_of(const std::string& id, int hours) {
  const scenario::Scenario scenario =
      scenario::load_scenario_or_throw("scenarios/library/" + id + "/scenario.json");
  const testing::TemporaryFolder folder;
  const std::string file = folder.file("events.sqlite");
  plant::PlantRun run(scenario.plant, scenario.input, {.seed = scenario.seed});
  scenario::EventLog log(file, {.scenario = id, .version = "9.9.9"}, run.state());
  run.add_sink(log);
  run.run(sim::Time::from_start(sim::Duration::hours(hours)));
  log.finish(run.now(), "stopped");
  return playback::History::read(file);
}

// Geared motors in three plants, made to order, after a day.
inline const playback::History& three_plants() {
  static const playback::History history = history_of("04_three_plants", 30);
  return history;
}

}  // namespace planttwin::view
