#include "plant_models/run/supply.h"

#include <algorithm>

#include "plant_models/run/stock.h"

namespace planttwin::plant {

bool is_reserved_for(const ReservationRun& reservation, OrderSlot order, std::int64_t lot) {
  return reservation.order == order && (reservation.lot < 0 || reservation.lot == lot);
}

Supply::Pool& Supply::pool(MaterialId material, LocationId location) {
  for (Pool& p : pools_) {
    if (p.material == material && p.location == location) return p;
  }
  const StockTotal& total = total_of(*run_, material, location);
  Pool& added = pools_.emplace_back();
  added.material = material;
  added.location = location;
  added.unrestricted = total.unrestricted;
  added.promised = total.reserved_by_quantity;
  for (const ReservationRun& r : run_->reservations) {
    if (r.material == material && r.location == location && r.kind != ReservationKind::kStaged) {
      added.reservations.push_back(r);
    }
  }
  return added;
}

sim::Quantity Supply::available(MaterialId material, LocationId location, OrderSlot order,
                                std::int64_t lot) {
  const Pool& p = pool(material, location);
  sim::Quantity promised;
  sim::Quantity set_aside;
  for (const ReservationRun& r : p.reservations) {
    if (!is_reserved_for(r, order, lot)) continue;
    (r.kind == ReservationKind::kByQuantity ? promised : set_aside) += r.quantity;
  }
  const sim::Quantity free = std::max(sim::Quantity(), p.unrestricted - p.promised);
  return std::min(p.unrestricted, free + promised) + set_aside;
}

void Supply::take(MaterialId material, LocationId location, OrderSlot order, std::int64_t lot,
                  sim::Quantity quantity) {
  Pool& p = pool(material, location);
  for (const ReservationKind kind : {ReservationKind::kByLot, ReservationKind::kByQuantity}) {
    sim::Quantity left = quantity;
    for (ReservationRun& r : p.reservations) {
      if (r.kind != kind || !is_reserved_for(r, order, lot)) continue;
      const sim::Quantity taken = std::min(r.quantity, left);
      r.quantity -= taken;
      left -= taken;
      if (kind == ReservationKind::kByQuantity) p.promised -= taken;
    }
    if (kind == ReservationKind::kByLot) quantity = left;
  }
  p.unrestricted -= quantity;
}

}  // namespace planttwin::plant
