#include "tests/properties/state_check.h"

#include <algorithm>
#include <numeric>

#include "plant_models/run/labor_desk.h"

namespace planttwin::testing {
namespace {

using plant::Lot;
using plant::LotSlot;
using plant::LotStatus;
using plant::RunState;

template <class List>
bool contains(const List& list, LotSlot slot) {
  return std::find(list.begin(), list.end(), slot) != list.end();
}

template <class Lists>
bool in_any(const Lists& lists, LotSlot slot) {
  return std::any_of(lists.begin(), lists.end(),
                     [&](const auto& list) { return contains(list, slot); });
}

bool waits_for_place(const RunState& run, LotSlot slot) {
  return std::any_of(run.place_waiters.begin(), run.place_waiters.end(), [&](const auto& list) {
    return std::any_of(list.begin(), list.end(),
                       [&](const plant::PlaceWaiter& w) { return w.lot == slot; });
  });
}

bool waits_for_transport(const RunState& run, LotSlot slot) {
  return in_any(run.carrier_waiting, slot) || in_any(run.conveyor_waiting, slot);
}

bool on_machine(const RunState& run, LotSlot slot) {
  const Lot& l = run.lot(slot);
  if (!l.machine.valid()) return false;
  for (LotSlot s = run.machine(l.machine).lots; s.valid(); s = run.lot(s).next) {
    if (s == slot) return true;
  }
  return false;
}

bool on_line_without_station(const RunState& run, LotSlot slot) {
  const plant::MachineId id = run.lot(slot).machine;
  return run.work_center_of(id).line.active() && !contains(run.line_stations[id.index()], slot);
}

bool queued(const RunState& run, LotSlot slot) {
  const plant::WorkQueue& queue = run.queues[run.lot(slot).work_center.index()];
  return queue.any_lot([&](LotSlot waiting) { return waiting == slot; });
}

bool held_by_disruption(const RunState& run, const Lot& l) {
  for (std::size_t i = 0; i < run.disruptions.size(); ++i) {
    const plant::Disruption& d = run.input->disruptions[i];
    if (run.disruptions[i].active == 0 || d.kind != plant::DisruptionKind::kHoldLots) continue;
    if (d.material == run.product(l)) return true;
  }
  return false;
}

bool awaited(const RunState& run, LotSlot slot) {
  return std::any_of(run.lots.begin(), run.lots.end(),
                     [&](const Lot& l) { return l.number >= 0 && l.parent == slot; });
}

bool in_pipeline(const RunState& run, LotSlot slot) {
  const plant::MachineId machine = run.lot(slot).machine;
  if (!machine.valid()) return false;
  const std::vector<plant::PipelineLot>& inside = run.pipelines[machine.index()];
  return std::any_of(inside.begin(), inside.end(),
                     [&](const plant::PipelineLot& p) { return p.lot == slot; });
}

// What is wrong with where a lot is; empty when nothing is.
std::string place_fault(const RunState& run, LotSlot slot) {
  const Lot& l = run.lot(slot);
  switch (l.status) {
    case LotStatus::kFree:
      return "is nowhere";
    case LotStatus::kOutside:
      return waits_for_place(run, slot) || waits_for_transport(run, slot)
                 ? ""
                 : "waits outside for nothing";
    case LotStatus::kQueued:
      return queued(run, slot) ? "" : "is queued but in no queue";
    case LotStatus::kOnMachine:
      if (!on_machine(run, slot)) return "is at work but on no machine";
      return on_line_without_station(run, slot) ? "is on a line but at no station" : "";
    case LotStatus::kInPipeline:
      if (!in_pipeline(run, slot)) return "is inside a machine that does not know it";
      return run.calendar.pending(l.timer) || run.machine(l.machine).stops != 0
                 ? ""
                 : "is inside a machine and never comes out";
    case LotStatus::kFinished:
      if (!on_machine(run, slot) && !in_pipeline(run, slot)) return "is finished but on no machine";
      return waits_for_place(run, slot) || waits_for_transport(run, slot)
                 ? ""
                 : "stays on its machine for nothing";
    case LotStatus::kOutput:
      return waits_for_place(run, slot) || waits_for_transport(run, slot)
                 ? ""
                 : "stays beside its machine for nothing";
    case LotStatus::kInTransit:
      return run.calendar.pending(l.timer) || in_any(run.carrier_load, slot) ||
                     waits_for_transport(run, slot)
                 ? ""
                 : "is on its way and never arrives";
    case LotStatus::kHeld:
      return run.calendar.pending(l.timer) || held_by_disruption(run, l) ? "" : "is held for ever";
    case LotStatus::kJoining:
      return l.companions > 0 ? "" : "waits for branches that it does not have";
    case LotStatus::kRejoining:
      return awaited(run, slot) ? "" : "waits for a part that does not come";
  }
  return "is in an unknown status";
}

void check_lots(const RunState& run, Faults& faults) {
  std::int64_t lots = 0;
  std::vector<std::int32_t> of_order(run.orders.size());
  std::vector<std::int32_t> in_loop(run.loop_wip.size());
  std::vector<std::int32_t> companions(run.lots.size());
  for (std::size_t i = 0; i < run.lots.size(); ++i) {
    const Lot& l = run.lots[i];
    if (l.number < 0) continue;
    const std::string name = "lot " + std::to_string(l.number) + " ";
    const std::string fault = place_fault(run, LotSlot(i));
    faults.check(fault.empty(), name + fault);
    faults.check(l.quantity >= l.defective && l.defective >= sim::Quantity(),
                 name + "has " + std::to_string(l.defective.count()) + " defects among " +
                     std::to_string(l.quantity.count()));
    if ((l.flags & plant::kCompanion) != 0) {
      if (l.parent.valid()) ++companions[l.parent.index()];
      continue;
    }
    ++lots;
    ++of_order[l.order.index()];
    const plant::ReleaseLoopId loop = run.plant->loop_of[run.product(l).index()];
    if (loop.valid()) ++in_loop[loop.index()];
  }
  faults.check(lots == run.lots_in_process, "the count of lots in process");
  faults.check(in_loop == run.loop_wip, "the count of lots in a release loop");
  for (std::size_t i = 0; i < run.orders.size(); ++i) {
    if (run.orders[i].in_use == 0) continue;
    faults.check(of_order[i] == run.orders[i].lots_open,
                 "order " + std::to_string(run.orders[i].number) + " counts " +
                     std::to_string(run.orders[i].lots_open) + " lots and has " +
                     std::to_string(of_order[i]));
  }
  for (std::size_t i = 0; i < run.lots.size(); ++i) {
    if (run.lots[i].number < 0) continue;
    faults.check(companions[i] == run.lots[i].companions + run.lots[i].outer_companions,
                 "lot " + std::to_string(run.lots[i].number) + " counts its branches wrong");
  }
}

// Orders that are not complete are worked on or wait for their release.
void check_orders(const RunState& run, Faults& faults) {
  for (std::size_t i = 0; i < run.orders.size(); ++i) {
    const plant::OrderRun& order = run.orders[i];
    if (order.in_use == 0 || order.lots_open > 0) continue;
    const plant::OrderSlot slot(i);
    const auto waits = [&](const std::vector<plant::OrderSlot>& list) {
      return std::find(list.begin(), list.end(), slot) != list.end();
    };
    const bool waiting = waits(run.material_waiting) ||
                         std::any_of(run.loop_waiting.begin(), run.loop_waiting.end(), waits);
    // An order that stock was reserved for at the start may have no lots yet.
    faults.check(waiting || (order.reserved != 0 && order.lots_made == 0),
                 "order " + std::to_string(order.number) + " has no lots and is not complete");
  }
}

void check_queues(const RunState& run, Faults& faults) {
  std::vector<std::int32_t> level(run.buffers.size());
  std::vector<std::int32_t> claimed(run.buffers.size());
  std::vector<std::int32_t> output(run.queues.size());
  for (std::size_t i = 0; i < run.queues.size(); ++i) {
    const plant::WorkQueue& queue = run.queues[i];
    level[run.plant->work_centers[i].buffer.index()] += static_cast<std::int32_t>(queue.size());
    std::int64_t work = 0;
    for (const LotSlot slot : queue.in_order()) work += run.lot(slot).planned.count();
    faults.check(work == run.queued_work[i], run.plant->work_centers[i].id + ": the work queued");
    faults.check(
        run.statistics.work_centers[i].queue.level() == static_cast<std::int64_t>(queue.size()),
        run.plant->work_centers[i].id + ": the queue by statistics");
  }
  for (const Lot& l : run.lots) {
    if (l.number < 0) continue;
    const auto buffer = [&](plant::WorkCenterId wc) {
      return run.plant->work_center(wc).buffer.index();
    };
    if ((l.flags & plant::kClaimed) != 0) ++claimed[buffer(l.work_center)];
    if (l.claimed.valid()) ++claimed[buffer(l.claimed)];
    if (l.status == LotStatus::kOutput && l.machine.valid()) {
      ++output[run.plant->machine(l.machine).work_center.index()];
    }
  }
  for (std::size_t i = 0; i < run.buffers.size(); ++i) {
    const std::string& name = run.plant->buffers[i].id;
    faults.check(run.buffers[i].level == level[i], name + ": the count of lots");
    faults.check(run.buffers[i].claimed == claimed[i],
                 name + ": counts " + std::to_string(run.buffers[i].claimed) +
                     " claims, lots have " + std::to_string(claimed[i]));
  }
  faults.check(output == run.output_used, "the count of output places");
}

// Whether a machine that a deciding work center passes over has nothing to decide.
bool passed_over_rightly(const RunState& run, plant::MachineId id) {
  const plant::MachineRun& m = run.machine(id);
  const plant::WorkCenter& wc = run.work_center_of(id);
  const plant::WorkQueue& queue = run.queues[run.plant->machine(id).work_center.index()];
  const plant::Attention attention = run.attention[id.index()];
  if (attention == plant::Attention::kAlways || wc.line.active()) return true;
  if (m.waiting_resource != 0) return false;
  if (attention == plant::Attention::kNone) return m.stage != plant::Stage::kIdle;
  return m.stage == plant::Stage::kIdle && m.waiting == plant::MachineStateCode::kIdle &&
         !wc.takes_opportunities &&
         (queue.has_for_any() || !queue.has_for(id.index() - wc.first_machine));
}

void check_machines(const plant::PlantRun& plant_run, Faults& faults) {
  const RunState& run = plant_run.state();
  std::vector<std::int32_t> tools(run.tools_busy.size());
  std::vector<std::int32_t> busy(run.pools.size());
  for (std::size_t i = 0; i < run.machines.size(); ++i) {
    const plant::MachineRun& m = run.machines[i];
    const std::string& name = run.plant->machines[i].id;
    std::int32_t lots = 0;
    for (LotSlot s = m.lots; s.valid(); s = run.lot(s).next) {
      ++lots;
      faults.check(run.lot(s).machine == plant::MachineId(i), name + ": a lot of another machine");
    }
    faults.check(lots == m.lot_count, name + ": the count of lots");
    faults.check(passed_over_rightly(run, plant::MachineId(i)), name + ": passed over");
    faults.check((m.running != 0) == run.calendar.pending(m.stage_end), name + ": runs for ever");
    faults.check(m.stage_left >= sim::Duration(), name + ": negative rest of work");
    for (const plant::ToolNeed& t : plant::tools_held(run, plant::MachineId(i))) {
      tools[t.tool.index()] += t.count;
    }
    for (const plant::LaborHold& hold : run.labor_held[i]) busy[hold.pool.index()] += hold.count;
    const sim::StateClock& clock = run.statistics.machines[i].clock;
    sim::Duration sum;
    for (int s = 0; s < plant::kMachineStates; ++s) sum += clock.time_in(s, plant_run.now());
    faults.check(sum == plant_run.now() - run.statistics.since, name + ": the clock");
  }
  for (const plant::FailureRun& f : run.failures) {
    if (f.crew_held == 0) continue;
    const plant::CrewNeed& crew =
        run.work_center_of(f.machine).failures[static_cast<std::size_t>(f.mode)].crew;
    if (crew.pool.valid()) busy[crew.pool.index()] += crew.count;
  }
  for (const plant::MaintenanceRun& f : run.maintenances) {
    if (f.crew_held == 0) continue;
    const plant::CrewNeed& crew =
        run.work_center_of(f.machine).maintenance[static_cast<std::size_t>(f.rule)].crew;
    if (crew.pool.valid()) busy[crew.pool.index()] += crew.count;
  }
  for (std::size_t i = 0; i < run.pools.size(); ++i) {
    faults.check(run.pools[i].busy == busy[i], run.plant->labor[i].id + ": " +
                                                   std::to_string(run.pools[i].busy) + " busy, " +
                                                   std::to_string(busy[i]) + " at work");
  }
  faults.check(tools == run.tools_busy, "the count of tools in use");
}

void check_stock(const RunState& run, Faults& faults) {
  std::vector<sim::Quantity> unrestricted(run.stock_totals.size());
  std::vector<sim::Quantity> promised(run.stock_totals.size());
  std::vector<sim::Quantity> reserved(run.stock.size());
  std::vector<sim::Quantity> staged(run.stock.size());
  const auto place = [&](plant::MaterialId material, plant::LocationId location) {
    return material.index() * run.plant->locations.size() + location.index();
  };
  for (const plant::ReservationRun& r : run.reservations) {
    faults.check(r.quantity > sim::Quantity(), "a reservation of nothing");
    if (r.kind == plant::ReservationKind::kByQuantity) {
      promised[place(r.material, r.location)] += r.quantity;
    } else {
      (r.kind == plant::ReservationKind::kByLot ? reserved : staged)[r.stock.index()] += r.quantity;
    }
  }
  for (std::size_t i = 0; i < run.stock.size(); ++i) {
    const plant::StockRun& s = run.stock[i];
    if (s.in_use != 0) unrestricted[place(s.material, s.location)] += s.unrestricted;
    faults.check(s.reserved == reserved[i], "stock reserved and reservations");
    faults.check(s.in_transit == staged[i], "stock in transit and staging");
  }
  for (std::size_t i = 0; i < run.stock_totals.size(); ++i) {
    const plant::StockTotal& total = run.stock_totals[i];
    faults.check(total.unrestricted == unrestricted[i], "the total of unrestricted stock");
    faults.check(total.reserved_by_quantity == promised[i], "the total of promised stock");
  }
}

}  // namespace

Faults faults_of(const plant::PlantRun& run) {
  Faults faults;
  check_lots(run.state(), faults);
  check_orders(run.state(), faults);
  check_queues(run.state(), faults);
  check_machines(run, faults);
  check_stock(run.state(), faults);
  return faults;
}

}  // namespace planttwin::testing
