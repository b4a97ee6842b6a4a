#include <map>
#include <string>

#include "plant_models/load/plant_reading.h"

namespace planttwin::plant {

namespace {

std::int64_t people_with(const Plant& plant, SkillId skill) {
  std::int64_t people = 0;
  for (const LaborPoolId pool : plant.skills[skill.index()].pools) {
    people += plant.labor[pool.index()].size;
  }
  return people;
}

void check_labor(const Plant& plant, const Operation& operation, sim::JsonReader& in) {
  std::map<SkillId, std::int64_t> needed;
  for (const LaborNeed& need : operation.labor) {
    if (need.skill.valid()) needed[need.skill] += need.count;
  }
  for (const auto& [skill, count] : needed) {
    const std::int64_t present = people_with(plant, skill);
    if (count <= present) continue;
    in.error("labor", "needs " + std::to_string(count) + " people with the skill " +
                          sim::in_quotes(plant.skills[skill.index()].id) + "; there are " +
                          std::to_string(present));
  }
}

void check_tools(const Plant& plant, const Operation& operation, sim::JsonReader& in) {
  std::map<ToolId, std::int64_t> needed;
  for (const ToolNeed& need : operation.tools) {
    if (need.tool.valid()) needed[need.tool] += need.count;
  }
  for (const auto& [tool, count] : needed) {
    const Tool& record = plant.tools[tool.index()];
    if (count <= record.count) continue;
    in.error("tools", "needs " + std::to_string(count) + " of the tool " +
                          sim::in_quotes(record.id) + "; there are " +
                          std::to_string(record.count));
  }
}

void check_crew(const Plant& plant, const CrewNeed& crew, sim::JsonReader& in,
                std::string_view section, const std::string& id) {
  if (!crew.pool.valid()) return;
  const LaborPool& pool = plant.labor[crew.pool.index()];
  if (crew.count <= pool.size) return;
  in.error(section, sim::in_quotes(id) + " needs " + std::to_string(crew.count) +
                        " people of the labor pool " + sim::in_quotes(pool.id) + "; there are " +
                        std::to_string(pool.size));
}

}  // namespace

void check_resources(PlantReading& reading) {
  const Plant& plant = reading.plant;
  for (std::size_t i = 0; i < plant.routings.size(); ++i) {
    const std::vector<Operation>& operations = plant.routings[i].operations;
    for (std::size_t k = 0; k < operations.size(); ++k) {
      check_labor(plant, operations[k], reading.sections.operations[i][k]);
      check_tools(plant, operations[k], reading.sections.operations[i][k]);
    }
  }
  for (std::size_t i = 0; i < plant.work_centers.size(); ++i) {
    sim::JsonReader& in = reading.sections.work_centers[i];
    for (const FailureMode& mode : plant.work_centers[i].failures) {
      check_crew(plant, mode.crew, in, "failures", mode.id);
    }
    for (const Maintenance& rule : plant.work_centers[i].maintenance) {
      check_crew(plant, rule.crew, in, "maintenance", rule.id);
    }
  }
}

}  // namespace planttwin::plant
