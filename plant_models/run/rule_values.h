#pragma once

#include <array>
#include <vector>

#include "plant_models/run/run_state.h"

namespace planttwin::plant {

// Arrivals are earlier by this for what goes to the front of its queue.
constexpr std::int64_t kFrontOfQueue = std::int64_t{1} << 60;

// A part of its operation is done: a lot of a higher class took its machine.
inline bool is_interrupted(const Lot& l) { return l.run_left >= sim::Duration(); }

using RuleValues = std::array<std::int64_t, QueueEntry::kKeys>;

// The rule's criteria for a waiting lot, as integers that sort like the criteria. For a dynamic
// rule they hold for this machine and this instant.
RuleValues static_values(const RunState& run, const DispatchRule& rule, const Lot& lot);
RuleValues dynamic_values(const RunState& run, const DispatchRule& rule, const Lot& lot,
                          MachineId machine, double mean_planned);

}  // namespace planttwin::plant
