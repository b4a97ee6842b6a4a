// Logs in which a single value is wrong: they are refused, or shown as far as they make sense.

#include <gtest/gtest.h>

#include <random>

#include "plant_models/run/plant_run.h"
#include "scenarios/playback/history.h"
#include "scenarios/report/event_log.h"
#include "scenarios/scenario.h"
#include "sim/diagnostics.h"
#include "tests/scenarios/program.h"

namespace planttwin::playback {
namespace {

std::string log_of_three_plants(const testing::TemporaryFolder& folder) {
  const std::string file = folder.file("events.sqlite");
  const scenario::Scenario scenario =
      scenario::load_scenario_or_throw("scenarios/library/04_three_plants/scenario.json");
  plant::PlantRun run(scenario.plant, scenario.input, {.seed = 1});
  scenario::EventLog log(file, {.scenario = scenario.id, .version = "9.9.9"}, run.state());
  run.add_sink(log);
  run.run(sim::Time::from_start(sim::Duration::hours(6)));
  log.finish(run.now(), "stopped");
  return file;
}

TEST(DamagedLog, IsRefusedOrShown) {
  const testing::TemporaryFolder folder;
  const std::string whole = log_of_three_plants(folder), file = folder.file("damaged.sqlite");
  const std::vector<std::pair<std::string, std::vector<std::string>>> columns = {
      {"event",
       {"time", "type", "order_id", "lot", "other_lot", "work_center", "machine", "material",
        "location", "node", "operation", "other", "value", "quantity"}},
      {"lots", {"order_id", "material", "routing"}},
      {"work_center", {"site", "node", "supply", "buffer"}},
      {"fleet", {"home", "count", "site"}},
      {"edge", {"from_node", "to_node"}},
      {"operation_work_center", {"work_center"}}};
  const std::vector<std::string> values = {"NULL", "-1", "-7", "99999", "4294967296", "'x'"};
  std::mt19937_64 dice(3);
  int refused = 0, shown = 0;
  for (const auto& [table, names] : columns) {
    for (const std::string& column : names) {
      for (const std::string& value : values) {
        std::filesystem::copy_file(whole, file, std::filesystem::copy_options::overwrite_existing);
        {
          sim::Database log(file, sim::Database::Mode::kCreate);
          try {  // in one row of forty, or in all of a small table
            log.execute("UPDATE OR IGNORE " + table + " SET " + column + " = " + value + " WHERE " +
                        (table == "event" ? "id % 41 = 7" : "1"));
          } catch (const sim::OutputError&) {
            continue;  // the table itself admits no such value
          }
        }
        try {
          const History history = History::read(file);
          for (int i = 0; i < 5; ++i) {
            history.at(static_cast<std::int64_t>(dice() % 21'600'000'000U));
          }
          ++shown;
        } catch (const sim::InputError&) {
          ++refused;
        }
      }
    }
  }
  EXPECT_GT(refused, 60);
  EXPECT_GT(shown, 10);
}

}  // namespace
}  // namespace planttwin::playback
