#pragma once

#include "plant_models/run/run_state.h"

// People and tools: an operation gets all that it needs at once, or nothing.
// Who waits is served in the order of dispatch (priority, then age of the request); a request for
// several people that has waited too long keeps what becomes free (ResourceRules).
namespace planttwin::plant {

// Most operations need neither, so that the questions are answered here where they can be; the
// functions of this block are for the others.
bool labor_suffices(const RunState& run, MachineId machine, const Operation& operation,
                    Stage stage);
bool labor_held_for(const RunState& run, MachineId machine, const Operation& operation,
                    Stage stage);
bool tools_suffice(const RunState& run, const Operation& operation);
void return_labor(RunState& run, MachineId machine, NeededDuring during);
void return_all_labor(RunState& run, MachineId machine);
void return_tools(RunState& run, MachineId machine);
void leave_waiting(RunState& run, MachineId machine);

// Whether the needs of a stage could be met now for this machine.
inline bool labor_available(const RunState& run, MachineId machine, const Operation& operation,
                            Stage stage) {
  return operation.labor.empty() || labor_suffices(run, machine, operation, stage);
}
inline bool tools_available(const RunState& run, const Operation& operation) {
  return operation.tools.empty() || tools_suffice(run, operation);
}

// Whether the machine already holds all people that the stage needs.
inline bool labor_complete(const RunState& run, MachineId machine, const Operation& operation,
                           Stage stage) {
  return operation.labor.empty() || labor_held_for(run, machine, operation, stage);
}

// Takes the people that the stage needs and the machine does not hold. False: nothing was taken.
bool seize_labor(RunState& run, MachineId machine, const Operation& operation, Stage stage);
void seize_tools(RunState& run, MachineId machine, const Operation& operation);
// The tools that the machine has seized, which may be those of a job that has left it meanwhile.
const std::vector<ToolNeed>& tools_held(const RunState& run, MachineId machine);

// The machine's job waits for people; its work center is touched when some become free.
void wait_for_labor(RunState& run, MachineId machine);
void note_waiting(RunState& run, MachineId machine, MachineStateCode why);
inline void stop_waiting(RunState& run, MachineId machine) {
  if (run.machine(machine).waiting_resource != 0) leave_waiting(run, machine);
}

inline void release_labor(RunState& run, MachineId machine, NeededDuring during) {
  if (!run.labor_held[machine.index()].empty()) return_labor(run, machine, during);
}
inline void release_all_labor(RunState& run, MachineId machine) {
  if (!run.labor_held[machine.index()].empty()) return_all_labor(run, machine);
  stop_waiting(run, machine);
}
inline void release_tools(RunState& run, MachineId machine) {
  if (run.machine(machine).tools_routing.valid()) return_tools(run, machine);
}

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
