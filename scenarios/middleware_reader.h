#pragma once

#include "erp_bridge/stack/stack_setup.h"
#include "sim/json_reader.h"

namespace planttwin::scenario {

// Whether members of "erp" are about what lies between plant and ERP, or when it has to be there.
bool has_middleware_members(sim::JsonReader& erp);

// The members "middleware", "taps" and "deadlines" of "erp", once the landscape has been read:
// which station of the route is the middleware and what it does wrong, where taps listen, and until
// when postings have to be booked.
void read_middleware(sim::JsonReader& erp, bridge::StackSetup& stack);

}  // namespace planttwin::scenario
