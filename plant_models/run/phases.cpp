#include "plant_models/run/phases.h"

#include "plant_models/run/holds.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/stock.h"

namespace planttwin::plant {
namespace {

sim::Duration length_of(const RunState& run, MachineId id, std::size_t phase) {
  const Lot& leader = run.lot(run.machine(id).lots);
  sim::Duration nominal;
  if (run.operation(leader).phases[phase].per_unit) {
    for (LotSlot slot = run.machine(id).lots; slot.valid(); slot = run.lot(slot).next) {
      nominal += phase_time(run, run.lot(slot), phase);
    }
  } else {
    nominal = phase_time(run, leader, phase);
  }
  return sim::round_to_duration(static_cast<double>(nominal.count()) / speed_of(run, id));
}

void emit_phase(RunState& run, EventType type, MachineId id, double measured) {
  if (!run.listened()) return;
  for (LotSlot slot = run.machine(id).lots; slot.valid(); slot = run.lot(slot).next) {
    PlantEvent event = run.about(type, run.lot(slot));
    event.machine = id;
    event.work_center = run.plant->machine(id).work_center;
    event.other = run.machine(id).phase;
    event.value = sim::round_to_duration(measured * 1000).count();
    run.emit(event);
  }
}

void begin_phase(RunState& run, MachineId id) {
  emit_phase(run, EventType::kPhaseStarted, id, 0);
  for (LotSlot slot = run.machine(id).lots; slot.valid(); slot = run.lot(slot).next) {
    issue_for_phase(run, slot, run.machine(id).phase);
  }
}

// The controlled parameter is measured; a deviation raises a nonconformance and, when the
// operation is inspected with holds, holds the lot when it leaves.
void end_phase(RunState& run, MachineId id) {
  const Lot& leader = run.lot(run.machine(id).lots);
  const auto index = static_cast<std::size_t>(run.machine(id).phase);
  const RecipePhase& phase = run.operation(leader).phases[index];
  double measured = phase.setpoint;
  if (!phase.parameter.empty()) {
    sim::Draw draw = run.random.draw({sim::Purpose::kMeasurement, leader.key,
                                      static_cast<std::uint32_t>(run.operation(leader).number),
                                      static_cast<std::uint64_t>(leader.step) * 256 + index});
    measured += phase.disturbance.sample(draw);
  }
  emit_phase(run, EventType::kPhaseCompleted, id, measured);
  const double deviation =
      measured > phase.setpoint ? measured - phase.setpoint : phase.setpoint - measured;
  if (phase.parameter.empty() || deviation <= phase.tolerance) return;
  for (LotSlot slot = run.machine(id).lots; slot.valid(); slot = run.lot(slot).next) {
    raise_nonconformance(run, slot, DefectCauseId(), run.lot(slot).quantity);
    if (run.operation(run.lot(slot)).inspection) run.lot(slot).flags |= kDeviated;
  }
}

// A recipe of the initial state is in the phase in which so much is left; the rest of that phase.
// What the phase charges is in it already.
sim::Duration phase_under_way(RunState& run, MachineId id, sim::Duration left) {
  MachineRun& m = run.machine(id);
  m.phase = static_cast<std::int32_t>(run.operation(run.lot(m.lots)).phases.size()) - 1;
  for (; m.phase > 0; --m.phase) {
    const sim::Duration length = length_of(run, id, static_cast<std::size_t>(m.phase));
    if (left <= length) break;
    left -= length;
  }
  return left;
}

}  // namespace

sim::Duration first_phase_length(RunState& run, MachineId id, sim::Duration whole) {
  MachineRun& m = run.machine(id);
  m.phase = -1;
  if (run.operation(run.lot(m.lots)).phases.empty()) return whole;
  if ((run.lot(m.lots).flags & kUnderWay) != 0) return phase_under_way(run, id, whole);
  m.phase = 0;
  begin_phase(run, id);
  return length_of(run, id, 0);
}

bool next_phase(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  if (m.phase < 0) return false;
  end_phase(run, id);
  const auto count = static_cast<std::int32_t>(run.operation(run.lot(m.lots)).phases.size());
  if (++m.phase >= count) {
    m.phase = -1;
    return false;
  }
  begin_phase(run, id);
  m.stage_left = length_of(run, id, static_cast<std::size_t>(m.phase));
  return true;
}

}  // namespace planttwin::plant
