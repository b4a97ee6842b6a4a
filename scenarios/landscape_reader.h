#pragma once

#include <vector>

#include "erp_bridge/stack/stack_setup.h"
#include "plant_models/load/run_input_reading.h"

namespace planttwin::scenario {

// The member "landscape" of a scenario: hosts with the work that each message costs them, and the
// links between them. Hosts are stations of the route in their order, unless "route" names others.
void read_landscape(plant::RunInputReading& reading, sim::JsonReader& in,
                    bridge::StackSetup& stack);

// No time between plant and ERP, with a host for a middleware between them or without one.
void use_ideal_landscape(bridge::StackSetup& stack, bool has_middleware);

}  // namespace planttwin::scenario
