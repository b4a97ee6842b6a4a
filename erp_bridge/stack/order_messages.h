#pragma once

#include <optional>
#include <string>

#include "erp_bridge/messages/messages.h"
#include "erp_bridge/planning/planner.h"
#include "plant_models/load/plant_names.h"
#include "plant_models/run/plant_input.h"

// Orders of the back office: as messages, and as what a plant can act on.
namespace planttwin::bridge {

Body order_message(const plant::Plant& plant, sim::UtcInstant start, const ReleasedOrder& order);
Body revision_message(const plant::Plant& plant, sim::UtcInstant start, const RevisedOrder& order);

// What a plant is to do about a message. Nothing, with the reason, when it names what the plant
// does not have.
struct Instruction {
  std::optional<plant::PlantInput> input;
  std::string code;  // why not: "unknown_item", "unknown_location", "unsupported", ...
};
Instruction instruction(const plant::Plant& plant, const plant::PlantNames& names,
                        sim::UtcInstant start, const Body& body);

}  // namespace planttwin::bridge
