#include <algorithm>
#include <optional>

#include "plant_models/run/lots.h"
#include "plant_models/run/operation.h"

namespace planttwin::plant {
namespace {

double measure_of(const RunState& run, const Lot& l) {
  double steps = 1;
  for (int i = 0; i < run.plant->material(run.product(l)).unit.decimals; ++i) steps *= 10;
  return static_cast<double>(l.quantity.count()) / steps;
}

sim::Duration scaled(sim::Duration time, double factor) {
  return sim::round_to_duration(static_cast<double>(time.count()) * factor);
}

// One draw per piece; a measured quantity takes one draw times its measure.
sim::Duration per_unit_time(const RunState& run, const Lot& l,
                            const sim::DurationDistribution& time, sim::Draw& draw) {
  const bool pieces = run.plant->material(run.product(l)).unit.decimals == 0;
  if (!pieces) return scaled(time.sample(draw), measure_of(run, l));
  if (time.is_constant()) return time.mean() * l.quantity.count();
  if (run.operation(l).one_draw_per_lot) return time.sample(draw) * l.quantity.count();
  sim::Duration total;
  for (std::int64_t i = 0; i < l.quantity.count(); ++i) total += time.sample(draw);
  return total;
}

sim::Draw draw_for(const RunState& run, const Lot& l, std::uint64_t phase) {
  return run.random.draw({sim::Purpose::kProcessTime, l.key,
                          static_cast<std::uint32_t>(run.operation(l).number),
                          static_cast<std::uint64_t>(l.step) * 256 + phase});
}

const SetupChange* find_change(const WorkCenter& wc, SetupFamilyId from, SetupFamilyId to) {
  const SetupChange* from_any = nullptr;
  for (const SetupChange& change : wc.setup.changes) {
    if (change.to != to) continue;
    if (change.from == from) return &change;
    if (!change.from.valid()) from_any = &change;
  }
  return from_any;
}

}  // namespace

sim::Duration drawn_run_time(const RunState& run, const Lot& l) {
  const Operation& operation = run.operation(l);
  if (operation.phases.empty()) {
    sim::Draw draw = draw_for(run, l, 0);
    return operation.basis == TimeBasis::kPerUnit ? per_unit_time(run, l, operation.process, draw)
                                                  : operation.process.sample(draw);
  }
  sim::Duration total;
  for (std::size_t i = 0; i < operation.phases.size(); ++i) total += phase_time(run, l, i);
  return total;
}

sim::Duration phase_time(const RunState& run, const Lot& l, std::size_t phase) {
  const RecipePhase& recipe = run.operation(l).phases[phase];
  sim::Draw draw = draw_for(run, l, phase + 1);
  return recipe.per_unit ? per_unit_time(run, l, recipe.duration, draw)
                         : recipe.duration.sample(draw);
}

sim::Duration planned_run_time(const RunState& run, const Lot& l) {
  const Operation& operation = run.operation(l);
  if (operation.phases.empty()) {
    const sim::Duration mean = operation.process.mean();
    return operation.basis == TimeBasis::kPerUnit ? scaled(mean, measure_of(run, l)) : mean;
  }
  sim::Duration total;
  for (const RecipePhase& phase : operation.phases) {
    const sim::Duration mean = phase.duration.mean();
    total += phase.per_unit ? scaled(mean, measure_of(run, l)) : mean;
  }
  return total;
}

void plan_operation(RunState& run, Lot& l) {
  const WorkCenter& wc = run.plant->work_center(l.work_center);
  const bool actual = wc.options.rule_times == RuleTimes::kActual;
  const sim::Duration planned = planned_run_time(run, l);
  l.planned = actual ? drawn_run_time(run, l) : planned;
  if (l.run_left >= sim::Duration()) l.planned = l.run_left;
  const Routing& routing = run.plant->routing(l.routing);
  const auto op = static_cast<std::size_t>(l.operation);
  l.remaining = routing.remaining_per_lot[op] + l.planned - planned;
  const sim::Duration per_unit = routing.remaining_per_unit[op];
  if (per_unit != sim::Duration()) l.remaining += scaled(per_unit, measure_of(run, l) - 1);
}

double speed_of(const RunState& run, MachineId id) {
  const Machine& machine = run.plant->machine(id);
  const WorkCenter& wc = run.plant->work_center(machine.work_center);
  double speed = machine.speed * wc.speed;
  if (wc.degradation.speed_loss_per_cycle > 0) {
    const auto worn = static_cast<double>(run.machine(id).cycles);
    speed *= std::max(wc.degradation.speed_floor, 1 - worn * wc.degradation.speed_loss_per_cycle);
  }
  return speed;
}

SetupFamilyId present_setup(const RunState& run, MachineId id) {
  const MachineRun& m = run.machine(id);
  const bool lost = run.work_center_of(id).setup.after_idle == SetupAfterStop::kLost &&
                    m.stage == Stage::kIdle && run.now() > m.idle_since;
  return lost ? SetupFamilyId() : m.family;
}

bool in_minimum_run(const RunState& run, MachineId id) {
  const MachineRun& m = run.machine(id);
  if (!m.family.valid()) return false;
  const SetupRules& setup = run.work_center_of(id).setup;
  std::int32_t minimum = setup.minimum_run;
  for (const FamilyRun& rule : setup.family_runs) {
    if (rule.family == m.family) minimum = rule.minimum;
  }
  return m.run_length < minimum;
}

sim::Duration planned_setup(const RunState& run, MachineId id, const Lot& l) {
  const Operation& operation = run.operation(l);
  const SetupFamilyId present = present_setup(run, id);
  const bool change = operation.setup_family.valid() && operation.setup_family != present;
  if (operation.setup && (change || !operation.setup_family.valid())) {
    return operation.setup->mean();
  }
  if (!change) return sim::Duration();
  const SetupChange* rule = find_change(run.work_center_of(id), present, operation.setup_family);
  return rule == nullptr ? sim::Duration() : rule->time.mean();
}

sim::Duration drawn_setup(const RunState& run, MachineId id, const Lot& l) {
  const Operation& operation = run.operation(l);
  const bool change =
      operation.setup_family.valid() && operation.setup_family != run.machine(id).family;
  if (!change && !operation.setup) return sim::Duration();
  sim::Draw draw =
      run.random.draw({sim::Purpose::kSetup, l.key, static_cast<std::uint32_t>(operation.number),
                       static_cast<std::uint64_t>(l.step)});
  if (operation.setup && (change || !operation.setup_family.valid())) {
    return operation.setup->sample(draw);
  }
  if (!change) return sim::Duration();
  const SetupChange* rule =
      find_change(run.work_center_of(id), run.machine(id).family, operation.setup_family);
  return rule == nullptr ? sim::Duration() : rule->time.sample(draw);
}

}  // namespace planttwin::plant
