#pragma once

#include "plant_models/run/run_state.h"

// Stock by material, location, stock lot and status; every change is an event. Stock is never
// negative: what is not there can't be issued.
namespace planttwin::plant {

class Supply;

// Where goods come from.
struct Receipt {
  std::int64_t lot = -1;      // the lot that made them
  bool bad = false;           // a bad lot of the supplier that nobody has noticed
  std::int32_t outside = -1;  // the purchase order of the back office: index into RunState::outside
};
// Goods receipt of bought or made material.
void receive_stock(RunState& run, MaterialId material, LocationId location, sim::Quantity quantity,
                   const Receipt& receipt = {});
// Bought material that was found to be bad goes back before it is received.
void send_back(RunState& run, MaterialId material, LocationId location, sim::Quantity quantity,
               std::int32_t outside = -1);
// The oldest stock leaves for a customer. There must be enough that nobody has reserved.
void ship_stock(RunState& run, const PlantInput& delivery, std::int32_t outside);

// Takes stock for a lot, first what is reserved for it, then the oldest. The quantity must be
// available to it (see Supply). A bad supplier lot makes the whole lot defective.
void issue_stock(RunState& run, LotSlot lot, MaterialId material, LocationId location,
                 sim::Quantity quantity);

// Brings stock that must be available to the lot out of everybody else's reach: it is at the line,
// or on its way there, and consumption is booked later.
void stage_stock(RunState& run, LotSlot lot, MaterialId material, LocationId location,
                 sim::Quantity quantity, std::int32_t booking);
// Books as consumed what is staged for the lot and booked at this time.
void issue_staged(RunState& run, LotSlot lot, std::int32_t booking);

// Promises a share of the unrestricted stock to an order, or (by lot) the oldest stock lots.
void reserve_stock(RunState& run, OrderSlot order, MaterialId material, LocationId location,
                   sim::Quantity quantity, ReservationKind kind, std::int64_t lot = -1);

// Reserves all components of an order; false (and nothing reserved) when they do not suffice.
bool reserve_for_order(RunState& run, OrderSlot order);
// Ends the reservations of an order, or only those of one of its lots.
void end_reservations(RunState& run, OrderSlot order, std::int64_t lot);
inline void release_reservations(RunState& run, OrderSlot order, std::int64_t lot = -1) {
  if (!run.reservations.empty()) end_reservations(run, order, lot);
}
// With Reservation::kAtStaging: waiting lots, in the order of their queue, take what is there.
void reserve_for_queue(RunState& run, WorkCenterId wc);

// Whether the components of the lot's operation are there (and at the line, where they have to be
// staged: then the question starts the staging).
bool components_ready(RunState& run, LotSlot lot);
// Whether they are there beside those of lots that have taken theirs out of this supply before; the
// lot takes them. With Shortage::kPartial a part of them is enough.
bool take_components(const RunState& run, Supply& supply, LotSlot lot);
void request_staging(RunState& run, LotSlot lot);
void on_staging_done(RunState& run, LotSlot lot);

// The lot takes its components as it starts. With Shortage::kPartial it is cut down to what can be
// supplied; the rest stays in the queue.
void supply_lot(RunState& run, LotSlot lot);

// Consumption: when the operation starts, when a phase starts, when the operation is complete. What
// is booked later is out of everybody else's reach from the start of the operation, with the
// alternate that was chosen then.
void issue_at_start(RunState& run, LotSlot lot);
void issue_for_phase(RunState& run, LotSlot lot, std::int32_t phase);
void backflush(RunState& run, LotSlot lot);
void receive_by_products(RunState& run, LotSlot lot, sim::Quantity made);

// Holds block allocation at once.
void hold_stock(RunState& run, StockSlot stock);
void release_stock(RunState& run, StockSlot stock);
void on_stock_expires(RunState& run, StockSlot stock);

// Work centers that take components from the location look again.
void touch_consumers(RunState& run, LocationId location);

// Replenishment. The rules of a material at a location are looked at when the decisions of the
// round begin or end, never between a look at the stock and what is then taken from it.
void start_replenishment(RunState& run);
void check_replenishment(RunState& run, MaterialId material, LocationId location);
void apply_replenishments(RunState& run);
void on_review(RunState& run, std::size_t replenishment);
void on_purchase_arrives(RunState& run, std::size_t purchase);
void replenishment_received(RunState& run, const OrderRun& order, sim::Quantity quantity);
void replenishment_order_done(RunState& run, const OrderRun& order);
void open_purchase(RunState& run, ReplenishmentId rule, sim::Quantity quantity, sim::Time arrives);

StockTotal& total_of(RunState& run, MaterialId material, LocationId location);
const StockTotal& total_of(const RunState& run, MaterialId material, LocationId location);
// The record with this number of a material at a location; null when there is none (any more).
const StockRun* find_stock(const RunState& run, MaterialId material, LocationId location,
                           std::int64_t number);
StockSlot add_initial_stock(RunState& run, std::int32_t index);

}  // namespace planttwin::plant
