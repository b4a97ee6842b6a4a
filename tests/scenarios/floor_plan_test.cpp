// What a log says of its plant, against the plant; and what is read beside the log.

#include "scenarios/playback/floor_plan.h"

#include <gtest/gtest.h>

#include "plant_models/run/plant_run.h"
#include "scenarios/playback/message_traces.h"
#include "scenarios/report/event_log.h"
#include "scenarios/scenario.h"
#include "sim/database.h"
#include "tests/scenarios/program.h"

namespace planttwin::playback {
namespace {

using testing::TemporaryFolder;

class FloorPlanOfALog : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(, FloorPlanOfALog,
                         ::testing::Values("04_three_plants", "05_batch_plant", "06_packaging_line",
                                           "07_wafer_fab"));

TEST_P(FloorPlanOfALog, IsThatOfThePlant) {
  const TemporaryFolder folder;
  const std::string file = folder.file("events.sqlite");
  const scenario::Scenario scenario = scenario::load_scenario_or_throw(
      std::string("scenarios/library/") + GetParam() + "/scenario.json");
  const plant::Plant& plant = scenario.plant;
  const plant::PlantRun run(plant, scenario.input, {.seed = 1});
  scenario::EventLog(file, {.scenario = scenario.id, .version = "9.9.9"}, run.state())
      .finish(run.now(), "stopped");
  sim::Database log(file, sim::Database::Mode::kReadOnly);
  const FloorPlan plan = read_floor_plan(log);

  ASSERT_EQ(plan.work_centers.size(), plant.work_centers.size());
  for (std::size_t i = 0; i < plan.work_centers.size(); ++i) {
    const FloorPlan::WorkCenter& found = plan.work_centers[i];
    const plant::WorkCenter& center = plant.work_centers[i];
    EXPECT_EQ(found.name, center.id);
    EXPECT_EQ(found.kind, center.kind);
    EXPECT_EQ(found.site, center.site.number());
    EXPECT_EQ(found.node, center.node.number());
    EXPECT_EQ(found.supply, center.supply.number());
    EXPECT_EQ(index_of(found.first_machine), center.first_machine);
    EXPECT_EQ(index_of(found.machine_count), center.machine_count);
    ASSERT_EQ(found.position.has_value(), center.position.has_value());
    if (found.position) {
      EXPECT_EQ(found.position->x, center.position->x);
      EXPECT_EQ(found.position->y, center.position->y);
    }
  }
  ASSERT_EQ(plan.edges.size(), plant.network.edges.size());
  for (std::size_t i = 0; i < plan.edges.size(); ++i) {
    const plant::Edge& edge = plant.network.edges[i];
    EXPECT_EQ(plan.edges[i].from, edge.from.number());
    EXPECT_EQ(plan.edges[i].to, edge.to.number());
    EXPECT_EQ(plan.edges[i].one_way, edge.one_way);
    EXPECT_EQ(plan.edges[i].length_m, edge.length.in_metres());
    EXPECT_EQ(plan.edges[i].speed_m_per_s.has_value(), edge.speed.has_value());
  }
  std::int32_t carriers = 0;
  ASSERT_EQ(plan.fleets.size(), plant.network.fleets.size());
  for (std::size_t i = 0; i < plan.fleets.size(); ++i) {
    const plant::Fleet& fleet = plant.network.fleets[i];
    EXPECT_EQ(plan.fleets[i].first_carrier, carriers);
    EXPECT_EQ(plan.fleets[i].home, fleet.home.number());
    EXPECT_EQ(plan.fleets[i].speed_m_per_s, fleet.speed.in_metres_per_second());
    carriers += fleet.count;
  }
  EXPECT_EQ(plan.carriers, carriers);
  ASSERT_EQ(plan.routings.size(), plant.routings.size());
  for (std::size_t r = 0; r < plan.routings.size(); ++r) {
    const plant::Routing& routing = plant.routings[r];
    ASSERT_EQ(plan.routings[r].operations.size(), routing.operations.size());
    for (std::size_t i = 0; i < routing.operations.size(); ++i) {
      const auto position = static_cast<std::int32_t>(i);
      EXPECT_EQ(plan.remaining_work(static_cast<std::int32_t>(r), position, 3),
                static_cast<double>(routing.remaining_per_lot[i].count()) +
                    3 * static_cast<double>(routing.remaining_per_unit[i].count()));
      EXPECT_EQ(plan.routings[r].operations[i].work_centers.size(),
                routing.operations[i].work_centers.size());
    }
  }
}

// Ten steps of ten microseconds: 3 wait from 5 on, 9 for a moment in the third step, none from 41
// on.
TEST(Backlog, IsTheMostOfEachStep) {
  const TemporaryFolder folder;
  {
    sim::Database messages(folder.file("messages.sqlite"), sim::Database::Mode::kCreate);
    messages.execute(
        "CREATE TABLE backlog(at INTEGER, to_erp INTEGER, to_plant INTEGER);"
        "INSERT INTO backlog VALUES(5, 3, 0), (22, 9, 0), (23, 4, 0), (41, 0, 0), (999, 7, 0)");
  }
  Levels levels;
  levels.step = 10;
  levels.lots.resize(10);
  EXPECT_EQ(read_backlog(folder.path(), levels),
            (std::vector<std::int32_t>{3, 3, 9, 4, 4, 0, 0, 0, 0, 0}));
}

TEST(Backlog, IsEmptyWithoutAnErp) {
  const TemporaryFolder folder;
  Levels levels;
  levels.lots.resize(10);
  EXPECT_TRUE(read_backlog(folder.path(), levels).empty());
}

}  // namespace
}  // namespace planttwin::playback
