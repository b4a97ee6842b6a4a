#pragma once

#include "plant_models/run/run_state.h"

// People and tools: an operation gets all that it needs at once, or nothing.
// Who waits is served in the order of dispatch (priority, then age of the request); a request for
// several people that has waited too long keeps what becomes free (ResourceRules).
namespace planttwin::plant {

// Whether the needs of a stage could be met now for this machine.
bool labor_available(const RunState& run, MachineId machine, const Operation& operation,
                     Stage stage);
bool tools_available(const RunState& run, const Operation& operation);

// Whether the machine already holds all people that the stage needs.
bool labor_complete(const RunState& run, MachineId machine, const Operation& operation,
                    Stage stage);

// Takes the people that the stage needs and the machine does not hold. False: nothing was taken.
bool seize_labor(RunState& run, MachineId machine, const Operation& operation, Stage stage);
void seize_tools(RunState& run, MachineId machine, const Operation& operation);
// The tools that the machine has seized, which may be those of a job that has left it meanwhile.
const std::vector<ToolNeed>& tools_held(const RunState& run, MachineId machine);

void release_labor(RunState& run, MachineId machine, NeededDuring during);
void release_all_labor(RunState& run, MachineId machine);
void release_tools(RunState& run, MachineId machine);

// The machine's job waits for people; its work center is touched when some become free.
void wait_for_labor(RunState& run, MachineId machine);
void note_waiting(RunState& run, MachineId machine, MachineStateCode why);
void stop_waiting(RunState& run, MachineId machine);

// Repairs and maintenance: people of one pool; false when there are not enough. `waited`: since
// the request, for the statistics.
bool seize_crew(RunState& run, const CrewNeed& need, sim::Duration waited = sim::Duration());
void release_crew(RunState& run, const CrewNeed& need);
void wait_for_crew(RunState& run, const CrewNeed& need, bool maintenance, std::size_t index);

// People of a pool became free or came: waiting repairs first, then machines.
void labor_returned(RunState& run, LaborPoolId pool);

// The pool's shift ends: operations that don't finish in overtime lose their people.
void pool_left(RunState& run, LaborPoolId pool);

// Level statistics of a pool follow its state.
void update_pool(RunState& run, LaborPoolId pool);

// Calendar event: a request for several people becomes one that is not overtaken.
void on_reserve_limit(RunState& run, MachineId machine);

}  // namespace planttwin::plant
