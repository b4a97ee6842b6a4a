#include "plant_models/run/stock.h"

#include <algorithm>

#include "plant_models/run/flow.h"
#include "plant_models/run/supply.h"

namespace planttwin::plant {
namespace {

StockRun& record(RunState& run, StockSlot slot) { return run.stock[slot.index()]; }

bool keeps_lots(const RunState& run, MaterialId material) {
  const Material& m = run.plant->material(material);
  return m.control != MaterialControl::kNone || m.shelf_life;
}

void emit_stock(RunState& run, EventType type, const StockRun& s, sim::Quantity quantity) {
  if (!run.listened()) return;
  PlantEvent event;
  event.type = type;
  event.material = s.material;
  event.location = s.location;
  event.quantity = quantity;
  event.stock = s.number;
  event.lot = s.lot;
  run.emit(event);
}

// Level statistics follow a change of the material's stock.
void count_stock(RunState& run, MaterialId material, sim::Quantity change) {
  MaterialStatistics& m = run.statistics.materials[material.index()];
  m.stock.change(run.now(), change.count());
  m.stockout.set(run.now(), m.stock.level() <= 0 ? 1 : 0);
}

StockSlot take_slot(RunState& run) {
  if (run.free_stock.valid()) {
    const StockSlot slot = run.free_stock;
    run.free_stock = record(run, slot).next;
    record(run, slot) = StockRun();
    return slot;
  }
  run.stock.emplace_back();
  return StockSlot(run.stock.size() - 1);
}

StockSlot append_record(RunState& run, MaterialId material, LocationId location) {
  const StockSlot slot = take_slot(run);
  StockRun& s = record(run, slot);
  s.number = run.next_stock_number++;
  s.material = material;
  s.location = location;
  s.expires = sim::Time::never();
  s.in_use = 1;
  StockTotal& total = total_of(run, material, location);
  (total.last.valid() ? record(run, total.last).next : total.first) = slot;
  total.last = slot;
  return slot;
}

void remove_if_empty(RunState& run, StockSlot slot) {
  StockRun& s = record(run, slot);
  if (!s.total().is_zero() || !keeps_lots(run, s.material)) return;
  StockTotal& total = total_of(run, s.material, s.location);
  StockSlot previous;
  StockSlot* link = &total.first;
  while (*link != slot) {
    previous = *link;
    link = &record(run, *link).next;
  }
  *link = s.next;
  if (total.last == slot) total.last = previous;
  run.calendar.cancel(s.expiry);
  s = StockRun();
  s.next = run.free_stock;
  run.free_stock = slot;
}

void note_issue(RunState& run, LotSlot lot_slot, const StockRun& s, sim::Quantity quantity) {
  Lot& l = run.lot(lot_slot);
  if (s.bad != 0) l.defective = l.quantity;
  MaterialStatistics& m = run.statistics.materials[s.material.index()];
  m.issued += quantity.count();
  count_stock(run, s.material, -quantity);
  if (!run.listened()) return;
  PlantEvent event = run.about(EventType::kMaterialIssued, l);
  event.material = s.material;
  event.location = s.location;
  event.quantity = quantity;
  event.stock = s.number;
  event.other_lot = s.lot;
  run.emit(event);
}

bool is_for(const ReservationRun& r, const Lot& l, MaterialId material, LocationId location) {
  return r.material == material && r.location == location && is_reserved_for(r, l.order, l.number);
}

void drop_empty_reservations(RunState& run) {
  std::erase_if(run.reservations, [](const ReservationRun& r) { return r.quantity.is_zero(); });
}

// The lot uses promises of a quantity; the stock itself is taken from the oldest, by the caller.
void use_promises(RunState& run, const Lot& l, MaterialId material, LocationId location,
                  sim::Quantity wanted) {
  for (ReservationRun& r : run.reservations) {
    if (r.kind != ReservationKind::kByQuantity || !is_for(r, l, material, location)) continue;
    const sim::Quantity taken = std::min(r.quantity, wanted);
    r.quantity -= taken;
    wanted -= taken;
    total_of(run, material, location).reserved_by_quantity -= taken;
  }
}

// What a lot takes, and from which stock: first what is set aside for it or its order, then the
// oldest. The whole quantity must be available to it.
struct Taken {
  StockSlot stock;
  sim::Quantity quantity;
};
std::vector<Taken> take_stock(RunState& run, const Lot& l, MaterialId material, LocationId location,
                              sim::Quantity wanted) {
  std::vector<Taken> parts;
  for (ReservationRun& r : run.reservations) {
    if (r.kind != ReservationKind::kByLot || !is_for(r, l, material, location)) continue;
    const sim::Quantity taken = std::min(r.quantity, wanted);
    if (taken.is_zero()) continue;
    record(run, r.stock).reserved -= taken;
    r.quantity -= taken;
    wanted -= taken;
    parts.push_back({r.stock, taken});
  }
  use_promises(run, l, material, location, wanted);
  drop_empty_reservations(run);
  StockTotal& total = total_of(run, material, location);
  for (StockSlot slot = total.first; slot.valid() && !wanted.is_zero();
       slot = record(run, slot).next) {
    StockRun& s = record(run, slot);
    const sim::Quantity taken = std::min(s.unrestricted, wanted);
    if (taken.is_zero()) continue;
    s.unrestricted -= taken;
    total.unrestricted -= taken;
    wanted -= taken;
    parts.push_back({slot, taken});
  }
  assert(wanted.is_zero() && "stock was taken that is not there");
  check_replenishment(run, material, location);
  return parts;
}

void note_reservation(RunState& run, const ReservationRun& r) {
  if (!run.listened()) return;
  PlantEvent event;
  event.type = EventType::kMaterialReserved;
  event.order = run.order(r.order).number;
  event.lot = r.lot;
  event.material = r.material;
  event.location = r.location;
  event.quantity = r.quantity;
  if (r.stock.valid()) event.stock = record(run, r.stock).number;
  run.emit(event);
}

// What is staged or reserved by lot is in use already and does not expire.
void expire(RunState& run, StockSlot slot) {
  StockRun& s = record(run, slot);
  const sim::Quantity quantity = s.unrestricted + s.held;
  const MaterialId material = s.material;
  const LocationId location = s.location;
  if (!quantity.is_zero()) {
    total_of(run, material, location).unrestricted -= s.unrestricted;
    s.unrestricted = s.held = sim::Quantity();
    run.statistics.materials[material.index()].expired += quantity.count();
    count_stock(run, material, -quantity);
    emit_stock(run, EventType::kStockExpired, s, quantity);
  }
  remove_if_empty(run, slot);
  check_replenishment(run, material, location);
}

}  // namespace

StockTotal& total_of(RunState& run, MaterialId material, LocationId location) {
  return run.stock_totals[material.index() * run.plant->locations.size() + location.index()];
}
const StockTotal& total_of(const RunState& run, MaterialId material, LocationId location) {
  return run.stock_totals[material.index() * run.plant->locations.size() + location.index()];
}

void receive_stock(RunState& run, MaterialId material, LocationId location, sim::Quantity quantity,
                   const Receipt& receipt) {
  const Material& m = run.plant->material(material);
  StockTotal& total = total_of(run, material, location);
  const bool own_record = keeps_lots(run, material) || receipt.bad;
  const StockSlot slot =
      own_record || !total.first.valid() ? append_record(run, material, location) : total.first;
  StockRun& s = record(run, slot);
  if (own_record) s.lot = receipt.lot;
  s.bad = receipt.bad ? 1 : 0;
  s.unrestricted += quantity;
  total.unrestricted += quantity;
  if (m.shelf_life) {
    s.expires = run.now() + *m.shelf_life;
    s.expiry = run.schedule(s.expires, sim::Phase::kCalendarChange, EventKind::kStockExpires,
                            slot.index(), slot.index());
  }
  run.statistics.materials[material.index()].received += quantity.count();
  count_stock(run, material, quantity);
  if (run.listened()) {
    PlantEvent event;
    event.type = EventType::kMaterialReceived;
    event.material = material;
    event.location = location;
    event.quantity = quantity;
    event.stock = s.number;
    event.lot = receipt.lot;
    event.outside = receipt.outside;
    run.emit(event);
  }
  touch_consumers(run, location);
  if (!run.shipments_waiting.empty()) run.ship_again = 1;
  if (!run.material_waiting.empty() || !run.plant->release_loops.empty()) run.release_again = 1;
}

void send_back(RunState& run, MaterialId material, LocationId location, sim::Quantity quantity,
               std::int32_t outside) {
  if (run.listened()) {
    PlantEvent event;
    event.type = EventType::kStockScrapped;
    event.material = material;
    event.location = location;
    event.quantity = quantity;
    event.outside = outside;
    run.emit(event);
  }
  check_replenishment(run, material, location);
}

void ship_stock(RunState& run, const PlantInput& delivery, std::int32_t outside) {
  StockTotal& total = total_of(run, delivery.material, delivery.location);
  sim::Quantity left = delivery.quantity;
  for (StockSlot slot = total.first; slot.valid() && !left.is_zero();) {
    StockRun& s = record(run, slot);
    const StockSlot next = s.next;
    const sim::Quantity taken = std::min(s.unrestricted, left);
    if (!taken.is_zero()) {
      s.unrestricted -= taken;
      total.unrestricted -= taken;
      left -= taken;
      run.statistics.materials[delivery.material.index()].shipped += taken.count();
      count_stock(run, delivery.material, -taken);
      if (run.listened()) {
        PlantEvent event;
        event.type = EventType::kShipped;
        event.material = delivery.material;
        event.location = delivery.location;
        event.quantity = taken;
        event.stock = s.number;
        event.other = delivery.customer.number();
        event.outside = outside;
        run.emit(event);
      }
      remove_if_empty(run, slot);
    }
    slot = next;
  }
  assert(left.is_zero() && "stock was shipped that is not there");
  check_replenishment(run, delivery.material, delivery.location);
}

const StockRun* find_stock(const RunState& run, MaterialId material, LocationId location,
                           std::int64_t number) {
  const StockTotal& total = total_of(run, material, location);
  const auto numbered = [&](StockSlot slot) -> const StockRun* {
    const StockRun& stock = run.stock[slot.index()];
    return stock.number == number ? &stock : nullptr;
  };
  // What is asked for is nearly always the newest record of its place.
  if (total.last.valid() && numbered(total.last) != nullptr) return numbered(total.last);
  for (StockSlot slot = total.first; slot.valid(); slot = run.stock[slot.index()].next) {
    if (numbered(slot) != nullptr) return numbered(slot);
  }
  return nullptr;
}

StockSlot add_initial_stock(RunState& run, std::int32_t index) {
  const InitialStock& in = run.input->initial.stock[static_cast<std::size_t>(index)];
  const StockSlot slot = append_record(run, in.material, in.location);
  StockRun& s = record(run, slot);
  s.initial = index;
  (in.held ? s.held : s.unrestricted) = in.quantity;
  if (!in.held) total_of(run, in.material, in.location).unrestricted += in.quantity;
  if (in.expires) {
    s.expires = *in.expires;
    s.expiry = run.schedule(std::max(s.expires, run.now()), sim::Phase::kCalendarChange,
                            EventKind::kStockExpires, slot.index(), slot.index());
  }
  count_stock(run, in.material, in.quantity);
  emit_stock(run, EventType::kMaterialReceived, s, in.quantity);
  if (in.held) emit_stock(run, EventType::kStockHeld, s, in.quantity);
  return slot;
}

void issue_stock(RunState& run, LotSlot lot, MaterialId material, LocationId location,
                 sim::Quantity quantity) {
  for (const Taken& part : take_stock(run, run.lot(lot), material, location, quantity)) {
    note_issue(run, lot, record(run, part.stock), part.quantity);
    remove_if_empty(run, part.stock);
  }
}

void stage_stock(RunState& run, LotSlot lot, MaterialId material, LocationId location,
                 sim::Quantity quantity, std::int32_t booking) {
  const Lot& l = run.lot(lot);
  for (const Taken& part : take_stock(run, l, material, location, quantity)) {
    record(run, part.stock).in_transit += part.quantity;
    run.reservations.push_back({part.quantity, l.number, l.order, material, location, part.stock,
                                ReservationKind::kStaged, booking});
    note_reservation(run, run.reservations.back());
  }
}

void issue_staged(RunState& run, LotSlot lot, std::int32_t booking) {
  const std::int64_t number = run.lot(lot).number;
  for (ReservationRun& r : run.reservations) {
    if (r.kind != ReservationKind::kStaged || r.lot != number || r.booking != booking) continue;
    StockRun& s = record(run, r.stock);
    s.in_transit -= r.quantity;
    note_issue(run, lot, s, r.quantity);
    r.quantity = sim::Quantity();
    remove_if_empty(run, r.stock);
  }
  drop_empty_reservations(run);
}

void reserve_stock(RunState& run, OrderSlot order, MaterialId material, LocationId location,
                   sim::Quantity quantity, ReservationKind kind, std::int64_t lot) {
  StockTotal& total = total_of(run, material, location);
  check_replenishment(run, material, location);
  const auto reserve = [&](sim::Quantity amount, StockSlot stock) {
    run.reservations.push_back({amount, lot, order, material, location, stock, kind});
    note_reservation(run, run.reservations.back());
  };
  if (kind == ReservationKind::kByQuantity) {
    total.reserved_by_quantity += quantity;
    reserve(quantity, StockSlot());
    return;
  }
  for (StockSlot slot = total.first; slot.valid() && !quantity.is_zero();
       slot = record(run, slot).next) {
    StockRun& s = record(run, slot);
    const sim::Quantity taken = std::min(s.unrestricted, quantity);
    if (taken.is_zero()) continue;
    s.unrestricted -= taken;
    total.unrestricted -= taken;
    s.reserved += taken;
    quantity -= taken;
    reserve(taken, slot);
  }
}

void end_reservations(RunState& run, OrderSlot order, std::int64_t lot) {
  const auto ends = [&](const ReservationRun& r) {
    return r.order == order && (lot < 0 || r.lot == lot);
  };
  std::vector<ReservationRun> released;
  for (const ReservationRun& r : run.reservations) {
    if (ends(r)) released.push_back(r);
  }
  std::erase_if(run.reservations, ends);
  for (const ReservationRun& r : released) {
    StockTotal& total = total_of(run, r.material, r.location);
    if (r.kind == ReservationKind::kByQuantity) {
      total.reserved_by_quantity -= r.quantity;
    } else {
      StockRun& s = record(run, r.stock);
      (r.kind == ReservationKind::kByLot ? s.reserved : s.in_transit) -= r.quantity;
      s.unrestricted += r.quantity;
      total.unrestricted += r.quantity;
    }
    if (run.listened()) {
      PlantEvent event;
      event.type = EventType::kReservationReleased;
      event.order = run.order(order).number;
      event.material = r.material;
      event.location = r.location;
      event.quantity = r.quantity;
      run.emit(event);
    }
    if (r.stock.valid() && record(run, r.stock).expires <= run.now()) {
      expire(run, r.stock);
    } else if (r.stock.valid() && record(run, r.stock).held_from_outside != 0) {
      hold_stock(run, r.stock);
    }
    touch_consumers(run, r.location);
  }
}

void hold_stock(RunState& run, StockSlot slot) {
  StockRun& s = record(run, slot);
  const sim::Quantity quantity = s.unrestricted;
  if (quantity.is_zero()) return;
  s.held += quantity;
  s.unrestricted = sim::Quantity();
  total_of(run, s.material, s.location).unrestricted -= quantity;
  emit_stock(run, EventType::kStockHeld, s, quantity);
  check_replenishment(run, s.material, s.location);
}

void release_stock(RunState& run, StockSlot slot) {
  StockRun& s = record(run, slot);
  const sim::Quantity quantity = s.held;
  if (quantity.is_zero()) return;
  s.unrestricted += quantity;
  s.held = sim::Quantity();
  total_of(run, s.material, s.location).unrestricted += quantity;
  emit_stock(run, EventType::kStockReleased, s, quantity);
  touch_consumers(run, s.location);
  if (!run.shipments_waiting.empty()) run.ship_again = 1;
}

void on_stock_expires(RunState& run, StockSlot slot) {
  record(run, slot).expiry = {};
  expire(run, slot);
}

void touch_consumers(RunState& run, LocationId location) {
  for (std::size_t i = 0; i < run.queues.size(); ++i) {
    if (run.plant->work_centers[i].supply == location && !run.queues[i].empty()) {
      reserve_for_queue(run, WorkCenterId(i));
      run.touch(WorkCenterId(i));
    }
  }
}

}  // namespace planttwin::plant
