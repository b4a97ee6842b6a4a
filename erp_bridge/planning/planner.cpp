#include "erp_bridge/planning/planner.h"

#include <fmt/format.h>

#include <utility>

namespace planttwin::bridge {
namespace {

constexpr sim::Duration kNoticeable = sim::Duration::minutes(1);

// Those that can do an operation of the item's routings; a loss counts for each.
std::vector<std::size_t> work_centers_of(const plant::Plant& plant, plant::MaterialId item) {
  std::vector<std::size_t> centers;
  for (const plant::RoutingId id : plant.routings_of[item.index()]) {
    for (const plant::Operation& operation : plant.routing(id).operations) {
      for (const plant::WorkCenterId center : operation.work_centers) {
        centers.push_back(center.index());
      }
    }
  }
  return centers;
}

}  // namespace

Planner::Planner(const plant::Plant& plant, PlanningSetup setup)
    : plant_(plant),
      setup_(std::move(setup)),
      items_(plant.materials.size()),
      planning_of_(plant.materials.size()),
      centers_(plant.materials.size()) {
  for (const ItemPlanning& planning : setup_.items) {
    planning_of_[planning.item.index()] = &planning;
  }
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const plant::MaterialId id(i);
    ids_.emplace(plant.material(id).id, id);
    PlannedItem& item = items_[i];
    item.low_level_code = plant.low_level_code[i];
    item.planned = planning_of_[i] != nullptr;
    if (!item.planned) continue;
    item.lead_time = planning_of_[i]->lead_time;
    item.multiple = planning_of_[i]->multiple;
    if (planning_of_[i]->supplier.valid()) continue;
    add_components(item.components, id, sim::Ratio(1, 1));
    centers_[i] = work_centers_of(plant, id);
  }
  for (const CustomerDemand& demand : setup_.demand) {
    const std::string customer =
        demand.customer.valid() ? plant.customers[demand.customer.index()].id : "";
    orders_.add_sales({demand.id, demand.item.index(), customer, demand.quantity, demand.due});
  }
}

// The components of an item, with those of phantoms in their place.
void Planner::add_components(std::vector<PlannedItem::Component>& components,
                             plant::MaterialId parent, const sim::Ratio& share) const {
  const plant::BomId id = plant_.bom_at(parent, sim::Time());
  if (!id.valid()) return;
  const plant::Bom& bom = plant_.bom(id);
  for (const plant::BomItem& row : bom.items) {
    if (row.by_product) continue;
    const sim::Ratio with_scrap(row.scrap_factor.numerator() + row.scrap_factor.denominator(),
                                row.scrap_factor.denominator());
    const sim::Ratio per_step =
        share * with_scrap * sim::Ratio(row.quantity.count(), bom.base_quantity.count());
    if (plant_.material(row.component).phantom) {
      add_components(components, row.component, per_step);
    } else {
      components.push_back({row.component.index(), per_step});
    }
  }
}

const plant::MaterialId* Planner::item(const std::string& id) const {
  const auto found = ids_.find(id);
  return found == ids_.end() ? nullptr : &found->second;
}

std::vector<ReleasedOrder> Planner::run(sim::Time now, const Supplies& stock) {
  std::vector<ReleasedOrder> released;
  release_supply(now, stock, released);
  release_deliveries(now, released);
  return released;
}

void Planner::release_supply(sim::Time now, const Supplies& stock,
                             std::vector<ReleasedOrder>& released) {
  Supplies supplies = stock;
  orders_.add_supplies(supplies);
  for (const PlannedOrder& planned :
       plan_requirements(items_, orders_.requirements(items_), std::move(supplies))) {
    if (planned.release > now + setup_.release_ahead) break;
    const ItemPlanning& planning = *planning_of_[planned.item];
    ReleasedOrder order;
    order.kind = planning.supplier.valid() ? ReleasedOrder::Kind::kPurchase
                                           : ReleasedOrder::Kind::kProduction;
    order.id = next_id(planning.supplier.valid() ? "PO" : "MO");
    order.planning = &planning;
    order.item = planning.item;
    order.quantity = planned.quantity;
    order.due = planned.due;
    order.location = planning.location;
    orders_.add_supply({order.id, planned.item, planned.quantity, planned.due});
    released.push_back(std::move(order));
  }
}

void Planner::note_capacity(plant::WorkCenterId center, double machines, sim::Time from,
                            sim::Time until) {
  for (CapacityLoss& loss : losses_) {
    if (loss.work_center == center.index() && loss.lasts) {
      loss.lasts = false;
      loss.to = from;
    }
  }
  const double all = static_cast<double>(plant_.work_center(center).machine_count);
  if (machines < all) losses_.push_back({center.index(), 1 - machines / all, from, until, true});
}

std::vector<RevisedOrder> Planner::revise(const Supplies& stock) {
  if (losses_.empty()) return {};
  revise_dates(items_, centers_, losses_, stock, orders_);
  std::vector<RevisedOrder> revised;
  for (SupplyOrder& order : orders_.supply()) {
    const bool made = !planning_of_[order.item]->supplier.valid();
    const sim::Duration change = order.revised - order.told;
    if (!made || order.open().is_zero() || (change < kNoticeable && -change < kNoticeable)) {
      continue;
    }
    order.told = order.revised;
    revised.push_back({order.id, plant::MaterialId(order.item), order.quantity, order.revised});
  }
  return revised;
}

void Planner::release_deliveries(sim::Time now, std::vector<ReleasedOrder>& released) {
  for (SalesOrder& sales : orders_.sales()) {
    if (sales.delivery_released || sales.due - setup_.ship_ahead > now) continue;
    sales.delivery_released = true;
    ReleasedOrder order;
    order.kind = ReleasedOrder::Kind::kDelivery;
    order.id = sales.id;
    order.item = plant::MaterialId(sales.item);
    order.quantity = sales.quantity;
    order.due = sales.due;
    order.location = plant_.finished_goods[sales.item];
    for (std::size_t i = 0; i < plant_.customers.size(); ++i) {
      if (plant_.customers[i].id == sales.customer) order.customer = plant::CustomerId(i);
    }
    released.push_back(std::move(order));
  }
}

std::string Planner::next_id(const char* prefix) {
  return fmt::format("{}-{:05}", prefix, ++numbers_);
}

}  // namespace planttwin::bridge
