#pragma once

#include "plant_models/run/run_state.h"

// Orders: from sources, the input and replenishments, through release control, into lots.
namespace planttwin::plant {

// First arrivals and releases of a run that begins.
void schedule_demand(RunState& run);

// Calendar events.
void on_order_release(RunState& run, std::size_t position);  // in orders_by_release
void on_arrival(RunState& run, std::size_t source);

// A production order from outside: a position in RunState::outside.
void release_from_outside(RunState& run, std::size_t index);

// A production order of a replenishment.
void release_replenishment(RunState& run, ReplenishmentId id, sim::Quantity quantity);

// An order of the initial state: known and released, its lots are placed by the caller.
OrderSlot open_initial_order(RunState& run, std::int32_t input_index);

// An order that nothing keeps back any more goes to its loop, or to the floor.
void submit_order(RunState& run, OrderSlot order);
// Whether it has no lots yet: it waits for an answer, a place in its loop or its components.
bool waits_for_release(const RunState& run, OrderSlot order);
// Such an order will never be made.
void forget_order(RunState& run, OrderSlot order);

// Orders that wait for a place in their loop or for their components are looked at again.
void release_waiting_orders(RunState& run);

// A lot of a source has been let in: a saturated source makes the next one.
void lot_admitted(RunState& run, const Lot& lot);

void complete_order(RunState& run, OrderSlot order);

// Whether no order can come any more, from any source.
bool all_released(const RunState& run);
inline bool demand_exhausted(const RunState& run) {
  return run.pending_releases == 0 && run.active_sources == 0 && all_released(run);
}

}  // namespace planttwin::plant
