#include <algorithm>

#include "plant_models/run/release.h"
#include "plant_models/run/stock.h"

namespace planttwin::plant {
namespace {

sim::Quantity inventory_position(const RunState& run, const Replenishment& rule) {
  const StockTotal& total = total_of(run, rule.material, rule.location);
  return total.unrestricted - total.reserved_by_quantity + total.on_order;
}

PurchaseRun& take_purchase(RunState& run, std::size_t& index) {
  for (index = 0; index < run.purchases.size(); ++index) {
    if (run.purchases[index].in_use == 0) return run.purchases[index];
  }
  return run.purchases.emplace_back();
}

void buy(RunState& run, ReplenishmentId id, sim::Quantity quantity) {
  const Replenishment& rule = run.plant->replenishments[id.index()];
  const std::int64_t ordinal = run.replenishment_orders[id.index()]++;
  sim::Draw draw = run.random.draw({sim::Purpose::kReplenishment, sim::name_key(rule.id), 0,
                                    static_cast<std::uint64_t>(ordinal)});
  const sim::Duration lead = run.plant->suppliers[rule.supplier.index()].lead_time.sample(draw);
  std::size_t index = 0;
  PurchaseRun& p = take_purchase(run, index);
  p.quantity = quantity;
  p.ordinal = ordinal;
  p.replenishment = id;
  p.in_use = 1;
  p.arrival = run.schedule(run.now() + lead, sim::Phase::kCompletion, EventKind::kPurchaseArrives,
                           index, index);
  if (!run.listened()) return;
  PlantEvent event;
  event.type = EventType::kPurchaseOrdered;
  event.material = rule.material;
  event.location = rule.location;
  event.quantity = quantity;
  event.other = rule.supplier.number();
  run.emit(event);
}

void apply(RunState& run, ReplenishmentId id) {
  const Replenishment& rule = run.plant->replenishments[id.index()];
  while (inventory_position(run, rule) <= rule.reorder_point) {
    const sim::Quantity quantity =
        rule.order_up_to ? *rule.order_up_to - inventory_position(run, rule) : rule.order_quantity;
    if (quantity <= sim::Quantity()) return;
    total_of(run, rule.material, rule.location).on_order += quantity;
    if (rule.supplier.valid()) {
      buy(run, id, quantity);
    } else {
      release_replenishment(run, id, quantity);
    }
    if (rule.order_up_to) return;
  }
}

void schedule_review(RunState& run, std::size_t index, sim::Time at) {
  run.schedule(at, sim::Phase::kOutsideInput, EventKind::kReview, index, index);
}

}  // namespace

void start_replenishment(RunState& run) {
  for (std::size_t i = 0; i < run.plant->replenishments.size(); ++i) {
    if (!run.input->replenishes(run.plant->replenishments[i])) continue;
    if (run.plant->replenishments[i].kind == ReplenishmentKind::kPeriodicReview) {
      schedule_review(run, i, run.now());
    } else {
      apply(run, ReplenishmentId(i));
    }
  }
}

void check_replenishment(RunState& run, MaterialId material, LocationId location) {
  for (const ReplenishmentId id : run.plant->replenishments_of[material.index()]) {
    const Replenishment& rule = run.plant->replenishments[id.index()];
    if (!run.input->replenishes(rule)) continue;
    if (rule.location == location && rule.kind != ReplenishmentKind::kPeriodicReview) {
      const auto at =
          std::lower_bound(run.replenishments_due.begin(), run.replenishments_due.end(), id);
      if (at == run.replenishments_due.end() || *at != id) run.replenishments_due.insert(at, id);
    }
  }
}

void apply_replenishments(RunState& run) {
  while (!run.replenishments_due.empty()) {
    const ReplenishmentId id = run.replenishments_due.front();
    run.replenishments_due.erase(run.replenishments_due.begin());
    apply(run, id);
  }
}

void on_review(RunState& run, std::size_t index) {
  apply(run, ReplenishmentId(index));
  schedule_review(run, index, run.now() + run.plant->replenishments[index].review_interval);
}

void on_purchase_arrives(RunState& run, std::size_t index) {
  const PurchaseRun p = run.purchases[index];
  run.purchases[index] = PurchaseRun();
  const Replenishment& rule = run.plant->replenishments[p.replenishment.index()];
  const SupplierQuality& quality = run.plant->suppliers[rule.supplier.index()].quality;
  total_of(run, rule.material, rule.location).on_order -= p.quantity;
  sim::Draw draw = run.random.draw({sim::Purpose::kSupplierQuality, sim::name_key(rule.id), 0,
                                    static_cast<std::uint64_t>(p.ordinal)});
  const bool bad = draw.chance(quality.bad_lot_probability);
  if (bad && quality.detected_on_receipt) {  // the position is short again
    send_back(run, rule.material, rule.location, p.quantity);
  } else {
    receive_stock(run, rule.material, rule.location, p.quantity, {.bad = bad});
  }
}

void open_purchase(RunState& run, ReplenishmentId id, sim::Quantity quantity, sim::Time arrives) {
  const Replenishment& rule = run.plant->replenishments[id.index()];
  total_of(run, rule.material, rule.location).on_order += quantity;
  std::size_t index = 0;
  PurchaseRun& p = take_purchase(run, index);
  p.quantity = quantity;
  p.ordinal = run.replenishment_orders[id.index()]++;
  p.replenishment = id;
  p.in_use = 1;
  p.arrival = run.schedule(std::max(arrives, run.now()), sim::Phase::kCompletion,
                           EventKind::kPurchaseArrives, index, index);
}

void replenishment_received(RunState& run, const OrderRun& order, sim::Quantity quantity) {
  if (!order.replenishment.valid()) return;
  const Replenishment& rule = run.plant->replenishments[order.replenishment.index()];
  total_of(run, rule.material, rule.location).on_order -= quantity;
}

void replenishment_order_done(RunState& run, const OrderRun& order) {
  const Replenishment& rule = run.plant->replenishments[order.replenishment.index()];
  const sim::Quantity lost = order.quantity - order.good;
  total_of(run, rule.material, rule.location).on_order -= lost;
  if (!lost.is_zero()) check_replenishment(run, rule.material, rule.location);
}

}  // namespace planttwin::plant
