#pragma once

#include <array>
#include <vector>

#include "plant_models/run/run_state.h"

namespace planttwin::plant {

using RuleValues = std::array<std::int64_t, QueueEntry::kKeys>;

// Whether the order of the rule's queue can change while lots wait.
bool is_dynamic(const DispatchRule& rule);

// The rule's criteria for a waiting lot, as integers that sort like the criteria. For a dynamic
// rule they hold for this machine and this instant.
RuleValues static_values(const RunState& run, const DispatchRule& rule, const Lot& lot);
RuleValues dynamic_values(const RunState& run, const DispatchRule& rule, const Lot& lot,
                          MachineId machine, double mean_planned);

}  // namespace planttwin::plant
