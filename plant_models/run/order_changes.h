#pragma once

#include "plant_models/run/plant_input.h"
#include "plant_models/run/run_state.h"

// The back office changes or cancels an order. What becomes of it is said by an event that carries
// the input's index in RunState::outside: kOrderChanged, kOrderCancelled or kOrderChangeRefused.
namespace planttwin::plant {

// Why not; in `other` of the event.
enum class ChangeRefusal : std::int32_t {
  kUnknownOrder,    // or one that is complete
  kAlreadyStarted,  // its lots are on the floor: quantity is settled, and it can't be cancelled
};

// Due date and priority change as long as an order is open, for its lots as well; the quantity only
// while the order waits to be released.
void change_order(RunState& run, std::size_t index);
// An order that waits to be released is forgotten.
void cancel_order(RunState& run, std::size_t index);

}  // namespace planttwin::plant
