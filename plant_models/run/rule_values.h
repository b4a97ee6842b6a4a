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

// The rule's criteria for a lot that comes to its queue, as integers that sort like the criteria; 0
// for those that change with time.
RuleValues static_values(const RunState& run, const DispatchRule& rule, const Lot& lot);
// Gives those that change with time their values for this machine and this instant.
void renew_values(const RunState& run, const DispatchRule& rule, const Lot& lot, MachineId machine,
                  double mean_planned, RuleValues& values);

}  // namespace planttwin::plant
