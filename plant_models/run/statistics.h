#pragma once

#include <cstdint>
#include <vector>

#include "plant_models/model/plant.h"
#include "plant_models/run/machine_state.h"
#include "sim/quantity.h"
#include "sim/statistics/quantiles.h"
#include "sim/statistics/state_clock.h"
#include "sim/statistics/tally.h"
#include "sim/statistics/time_average.h"
#include "sim/time.h"

namespace planttwin::plant {

// Durations in microseconds with their spread and quantiles.
struct DurationStatistics {
  sim::Tally tally;
  sim::Quantiles quantiles;
  void add(sim::Duration d) {
    tally.add(d.count());
    quantiles.add(d.count());
  }
  void reset() { *this = DurationStatistics(); }
  template <class A>
  void visit(A& archive) {
    archive(tally, quantiles);
  }
};

// Per product (a material that has a routing). Quantities are steps of its unit.
struct ProductStatistics {
  std::int64_t released = 0;
  std::int64_t completed = 0;
  std::int64_t scrapped = 0;
  std::int64_t lots_completed = 0;
  std::int64_t lots_on_time = 0;  // of lots with a due date
  std::int64_t lots_with_due = 0;
  std::int64_t arrivals = 0;  // orders that came, lost ones included
  std::int64_t arrivals_lost = 0;
  std::int64_t wip_start = 0;
  std::int64_t inspected_first = 0;  // units checked before any rework ...
  std::int64_t passed_first = 0;     // ... that were not rejected
  std::int64_t queue_time_violations = 0;
  sim::TimeAverage wip;  // units in process
  sim::TimeAverage wip_lots;
  DurationStatistics cycle_time;  // lots completed in the window, from release
  DurationStatistics wait;        // per operation started, in queue
  template <class A>
  void visit(A& archive) {
    archive(released, completed, scrapped, lots_completed, lots_on_time, lots_with_due, arrivals,
            arrivals_lost, wip_start, inspected_first, passed_first, queue_time_violations, wip,
            wip_lots, cycle_time, wait);
  }
};

struct WorkCenterStatistics {
  std::int64_t started = 0;    // lots
  std::int64_t completed = 0;  // lots
  sim::TimeAverage queue;      // lots waiting
  DurationStatistics wait;
  template <class A>
  void visit(A& archive) {
    archive(started, completed, queue, wait);
  }
};

struct MachineStatistics {
  sim::StateClock clock{sim::Time(), static_cast<int>(MachineStateCode::kIdle)};
  std::int64_t failures = 0;
  std::int64_t repairs = 0;
  std::int64_t repair_us = 0;  // down time of ended failures, waiting for the crew included
  std::int64_t setups = 0;
  std::int64_t lots = 0;        // completed
  std::int64_t units_good = 0;  // whole units, for OEE
  std::int64_t units_total = 0;
  std::int64_t ideal_us = 0;  // what its completed work takes at nominal speed
  template <class A>
  void visit(A& archive) {
    archive(clock, failures, repairs, repair_us, setups, lots, units_good, units_total, ideal_us);
  }
};

// A counted resource: labor pools and fleets.
struct ResourceStatistics {
  sim::TimeAverage busy;
  sim::TimeAverage available;  // on shift
  sim::TimeAverage waiting;    // requests that wait
  DurationStatistics wait;     // per request
  std::int64_t requests = 0;
  template <class A>
  void visit(A& archive) {
    archive(busy, available, waiting, wait, requests);
  }
};

// Per material over all locations: steps of its unit on stock (all statuses).
struct MaterialStatistics {
  sim::TimeAverage stock;
  sim::TimeAverage stockout;  // 1 while nothing unrestricted or reserved is there
  std::int64_t expired = 0;
  std::int64_t received = 0;
  std::int64_t issued = 0;
  std::int64_t shipped = 0;
  template <class A>
  void visit(A& archive) {
    archive(stock, stockout, expired, received, issued, shipped);
  }
};

struct OrderStatistics {
  std::int64_t released = 0;
  std::int64_t completed = 0;
  std::int64_t with_due = 0;  // completed ones with a due date
  std::int64_t on_time = 0;
  DurationStatistics tardiness;  // of completed orders with a due date, 0 when on time
  template <class A>
  void visit(A& archive) {
    archive(released, completed, with_due, on_time, tardiness);
  }
};

// Per class of orders, as the input names them: lots completed.
struct OrderClassStatistics {
  std::int64_t lots_completed = 0;
  std::int64_t lots_with_due = 0;
  std::int64_t lots_on_time = 0;
  DurationStatistics cycle_time;
  template <class A>
  void visit(A& archive) {
    archive(lots_completed, lots_with_due, lots_on_time, cycle_time);
  }
};

// Everything a run measures from `since` (the end of the warm-up) on. Bounded in memory and
// independent of the order of events within an instant.
struct Statistics {
  sim::Time since;
  std::int64_t events = 0;  // calendar events fired in the whole run
  OrderStatistics orders;
  std::vector<ProductStatistics> products;          // by material
  std::vector<OrderClassStatistics> order_classes;  // as RunInput::order_classes
  std::vector<MaterialStatistics> materials;
  std::vector<WorkCenterStatistics> work_centers;
  std::vector<MachineStatistics> machines;
  std::vector<sim::TimeAverage> buffers;
  std::vector<ResourceStatistics> labor;
  std::vector<ResourceStatistics> carriers;  // by fleet
  std::vector<std::int64_t> defects;         // nonconforming units by cause
  sim::TimeAverage wip_lots;                 // all products
  sim::Time last_completion;                 // of a lot; the makespan where all is done

  void prepare(const Plant& plant, std::size_t order_class_count);
  void reset(sim::Time now);  // begins the window; levels and states stay

  template <class A>
  void visit(A& archive) {
    archive(since, events, orders, products, order_classes, materials, work_centers, machines,
            buffers, labor, carriers, defects, wip_lots, last_completion);
  }
};

}  // namespace planttwin::plant
