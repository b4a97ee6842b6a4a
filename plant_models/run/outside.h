#pragma once

#include <cstddef>

#include "plant_models/run/plant_input.h"
#include "plant_models/run/run_state.h"

// What the back office has told the plant to do: orders to make, to buy and to ship, lots to hold,
// changes of orders, and answers to its questions.
namespace planttwin::plant {

// Takes an input that is to have an effect at `at`, which is not in the past.
void accept_input(RunState& run, sim::Time at, PlantInput input);

// Calendar events. The target is a position in RunState::outside.
void on_outside_input(RunState& run, std::size_t index);
void on_outside_purchase_arrives(RunState& run, std::size_t index);

// Deliveries that wait for stock, in the order of their due dates, leave as far as there is enough
// for the whole of them. A later one for another material or place is not held up.
void ship_waiting(RunState& run);

}  // namespace planttwin::plant
