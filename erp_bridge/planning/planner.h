#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "erp_bridge/planning/order_book.h"
#include "erp_bridge/planning/rescheduling.h"
#include "plant_models/model/plant.h"

namespace planttwin::bridge {

// How one item is planned, beyond what its bill of material says.
struct ItemPlanning {
  plant::MaterialId item;
  sim::Duration lead_time;
  sim::Quantity multiple;      // zero: just what is needed
  sim::Quantity lot_size;      // of production orders; zero: one lot
  plant::SupplierId supplier;  // of what is bought
  plant::LocationId location;  // where what is bought goes
};

struct CustomerDemand {
  std::string id;
  plant::MaterialId item;
  plant::CustomerId customer;  // invalid: none is named
  sim::Quantity quantity;
  sim::Time due;
};

struct PlanningSetup {
  sim::Time first;  // planning run
  sim::Duration every = sim::Duration::days(1);
  sim::Duration release_ahead;  // orders are released so long before they have to begin
  sim::Duration ship_ahead;     // deliveries so long before they are due
  std::vector<ItemPlanning> items;
  std::vector<CustomerDemand> demand;
  // Dates are revised when a machine is out of order for longer than this; none: they are not.
  std::optional<sim::Duration> revise_after;
};

// What a planning run releases.
struct ReleasedOrder {
  enum class Kind : std::uint8_t { kProduction, kPurchase, kDelivery };
  Kind kind = Kind::kProduction;
  std::string id;
  const ItemPlanning* planning = nullptr;  // null for deliveries
  plant::MaterialId item;
  sim::Quantity quantity;
  sim::Time due;
  plant::CustomerId customer;  // of a delivery
  plant::LocationId location;  // from where it is delivered, or where what is bought goes
};

// An order of the plant that is due at another time than it was told.
struct RevisedOrder {
  std::string id;
  plant::MaterialId item;
  sim::Quantity quantity;
  sim::Time due;
};

// Plans what an ERP is responsible for: the items of its setup. Components that the plant
// replenishes by itself and phantoms are seen through or left alone.
class Planner {
 public:
  // Bills of material are those in force at the start. The plant outlives it.
  Planner(const plant::Plant& plant, PlanningSetup setup);
  Planner(const Planner&) = delete;
  Planner& operator=(const Planner&) = delete;

  const PlanningSetup& setup() const { return setup_; }
  OrderBook& orders() { return orders_; }
  const OrderBook& orders() const { return orders_; }
  // An item by its id; null when there is none.
  const plant::MaterialId* item(const std::string& id) const;

  // One planning run. `stock` has what is unrestricted of every item in the books.
  std::vector<ReleasedOrder> run(sim::Time now, const Supplies& stock);

  // A work center has so many machines at work from an instant on, and all of them at another.
  void note_capacity(plant::WorkCenterId center, double machines, sim::Time from, sim::Time until);
  // Revises dates by what is known of capacity, and gives the orders that the plant is to be told
  // of: by at least a minute another date.
  std::vector<RevisedOrder> revise(const Supplies& stock);

 private:
  void add_components(std::vector<PlannedItem::Component>& components, plant::MaterialId parent,
                      const sim::Ratio& share) const;
  void release_supply(sim::Time now, const Supplies& stock, std::vector<ReleasedOrder>& released);
  void release_deliveries(sim::Time now, std::vector<ReleasedOrder>& released);
  std::string next_id(const char* prefix);

  const plant::Plant& plant_;
  PlanningSetup setup_;
  std::vector<PlannedItem> items_;                // by material
  std::vector<const ItemPlanning*> planning_of_;  // by material; null: not planned here
  std::unordered_map<std::string, plant::MaterialId> ids_;
  OrderBook orders_;
  WorkCentersOfItems centers_;
  std::vector<CapacityLoss> losses_;
  std::int64_t numbers_ = 0;
};

}  // namespace planttwin::bridge
