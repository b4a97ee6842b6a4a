#pragma once

#include <cstddef>

#include "plant_models/run/plant_input.h"
#include "plant_models/run/run_state.h"

// Gates: work that waits for an answer of the back office (model/gate.h). A question is asked by an
// event (kValidationAsked), whose `value` names it; the answer comes as an outside input.
namespace planttwin::plant {

// Whether an order from outside has to wait; then it is submitted when its question is answered.
bool release_waits(RunState& run, OrderSlot order);
// A lot stands in a queue: until its question is answered (kAwaitsAnswer) no machine takes it.
void ask_before_start(RunState& run, LotSlot lot);
// A lot leaves its queue before its question is answered: it is asked anew in its next one.
void withdraw_question(RunState& run, LotSlot lot);
// Whether a finished lot has to wait; then `finish_lot` is called when its question is answered.
bool completion_waits(RunState& run, LotSlot lot);

// An answer of the back office. One to a question that nobody asks any more has no effect.
void on_answer(RunState& run, const PlantInput& answer);

// Calendar event: no answer has come in time, or what was refused is asked again.
void on_gate_timer(RunState& run, std::size_t question);

}  // namespace planttwin::plant
