#include "plant_models/run/initial_state.h"

#include <algorithm>

#include "plant_models/run/breakdowns.h"
#include "plant_models/run/dispatch.h"
#include "plant_models/run/flow.h"
#include "plant_models/run/lots.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/release.h"
#include "plant_models/run/stock.h"

namespace planttwin::plant {
namespace {

void place_stock(RunState& run) {
  for (std::size_t i = 0; i < run.input->initial.stock.size(); ++i) {
    add_initial_stock(run, static_cast<std::int32_t>(i));
  }
}

OrderSlot find_or_open(RunState& run, std::vector<OrderSlot>& open, std::int32_t index) {
  OrderSlot& slot = open[static_cast<std::size_t>(index)];
  if (!slot.valid()) slot = open_initial_order(run, index);
  return slot;
}

void reserve_for_open_orders(RunState& run, std::vector<OrderSlot>& open) {
  for (const InitialStock& s : run.input->initial.stock) {
    if (s.reserved.is_zero() || s.reserved_for < 0) continue;
    const OrderSlot order = find_or_open(run, open, s.reserved_for);
    const ReservationKind kind = run.plant->options.reservation_basis == ReservationBasis::kByLot
                                     ? ReservationKind::kByLot
                                     : ReservationKind::kByQuantity;
    reserve_stock(run, order, s.material, s.location, s.reserved, kind);
    run.order(order).reserved = 1;
  }
}

WorkCenterId work_center_for(const RunState& run, const Lot& l, const InitialLot& in) {
  if (in.machine.valid()) return run.plant->machine(in.machine).work_center;
  return in.work_center.valid() ? in.work_center : run.operation(l).work_centers.front();
}

// Its components are in it already; the work goes on when all lots of the machine are there.
void put_on_machine(RunState& run, LotSlot slot, const InitialLot& in) {
  run.lot(slot).flags |= kIssued | kUnderWay;
  enter_queue(run, slot);
  Lot& l = run.lot(slot);
  l.queued_at = in.waiting_since;
  const Operation& operation = run.operation(l);
  if (operation.setup_family.valid()) run.machine(in.machine).family = operation.setup_family;
  l.run_left = in.remaining;
}

// The job of a machine goes on with the longest rest that is stated for its lots. On an indexing
// line they stand one behind the other, the first before the way out, and the cycle goes on.
void go_on_with_job(RunState& run, MachineId machine, const LotList& lots) {
  sim::Duration left;
  for (const LotSlot slot : lots) left = std::max(left, run.lot(slot).run_left);
  for (const LotSlot slot : lots) run.lot(slot).run_left = left;
  if (!run.work_center_of(machine).line.active()) {
    start_job(run, machine, lots);
    return;
  }
  std::vector<LotSlot>& stations = run.line_stations[machine.index()];
  auto station = stations.rbegin();
  for (const LotSlot slot : lots) {
    *station++ = slot;
    run.lot(slot).run_left = sim::Duration::microseconds(-1);
    add_to_line(run, machine, slot);
  }
  MachineRun& m = run.machine(machine);
  const sim::Duration whole = m.run_time;
  m.run_time = left;
  run_line_cycle(run, machine);
  m.run_time = whole;
}

void place_lot(RunState& run, LotSlot slot, const InitialLot& in) {
  Lot& l = run.lot(slot);
  l.operation = in.operation;
  l.came_from = in.operation - 1;
  l.step = in.operation + 1;
  l.work_center = work_center_for(run, l, in);
  for (OperationIndex before = 0; before < in.operation; ++before) {
    note_supplied(run, slot, before);
  }
  switch (in.place) {
    case LotPlace::kQueue: {
      enter_queue(run, slot);
      run.lot(slot).queued_at = in.waiting_since;
      requeue(run, slot);
      break;
    }
    case LotPlace::kMachine:
      put_on_machine(run, slot, in);
      break;
    case LotPlace::kTransit:
      l.status = LotStatus::kInTransit;
      ++run.buffers[run.plant->work_center(l.work_center).buffer.index()].claimed;
      l.flags |= kClaimed;
      l.node = run.plant->work_center(l.work_center).node;
      l.timer =
          run.schedule(run.now() + in.remaining, sim::Phase::kCompletion, EventKind::kLotArrives,
                       static_cast<std::uint64_t>(l.rank), slot.index());
      break;
    case LotPlace::kHold:
      l.status = LotStatus::kHeld;
      l.timer =
          run.schedule(run.now() + in.remaining, sim::Phase::kCalendarChange, EventKind::kHoldEnds,
                       static_cast<std::uint64_t>(l.rank), slot.index());
      break;
  }
}

void create_and_place(RunState& run, std::vector<OrderSlot>& open, const InitialLot& in,
                      std::vector<LotList>& jobs) {
  const OrderSlot order = find_or_open(run, open, in.order);
  const LotSlot slot = create_lot(run, order, in.quantity);
  run.lot(slot).released = run.order(order).released;
  place_lot(run, slot, in);
  if (in.place == LotPlace::kMachine) jobs[in.machine.index()].push_back(slot);
}

// Machines first: a lot in a queue must not find a machine idle that is not.
void place_lots(RunState& run, std::vector<OrderSlot>& open) {
  std::vector<LotList> jobs(run.machines.size());
  for (const InitialLot& in : run.input->initial.lots) {
    if (in.place == LotPlace::kMachine) create_and_place(run, open, in, jobs);
  }
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (!jobs[i].empty()) go_on_with_job(run, MachineId(i), jobs[i]);
  }
  for (const InitialLot& in : run.input->initial.lots) {
    if (in.place != LotPlace::kMachine) create_and_place(run, open, in, jobs);
  }
}

void set_clocks(RunState& run) {
  for (const InitialClock& in : run.input->initial.clocks) {
    const std::int32_t first = run.first_failure[in.machine.index()];
    const auto index = static_cast<std::size_t>(first) + static_cast<std::size_t>(in.mode);
    FailureRun& f = run.failures[index];
    if (in.remaining_cycles) f.cycles_left = *in.remaining_cycles;
    if (in.remaining) {
      f.left = *in.remaining;
      if (run.calendar.cancel(f.due)) {
        f.due = run.schedule(run.now() + f.left, sim::Phase::kFailure, EventKind::kFailure, index,
                             index);
      }
    }
    if (in.repair_remaining) resume_repair(run, index, *in.repair_remaining);
  }
}

}  // namespace

void place_initial_state(RunState& run) {
  const InitialState& initial = run.input->initial;
  std::vector<OrderSlot> open(run.input->orders.size());
  for (const InitialSetup& in : initial.setups) {
    run.machine(in.machine).family = in.family;
    run.machine(in.machine).run_length = in.run_length;
  }
  for (const InitialCarrier& in : initial.carriers) {
    const std::int32_t first = run.first_carrier[in.fleet.index()];
    const auto index = static_cast<std::size_t>(first) + static_cast<std::size_t>(in.ordinal);
    run.carriers[index].node = in.node;
  }
  place_stock(run);
  reserve_for_open_orders(run, open);
  set_clocks(run);
  for (const InitialPurchase& in : initial.purchases) {
    open_purchase(run, in.replenishment, in.quantity, in.arrives);
  }
  place_lots(run, open);
  for (ProductStatistics& product : run.statistics.products) {
    product.wip_start = product.wip.level();
  }
}

}  // namespace planttwin::plant
