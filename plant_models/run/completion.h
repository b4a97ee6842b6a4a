#pragma once

#include "plant_models/run/lot_list.h"
#include "plant_models/run/run_state.h"

// What happens when a job is done: yield, defects, inspection, rework, splits and merges.
namespace planttwin::plant {

// All stages of the job are over: each lot is judged and goes on; the machine holds those that
// find no place.
void complete_job(RunState& run, MachineId machine);

// The given lots of the machine are done: yield, inspection, split; then each goes on.
void judge_and_send(RunState& run, MachineId machine, const LotList& finished);

// A lot has come through a cascading machine: the same for it alone.
void complete_lot_out(RunState& run, MachineId machine, LotSlot lot);

// The work in progress is lost (InterruptedWork::kScrap).
void scrap_job(RunState& run, MachineId machine);

// A number of successes among n trials, each with the given probability, by the gaps between
// them (geometric skips): the cost grows with the result, not with n.
std::int64_t binomial(sim::Draw draw, std::int64_t n, double probability);

}  // namespace planttwin::plant
