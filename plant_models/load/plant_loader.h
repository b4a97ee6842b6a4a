#pragma once

#include <filesystem>

#include "plant_models/model/plant.h"
#include "sim/json_reader.h"
#include "sim/utc_instant.h"

namespace planttwin::plant {

// What the reading of a plant needs to know beside its file.
struct PlantOrigin {
  // The scenario's start: instants in the file become times relative to it.
  sim::UtcInstant start;
  // Where relative paths of tables of values start: the folder of the plant file.
  std::filesystem::path directory;
};

// Builds a plant from a file (data/schemas/plant.schema.json says what it may hold) and checks
// every invariant of the model. All errors are recorded in one pass. The plant may be used only
// when none was: after an error it is incomplete and references in it may be invalid.
Plant load_plant(sim::JsonReader root, const PlantOrigin& origin, sim::Diagnostics& diagnostics);
Plant load_plant(const sim::JsonDocument& document, const PlantOrigin& origin,
                 sim::Diagnostics& diagnostics);

}  // namespace planttwin::plant
