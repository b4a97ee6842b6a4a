#include "plant_models/run/completion.h"

#include <algorithm>

#include "plant_models/run/flow.h"
#include "plant_models/run/inspection.h"
#include "plant_models/run/labor_desk.h"
#include "plant_models/run/lots.h"
#include "plant_models/run/maintenance.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/pipeline.h"
#include "plant_models/run/stock.h"
#include "sim/math.h"

namespace planttwin::plant {
namespace {

sim::Draw draw_for(const RunState& run, const Lot& l, sim::Purpose purpose, std::uint64_t part) {
  return run.random.draw({purpose, l.key, static_cast<std::uint32_t>(run.operation(l).number),
                          static_cast<std::uint64_t>(l.step) * 64 + part});
}

std::int64_t steps_per_unit(const RunState& run, const Lot& l) {
  std::int64_t steps = 1;
  for (int i = 0; i < run.plant->material(run.product(l)).unit.decimals; ++i) steps *= 10;
  return steps;
}

// Quantity lost to yield: per piece by chance, of a measured quantity its share.
sim::Quantity yield_loss(const RunState& run, const Lot& l, const Operation& operation) {
  if (operation.yield >= 1) return sim::Quantity();
  if (operation.yield_basis == YieldBasis::kPerLot) {
    sim::Draw draw = draw_for(run, l, sim::Purpose::kYield, 0);
    return draw.chance(operation.yield) ? sim::Quantity() : l.quantity;
  }
  if (steps_per_unit(run, l) > 1) {
    const double lost = static_cast<double>(l.quantity.count()) * (1 - operation.yield);
    return sim::Quantity::steps(sim::round_to_duration(lost).count());
  }
  return sim::Quantity::steps(
      binomial(draw_for(run, l, sim::Purpose::kYield, 0), l.quantity.count(), 1 - operation.yield));
}

void add_defects(RunState& run, LotSlot slot, double wear) {
  Lot& l = run.lot(slot);
  const Operation& operation = run.operation(l);
  const std::int64_t unit = steps_per_unit(run, l);
  for (std::size_t i = 0; i < operation.defects.size(); ++i) {
    const DefectRisk& risk = operation.defects[i];
    const DefectCause& cause = run.plant->defect_causes[risk.cause.index()];
    double probability = risk.probability * wear;
    if (run.causes[risk.cause.index()].capa_effective != 0) probability *= cause.capa_effect;
    const std::int64_t sound = (l.quantity - l.defective).count() / unit;
    const std::int64_t bad =
        binomial(draw_for(run, l, sim::Purpose::kDefect, i), sound, std::min(1.0, probability));
    if (bad == 0) continue;
    l.defective += sim::Quantity::steps(bad * unit);
    run.statistics.defects[risk.cause.index()] += bad;
  }
}

// How much likelier defects are on a worn machine.
double wear_factor(const RunState& run, MachineId id) {
  const Degradation& wear = run.work_center_of(id).degradation;
  if (wear.defect_growth_per_cycle == 0) return 1;
  return 1 + static_cast<double>(run.machine(id).cycles) * wear.defect_growth_per_cycle;
}

void emit_completed(RunState& run, MachineId id, const Lot& l, sim::Quantity scrapped,
                    sim::Duration time) {
  if (!run.listened()) return;
  PlantEvent event = run.about(EventType::kOperationCompleted, l);
  event.machine = id;
  event.work_center = run.plant->machine(id).work_center;
  event.other_quantity = scrapped;
  event.duration = time;
  run.emit(event);
}

// Yield and inspection of one lot. False when nothing of it goes on.
bool judge(RunState& run, MachineId id, LotSlot slot, double wear, sim::Duration time) {
  const sim::Quantity before = run.lot(slot).quantity;
  sim::Quantity lost;
  if (run.operation(run.lot(slot)).makes_defects) {
    lost = yield_loss(run, run.lot(slot), run.operation(run.lot(slot)));
    add_defects(run, slot, wear);
  }
  MachineStatistics& machine = run.statistics.machines[id.index()];
  const MaterialId product = run.product(run.lot(slot));
  const std::int64_t units = whole_units(run, product, before);
  machine.units_total += units;
  machine.units_good += lost.is_zero() ? units : whole_units(run, product, before - lost);
  {
    Lot& l = run.lot(slot);
    l.quantity -= lost;
    emit_completed(run, id, l, lost, time);
    l.quantity += lost;
    if (!lost.is_zero()) {
      l.flags |= kFirstPassFailed;
      scrap_units(run, slot, lost, -1);
    }
  }
  if (run.lot(slot).bom.valid()) {
    backflush(run, slot);
    receive_by_products(run, slot, before);
  }
  if (run.lot(slot).quantity.is_zero()) {
    end_lot(run, slot);
    return false;
  }
  return !run.operation(run.lot(slot)).inspection || inspect(run, slot);
}

void split_for_transfer(RunState& run, LotSlot slot, std::int32_t parts, LotList& leaving) {
  const std::int64_t total = run.lot(slot).quantity.count();
  const std::int64_t share = total / parts;
  for (std::int32_t i = 1; i < parts && share > 0; ++i) {
    Lot& l = run.lot(slot);
    const sim::Quantity quantity = sim::Quantity::steps(share);
    const sim::Quantity bad =
        std::min(quantity, sim::Quantity::steps(l.defective.count() / (parts - i + 1)));
    const MachineId machine = l.machine;
    const LotSlot child = split_lot(run, slot, quantity, bad);
    Lot& c = run.lot(child);
    // The child stands on the machine behind its parent.
    c.machine = machine;
    c.status = LotStatus::kOnMachine;
    if (overlaps(run, machine, run.operation(c))) {
      run.pipelines[machine.index()].push_back({sim::Duration(), run.now(), child, 0});
    } else {
      LotSlot* link = &run.machine(machine).lots;
      while (link->valid()) link = &run.lot(*link).next;
      *link = child;
      ++run.machine(machine).lot_count;
    }
    leaving.push_back(child);
  }
}

void merge_job(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  const LotSlot first = m.lots;
  while (run.lot(first).next.valid()) {
    const LotSlot other = run.lot(first).next;
    run.lot(first).next = run.lot(other).next;
    --m.lot_count;
    release_claim(run, other);
    merge_lots(run, first, other);
  }
}

}  // namespace

std::int64_t binomial(sim::Draw draw, std::int64_t n, double probability) {
  if (probability <= 0 || n <= 0) return 0;
  if (probability >= 1) return n;
  const double log_failure = sim::natural_log_of_one_plus(-probability);
  std::int64_t successes = 0;
  double position = 0;
  for (;;) {
    position += static_cast<double>(
        static_cast<std::int64_t>(std::min(sim::natural_log(draw.uniform()) / log_failure, 4e18)));
    if (position >= static_cast<double>(n)) return successes;
    ++successes;
    position += 1;
  }
}

void judge_and_send(RunState& run, MachineId id, const LotList& finished) {
  const double wear = wear_factor(run, id);
  const sim::Duration time = run.machine(id).run_done;
  if (finished.size() == 1 && run.operation(run.lot(finished.front())).split_into < 2) {
    const LotSlot slot = finished.front();
    run.lot(slot).status = LotStatus::kFinished;
    if (!judge(run, id, slot, wear, time)) return;
    run.lot(slot).status = LotStatus::kFinished;
    leave_operation(run, slot);
    return;
  }
  LotList leaving;
  for (const LotSlot slot : finished) {
    run.lot(slot).status = LotStatus::kFinished;
    const bool splits = is_divisible(run.lot(slot));
    const std::int32_t parts = splits ? run.operation(run.lot(slot)).split_into : 0;
    if (!judge(run, id, slot, wear, time)) continue;
    run.lot(slot).status = LotStatus::kOnMachine;  // it asks for a place when all are judged
    leaving.push_back(slot);
    if (parts > 1) split_for_transfer(run, slot, parts, leaving);
  }
  for (const LotSlot slot : leaving) {
    run.lot(slot).status = LotStatus::kFinished;
    leave_operation(run, slot);
  }
}

void complete_lot_out(RunState& run, MachineId id, LotSlot slot) {
  ++run.statistics.machines[id.index()].lots;
  ++run.statistics.work_centers[run.plant->machine(id).work_center.index()].completed;
  judge_and_send(run, id, {slot});
}

void complete_job(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  release_tools(run, id);
  release_all_labor(run, id);
  MachineStatistics& statistics = run.statistics.machines[id.index()];
  statistics.ideal_us += m.ideal.count();
  if (merges(run, run.lot(m.lots)) > 1) merge_job(run, id);
  LotList finished;
  for (LotSlot slot = m.lots; slot.valid(); slot = run.lot(slot).next) {
    finished.push_back(slot);
    m.units += whole_units(run, run.product(run.lot(slot)), run.lot(slot).quantity);
  }
  if (overlaps(run, id, run.operation(run.lot(m.lots)))) {
    ++m.cycles;
    check_maintenance(run, id);
    release_into_pipeline(run, id, finished);
    return;
  }
  statistics.lots += m.lot_count;
  const WorkCenterId wc = run.plant->machine(id).work_center;
  run.statistics.work_centers[wc.index()].completed += m.lot_count;
  judge_and_send(run, id, finished);
  ++m.cycles;
  check_maintenance(run, id);
  if (m.stage != Stage::kIdle) update_state(run, id);
}

void scrap_job(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  const BatchRules& batch = run.work_center_of(id).batch;
  LotList lots;
  for (LotSlot slot = m.lots; slot.valid(); slot = run.lot(slot).next) lots.push_back(slot);
  for (const LotSlot slot : lots) {
    if (batch.when_interrupted == InterruptedBatch::kPerLot) {
      sim::Draw draw = draw_for(run, run.lot(slot), sim::Purpose::kDisposition, 7);
      if (!draw.chance(batch.scrap_probability)) continue;
    }
    scrap_units(run, slot, run.lot(slot).quantity, -1);
    end_lot(run, slot);
  }
}

}  // namespace planttwin::plant
