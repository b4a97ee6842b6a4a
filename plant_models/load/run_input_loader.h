#pragma once

#include <filesystem>

#include "plant_models/model/demand.h"
#include "plant_models/model/plant.h"
#include "sim/json_reader.h"

namespace planttwin::plant {

// Reads what happens to a plant from the root of a scenario: start, horizon or until, warm_up,
// orders, sources, disruptions and initial_state (data/schemas/run_input.schema.json). Other
// members are left to the caller, who finishes the reader. `directory` is where relative paths of
// tables of values start. All errors are recorded in one pass; references are checked against the
// plant, of which at least all names must have been read. Use the result only when there was none.
RunInput load_run_input(sim::JsonReader& in, const Plant& plant,
                        const std::filesystem::path& directory, sim::Diagnostics& diagnostics);

}  // namespace planttwin::plant
