#pragma once

#include "plant_models/load/plant_reading.h"

namespace planttwin::plant {

// The members "failures", "maintenance" and "degradation" of a work center.
void read_breakdowns(const PlantReading& reading, sim::JsonReader& in, WorkCenter& center);

}  // namespace planttwin::plant
