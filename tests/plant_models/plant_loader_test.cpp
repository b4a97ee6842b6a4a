#include "plant_models/load/plant_loader.h"

#include <gtest/gtest.h>

#include <string>

#include "sim/random.h"
#include "tests/plant_models/loading.h"

namespace planttwin::plant {
namespace {

using sim::Duration;

constexpr Duration kMinute = Duration::minutes(1);

std::string operation(int number, const std::string& more = "") {
  return R"({"id": )" + std::to_string(number) +
         R"(, "work_center": "M1", "time": "1 min", "per": "lot")" + more + "}";
}

Plant plant_of(const std::string& operations) {
  PlantText text;
  text.operations = operations;
  return good_plant(text.text());
}

std::vector<std::int64_t> remaining_minutes(const Routing& routing) {
  std::vector<std::int64_t> minutes;
  for (const Duration remaining : routing.remaining_per_lot) {
    minutes.push_back(remaining.count() / kMinute.count());
  }
  return minutes;
}

TEST(PlantLoader, ASmallPlantNeedsFewLines) {
  const Plant plant = good_plant(R"({
    "id": "MM1",
    "materials": [{"id": "PART", "unit": "pcs"}],
    "work_centers": [{"id": "SERVER"}],
    "routings": [{
      "id": "PART",
      "operations": [{"id": 10, "work_center": "SERVER",
                      "time": {"exponential": {"mean": "1 min"}}, "per": "lot"}]
    }]
  })");
  ASSERT_EQ(plant.sites.size(), 1u);
  EXPECT_EQ(plant.sites[0].id, "PLANT");
  EXPECT_EQ(plant.sites[0].time_zone, "UTC");
  ASSERT_EQ(plant.machines.size(), 1u);
  EXPECT_EQ(plant.machines[0].id, "SERVER/1");
  EXPECT_EQ(plant.machines[0].key, sim::name_key("SERVER/1"));
  const WorkCenter& center = plant.work_centers[0];
  EXPECT_EQ(plant.buffers[center.buffer.index()].id, "SERVER");
  EXPECT_FALSE(plant.buffers[center.buffer.index()].capacity.has_value());
  EXPECT_EQ(plant.routing_at(MaterialId(0), sim::Time()), RoutingId(0));
}

TEST(PlantLoader, OperationsFollowEachOtherUnlessTold) {
  const Routing routing = plant_of(operation(10) + "," + operation(20) + "," +
                                   operation(30, R"(, "rework": {"probability": 0.25, "to": 20})"))
                              .routings[0];
  ASSERT_EQ(routing.operations[0].next.size(), 1u);
  EXPECT_EQ(routing.operations[0].next[0].to, 1);
  ASSERT_EQ(routing.operations[2].next.size(), 2u);
  EXPECT_EQ(routing.operations[2].next[0].to, kEndOfRouting);
  EXPECT_EQ(routing.operations[2].next[0].probability, 0.75);
  EXPECT_EQ(routing.operations[2].next[1].to, 1);
  EXPECT_EQ(routing.operations[2].next[1].probability, 0.25);
}

TEST(PlantLoader, RemainingWorkFollowsTheMostProbableWay) {
  // 10 goes on to 20 by 0.6 (three more operations) and to 40 by 0.4 (one more).
  const Plant plant = plant_of(
      operation(10,
                R"(, "next": [{"to": 20, "probability": 0.6}, {"to": 40, "probability": 0.4}])") +
      "," + operation(20) + "," + operation(30) + "," + operation(40));
  EXPECT_EQ(remaining_minutes(plant.routings[0]), (std::vector<std::int64_t>{4, 3, 2, 1}));
  EXPECT_EQ(plant.routings[0].remaining_operations, (std::vector<std::int32_t>{4, 3, 2, 1}));
}

TEST(PlantLoader, RemainingWorkDoesNotCircleInProbableRework) {
  const Plant plant = plant_of(operation(10) + "," +
                               operation(20, R"(, "rework": {"probability": 0.9, "to": 10})"));
  EXPECT_EQ(remaining_minutes(plant.routings[0]), (std::vector<std::int64_t>{2, 1}));
}

TEST(PlantLoader, RemainingWorkCountsAllParallelBranches) {
  // 10, then 20 and 30 beside 40, then 50.
  const Plant plant = plant_of(
      operation(10, R"(, "parallel": {"branches": [20, 40], "join": 50})") + "," + operation(20) +
      "," + operation(30, R"(, "next": 50)") + "," + operation(40) + "," + operation(50));
  EXPECT_EQ(remaining_minutes(plant.routings[0]), (std::vector<std::int64_t>{5, 3, 2, 2, 1}));
  EXPECT_TRUE(plant.routings[0].operations[0].forks());
  EXPECT_TRUE(plant.routings[0].operations[0].next.empty());
}

TEST(PlantLoader, RemainingWorkPerUnitCountsTimesPerUnitOnly) {
  PlantText text;
  text.operations = R"({"id": 10, "work_center": "M1", "time": "5 min", "per": "lot"},
                       {"id": 20, "work_center": "M1", "time": "2 min", "per": "unit"})";
  const Routing routing = good_plant(text.text()).routings[0];
  EXPECT_EQ(routing.remaining_per_lot[0], kMinute * 7);  // a lot of one unit
  EXPECT_EQ(routing.remaining_per_unit[0], kMinute * 2);
}

TEST(PlantLoader, MachinesMayHaveNamesAndSpeeds) {
  PlantText text;
  text.work_centers =
      R"("work_centers": [{"id": "M1", "machines": [{"id": "OLD", "speed": 0.5}, {"id": "NEW"}]},
                          {"id": "M2", "machines": 3}],)";
  const Plant plant = good_plant(text.text());
  ASSERT_EQ(plant.machines.size(), 5u);
  EXPECT_EQ(plant.machines[0].id, "M1/OLD");
  EXPECT_EQ(plant.machines[0].speed, 0.5);
  EXPECT_EQ(plant.machines[4].id, "M2/3");
  EXPECT_EQ(plant.machines[4].ordinal, 2);
  EXPECT_EQ(plant.work_centers[1].first_machine, 2u);
}

TEST(PlantLoader, QueuesAreOwnSharedOrLimited) {
  PlantText text;
  text.others = R"("buffers": [{"id": "RACK", "capacity": 7}],)";
  text.work_centers = R"("work_centers": [{"id": "M1", "buffer": "RACK"},
      {"id": "M2", "buffer": "RACK"}, {"id": "M3", "queue_capacity": 0}],)";
  const Plant plant = good_plant(text.text());
  EXPECT_EQ(plant.work_centers[0].buffer, plant.work_centers[1].buffer);
  EXPECT_EQ(plant.buffers[plant.work_centers[0].buffer.index()].capacity, 7);
  EXPECT_EQ(plant.buffers[plant.work_centers[2].buffer.index()].capacity, 0);
  EXPECT_EQ(plant.buffers[plant.work_centers[2].buffer.index()].id, "M3");
}

TEST(PlantLoader, WorkCentersTakeThePlantsOptionsUnlessTheySayOtherwise) {
  PlantText text;
  text.others = R"("options": {"blocking": "before_service", "dispatch": "spt",
                               "shift_end": "finish"},)";
  text.work_centers = R"("work_centers": [{"id": "M1"},
      {"id": "M2", "dispatch": ["setup", "edd"], "options": {"blocking": "after_service"}}],)";
  const Plant plant = good_plant(text.text());
  EXPECT_EQ(plant.work_centers[0].options.blocking, Blocking::kBeforeService);
  EXPECT_EQ(plant.work_centers[0].rule.keys, std::vector{RuleKey::kSpt});
  EXPECT_EQ(plant.work_centers[1].options.blocking, Blocking::kAfterService);
  EXPECT_EQ(plant.work_centers[1].options.shift_end, ShiftEnd::kFinish);
  EXPECT_EQ(plant.work_centers[1].rule.keys, (std::vector{RuleKey::kSetup, RuleKey::kEdd}));
}

TEST(PlantLoader, PoolsWithFewerSkillsAreAskedFirst) {
  PlantText text;
  text.others = R"("labor": [{"id": "ALL", "size": 1, "skills": ["turn", "mill"]},
                             {"id": "TURNERS", "size": 2, "skills": ["turn"]}],)";
  const Plant plant = good_plant(text.text());
  ASSERT_EQ(plant.skills.size(), 2u);
  EXPECT_EQ(plant.skills[0].id, "turn");
  EXPECT_EQ(plant.skills[0].pools, (std::vector{LaborPoolId(1), LaborPoolId(0)}));
}

TEST(PlantLoader, ComponentsLieDeeperThanAllTheirParents) {
  PlantText text;
  text.materials = R"("materials": [{"id": "BOLT", "unit": "pcs"}, {"id": "A", "unit": "pcs"},
      {"id": "SUB", "unit": "pcs", "phantom": true}, {"id": "SCRAP", "unit": "kg"}],)";
  text.others = R"("boms": [
      {"id": "A", "items": [{"component": "BOLT", "quantity": "4 pcs"},
                            {"component": "SUB", "quantity": "1 pcs"},
                            {"component": "SCRAP", "quantity": "0.125 kg", "by_product": true}]},
      {"id": "SUB", "items": [{"component": "BOLT", "quantity": "2 pcs"}]}],)";
  text.work_centers =
      R"("locations": [{"id": "STORE"}], "work_centers": [{"id": "M1", "supply": "STORE"}],)";
  const Plant plant = good_plant(text.text());
  EXPECT_EQ(plant.low_level_code, (std::vector<std::int32_t>{2, 0, 1, 0}));
  EXPECT_EQ(plant.boms[0].items[2].quantity, sim::Quantity::steps(125));
  EXPECT_EQ(plant.boms[0].base_quantity, sim::Quantity::steps(1));
}

TEST(PlantLoader, RevisionsChangeAtTheirInstant) {
  PlantText text;
  text.operations = operation(10) + R"(], "effective_to": "2025-03-04T00:00Z"},
      {"id": "A-2", "material": "A", "effective_from": "2025-03-04T00:00Z", "operations": [)" +
                    operation(10);
  const Plant plant = good_plant(text.text(), "2025-03-03T00:00:00Z");
  const sim::Time change = sim::Time::from_start(Duration::days(1));
  EXPECT_EQ(plant.routing_at(MaterialId(0), change - Duration::microseconds(1)), RoutingId(0));
  EXPECT_EQ(plant.routing_at(MaterialId(0), change), RoutingId(1));
}

TEST(PlantLoader, NightShiftsEndOnTheNextDay) {
  PlantText text;
  text.others = R"("shifts": [{"id": "NIGHT", "patterns": [{"days": ["mon", "sun"],
      "from": "22:00", "to": "06:00", "breaks": [{"from": "01:00", "to": "01:30"}]}]}],)";
  const Plant plant = good_plant(text.text());
  const Shift::Pattern& pattern = plant.shifts[0].patterns[0];
  EXPECT_EQ(pattern.weekdays, 0b1000001);
  EXPECT_EQ(pattern.from_minute, 22 * 60);
  EXPECT_EQ(pattern.to_minute, 6 * 60);
  EXPECT_EQ(pattern.breaks[0].from_minute, 60);
}

TEST(PlantLoader, AKanbanReordersWhenOneContainerIsUsedUp) {
  PlantText text;
  text.others = R"("locations": [{"id": "W"}], "replenishments": [{"id": "K", "kind": "kanban",
      "material": "A", "location": "W", "cards": 4, "container": "25 pcs"}],)";
  const Replenishment rule = good_plant(text.text()).replenishments[0];
  EXPECT_EQ(rule.order_quantity, sim::Quantity::steps(25));
  EXPECT_EQ(rule.reorder_point, sim::Quantity::steps(75));
}

}  // namespace
}  // namespace planttwin::plant
