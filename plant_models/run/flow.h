#pragma once

#include "plant_models/run/run_state.h"

// How lots move: from operation to operation, through finite buffers, to stock.
//
// A lot that is done asks for a place at its next work center. With a place (claimed) it travels;
// without, it stays where it is (on its machine: blocked, or on an output place) and waits in the
// order of asking. A buffer of capacity c before a work center whose machines are idle takes c
// lots plus one for every idle machine, because a machine's work place is a place too.
namespace planttwin::plant {

// A released lot goes to its first operation.
void enter_plant(RunState& run, LotSlot lot);

// Whether a new lot of the product would find a place at its first operation.
bool first_operation_has_room(const RunState& run, MaterialId product);

// The lot's operation is complete (quality has been decided): it goes on.
void leave_operation(RunState& run, LotSlot lot);

// Sends a lot to an operation (the next one, a rework, the operation after a hold).
void go_to(RunState& run, LotSlot lot, OperationIndex operation);

// A lot that has passed all of its operations and is where it goes: it is received into stock or
// delivered, and is no more.
void finish_lot(RunState& run, LotSlot lot);

// A lot arrives at the queue of its work center, or in stock. Its place was claimed.
void arrive(RunState& run, LotSlot lot);

// Puts a lot into the queue of its work center without asking for a place.
void enter_queue(RunState& run, LotSlot lot);

// Takes a lot out of its queue, to a machine or aside, and lets waiting lots follow.
void leave_queue(RunState& run, LotSlot lot);

// Takes a lot off the machine (or the output place) where it stands.
void leave_place(RunState& run, LotSlot lot);

// Lets lots that wait for a place in this buffer come, as far as there is room.
void admit_waiting(RunState& run, BufferId buffer);

// Lots that find the buffer full may go straight onto idle machines. That is decided when all
// completions and failures of the instant are known: a machine that fails takes none.
void give_idle_places(RunState& run);

// Where the lot goes when its present operation is complete; random ways are drawn by key, so
// that asking ahead does not change the answer.
OperationIndex next_operation(const RunState& run, const Lot& lot);

// For blocking before service: claims a place for the operation after the present one.
// False when there is none.
bool claim_next_place(RunState& run, LotSlot lot);
bool next_place_free(const RunState& run, const Lot& lot);
void release_claim(RunState& run, LotSlot lot);

// A lot that is scrapped whole or leaves: it gives up its place and ends.
void end_lot(RunState& run, LotSlot lot);

// The lot waits for a place, at its present spot, no more.
void stop_waiting_for_place(RunState& run, LotSlot lot);

bool has_room(const RunState& run, WorkCenterId wc);

}  // namespace planttwin::plant
