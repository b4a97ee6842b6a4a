#include "plant_models/run/disruptions.h"

#include <algorithm>

#include "plant_models/run/carriers.h"
#include "plant_models/run/dispatch.h"
#include "plant_models/run/holds.h"
#include "plant_models/run/labor_desk.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/release.h"
#include "plant_models/run/stock.h"
#include "plant_models/run/stoppage.h"

namespace planttwin::plant {
namespace {

void emit_disruption(RunState& run, EventType type, std::size_t index) {
  if (!run.listened()) return;
  PlantEvent event;
  event.type = type;
  event.other = static_cast<std::int32_t>(index);
  event.machine = run.input->disruptions[index].machine;
  event.material = run.input->disruptions[index].material;
  run.emit(event);
}

bool concerns(const RunState& run, const Disruption& d, const StockRun& s) {
  if (s.in_use == 0 || s.material != d.material) return false;
  if (d.lot.empty()) return true;
  return s.initial >= 0 &&
         run.input->initial.stock[static_cast<std::size_t>(s.initial)].lot == d.lot;
}

bool active(const RunState& run, std::size_t disruption, DisruptionKind kind) {
  return run.disruptions[disruption].active != 0 && run.input->disruptions[disruption].kind == kind;
}

// A lot of this product that another disruption put on hold.
bool stays_held(const RunState& run, const Lot& l) {
  for (std::size_t i = 0; i < run.disruptions.size(); ++i) {
    const Disruption& d = run.input->disruptions[i];
    if (active(run, i, DisruptionKind::kHoldLots) && d.material == run.product(l) &&
        l.released <= d.at) {
      return true;
    }
  }
  return false;
}

template <class Do>
void for_stock(RunState& run, const Disruption& d, Do what) {
  for (std::size_t i = 0; i < run.stock.size(); ++i) {
    if (concerns(run, d, run.stock[i])) what(StockSlot(i));
  }
}

template <class Do>
void for_lots(RunState& run, MaterialId product, Do what) {
  for (std::size_t i = 0; i < run.lots.size(); ++i) {
    if (run.lots[i].status != LotStatus::kFree && run.product(run.lots[i]) == product) {
      what(LotSlot(i));
    }
  }
}

void change_absence(RunState& run, const Disruption& d, std::int32_t by) {
  run.pools[d.pool.index()].absent += by;
  update_pool(run, d.pool);
  if (by < 0) labor_returned(run, d.pool);
}

void rush(RunState& run, const Disruption& d) {
  for (OrderRun& order : run.orders) {
    if (order.in_use != 0 && order.input == d.order) order.priority += d.count;
  }
  for (std::size_t i = 0; i < run.lots.size(); ++i) {
    Lot& l = run.lots[i];
    if (l.status == LotStatus::kFree || run.order(l.order).input != d.order) continue;
    l.priority = run.order(l.order).priority;
    if (l.status == LotStatus::kQueued) requeue(run, LotSlot(i));
  }
}

}  // namespace

bool stock_stays_held(const RunState& run, const StockRun& s) {
  if (s.held_from_outside != 0) return true;
  if (s.initial >= 0 && run.input->initial.stock[static_cast<std::size_t>(s.initial)].held) {
    return true;
  }
  for (std::size_t i = 0; i < run.disruptions.size(); ++i) {
    if (active(run, i, DisruptionKind::kHoldMaterial) &&
        s.number < run.disruptions[i].stock_before && concerns(run, run.input->disruptions[i], s)) {
      return true;
    }
  }
  return false;
}

void schedule_disruptions(RunState& run) {
  run.disruptions.resize(run.input->disruptions.size());
  for (std::size_t i = 0; i < run.input->disruptions.size(); ++i) {
    run.schedule(std::max(run.now(), run.input->disruptions[i].at), sim::Phase::kOutsideInput,
                 EventKind::kDisruption, i, i);
  }
}

void on_disruption(RunState& run, std::size_t index) {
  const Disruption& d = run.input->disruptions[index];
  run.disruptions[index].active = 1;
  run.disruptions[index].stock_before = run.next_stock_number;
  emit_disruption(run, EventType::kDisruptionStarted, index);
  switch (d.kind) {
    case DisruptionKind::kMachineDown:
      ++run.machine(d.machine).held;
      add_stop(run, d.machine, kStopHeld);
      interrupt_by_stop(run, d.machine);
      break;
    case DisruptionKind::kAbsentCrew:
      change_absence(run, d, d.count);
      break;
    case DisruptionKind::kHoldMaterial:
      for_stock(run, d, [&](StockSlot slot) { hold_stock(run, slot); });
      break;
    case DisruptionKind::kHoldLots:
      for_lots(run, d.material, [&](LotSlot slot) { hold_lot(run, slot); });
      break;
    case DisruptionKind::kRushOrder:
      rush(run, d);
      break;
    case DisruptionKind::kEdgeClosed:
      close_edge(run, d.edge);
      break;
  }
  if (d.duration > sim::Duration()) {
    run.disruptions[index].end = run.schedule(run.now() + d.duration, sim::Phase::kCalendarChange,
                                              EventKind::kDisruptionEnd, index, index);
  }
}

void on_disruption_end(RunState& run, std::size_t index) {
  const Disruption& d = run.input->disruptions[index];
  run.disruptions[index] = HoldRun();
  emit_disruption(run, EventType::kDisruptionEnded, index);
  switch (d.kind) {
    case DisruptionKind::kMachineDown:
      if (--run.machine(d.machine).held == 0) remove_stop(run, d.machine, kStopHeld);
      break;
    case DisruptionKind::kAbsentCrew:
      change_absence(run, d, -d.count);
      break;
    case DisruptionKind::kHoldMaterial:
      for_stock(run, d, [&](StockSlot slot) {
        if (!stock_stays_held(run, run.stock[slot.index()])) release_stock(run, slot);
      });
      break;
    case DisruptionKind::kHoldLots:
      for_lots(run, d.material, [&](LotSlot slot) {
        if (!stays_held(run, run.lot(slot))) release_lot(run, slot);
      });
      break;
    case DisruptionKind::kRushOrder:
      break;
    case DisruptionKind::kEdgeClosed:
      open_edge(run, d.edge);
      break;
  }
}

}  // namespace planttwin::plant
