#pragma once

#include "plant_models/run/run_state.h"

// Making, dividing and ending lots. Work in process is counted here and nowhere else.
namespace planttwin::plant {

// A new lot of an order at the first operation, outside the plant.
LotSlot create_lot(RunState& run, OrderSlot order, sim::Quantity quantity);

// Whether a lot may be divided or merged with others. Parallel branches are the same pieces in
// several places, and the rest of a lot waits for its part in rework: these stay as they are.
inline bool is_divisible(const Lot& lot) {
  return lot.join == kEndOfRouting && (lot.flags & (kCompanion | kInRework)) == 0;
}

// How many lots become one at the imminent operation of this one; 0: it goes on as it is.
inline std::int32_t merges(const RunState& run, const Lot& lot) {
  return is_divisible(lot) ? run.operation(lot).merge_of : 0;
}

// Takes `quantity` out of a lot into a child in the same position (on no machine, in no queue).
// The child's share of hidden defects is `defective`.
LotSlot split_lot(RunState& run, LotSlot parent, sim::Quantity quantity, sim::Quantity defective);

// A parallel branch of a lot: the same pieces, counted once.
LotSlot create_companion(RunState& run, LotSlot parent, OperationIndex operation);

// Joins `other` into `lot`; the result is a new lot by number, so genealogy stays acyclic.
// `other` ends. Its pieces belong to the order of `lot` from then on; an order all of whose lots
// have gone into others is complete.
void merge_lots(RunState& run, LotSlot lot, LotSlot other);

// Scraps units of a lot; the lot may become empty and is then ended by its owner.
void scrap_units(RunState& run, LotSlot lot, sim::Quantity quantity, std::int32_t cause);

// The lot leaves the plant's books: completed or scrapped. Its order may be complete with it.
void retire_lot(RunState& run, LotSlot lot);

// Whether the lot has had the components of an operation, and that it has: of operations that have
// any. A lot that comes back to such an operation does not need them again.
bool has_been_supplied(const RunState& run, LotSlot lot, OperationIndex operation);
void note_supplied(RunState& run, LotSlot lot, OperationIndex operation);

// Whole units in a quantity of the material, for draws per unit; measured amounts round down.
std::int64_t whole_units(const RunState& run, MaterialId material, sim::Quantity quantity);

}  // namespace planttwin::plant
