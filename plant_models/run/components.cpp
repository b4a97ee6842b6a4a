#include <algorithm>
#include <cassert>
#include <map>
#include <optional>

#include "plant_models/run/flow.h"
#include "plant_models/run/holds.h"
#include "plant_models/run/lots.h"
#include "plant_models/run/queue_time.h"
#include "plant_models/run/stock.h"
#include "plant_models/run/supply.h"

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

// Which items of a BOM are asked for.
struct ItemChoice {
  OperationIndex operation = 0;
  bool by_products = false;
  bool again = false;  // only what a lot needs again that comes back for rework
};

void explode(const RunState& run, const Bom& bom, sim::Quantity made, const ItemChoice& choice,
             bool within_phantom, std::vector<Need>& out) {
  for (const BomItem& item : bom.items) {
    if (item.by_product != choice.by_products) continue;
    if (!within_phantom && item.operation != choice.operation) continue;
    const sim::Quantity quantity = need_of(bom, item.quantity, item.scrap_factor, made);
    if (quantity.is_zero()) continue;
    const BomId below = run.plant->bom_at(item.component, run.now());
    if (run.plant->material(item.component).phantom && below.valid()) {
      ItemChoice inside = choice;
      if (item.again_on_rework) inside.again = false;  // all that is in it
      explode(run, run.plant->bom(below), quantity, inside, true, out);
      continue;
    }
    if (!choice.again || item.again_on_rework) out.push_back({item.component, quantity, &item});
  }
}

// A parallel branch is the same pieces: components of its operations are its own affair.
std::vector<Need> needs_of(const RunState& run, const Lot& l, sim::Quantity made,
                           bool by_products = false) {
  std::vector<Need> needs;
  if (!l.bom.valid()) return needs;
  const ItemChoice choice{l.operation, by_products, (l.flags & kRepeats) != 0};
  explode(run, run.plant->bom(l.bom), made, choice, false, needs);
  return needs;
}

bool has_components(const RunState& run, const Lot& l) {
  if (!l.bom.valid()) return false;
  if ((l.flags & kRepeats) != 0) return !needs_of(run, l, l.quantity).empty();
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

// When its consumption is booked.
std::int32_t booking_of(const RunState& run, const Lot& l, const Need& need) {
  if (need.item->phase >= 0) return need.item->phase;
  const IssueAt at = need.item->issue.value_or(options_of(run, l).issue);
  return at == IssueAt::kBackflush ? kBookedAtCompletion : kBookedAtStart;
}

// The component itself when it suffices; with the option, else the first alternate that does.
// Invalid: neither.
Need choose_component(const RunState& run, Supply& supply, const Lot& l, const Need& need,
                      sim::Quantity made) {
  const LocationId location = supply_of(run, l);
  if (supply.available(need.material, location, l.order, l.number) >= need.quantity) return need;
  if (options_of(run, l).shortage == Shortage::kAlternateFirst) {
    for (const AlternateComponent& alternate : need.item->alternates) {
      const Bom& bom = run.plant->bom(l.bom);
      const sim::Quantity quantity =
          need_of(bom, alternate.quantity, need.item->scrap_factor, made);
      if (supply.available(alternate.component, location, l.order, l.number) >= quantity) {
        return {alternate.component, quantity, need.item};
      }
    }
  }
  return {};
}

// Takes all components for so much of the lot out of the supply and says which; nothing of them,
// and the supply as it was, when they are not all there.
std::optional<std::vector<Need>> choose_components(const RunState& run, Supply& supply,
                                                   const Lot& l, sim::Quantity made) {
  Supply left = supply;
  std::vector<Need> chosen = needs_of(run, l, made);
  for (Need& need : chosen) {
    need = choose_component(run, left, l, need, made);
    if (!need.material.valid()) return std::nullopt;
    left.take(need.material, supply_of(run, l), l.order, l.number, need.quantity);
  }
  supply = std::move(left);
  return chosen;
}

// What the lot would take now; nothing when its components are not all there.
std::optional<std::vector<Need>> components_now(const RunState& run, const Lot& l) {
  Supply supply(run);
  return choose_components(run, supply, l, l.quantity);
}

bool may_start_partly(const RunState& run, const Lot& l) {
  return options_of(run, l).shortage == Shortage::kPartial && is_divisible(l);
}

sim::Quantity unit_of(const RunState& run, const Lot& l) {
  std::int64_t steps = 1;
  for (int i = 0; i < run.plant->material(run.product(l)).unit.decimals; ++i) steps *= 10;
  return sim::Quantity::steps(steps);
}

// The largest part of the lot that can be supplied, in whole steps of the product: the share of
// what it needs that is there, of its scarcest component.
sim::Quantity suppliable(const RunState& run, Supply& supply, const Lot& l) {
  std::map<MaterialId, sim::Quantity> needed;
  for (const Need& need : needs_of(run, l, l.quantity)) needed[need.material] += need.quantity;
  std::int64_t best = l.quantity.count();
  for (const auto& [material, quantity] : needed) {
    const std::int64_t there =
        supply.available(material, supply_of(run, l), l.order, l.number).count();
    best =
        std::min(best, static_cast<std::int64_t>(static_cast<sim::WideInteger>(l.quantity.count()) *
                                                 there / quantity.count()));
  }
  const sim::Quantity unit = unit_of(run, l);
  return sim::Quantity::steps(best / unit.count() * unit.count());
}

// The components that the lot starts with, for all of it or (with the option) for the part that can
// be supplied.
struct Start {
  sim::Quantity quantity;
  std::optional<std::vector<Need>> components;  // none: it can't start
};

Start choose_start(const RunState& run, Supply& supply, const Lot& l) {
  Start start{l.quantity, choose_components(run, supply, l, l.quantity)};
  if (start.components || !may_start_partly(run, l)) return start;
  start.quantity = suppliable(run, supply, l);
  while (start.quantity > sim::Quantity()) {
    start.components = choose_components(run, supply, l, start.quantity);
    if (start.components) break;
    start.quantity -= unit_of(run, l);  // a component that is needed twice may be rounded up twice
  }
  return start;
}

void start_staging(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  const WorkCenter& wc = run.plant->work_center(l.work_center);
  const Location& location = run.plant->locations[wc.supply.index()];
  std::int32_t& picking = run.picking[wc.supply.index()];
  if (location.pickers && picking >= *location.pickers) return;
  const std::optional<std::vector<Need>> components = components_now(run, l);
  if (!components) return;
  ++picking;
  l.flags |= kStaging;
  for (const Need& need : *components) {
    stage_stock(run, slot, need.material, wc.supply, need.quantity, booking_of(run, l, need));
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
      run.plant->work_center(l.work_center).staging || (l.flags & (kIssued | kReserved)) != 0) {
    return;
  }
  const std::optional<std::vector<Need>> components = components_now(run, l);
  if (!components) return;
  l.flags |= kReserved;
  const ReservationKind kind = options.reservation_basis == ReservationBasis::kByLot
                                   ? ReservationKind::kByLot
                                   : ReservationKind::kByQuantity;
  for (const Need& need : *components) {
    reserve_stock(run, l.order, need.material, supply_of(run, l), need.quantity, kind, l.number);
  }
}

}  // namespace

void reserve_for_queue(RunState& run, WorkCenterId wc) {
  if (run.plant->options.reservation != Reservation::kAtStaging) return;
  for (const LotSlot slot : run.queues[wc.index()].in_order()) reserve_at_line(run, slot);
}

bool components_ready(RunState& run, LotSlot slot) {
  const Lot& l = run.lot(slot);
  if ((l.flags & (kIssued | kStaged)) != 0 || !has_components(run, l)) return true;
  const WorkCenter& wc = run.plant->work_center(l.work_center);
  if (wc.staging) {
    if ((l.flags & kStaging) == 0) start_staging(run, slot);
    return false;
  }
  Supply supply(run);
  return take_components(run, supply, slot);
}

bool take_components(const RunState& run, Supply& supply, LotSlot slot) {
  const Lot& l = run.lot(slot);
  if ((l.flags & (kIssued | kStaged)) != 0 || !has_components(run, l)) return true;
  return choose_start(run, supply, l).components.has_value();
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
  if (run.plant->locations[location.index()].pickers) touch_consumers(run, location);
  if (queue_time_limited(run, slot) && !react_to_queue_time(run, slot)) return;
  if ((run.lot(slot).flags & kHoldOnArrival) != 0) hold_lot(run, slot);
}

void supply_lot(RunState& run, LotSlot slot) {
  const Lot& l = run.lot(slot);
  LotSlot rest;
  if ((l.flags & (kIssued | kStaged)) == 0 && has_components(run, l)) {
    Supply supply(run);
    const sim::Quantity part = choose_start(run, supply, l).quantity;
    if (part < l.quantity && !part.is_zero()) {
      const sim::Quantity left = l.quantity - part;
      rest = split_lot(run, slot, left, std::min(l.defective, left));
    }
  }
  issue_at_start(run, slot);  // before the rest can reserve something for itself
  if (!rest.valid()) return;
  enter_queue(run, rest);
}

// Of a lot of the initial state what is booked at the start of its operation is in it already; of
// what is booked later, as much is set aside as is there.
void issue_at_start(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  const bool under_way = (l.flags & kUnderWay) != 0;
  if ((l.flags & kIssued) != 0 && !under_way) return;
  l.flags |= kIssued;
  note_supplied(run, slot, l.operation);
  if ((l.flags & kStaged) != 0) {
    issue_staged(run, slot, kBookedAtStart);
    return;
  }
  if (!has_components(run, l)) return;
  const LocationId location = supply_of(run, l);
  for (const Need& need : needs_of(run, l, l.quantity)) {
    const std::int32_t booking = booking_of(run, l, need);
    if (under_way && booking == kBookedAtStart) continue;
    Supply supply(run);
    Need chosen = choose_component(run, supply, l, need, l.quantity);
    if (!chosen.material.valid()) {
      assert(under_way && "an operation starts without its components");
      chosen = need;
      chosen.quantity = supply.available(need.material, location, l.order, l.number);
    }
    if (booking == kBookedAtStart) {
      issue_stock(run, slot, chosen.material, location, chosen.quantity);
    } else {
      stage_stock(run, slot, chosen.material, location, chosen.quantity, booking);
    }
  }
}

void issue_for_phase(RunState& run, LotSlot slot, std::int32_t phase) {
  issue_staged(run, slot, phase);
}

void backflush(RunState& run, LotSlot slot) {
  if (run.reservations.empty()) return;
  issue_staged(run, slot, kBookedAtCompletion);
  const Lot& l = run.lot(slot);
  release_reservations(run, l.order, l.number);  // what it did not need after all
}

void receive_by_products(RunState& run, LotSlot slot, sim::Quantity made) {
  const Lot l = run.lot(slot);
  for (const Need& need : needs_of(run, l, made, true)) {
    const LocationId location = supply_of(run, l);
    receive_stock(run, need.material, location, need.quantity, {.lot = l.number});
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
    explode(run, run.plant->bom(bom_id), order.quantity, {static_cast<OperationIndex>(op)}, false,
            needs);
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
  Supply supply(run);
  for (const Claim& c : claims) {
    if (supply.available(c.material, c.location, slot, -1) < c.quantity) return false;
  }
  const ReservationKind kind = run.plant->options.reservation_basis == ReservationBasis::kByLot
                                   ? ReservationKind::kByLot
                                   : ReservationKind::kByQuantity;
  for (const Claim& c : claims) reserve_stock(run, slot, c.material, c.location, c.quantity, kind);
  return true;
}

}  // namespace planttwin::plant
