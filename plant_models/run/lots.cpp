#include "plant_models/run/lots.h"

#include <algorithm>

#include "plant_models/run/batching.h"
#include "plant_models/run/queue_time.h"
#include "plant_models/run/release.h"
#include "plant_models/run/stock.h"

namespace planttwin::plant {
namespace {

// Copied as a whole; a temporary would be written member by member just before it is copied.
constexpr Lot kNewLot;

LotSlot take_slot(RunState& run) {
  if (run.free_lot.valid()) {
    const LotSlot slot = run.free_lot;
    run.free_lot = run.lot(slot).next;
    run.lot(slot) = kNewLot;
    return slot;
  }
  run.lots.emplace_back();
  run.queue_time_windows.emplace_back();
  run.machine_visits.emplace_back();
  run.supplied.emplace_back();
  return LotSlot(run.lots.size() - 1);
}

void free_slot(RunState& run, LotSlot slot) {
  if (queue_time_limited(run, slot)) drop_queue_time_windows(run, slot, 0);
  run.machine_visits[slot.index()].clear();
  Lot& l = run.lot(slot);
  l.status = LotStatus::kFree;
  l.number = -1;
  run.supplied[slot.index()].clear();
  l.next = run.free_lot;
  run.free_lot = slot;
}

void count_wip(RunState& run, const Lot& l, std::int64_t lots, sim::Quantity units) {
  if ((l.flags & kCompanion) != 0) return;
  ProductStatistics& product = run.statistics.products[run.product(l).index()];
  product.wip.change(run.now(), units.count());
  if (lots == 0) return;
  product.wip_lots.change(run.now(), lots);
  run.statistics.wip_lots.change(run.now(), lots);
  run.lots_in_process += lots;
  const ReleaseLoopId loop = run.plant->loop_of[run.product(l).index()];
  if (loop.valid()) {
    run.loop_wip[loop.index()] += static_cast<std::int32_t>(lots);
    if (lots < 0) run.release_again = 1;
  }
}

void number_lot(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  OrderRun& order = run.order(l.order);
  if (l.number >= 0) run.lot_index.remove(l.number);
  l.number = run.next_lot_number++;
  l.ordinal = ++order.lots_made;
  l.rank = (order.number << 16) + l.ordinal;
  run.lot_index.add(l.number, slot.number());
}

}  // namespace

bool has_been_supplied(const RunState& run, LotSlot slot, OperationIndex operation) {
  const std::vector<OperationIndex>& supplied = run.supplied[slot.index()];
  return std::find(supplied.begin(), supplied.end(), operation) != supplied.end();
}

void note_supplied(RunState& run, LotSlot slot, OperationIndex operation) {
  const BomId bom = run.lot(slot).bom;
  if (!bom.valid() || has_been_supplied(run, slot, operation)) return;
  const std::vector<BomItem>& items = run.plant->bom(bom).items;
  if (std::any_of(items.begin(), items.end(),
                  [&](const BomItem& item) { return item.operation == operation; })) {
    run.supplied[slot.index()].push_back(operation);
  }
}

std::int64_t whole_units(const RunState& run, MaterialId material, sim::Quantity quantity) {
  const int decimals = run.plant->material(material).unit.decimals;
  if (decimals == 0) return quantity.count();
  std::int64_t steps = 1;
  for (int i = 0; i < decimals; ++i) steps *= 10;
  return quantity.count() / steps;
}

LotSlot create_lot(RunState& run, OrderSlot order_slot, sim::Quantity quantity) {
  const LotSlot slot = take_slot(run);
  OrderRun& order = run.order(order_slot);
  Lot& l = run.lot(slot);
  l.order = order_slot;
  l.quantity = quantity;
  l.status = LotStatus::kOutside;
  l.released = run.now();
  l.due = order.due;
  l.priority = order.priority;
  l.weight = order.weight;
  l.routing = run.plant->routing_at(order.product, order.released);
  l.bom = run.plant->bom_at(order.product, order.released);
  number_lot(run, slot);
  l.key = sim::child_key(order.key, static_cast<std::uint64_t>(l.ordinal - 1));
  ++order.lots_open;
  count_wip(run, l, 1, quantity);
  if (run.listened()) run.emit(run.about(EventType::kLotCreated, l));
  return slot;
}

LotSlot split_lot(RunState& run, LotSlot parent_slot, sim::Quantity quantity,
                  sim::Quantity defective) {
  const LotSlot slot = take_slot(run);
  Lot& parent = run.lot(parent_slot);
  Lot& l = run.lot(slot);
  l = parent;
  l.number = -1;
  l.quantity = quantity;
  l.defective = defective;
  l.next = LotSlot();
  l.machine = MachineId();
  l.timer = {};
  l.children = 0;
  l.companions = l.outer_companions = l.forks = 0;
  l.carrier = CarrierSlot();
  l.claimed = WorkCenterId();
  l.flags = parent.flags & (kCompanion | kInRework | kFirstPassFailed | kIssued | kRepeats);
  run.supplied[slot.index()] = run.supplied[parent_slot.index()];
  l.key = sim::child_key(parent.key ^ 0x5117, static_cast<std::uint64_t>(parent.children++));
  run.machine_visits[slot.index()] = run.machine_visits[parent_slot.index()];
  number_lot(run, slot);
  copy_queue_time_windows(run, parent_slot, slot);
  parent.quantity -= quantity;
  parent.defective -= defective;
  count_wip(run, l, 1, sim::Quantity());
  ++run.order(l.order).lots_open;
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kLotSplit, run.lot(parent_slot));
    event.other_lot = l.number;
    event.quantity = quantity;
    run.emit(event);
  }
  return slot;
}

LotSlot create_companion(RunState& run, LotSlot parent_slot, OperationIndex operation) {
  const LotSlot slot = take_slot(run);
  Lot& parent = run.lot(parent_slot);
  Lot& l = run.lot(slot);
  l = parent;
  l.number = -1;
  l.next = LotSlot();
  l.machine = MachineId();
  l.timer = {};
  l.parent = parent_slot;
  l.children = 0;
  l.companions = l.outer_companions = l.forks = 0;
  l.claimed = WorkCenterId();
  l.operation = operation;
  l.flags = kCompanion;
  run.supplied[slot.index()] = run.supplied[parent_slot.index()];
  l.key = sim::child_key(parent.key ^ 0xB4A7C4, static_cast<std::uint64_t>(operation));
  number_lot(run, slot);
  ++parent.companions;
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kLotSplit, parent);
    event.other_lot = l.number;
    run.emit(event);
  }
  return slot;
}

void merge_lots(RunState& run, LotSlot slot, LotSlot other_slot) {
  Lot& l = run.lot(slot);
  const Lot other = run.lot(other_slot);
  const std::int64_t before = l.number;
  count_wip(run, other, -1, sim::Quantity());
  --run.order(other.order).lots_open;
  number_lot(run, slot);
  for (ReservationRun& r : run.reservations) {
    if (r.lot == before || r.lot == other.number) r.lot = l.number;
  }
  const sim::Quantity own = l.quantity;
  l.quantity += other.quantity;
  l.defective += other.defective;
  l.rework_count = std::max(l.rework_count, other.rework_count);
  for (const OperationIndex operation : run.supplied[other_slot.index()]) {
    note_supplied(run, slot, operation);
  }
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kLotMerged, l);
    event.other_lot = before;
    event.quantity = own;
    run.emit(event);
    event.other_lot = other.number;
    event.quantity = other.quantity;
    run.emit(event);
  }
  run.lot_index.remove(other.number);
  free_slot(run, other_slot);
  if (run.order(other.order).lots_open == 0) complete_order(run, other.order);
}

void scrap_units(RunState& run, LotSlot slot, sim::Quantity quantity, std::int32_t cause) {
  if (quantity.is_zero()) return;
  Lot& l = run.lot(slot);
  l.quantity -= quantity;
  l.defective = std::min(l.defective, l.quantity);
  if ((l.flags & kCompanion) == 0) {
    count_wip(run, l, 0, -quantity);
    run.order(l.order).scrapped += quantity;
    run.statistics.products[run.product(l).index()].scrapped += quantity.count();
  }
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kLotScrapped, l);
    event.quantity = quantity;
    event.other = cause;
    run.emit(event);
  }
}

void retire_lot(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  const OrderSlot order = l.order;
  count_wip(run, l, -1, -l.quantity);
  if ((l.flags & kCompanion) == 0) --run.order(order).lots_open;
  release_reservations(run, order, l.number);
  run.lot_index.remove(run.lot(slot).number);
  free_slot(run, slot);
  if (run.order(order).lots_open == 0) complete_order(run, order);
  touch_waiting_batches(run);
}

}  // namespace planttwin::plant
