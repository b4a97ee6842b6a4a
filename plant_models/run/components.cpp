#include <algorithm>

#include "plant_models/run/flow.h"
#include "plant_models/run/holds.h"
#include "plant_models/run/lots.h"
#include "plant_models/run/stock.h"

namespace planttwin::plant {
namespace {

// A component of the lot's operation and what the given quantity of product needs of it.
struct Need {
  MaterialId material;
  sim::Quantity quantity;
  const BomItem* item = nullptr;
};

// quantity x made / base x (1 + scrap factor), rounded half to even to the component's step.
sim::Quantity need_of(const Bom& bom, sim::Quantity per_base, const sim::Ratio& scrap,
                      sim::Quantity made) {
  const sim::Ratio share(made.count(), bom.base_quantity.count());
  const sim::Ratio with_scrap(scrap.numerator() + scrap.denominator(), scrap.denominator());
  return per_base.times(share * with_scrap);
}

void explode(const RunState& run, const Bom& bom, sim::Quantity made, bool by_products,
             OperationIndex operation, bool any_operation, std::vector<Need>& out) {
  for (const BomItem& item : bom.items) {
    if (item.by_product != by_products || (!any_operation && item.operation != operation)) continue;
    const sim::Quantity quantity = need_of(bom, item.quantity, item.scrap_factor, made);
    if (quantity.is_zero()) continue;
    const BomId below = run.plant->bom_at(item.component, run.now());
    if (run.plant->material(item.component).phantom && below.valid()) {
      explode(run, run.plant->bom(below), quantity, by_products, operation, true, out);
      continue;
    }
    out.push_back({item.component, quantity, &item});
  }
}

std::vector<Need> needs_of(const RunState& run, const Lot& l, sim::Quantity made,
                           bool by_products = false) {
  std::vector<Need> needs;
  // A parallel branch is the same pieces: components of its operations are its own affair.
  if (!l.bom.valid()) return needs;
  explode(run, run.plant->bom(l.bom), made, by_products, l.operation, false, needs);
  return needs;
}

bool has_components(const RunState& run, const Lot& l) {
  if (!l.bom.valid()) return false;
  const std::vector<BomItem>& items = run.plant->bom(l.bom).items;
  return std::any_of(items.begin(), items.end(), [&](const BomItem& item) {
    return !item.by_product && item.operation == l.operation;
  });
}

LocationId supply_of(const RunState& run, const Lot& l) {
  return run.plant->work_center(l.work_center).supply;
}

const WorkCenterOptions& options_of(const RunState& run, const Lot& l) {
  return run.plant->work_center(l.work_center).options;
}

IssueAt issue_of(const RunState& run, const Lot& l, const Need& need) {
  if (need.item->phase >= 0) return IssueAt::kPhase;
  const IssueAt at = need.item->issue.value_or(options_of(run, l).issue);
  return at == IssueAt::kPhase ? IssueAt::kStart : at;  // no phase charges it
}

// The component itself when it suffices; with the option, else the first alternate that does.
// Invalid: neither.
Need choose_component(const RunState& run, const Lot& l, const Need& need, sim::Quantity made) {
  const LocationId location = supply_of(run, l);
  if (available_to(run, need.material, location, l.order, l.number) >= need.quantity) return need;
  if (options_of(run, l).shortage == Shortage::kAlternateFirst) {
    for (const AlternateComponent& alternate : need.item->alternates) {
      const Bom& bom = run.plant->bom(l.bom);
      const sim::Quantity quantity =
          need_of(bom, alternate.quantity, need.item->scrap_factor, made);
      if (available_to(run, alternate.component, location, l.order, l.number) >= quantity) {
        return {alternate.component, quantity, need.item};
      }
    }
  }
  return {};
}

// All needs of one operation together, one entry per material.
bool all_available(const RunState& run, const Lot& l) {
  std::vector<Need> total;
  for (const Need& need : needs_of(run, l, l.quantity)) {
    const Need chosen = choose_component(run, l, need, l.quantity);
    if (!chosen.material.valid()) return false;
    const auto same = std::find_if(total.begin(), total.end(),
                                   [&](const Need& n) { return n.material == chosen.material; });
    if (same == total.end()) {
      total.push_back(chosen);
    } else {
      same->quantity += chosen.quantity;
    }
  }
  return std::all_of(total.begin(), total.end(), [&](const Need& n) {
    return available_to(run, n.material, supply_of(run, l), l.order, l.number) >= n.quantity;
  });
}

bool may_start_partly(const RunState& run, const Lot& l) {
  return options_of(run, l).shortage == Shortage::kPartial && is_divisible(l);
}

// The largest part of the lot that can be supplied, in whole steps of the product.
sim::Quantity suppliable(const RunState& run, const Lot& l) {
  const Bom& bom = run.plant->bom(l.bom);
  std::int64_t best = l.quantity.count();
  for (const Need& need : needs_of(run, l, l.quantity)) {
    const std::int64_t there =
        available_to(run, need.material, supply_of(run, l), l.order, l.number).count();
    const auto possible = static_cast<std::int64_t>(
        static_cast<sim::WideInteger>(l.quantity.count()) * there / need.quantity.count());
    best = std::min(best, possible);
  }
  std::int64_t unit = 1;
  for (int i = 0; i < run.plant->material(bom.material).unit.decimals; ++i) unit *= 10;
  return sim::Quantity::steps(best / unit * unit);
}

void start_staging(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  const WorkCenter& wc = run.plant->work_center(l.work_center);
  const Location& location = run.plant->locations[wc.supply.index()];
  std::int32_t& picking = run.picking[wc.supply.index()];
  if (location.pickers && picking >= *location.pickers) return;
  if (!all_available(run, l)) return;
  ++picking;
  l.flags |= kStaging;
  for (const Need& need : needs_of(run, l, l.quantity)) {
    const Need chosen = choose_component(run, l, need, l.quantity);
    reserve_stock(run, l.order, chosen.material, wc.supply, chosen.quantity,
                  ReservationKind::kStaged, l.number);
  }
  sim::Draw draw = run.random.draw({sim::Purpose::kTransport, l.key ^ 0x57A6E,
                                    static_cast<std::uint32_t>(run.operation(l).number),
                                    static_cast<std::uint64_t>(l.step)});
  l.timer = run.schedule(run.now() + wc.staging->sample(draw), sim::Phase::kCompletion,
                         EventKind::kStagingDone, static_cast<std::uint64_t>(l.rank), slot.index());
}

// With Reservation::kAtStaging a lot that waits at the line reserves its components as soon as all
// are there. Where they have to be staged, the staging itself does so.
void reserve_at_line(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  const PlantOptions& options = run.plant->options;
  if (options.reservation != Reservation::kAtStaging || !has_components(run, l) ||
      run.plant->work_center(l.work_center).staging || (l.flags & (kIssued | kReserved)) != 0 ||
      !all_available(run, l)) {
    return;
  }
  l.flags |= kReserved;
  const ReservationKind kind = options.reservation_basis == ReservationBasis::kByLot
                                   ? ReservationKind::kByLot
                                   : ReservationKind::kByQuantity;
  for (const Need& need : needs_of(run, l, l.quantity)) {
    const Need chosen = choose_component(run, l, need, l.quantity);
    reserve_stock(run, l.order, chosen.material, supply_of(run, l), chosen.quantity, kind,
                  l.number);
  }
}

}  // namespace

void reserve_for_queue(RunState& run, WorkCenterId wc) {
  if (run.plant->options.reservation != Reservation::kAtStaging) return;
  const WorkQueue& queue = run.queues[wc.index()];
  for (std::size_t i = 0; i < queue.size(); ++i) reserve_at_line(run, queue[i].lot);
}

bool components_ready(RunState& run, LotSlot slot) {
  const Lot& l = run.lot(slot);
  if ((l.flags & (kIssued | kStaged)) != 0 || !has_components(run, l)) return true;
  const WorkCenter& wc = run.plant->work_center(l.work_center);
  if (wc.staging) {
    if ((l.flags & kStaging) == 0) start_staging(run, slot);
    return false;
  }
  if (all_available(run, l)) return true;
  return may_start_partly(run, l) && !suppliable(run, l).is_zero();
}

void request_staging(RunState& run, LotSlot slot) {
  reserve_at_line(run, slot);
  const Lot& l = run.lot(slot);
  const WorkCenter& wc = run.plant->work_center(l.work_center);
  if (!wc.staging || (l.flags & (kStaged | kStaging | kIssued)) != 0) return;
  if (has_components(run, l)) start_staging(run, slot);
}

void on_staging_done(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  l.timer = {};
  l.flags = (l.flags & ~kStaging) | kStaged;
  const LocationId location = supply_of(run, l);
  --run.picking[location.index()];
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kMaterialStaged, l);
    event.location = location;
    run.emit(event);
  }
  run.touch(l.work_center);
  if ((l.flags & kHoldOnArrival) != 0) hold_lot(run, slot);
  if (run.plant->locations[location.index()].pickers) touch_consumers(run, location);
}

void split_by_supply(RunState& run, LotSlot slot) {
  const Lot& l = run.lot(slot);
  if (!may_start_partly(run, l) || !has_components(run, l) ||
      (l.flags & (kIssued | kStaged)) != 0) {
    return;
  }
  const sim::Quantity part = suppliable(run, l);
  if (part >= l.quantity || part.is_zero()) return;
  const sim::Quantity rest = l.quantity - part;
  const sim::Quantity bad = std::min(l.defective, rest);
  const WorkCenterId wc = l.work_center;
  const LotSlot child = split_lot(run, slot, rest, bad);
  run.lot(child).work_center = wc;
  enter_queue(run, child);
}

void issue_at_start(RunState& run, LotSlot slot) {
  if ((run.lot(slot).flags & kIssued) != 0) return;
  run.lot(slot).flags |= kIssued;
  const Lot l = run.lot(slot);
  const bool staged = (l.flags & kStaged) != 0;
  for (const Need& need : needs_of(run, l, l.quantity)) {
    Need chosen = choose_component(run, l, need, l.quantity);
    if (!chosen.material.valid()) chosen = need;
    if (issue_of(run, l, need) == IssueAt::kStart) {
      issue_stock(run, slot, chosen.material, supply_of(run, l), chosen.quantity);
    } else if (!staged && (l.flags & kReserved) == 0 && run.order(l.order).reserved == 0) {
      // Booked later, but promised from now on: nobody else may take it meanwhile.
      reserve_stock(run, l.order, chosen.material, supply_of(run, l), chosen.quantity,
                    ReservationKind::kByQuantity, l.number);
    }
  }
}

void issue_for_phase(RunState& run, LotSlot slot, std::int32_t phase) {
  const Lot l = run.lot(slot);
  for (const Need& need : needs_of(run, l, l.quantity)) {
    if (need.item->phase != phase) continue;
    Need chosen = choose_component(run, l, need, l.quantity);
    if (!chosen.material.valid()) chosen = need;
    issue_stock(run, slot, chosen.material, supply_of(run, l), chosen.quantity);
  }
}

void backflush(RunState& run, LotSlot slot, sim::Quantity made) {
  const Lot l = run.lot(slot);
  if (!has_components(run, l)) return;
  for (const Need& need : needs_of(run, l, made)) {
    if (issue_of(run, l, need) != IssueAt::kBackflush) continue;
    Need chosen = choose_component(run, l, need, made);
    if (!chosen.material.valid()) chosen = need;
    issue_stock(run, slot, chosen.material, supply_of(run, l), chosen.quantity);
  }
}

void receive_by_products(RunState& run, LotSlot slot, sim::Quantity made) {
  const Lot l = run.lot(slot);
  for (const Need& need : needs_of(run, l, made, true)) {
    const LocationId location = supply_of(run, l);
    receive_stock(run, need.material, location, need.quantity, l.number);
  }
}

bool reserve_for_order(RunState& run, OrderSlot slot) {
  const OrderRun& order = run.order(slot);
  const BomId bom_id = run.plant->bom_at(order.product, order.released);
  const RoutingId routing_id = run.plant->routing_at(order.product, order.released);
  if (!bom_id.valid() || !routing_id.valid()) return true;
  struct Claim {
    MaterialId material;
    LocationId location;
    sim::Quantity quantity;
  };
  std::vector<Claim> claims;
  const Routing& routing = run.plant->routing(routing_id);
  for (std::size_t op = 0; op < routing.operations.size(); ++op) {
    std::vector<Need> needs;
    explode(run, run.plant->bom(bom_id), order.quantity, false, static_cast<OperationIndex>(op),
            false, needs);
    const WorkCenterId wc = routing.operations[op].work_centers.front();
    const LocationId location = run.plant->work_center(wc).supply;
    for (const Need& need : needs) {
      const auto same = std::find_if(claims.begin(), claims.end(), [&](const Claim& c) {
        return c.material == need.material && c.location == location;
      });
      if (same == claims.end()) {
        claims.push_back({need.material, location, need.quantity});
      } else {
        same->quantity += need.quantity;
      }
    }
  }
  for (const Claim& c : claims) {
    if (available_to(run, c.material, c.location, slot) < c.quantity) return false;
  }
  const ReservationKind kind = run.plant->options.reservation_basis == ReservationBasis::kByLot
                                   ? ReservationKind::kByLot
                                   : ReservationKind::kByQuantity;
  for (const Claim& c : claims) reserve_stock(run, slot, c.material, c.location, c.quantity, kind);
  return true;
}

}  // namespace planttwin::plant
