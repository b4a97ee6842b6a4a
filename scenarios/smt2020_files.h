#pragma once

#include <cstdint>
#include <string>

#include "plant_models/import/smt2020.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

enum class Smt2020Dispatch : std::uint8_t {
  kFifo,           // arrival, then due date
  kCriticalRatio,  // instead of both
};

// How a fab of the SMT2020 testbed becomes a plant and a scenario.
struct Smt2020Translation {
  std::string id;  // of plant and scenario
  Smt2020Dispatch dispatch = Smt2020Dispatch::kFifo;
  std::int64_t days = 730;  // horizon
};

// A plant with a work center per tool family, a machine group per tool group, a product with a
// routing per part, and an operation per step. Lots are dispatched by minimum run, queue-time
// limit, least setup where the family says so, and priority before `dispatch`.
sim::JsonNode smt2020_plant(const plant::smt2020::Fab& fab, const Smt2020Translation& translation);

// A scenario that begins with the work in process, with a source of lots per order line. `plant`
// is the path of the plant's file or the plant itself.
sim::JsonNode smt2020_scenario(const plant::smt2020::Fab& fab,
                               const Smt2020Translation& translation, sim::JsonNode plant);

}  // namespace planttwin::scenario
