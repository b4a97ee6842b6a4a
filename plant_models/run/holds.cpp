#include "plant_models/run/holds.h"

#include "plant_models/run/flow.h"
#include "plant_models/run/inspection.h"
#include "plant_models/run/lots.h"

namespace planttwin::plant {
namespace {

sim::Draw disposition_draw(const RunState& run, const Lot& l, std::uint64_t part) {
  return run.random.draw({sim::Purpose::kDisposition, l.key,
                          static_cast<std::uint32_t>(run.operation(l).number),
                          static_cast<std::uint64_t>(l.step) * 8 + part});
}

void emit_lot(RunState& run, EventType type, const Lot& l) {
  if (run.listened()) run.emit(run.about(type, l));
}

// Release, rework or scrap, by the plan's probabilities.
void decide_disposition(RunState& run, LotSlot slot, const Inspection& plan) {
  Lot& l = run.lot(slot);
  sim::Draw draw = disposition_draw(run, l, 1);
  const double u = draw.uniform();
  emit_lot(run, EventType::kLotReleased, l);
  l.status = LotStatus::kOutput;
  l.machine = MachineId();
  if (u < plan.disposition.release) {
    leave_operation(run, slot);
  } else if (u < plan.disposition.release + plan.disposition.rework) {
    ++l.rework_count;
    l.flags |= kComesBack;
    if (plan.rework_repairs) l.defective = sim::Quantity();
    emit_lot(run, EventType::kLotReworked, l);
    go_to(run, slot, plan.rework_to);
  } else {
    scrap_units(run, slot, l.quantity, -1);
    end_lot(run, slot);
  }
}

}  // namespace

void raise_nonconformance(RunState& run, LotSlot slot, DefectCauseId cause,
                          sim::Quantity quantity) {
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kNonconformance, run.lot(slot));
    event.other = cause.number();
    event.quantity = quantity;
    run.emit(event);
  }
  if (!cause.valid()) return;
  CauseRun& state = run.causes[cause.index()];
  const DefectCause& rule = run.plant->defect_causes[cause.index()];
  ++state.nonconformances;
  if (rule.capa_after == 0 || state.capa_started != 0 || state.nonconformances < rule.capa_after) {
    return;
  }
  state.capa_started = 1;
  state.effective = run.schedule(run.now() + rule.capa_delay, sim::Phase::kCalendarChange,
                                 EventKind::kCapaEffective, cause.index(), cause.index());
  if (run.listened()) {
    PlantEvent event;
    event.type = EventType::kCapaStarted;
    event.other = cause.number();
    run.emit(event);
  }
}

void on_capa_effective(RunState& run, std::size_t cause) {
  run.causes[cause].capa_effective = 1;
  if (!run.listened()) return;
  PlantEvent event;
  event.type = EventType::kCapaEffective;
  event.other = static_cast<std::int32_t>(cause);
  run.emit(event);
}

void hold_for_disposition(RunState& run, LotSlot slot) {
  const Disposition& rule = run.operation(run.lot(slot)).inspection->disposition;
  release_claim(run, slot);
  leave_place(run, slot);
  Lot& l = run.lot(slot);
  l.status = LotStatus::kHeld;
  l.work_center = WorkCenterId();  // where it goes next is decided by its disposition
  emit_lot(run, EventType::kLotHeld, l);
  sim::Draw draw = disposition_draw(run, l, 0);
  l.timer = run.schedule(run.now() + rule.time.sample(draw), sim::Phase::kCalendarChange,
                         EventKind::kHoldEnds, static_cast<std::uint64_t>(l.rank), slot.index());
}

void hold_lot(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  if (l.status != LotStatus::kQueued || (l.flags & kStaging) != 0) {
    l.flags |= kHoldOnArrival;
    return;
  }
  l.flags &= ~kHoldOnArrival;
  leave_queue(run, slot);
  l.status = LotStatus::kHeld;
  emit_lot(run, EventType::kLotHeld, l);
  admit_waiting(run, run.plant->work_center(l.work_center).buffer);
}

void release_lot(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  l.flags &= ~kHoldOnArrival;
  if (l.status != LotStatus::kHeld || run.calendar.pending(l.timer)) return;
  emit_lot(run, EventType::kLotReleased, l);
  enter_queue(run, slot);
}

void on_hold_ends(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  l.timer = {};
  const Operation& operation = run.operation(l);
  if (operation.inspection && operation.inspection->on_defect == OnDefect::kHold &&
      !l.work_center.valid()) {
    decide_disposition(run, slot, *operation.inspection);
    return;
  }
  if ((l.flags & kHoldOnArrival) == 0) release_lot(run, slot);  // else stopped from outside too
}

void rejoin_without(RunState& run, LotSlot part) {
  const LotSlot rest = run.lot(part).parent;
  if (!rest.valid() || run.lot(rest).status != LotStatus::kRejoining) return;
  run.lot(part).parent = LotSlot();
  go_on_after_rework(run, rest);
}

}  // namespace planttwin::plant
