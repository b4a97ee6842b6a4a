#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plant_models/model/control.h"
#include "plant_models/model/gate.h"
#include "plant_models/model/ids.h"
#include "plant_models/model/options.h"
#include "sim/distribution.h"
#include "sim/quantity.h"
#include "sim/time.h"
#include "sim/utc_instant.h"

namespace planttwin::plant {

// A production order: `quantity` of a product, made in lots of `lot_size` (zero: one lot).
struct OrderInput {
  std::string id;
  MaterialId product;
  sim::Quantity quantity;
  sim::Quantity lot_size;
  sim::Time release;
  sim::Time due = sim::Time::never();
  std::int32_t priority = 0;  // larger goes first
  std::int32_t weight = 1;    // for WSPT and ATC
  CustomerId customer;
  OrderClassId order_class;  // invalid: none
};

enum class SourceKind : std::uint8_t {
  kInterarrival,    // an order after every interarrival time
  kSaturated,       // a lot whenever the first buffer has a place: never short of work
  kPeriodicReview,  // looks at a buffer at fixed intervals and refills it
};

struct SourceProduct {
  MaterialId product;
  double weight = 1;
};

// A stream of orders. A product that is not made in the plant goes straight to stock.
struct Source {
  std::string id;
  SourceKind kind = SourceKind::kInterarrival;
  std::vector<SourceProduct> products;
  sim::DurationDistribution interarrival;
  std::optional<sim::Duration> first;  // empty: one interarrival time after the start
  sim::Time until = sim::Time::never();
  std::optional<std::int64_t> limit;                     // orders
  std::optional<sim::NumberDistribution> quantity_draw;  // whole units
  sim::Quantity quantity;                                // where nothing is drawn
  sim::Quantity lot_size;
  std::optional<sim::DurationDistribution> due;  // allowance after release
  std::int32_t priority = 0;
  std::int32_t weight = 1;
  SourceWhenFull when_full = SourceWhenFull::kWait;
  LocationId location;         // for products that go to stock
  WorkCenterId watched;        // for kPeriodicReview: its queue
  std::int32_t refill_at = 0;  // refilled when so many lots or fewer wait
  std::int32_t refill_lots = 0;
  CustomerId customer;
  OrderClassId order_class;
  std::uint64_t key = 0;  // sim::name_key(id)
};

enum class DisruptionKind : std::uint8_t {
  kMachineDown,   // machine, duration
  kAbsentCrew,    // pool, count, duration
  kHoldMaterial,  // material (all its stock, or one stock lot), until released after duration
  kHoldLots,      // all lots of a product in process, released after duration
  kRushOrder,     // order with priority
  kEdgeClosed,    // edge of the transport network, duration
};

// Something that happens to the plant at a stated time.
struct Disruption {
  std::string id;
  DisruptionKind kind = DisruptionKind::kMachineDown;
  sim::Time at;
  sim::Duration duration;
  MachineId machine;
  LaborPoolId pool;
  std::int32_t count = 0;
  MaterialId material;
  std::string lot;  // a stock lot of the initial state, or empty
  EdgeId edge;
  std::int32_t order = -1;  // kRushOrder: index into RunInput::orders
};

// Stock, work and machine states at the start.
struct InitialStock {
  MaterialId material;
  LocationId location;
  std::string lot;  // for materials under lot control
  sim::Quantity quantity;
  bool held = false;
  sim::Quantity reserved;  // of `quantity`, reserved for the open order `reserved_for`
  std::int32_t reserved_for = -1;
  std::optional<sim::Time> expires;
};

enum class LotPlace : std::uint8_t { kQueue, kMachine, kTransit, kHold };

struct InitialLot {
  std::int32_t order = 0;  // index into RunInput::orders
  sim::Quantity quantity;
  OperationIndex operation = 0;
  LotPlace place = LotPlace::kQueue;
  WorkCenterId work_center;  // where it waits; invalid: chosen as on arrival
  MachineId machine;
  sim::Duration remaining;  // of the work on the machine, of the way, or of the hold
  sim::Time waiting_since;  // at or before the start
};

struct InitialClock {
  MachineId machine;
  std::int32_t mode = 0;
  std::optional<sim::Duration> remaining;  // to the next failure, on the mode's clock
  std::optional<std::int64_t> remaining_cycles;
  std::optional<sim::Duration> repair_remaining;  // the machine is down with this mode
};

struct InitialSetup {
  MachineId machine;
  SetupFamilyId family;
  std::int32_t run_length = 0;  // lots since the change
};

struct InitialCarrier {
  FleetId fleet;
  std::int32_t ordinal = 0;
  NodeId node;
};

struct InitialPurchase {
  ReplenishmentId replenishment;
  sim::Quantity quantity;
  sim::Time arrives;
};

struct InitialState {
  std::vector<InitialStock> stock;
  std::vector<InitialLot> lots;  // of orders that are already released
  std::vector<InitialClock> clocks;
  std::vector<InitialSetup> setups;
  std::vector<InitialCarrier> carriers;
  std::vector<InitialPurchase> purchases;
};

// What happens to a plant: demand, disruptions, the state to begin with.
struct RunInput {
  sim::UtcInstant start;
  sim::Duration horizon = sim::Duration::max();  // Duration::max(): until nothing is left to do
  sim::Duration warm_up;
  std::vector<OrderInput> orders;
  std::vector<Source> sources;
  std::vector<Disruption> disruptions;
  InitialState initial;
  std::vector<MaterialId> planned_outside;  // sorted; the plant does not replenish them by itself
  std::vector<Gate> gates;                  // where work waits for the back office
  std::vector<std::string> order_classes;   // under which orders are reported, beside products

  bool replenishes(const Replenishment& rule) const {
    return !std::binary_search(planned_outside.begin(), planned_outside.end(), rule.material);
  }
  bool until_done() const { return horizon == sim::Duration::max(); }
};

}  // namespace planttwin::plant
