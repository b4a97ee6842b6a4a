#include "plant_models/run/maintenance.h"

#include <algorithm>

#include "plant_models/run/breakdowns.h"
#include "plant_models/run/labor_desk.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/stoppage.h"

namespace planttwin::plant {
namespace {

const Maintenance& rule_of(const RunState& run, const MaintenanceRun& m) {
  return run.work_center_of(m.machine).maintenance[static_cast<std::size_t>(m.rule)];
}

template <class Do>
void for_each_rule(RunState& run, MachineId id, Do what) {
  const auto first = static_cast<std::size_t>(run.first_maintenance[id.index()]);
  const auto end = static_cast<std::size_t>(run.first_maintenance[id.index() + 1]);
  for (std::size_t i = first; i < end; ++i) what(i);
}

void schedule_due(RunState& run, std::size_t index, sim::Time at) {
  MaintenanceRun& m = run.maintenances[index];
  m.next = at;
  if (at.is_never()) return;
  m.due = run.schedule(std::max(at, run.now()), sim::Phase::kCalendarChange,
                       EventKind::kMaintenanceDue, index, index);
}

sim::Draw draw_for(const RunState& run, const MaintenanceRun& m, sim::Purpose purpose) {
  return run.random.draw({purpose, run.plant->machine(m.machine).key,
                          static_cast<std::uint32_t>(m.rule),
                          static_cast<std::uint64_t>(m.ordinal)});
}

std::int64_t cycles_of(const Maintenance& rule, bool first) {
  return first && rule.first_cycles > 0 ? rule.first_cycles : rule.cycles;
}

sim::Duration interval_of(const RunState& run, const MaintenanceRun& m, bool first) {
  const Maintenance& rule = rule_of(run, m);
  if (!first || !rule.first) return rule.interval;
  sim::Draw draw = draw_for(run, m, sim::Purpose::kInitialState);
  return rule.first->sample(draw);
}

// Sets the clock of the next maintenance of this rule.
void wind(RunState& run, std::size_t index, bool first) {
  MaintenanceRun& m = run.maintenances[index];
  const Maintenance& rule = rule_of(run, m);
  m.status = MaintenanceStatus::kCounting;
  switch (rule.trigger) {
    case MaintenanceTrigger::kCalendar:
      schedule_due(run, index, (first ? run.now() : m.next) + interval_of(run, m, first));
      return;
    case MaintenanceTrigger::kPlanned: {
      const auto window = static_cast<std::size_t>(m.ordinal);
      schedule_due(run, index,
                   window < rule.windows.size() ? rule.windows[window].from : sim::Time::never());
      return;
    }
    case MaintenanceTrigger::kOperatingTime:
      m.left = run.machine(m.machine).operated + interval_of(run, m, first);
      return;
    case MaintenanceTrigger::kCycles:
      m.cycles_left = run.machine(m.machine).cycles + cycles_of(rule, first);
      return;
    case MaintenanceTrigger::kUnits:
      m.cycles_left = run.machine(m.machine).units + cycles_of(rule, first);
      return;
  }
}

sim::Duration length_of(const RunState& run, const MaintenanceRun& m) {
  const Maintenance& rule = rule_of(run, m);
  if (rule.trigger == MaintenanceTrigger::kPlanned) {
    const WorkInterval& window = rule.windows[static_cast<std::size_t>(m.ordinal)];
    return std::max(sim::Duration(), window.to - run.now());
  }
  sim::Draw draw = draw_for(run, m, sim::Purpose::kMaintenance);
  return rule.duration.sample(draw);
}

void emit_maintenance(RunState& run, EventType type, const MaintenanceRun& m,
                      sim::Duration length) {
  if (!run.listened()) return;
  PlantEvent event;
  event.type = type;
  event.machine = m.machine;
  event.work_center = run.plant->machine(m.machine).work_center;
  event.other = m.rule;
  event.duration = length;
  run.emit(event);
}

void begin(RunState& run, std::size_t index) {
  MaintenanceRun& m = run.maintenances[index];
  const MachineId id = m.machine;
  m.started = run.now();
  m.crew_held = rule_of(run, m).crew.pool.valid() ? 1 : 0;
  run.calendar.cancel(m.due);
  m.due = {};
  const sim::Duration length = length_of(run, m);
  if (run.plant->options.compatibility == Compatibility::kPySCFabSim) {
    extend_maintenance(run, id, length);  // stops add up
  }
  m.status = MaintenanceStatus::kActive;
  ++run.machine(id).maintaining;
  m.end = run.schedule(run.now() + length, sim::Phase::kRepairEnd, EventKind::kMaintenanceEnd,
                       index, index);
  emit_maintenance(run, EventType::kMaintenanceStarted, m, sim::Duration());
  add_stop(run, id, kStopMaintenance);
}

// The machine can be taken: with its people, or waiting for them.
void claim_machine(RunState& run, std::size_t index) {
  MaintenanceRun& m = run.maintenances[index];
  const CrewNeed& crew = rule_of(run, m).crew;
  if (seize_crew(run, crew)) {
    begin(run, index);
    return;
  }
  m.status = MaintenanceStatus::kWaitingCrew;
  ++run.machine(m.machine).crew_waits;
  wait_for_crew(run, crew, true, index);
  add_stop(run, m.machine, kStopCrew);
}

// A machine through which lots still come is at work, too.
bool at_work(const RunState& run, MachineId id) {
  return run.machine(id).stage != Stage::kIdle ||
         (!run.pipelines[id.index()].empty() &&
          run.plant->options.compatibility == Compatibility::kNone);
}

// Compatibility::kPySCFabSim: calendar maintenance is nothing but a delay of the work in progress.
void maintain_without_stop(RunState& run, std::size_t index) {
  MaintenanceRun& m = run.maintenances[index];
  const sim::Duration length = length_of(run, m);
  emit_maintenance(run, EventType::kMaintenanceStarted, m, sim::Duration());
  delay_work(run, m.machine, length, kStopMaintenance);
  ++m.ordinal;
  m.next = m.next + length;
  wind(run, index, false);
}

void become_due(RunState& run, std::size_t index) {
  MaintenanceRun& m = run.maintenances[index];
  if (run.plant->options.compatibility != Compatibility::kNone &&
      rule_of(run, m).trigger == MaintenanceTrigger::kCalendar) {
    maintain_without_stop(run, index);
    return;
  }
  m.status = MaintenanceStatus::kDue;
  MachineRun& machine = run.machine(m.machine);
  machine.maintenance_due = 1;
  const bool immediate = rule_of(run, m).start == MaintenanceStart::kImmediate;
  if (machine.stops != 0 || (at_work(run, m.machine) && !immediate)) return;
  claim_machine(run, index);
  if (immediate) interrupt_by_stop(run, m.machine);
}

}  // namespace

void start_maintenance_clocks(RunState& run) {
  run.first_maintenance.assign(1, 0);
  for (std::size_t i = 0; i < run.plant->machines.size(); ++i) {
    const std::vector<Maintenance>& rules = run.work_center_of(MachineId(i)).maintenance;
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
      MaintenanceRun m;
      m.machine = MachineId(i);
      m.rule = static_cast<std::int32_t>(rule);
      run.maintenances.push_back(m);
      wind(run, run.maintenances.size() - 1, true);
    }
    run.first_maintenance.push_back(static_cast<std::int32_t>(run.maintenances.size()));
  }
}

void extend_maintenance(RunState& run, MachineId id, sim::Duration delay) {
  if (run.machine(id).maintaining == 0) return;
  bool extended = false;
  for_each_rule(run, id, [&](std::size_t i) {
    MaintenanceRun& m = run.maintenances[i];
    if (extended || m.status != MaintenanceStatus::kActive) return;
    m.extension += delay;
    extended = true;
  });
}

void on_maintenance_due(RunState& run, std::size_t index) {
  run.maintenances[index].due = {};
  if (run.maintenances[index].status == MaintenanceStatus::kCounting) become_due(run, index);
}

void on_maintenance_end(RunState& run, std::size_t index) {
  MaintenanceRun& m = run.maintenances[index];
  const Maintenance& rule = rule_of(run, m);
  const MachineId id = m.machine;
  m.end = {};
  if (m.extension > sim::Duration()) {
    m.end = run.schedule(run.now() + m.extension, sim::Phase::kRepairEnd,
                         EventKind::kMaintenanceEnd, index, index);
    m.extension = {};
    return;
  }
  emit_maintenance(run, EventType::kMaintenanceEnded, m, run.now() - m.started);
  MachineRun& machine = run.machine(id);
  if (rule.restores_condition) {
    const std::int64_t cycles = machine.cycles;
    machine.cycles = 0;
    for_each_rule(run, id, [&](std::size_t i) {
      MaintenanceRun& other = run.maintenances[i];
      if (rule_of(run, other).trigger == MaintenanceTrigger::kCycles) other.cycles_left -= cycles;
    });
  }
  if (rule.renews_failure_clocks) renew_clocks(run, id);
  if (run.work_center_of(id).setup.after_maintenance == SetupAfterStop::kLost) lose_setup(run, id);
  const bool held = m.crew_held != 0;
  m.crew_held = 0;
  ++m.ordinal;
  wind(run, index, false);
  if (held) release_crew(run, rule.crew);
  if (--machine.maintaining == 0) remove_stop(run, id, kStopMaintenance);
}

void begin_due_maintenance(RunState& run, MachineId id) {
  MachineRun& machine = run.machine(id);
  bool waiting = false;
  for_each_rule(run, id, [&](std::size_t i) {
    MaintenanceRun& m = run.maintenances[i];
    if (m.status != MaintenanceStatus::kDue) return;
    const bool immediate = rule_of(run, m).start == MaintenanceStart::kImmediate;
    if (machine.stops != 0 || (at_work(run, id) && !immediate)) {
      waiting = true;
      return;
    }
    claim_machine(run, i);
  });
  machine.maintenance_due = waiting ? 1 : 0;
}

void check_maintenance(RunState& run, MachineId id) {
  if (!run.work_center_of(id).maintained_by_work) return;
  const MachineRun& machine = run.machine(id);
  for_each_rule(run, id, [&](std::size_t i) {
    MaintenanceRun& m = run.maintenances[i];
    if (m.status != MaintenanceStatus::kCounting) return;
    const MaintenanceTrigger trigger = rule_of(run, m).trigger;
    const bool due =
        (trigger == MaintenanceTrigger::kOperatingTime && machine.operated >= m.left) ||
        (trigger == MaintenanceTrigger::kCycles && machine.cycles >= m.cycles_left) ||
        (trigger == MaintenanceTrigger::kUnits && machine.units >= m.cycles_left);
    if (due) become_due(run, i);
  });
}

bool take_opportunity(RunState& run, MachineId id) {
  if (!run.work_center_of(id).takes_opportunities) return false;
  bool taken = false;
  for_each_rule(run, id, [&](std::size_t i) {
    MaintenanceRun& m = run.maintenances[i];
    const Maintenance& rule = rule_of(run, m);
    if (taken || m.status != MaintenanceStatus::kCounting || rule.opportunity <= sim::Duration()) {
      return;
    }
    const bool near =
        (rule.trigger == MaintenanceTrigger::kCalendar && m.next - run.now() <= rule.opportunity) ||
        (rule.trigger == MaintenanceTrigger::kOperatingTime &&
         m.left - run.machine(id).operated <= rule.opportunity);
    if (!near || !seize_crew(run, rule.crew)) return;
    begin(run, i);
    taken = true;
  });
  return taken;
}

bool begin_waiting_maintenance(RunState& run, std::size_t index, sim::Duration waited) {
  MaintenanceRun& m = run.maintenances[index];
  if (!seize_crew(run, rule_of(run, m).crew, waited)) return false;
  const MachineId id = m.machine;
  begin(run, index);
  if (--run.machine(id).crew_waits == 0) remove_stop(run, id, kStopCrew);
  return true;
}

}  // namespace planttwin::plant
