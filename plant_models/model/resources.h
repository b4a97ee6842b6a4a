#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plant_models/model/ids.h"
#include "sim/quantity.h"
#include "sim/time.h"

namespace planttwin::plant {

// People who can replace each other. A pool with several skills serves each of them; requests
// for a skill take from the pool with the fewest skills first.
struct LaborPool {
  std::string id;
  SiteId site;
  std::int32_t size = 1;
  std::vector<SkillId> skills;
  ShiftId shift;  // invalid: always there
  sim::MoneyRate cost;
};

struct Skill {
  std::string id;
  std::vector<LaborPoolId> pools;  // that have it, fewest skills first
};

// Fixtures, moulds, probe cards: counted, kept during an operation.
struct Tool {
  std::string id;
  std::int32_t count = 1;
};

// A request for several units at once that has waited longer than this keeps what becomes free
// instead of being overtaken by smaller requests.
struct ResourceRules {
  sim::Duration reserve_after = sim::Duration::hours(1);
};

}  // namespace planttwin::plant
