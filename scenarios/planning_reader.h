#pragma once

#include "erp_bridge/planning/planner.h"
#include "plant_models/load/run_input_reading.h"

namespace planttwin::scenario {

// The members "planning" and "demand" of a scenario's ERP.
bridge::PlanningSetup read_planning(const plant::RunInputReading& reading, sim::JsonReader& erp,
                                    sim::JsonReader& planning);

}  // namespace planttwin::scenario
