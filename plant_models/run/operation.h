#pragma once

#include "plant_models/run/lot_list.h"
#include "plant_models/run/run_state.h"

// One operation on one machine: setup, load, run, unload; pauses and their ends.
namespace planttwin::plant {

// Starts a job of these lots, which must be queued at the machine's work center and startable.
void start_job(RunState& run, MachineId machine, const LotList& lots);

// Indexing lines: a lot comes onto the machine beside those that are on it; a cycle begins.
void add_to_line(RunState& run, MachineId machine, LotSlot lot);
void run_line_cycle(RunState& run, MachineId machine);

// Calendar event: the stage in progress is over.
void on_stage_end(RunState& run, MachineId machine);

// Stops and resumes the stage in progress; clocks that count work stop and go with it.
void pause_work(RunState& run, MachineId machine);
// Only when no cause of stoppage is left. May find that people are missing and wait for them.
void resume_work(RunState& run, MachineId machine);

// The machine has no setup any more; work in progress needs its setup again before it goes on.
void lose_setup(RunState& run, MachineId machine);

// What a stop of the given kind does to the work in progress (InterruptedWork).
void interrupt_by_stop(RunState& run, MachineId machine);

// Ends the job without result: its lots go back to their queue with the rest of their work, and go
// first under rules of arrival.
void preempt(RunState& run, MachineId machine);

// The machine has no job any more.
void free_machine(RunState& run, MachineId machine);

// Takes a lot off its machine, or out of it; when the job has no more lots the machine is free.
void detach_from_machine(RunState& run, LotSlot lot);

// Charges the machine's time to the state that applies now.
void update_state(RunState& run, MachineId machine);

// Planned run time (and what rules look at) of the imminent operation of a lot that queues.
void plan_operation(RunState& run, Lot& lot);

// Run time at nominal speed for this lot: drawn by (lot, operation, visit), or planned.
sim::Duration drawn_run_time(const RunState& run, const Lot& lot);
sim::Duration planned_run_time(const RunState& run, const Lot& lot);
// Time of one phase of its recipe, drawn likewise.
sim::Duration phase_time(const RunState& run, const Lot& lot, std::size_t phase);

// Speed of a machine now: its own, its work center's and its wear.
double speed_of(const RunState& run, MachineId machine);
// The setup that a machine has for its next job; invalid: none, or lost while it was idle.
SetupFamilyId present_setup(const RunState& run, MachineId machine);
// Whether fewer lots than its minimum run have been done since the machine's last setup change.
bool in_minimum_run(const RunState& run, MachineId machine);
// Planned time of a setup change to this lot's family; zero when none is needed.
sim::Duration planned_setup(const RunState& run, MachineId machine, const Lot& lot);
sim::Duration drawn_setup(const RunState& run, MachineId machine, const Lot& lot);

}  // namespace planttwin::plant
