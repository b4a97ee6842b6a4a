#include <algorithm>
#include <string>
#include <vector>

#include "plant_models/load/field_reader.h"

namespace planttwin::plant {

namespace {

// A pool that lists no skills has one that is called like itself.
std::vector<SkillId> read_skills(PlantReading& reading, sim::JsonReader& in,
                                 const std::string& pool) {
  std::vector<SkillId> skills;
  if (!in.has("skills")) return {reading.names.skills.find(pool)};
  const std::vector<sim::JsonValue> values = in.values("skills");
  for (const sim::JsonValue& value : values) {
    const SkillId skill = reading.names.skills.resolve(value);
    if (!skill.valid()) continue;
    if (std::find(skills.begin(), skills.end(), skill) != skills.end()) {
      value.error("the skill is listed twice");
    } else {
      skills.push_back(skill);
    }
  }
  return skills;
}

void list_pools_by_skill(Plant& plant, const PlantNames& names) {
  for (const std::string& name : names.skills.names()) plant.skills.push_back({name, {}});
  for (std::size_t pool = 0; pool < plant.labor.size(); ++pool) {
    for (const SkillId skill : plant.labor[pool].skills) {
      plant.skills[skill.index()].pools.emplace_back(pool);
    }
  }
  for (Skill& skill : plant.skills) {
    std::stable_sort(skill.pools.begin(), skill.pools.end(), [&](LaborPoolId a, LaborPoolId b) {
      return plant.labor[a.index()].skills.size() < plant.labor[b.index()].skills.size();
    });
  }
}

}  // namespace

void read_labor(PlantReading& reading) {
  for (sim::JsonReader& in : reading.sections.labor) {
    LaborPool pool;
    pool.id = in.id();
    pool.site = read_site(reading, in);
    pool.size = read_count(in, "size", {1, kMostPeople});
    pool.skills = read_skills(reading, in, pool.id);
    pool.shift = reading.names.shifts.resolve_optional(in, "shift");
    pool.cost = in.money_rate("cost", reading.currency, sim::MoneyRate());
    in.finish();
    reading.plant.labor.push_back(std::move(pool));
  }
  list_pools_by_skill(reading.plant, reading.names);
}

void read_tools(PlantReading& reading) {
  for (sim::JsonReader& in : reading.sections.tools) {
    Tool tool;
    tool.id = in.id();
    tool.count = read_count(in, "count", {1, kMostPeople});
    in.finish();
    reading.plant.tools.push_back(std::move(tool));
  }
}

void read_partners(PlantReading& reading) {
  for (sim::JsonReader& in : reading.sections.suppliers) {
    Supplier supplier;
    supplier.id = in.id();
    supplier.lead_time = read_time(reading, in, "lead_time");
    supplier.quality.bad_lot_probability = read_fraction(in, "bad_lot_probability", 0);
    supplier.quality.detected_on_receipt = in.boolean("detected_on_receipt", true);
    in.finish();
    reading.plant.suppliers.push_back(std::move(supplier));
  }
  for (sim::JsonReader& in : reading.sections.customers) {
    Customer customer;
    customer.id = in.id();
    customer.delivery_time = read_time_or_zero(reading, in, "delivery_time");
    in.finish();
    reading.plant.customers.push_back(std::move(customer));
  }
}

}  // namespace planttwin::plant
