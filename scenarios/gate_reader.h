#pragma once

#include <vector>

#include "plant_models/load/run_input_reading.h"
#include "plant_models/model/gate.h"

namespace planttwin::scenario {

// The member "gates" of a scenario's ERP: where work waits for its answer.
std::vector<plant::Gate> read_gates(const plant::RunInputReading& reading, sim::JsonReader& erp);

}  // namespace planttwin::scenario
