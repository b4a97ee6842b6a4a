#include "plant_models/run/stock.h"

#include <algorithm>

#include "plant_models/run/flow.h"

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

// Reservations of the order as a whole, or of this one of its lots.
bool is_for(const ReservationRun& r, OrderSlot order, std::int64_t lot, MaterialId material,
            LocationId location) {
  return r.order == order && (r.lot < 0 || r.lot == lot) && r.material == material &&
         r.location == location;
}

// Uses reservations of the lot or its order; returns what is still wanted.
sim::Quantity use_reservations(RunState& run, LotSlot lot_slot, MaterialId material,
                               LocationId location, sim::Quantity wanted) {
  const OrderSlot order = run.lot(lot_slot).order;
  const std::int64_t number = run.lot(lot_slot).number;
  for (ReservationRun& r : run.reservations) {
    if (wanted.is_zero()) break;
    if (!is_for(r, order, number, material, location)) continue;
    if (r.kind == ReservationKind::kByQuantity) continue;
    const sim::Quantity taken = std::min(r.quantity, wanted);
    StockRun& s = record(run, r.stock);
    (r.kind == ReservationKind::kStaged ? s.in_transit : s.reserved) -= taken;
    r.quantity -= taken;
    wanted -= taken;
    note_issue(run, lot_slot, s, taken);
    remove_if_empty(run, r.stock);
  }
  sim::Quantity promised = wanted;
  for (ReservationRun& r : run.reservations) {
    if (r.kind != ReservationKind::kByQuantity) continue;
    if (!is_for(r, order, number, material, location)) continue;
    const sim::Quantity taken = std::min(r.quantity, promised);
    r.quantity -= taken;  // the stock itself is taken from the oldest, by the caller
    promised -= taken;
    total_of(run, material, location).reserved_by_quantity -= taken;
  }
  std::erase_if(run.reservations, [](const ReservationRun& r) { return r.quantity.is_zero(); });
  return wanted;
}

sim::Quantity own_reservations(const RunState& run, MaterialId material, LocationId location,
                               OrderSlot order, std::int64_t lot, bool by_quantity) {
  sim::Quantity own;
  for (const ReservationRun& r : run.reservations) {
    if (is_for(r, order, lot, material, location) &&
        (r.kind == ReservationKind::kByQuantity) == by_quantity &&
        r.kind != ReservationKind::kStaged) {
      own += r.quantity;
    }
  }
  return own;
}

}  // namespace

StockTotal& total_of(RunState& run, MaterialId material, LocationId location) {
  return run.stock_totals[material.index() * run.plant->locations.size() + location.index()];
}
const StockTotal& total_of(const RunState& run, MaterialId material, LocationId location) {
  return run.stock_totals[material.index() * run.plant->locations.size() + location.index()];
}

void receive_stock(RunState& run, MaterialId material, LocationId location, sim::Quantity quantity,
                   std::int64_t lot, bool bad) {
  const Material& m = run.plant->material(material);
  StockTotal& total = total_of(run, material, location);
  const bool own_record = keeps_lots(run, material) || bad;
  const StockSlot slot =
      own_record || !total.first.valid() ? append_record(run, material, location) : total.first;
  StockRun& s = record(run, slot);
  if (own_record) s.lot = lot;
  s.bad = bad ? 1 : 0;
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
    event.lot = lot;
    run.emit(event);
  }
  touch_consumers(run, location);
  if (!run.material_waiting.empty() || !run.plant->release_loops.empty()) run.release_again = 1;
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

sim::Quantity available_to(const RunState& run, MaterialId material, LocationId location,
                           OrderSlot order, std::int64_t lot) {
  const StockTotal& total = total_of(run, material, location);
  const sim::Quantity own = own_reservations(run, material, location, order, lot, true);
  const sim::Quantity unpromised =
      std::max(sim::Quantity(), total.unrestricted - total.reserved_by_quantity);
  return std::min(total.unrestricted, unpromised + own) +
         own_reservations(run, material, location, order, lot, false);
}

void issue_stock(RunState& run, LotSlot lot_slot, MaterialId material, LocationId location,
                 sim::Quantity quantity) {
  sim::Quantity wanted = run.reservations.empty()
                             ? quantity
                             : use_reservations(run, lot_slot, material, location, quantity);
  StockTotal& total = total_of(run, material, location);
  for (StockSlot slot = total.first; slot.valid() && !wanted.is_zero();) {
    StockRun& s = record(run, slot);
    const StockSlot next = s.next;
    const sim::Quantity taken = std::min(s.unrestricted, wanted);
    if (!taken.is_zero()) {
      s.unrestricted -= taken;
      total.unrestricted -= taken;
      wanted -= taken;
      note_issue(run, lot_slot, s, taken);
      remove_if_empty(run, slot);
    }
    slot = next;
  }
  assert(wanted.is_zero() && "stock was issued that is not there");
  check_replenishment(run, material, location);
}

void reserve_stock(RunState& run, OrderSlot order, MaterialId material, LocationId location,
                   sim::Quantity quantity, ReservationKind kind, std::int64_t lot) {
  StockTotal& total = total_of(run, material, location);
  const auto note = [&](sim::Quantity amount, StockSlot stock) {
    run.reservations.push_back({amount, lot, order, material, location, stock, kind, 0});
    if (!run.listened()) return;
    PlantEvent event;
    event.type = EventType::kMaterialReserved;
    event.order = run.order(order).number;
    event.lot = lot;
    event.material = material;
    event.location = location;
    event.quantity = amount;
    if (stock.valid()) event.stock = record(run, stock).number;
    run.emit(event);
  };
  if (kind == ReservationKind::kByQuantity) {
    total.reserved_by_quantity += quantity;
    note(quantity, StockSlot());
    return;
  }
  for (StockSlot slot = total.first; slot.valid() && !quantity.is_zero();
       slot = record(run, slot).next) {
    StockRun& s = record(run, slot);
    const sim::Quantity taken = std::min(s.unrestricted, quantity);
    if (taken.is_zero()) continue;
    s.unrestricted -= taken;
    total.unrestricted -= taken;
    (kind == ReservationKind::kByLot ? s.reserved : s.in_transit) += taken;
    quantity -= taken;
    note(taken, slot);
  }
}

void release_reservations(RunState& run, OrderSlot order, std::int64_t lot) {
  if (run.reservations.empty()) return;
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
}

// What is staged or reserved by lot is in use already and does not expire.
void on_stock_expires(RunState& run, StockSlot slot) {
  StockRun& s = record(run, slot);
  s.expiry = {};
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

void touch_consumers(RunState& run, LocationId location) {
  for (std::size_t i = 0; i < run.queues.size(); ++i) {
    if (run.plant->work_centers[i].supply == location && !run.queues[i].empty()) {
      reserve_for_queue(run, WorkCenterId(i));
      run.touch(WorkCenterId(i));
    }
  }
}

}  // namespace planttwin::plant
