#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plant_models/model/demand.h"
#include "plant_models/model/plant.h"
#include "plant_models/run/event_kind.h"
#include "plant_models/run/number_index.h"
#include "plant_models/run/plant_event.h"
#include "plant_models/run/plant_input.h"
#include "plant_models/run/records.h"
#include "plant_models/run/statistics.h"
#include "plant_models/run/work_queue.h"
#include "sim/calendar.h"
#include "sim/random.h"

namespace planttwin::plant {

// A lot that waits for a place in a buffer, in order of waiting.
struct PlaceWaiter {
  sim::Time since;
  LotSlot lot;
  WorkCenterId work_center;
};

// Labor that a machine's job holds.
struct LaborHold {
  LaborPoolId pool;
  std::int32_t count = 0;
  NeededDuring during = NeededDuring::kSetupAndRun;
  std::uint8_t padding_[3] = {};
};

// A purchase or production order of a replenishment that is under way.
struct PurchaseRun {
  sim::Quantity quantity;
  sim::EventHandle arrival;
  std::int64_t ordinal = 0;
  ReplenishmentId replenishment;
  std::int32_t in_use = 0;
};

// All mutable state of a run: the plant's systems (release, flow, dispatch, operations,
// breakdowns, stock, transport, quality) are functions on it, one header each in this folder.
// Everything is data in flat arrays; pointers lead only to the immutable plant and input.
struct RunState {
  const Plant* plant = nullptr;
  const RunInput* input = nullptr;
  std::vector<EventSink*> sinks;  // neither copied nor saved

  sim::RandomSource random{1};
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  std::uint32_t antithetic = 0;

  sim::EventCalendar calendar;
  sim::Time horizon;
  sim::Time reached;  // simulated up to here, where that is later than the last event
  Statistics statistics;

  std::vector<Lot> lots;
  std::vector<std::vector<OperationIndex>> supplied;  // by lot: operations whose components it has
  LotSlot free_lot;
  std::vector<std::vector<QueueTimeWindow>> queue_time_windows;  // by slot of lots
  std::vector<std::vector<MachineVisit>> machine_visits;         // by slot of lots
  std::vector<OrderRun> orders;
  OrderSlot free_order;
  NumberIndex lot_index;
  NumberIndex order_index;
  std::int64_t next_order_number = 0;
  std::int64_t next_lot_number = 0;
  std::int64_t next_stock_number = 0;
  std::int64_t lots_in_process = 0;
  std::int64_t pending_releases = 0;  // orders of the input that are still to come
  std::int64_t active_sources = 0;
  std::vector<std::int32_t> orders_by_release;       // indices into the input's orders
  std::vector<std::vector<OrderSlot>> loop_waiting;  // per release loop
  std::vector<std::int32_t> loop_wip;                // lots
  std::vector<OrderSlot> material_waiting;           // orders that wait for their reservation

  std::vector<PlantInput> outside;              // what the back office has ordered, from the first
  std::vector<std::int32_t> shipments_waiting;  // of it, for stock; by due date
  std::vector<QuestionRun> questions;           // to the back office, from the first
  std::int64_t orders_at_gate = 0;              // that wait for an answer before their release

  std::vector<SourceRun> sources;
  std::vector<WorkQueue> queues;          // by work center
  std::vector<std::int64_t> queued_work;  // planned run time waiting, in microseconds
  std::vector<BufferRun> buffers;
  std::vector<std::vector<PlaceWaiter>> place_waiters;  // by buffer
  std::vector<BufferId> idle_place_offers;              // to be decided in this round, sorted
  std::vector<std::int32_t> output_used;                // by work center
  std::vector<std::int64_t> inspected_units;   // per routing and operation: every n-th unit
  std::vector<sim::EventHandle> batch_timers;  // by work center

  std::vector<MachineRun> machines;
  std::vector<Attention> attention;                    // by machine
  std::vector<std::vector<LaborHold>> labor_held;      // by machine
  std::vector<std::vector<LaborPoolId>> labor_wanted;  // by machine: pools in whose queue it stands
  std::vector<std::vector<LotSlot>> line_stations;     // by machine: indexing lines
  std::vector<std::vector<PipelineLot>> pipelines;     // by machine, in order of entry
  std::vector<FailureRun> failures;
  std::vector<std::int32_t> first_failure;  // by machine; one more at the end
  std::vector<MaintenanceRun> maintenances;
  std::vector<std::int32_t> first_maintenance;  // by machine; one more at the end

  std::vector<PoolRun> pools;
  std::vector<std::vector<CrewRequest>> crew_waiting;  // by pool
  std::vector<std::int32_t> tools_busy;
  std::int64_t resource_waiters = 0;  // machines that wait for people or tools
  std::vector<ShiftRun> shifts;

  std::vector<StockRun> stock;
  StockSlot free_stock;
  std::vector<StockTotal> stock_totals;  // material * locations + location
  std::vector<ReservationRun> reservations;
  std::vector<std::int32_t> picking;  // by location: pickers at work
  std::vector<LotSlot> pick_waiting;  // lots that wait for a picker
  std::vector<PurchaseRun> purchases;
  std::vector<std::int64_t> replenishment_orders;   // ordinals
  std::vector<ReplenishmentId> replenishments_due;  // to be looked at in this round, sorted
  std::vector<CauseRun> causes;

  std::vector<CarrierRun> carriers;
  std::vector<std::int32_t> first_carrier;            // by fleet; one more at the end
  std::vector<std::vector<LotSlot>> carrier_waiting;  // by fleet: lots that called
  std::vector<std::vector<LotSlot>> carrier_load;     // by carrier: lots on board
  std::vector<std::int32_t> edge_used;
  std::vector<std::vector<CarrierSlot>> edge_waiting;
  std::vector<std::vector<LotSlot>> conveyor_waiting;  // by edge

  std::vector<HoldRun> disruptions;

  std::vector<std::uint8_t> touched;  // by work center
  std::vector<WorkCenterId> touched_list;
  std::uint8_t warm_up_now = 0;  // statistics are reset after this instant
  std::uint8_t deadlocked = 0;
  std::uint8_t check_deadlock = 0;  // a lot was blocked in this round
  std::uint8_t release_again = 0;
  std::uint8_t ship_again = 0;
  std::vector<std::string> deadlock_cycle;

  sim::Time now() const { return calendar.now(); }
  const WorkCenter& work_center_of(MachineId m) const {
    return plant->work_center(plant->machine(m).work_center);
  }
  Lot& lot(LotSlot slot) { return lots[slot.index()]; }
  const Lot& lot(LotSlot slot) const { return lots[slot.index()]; }
  OrderRun& order(OrderSlot slot) { return orders[slot.index()]; }
  const OrderRun& order(OrderSlot slot) const { return orders[slot.index()]; }
  MachineRun& machine(MachineId m) { return machines[m.index()]; }
  const MachineRun& machine(MachineId m) const { return machines[m.index()]; }
  const Operation& operation(const Lot& l) const {
    return plant->routing(l.routing).operations[static_cast<std::size_t>(l.operation)];
  }
  MaterialId product(const Lot& l) const { return order(l.order).product; }

  sim::EventHandle schedule(sim::Time at, sim::Phase phase, EventKind kind, std::uint64_t rank,
                            std::size_t target) {
    return calendar.schedule(at, phase, static_cast<std::uint8_t>(kind),
                             rank & sim::EventCalendar::kMaxRank,
                             static_cast<std::uint32_t>(target));
  }

  // The work center decides once more in this round or the next.
  void touch(WorkCenterId wc) {
    if (touched[wc.index()] != 0) return;
    touched[wc.index()] = 1;
    touched_list.push_back(wc);
  }

  bool listened() const { return !sinks.empty(); }
  void emit(PlantEvent event) {
    event.time = now();
    for (EventSink* sink : sinks) sink->on_event(event, *this);
  }
  // An event about a lot, with its order, material and quantity filled in.
  PlantEvent about(EventType type, const Lot& l) const {
    PlantEvent event;
    event.type = type;
    event.lot = l.number;
    event.order = order(l.order).number;
    event.material = order(l.order).product;
    event.operation = l.operation;
    event.quantity = l.quantity;
    return event;
  }

  template <class Archive>
  void visit(Archive& archive) {
    archive(seed, replication, antithetic, calendar, horizon, reached, statistics);
    archive(queue_time_windows, machine_visits, pipelines);
    archive(lots, supplied, free_lot, orders, free_order, lot_index, order_index, next_order_number,
            next_lot_number, next_stock_number, lots_in_process, pending_releases, active_sources,
            orders_by_release, loop_waiting, loop_wip, material_waiting);
    archive(sources, queues, queued_work, buffers, place_waiters, idle_place_offers, output_used,
            inspected_units, batch_timers);
    archive(machines, attention, labor_held, labor_wanted, line_stations, failures, first_failure,
            maintenances, first_maintenance);
    archive(pools, crew_waiting, tools_busy, resource_waiters, shifts);
    archive(stock, free_stock, stock_totals, reservations, picking, pick_waiting, purchases,
            replenishment_orders, replenishments_due, causes);
    archive(carriers, first_carrier, carrier_waiting, carrier_load, edge_used, edge_waiting,
            conveyor_waiting);
    archive(disruptions, touched, touched_list, warm_up_now, deadlocked, check_deadlock,
            release_again, ship_again, deadlock_cycle);
    archive(outside, shipments_waiting, questions, orders_at_gate);
  }
};

}  // namespace planttwin::plant
