#include "plant_models/run/breakdowns.h"

#include <algorithm>

#include "plant_models/run/labor_desk.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/stoppage.h"

namespace planttwin::plant {
namespace {

const FailureMode& mode_of(const RunState& run, const FailureRun& f) {
  return run.work_center_of(f.machine).failures[static_cast<std::size_t>(f.mode)];
}

bool counts_stage(FailureClock clock, Stage stage) {
  if (clock == FailureClock::kOperating) return stage == Stage::kRun;
  return clock == FailureClock::kOperatingAndSetup &&
         (stage == Stage::kRun || stage == Stage::kSetup);
}

sim::Draw draw_for(const RunState& run, const FailureRun& f, sim::Purpose purpose) {
  return run.random.draw({purpose, run.plant->machine(f.machine).key,
                          static_cast<std::uint32_t>(f.mode),
                          static_cast<std::uint64_t>(f.ordinal)});
}

sim::EventHandle schedule_failure(RunState& run, std::size_t index, sim::Time at) {
  return run.schedule(std::max(at, run.now()), sim::Phase::kFailure, EventKind::kFailure, index,
                      index);
}

// Draws the time to the next failure; calendar clocks run from `from`.
void wind_clock(RunState& run, std::size_t index, sim::Time from, bool first = false) {
  FailureRun& f = run.failures[index];
  const FailureMode& mode = mode_of(run, f);
  f.status = FailureStatus::kAging;
  sim::Draw draw = draw_for(run, f, sim::Purpose::kFailure);
  if (mode.clock == FailureClock::kCycles) {
    f.cycles_left = std::max<std::int64_t>(0, mode.cycles_to_failure.sample_whole(draw));
    return;
  }
  f.left = (first && mode.first ? *mode.first : mode.time_to_failure).sample(draw);
  if (mode.clock == FailureClock::kCalendar) f.due = schedule_failure(run, index, from + f.left);
}

void emit_failure(RunState& run, EventType type, const FailureRun& f, sim::Duration down) {
  if (!run.listened()) return;
  PlantEvent event;
  event.type = type;
  event.machine = f.machine;
  event.work_center = run.plant->machine(f.machine).work_center;
  event.other = f.mode;
  event.duration = down;
  run.emit(event);
}

void schedule_repair_end(RunState& run, std::size_t index) {
  FailureRun& f = run.failures[index];
  f.repair_since = run.now();
  f.repair_end = run.schedule(run.now() + f.repair_left, sim::Phase::kRepairEnd,
                              EventKind::kRepairEnd, index, index);
}

// The crew is there: the repair begins.
void begin_repair(RunState& run, std::size_t index) {
  FailureRun& f = run.failures[index];
  const FailureMode& mode = mode_of(run, f);
  f.status = FailureStatus::kRepairing;
  f.crew_held = mode.crew.pool.valid() ? 1 : 0;
  ++run.machine(f.machine).down;
  schedule_repair_end(run, index);
  add_stop(run, f.machine, kStopDown);
}

void fail(RunState& run, std::size_t index) {
  FailureRun& f = run.failures[index];
  const FailureMode& mode = mode_of(run, f);
  const MachineId id = f.machine;
  f.due = {};
  f.failed_at = run.now();
  ++run.statistics.machines[id.index()].failures;
  emit_failure(run, EventType::kFailureStarted, f, sim::Duration());
  sim::Draw draw = draw_for(run, f, sim::Purpose::kRepair);
  f.repair_left = mode.repair.sample(draw);
  if (seize_crew(run, mode.crew)) {
    begin_repair(run, index);
  } else {
    f.status = FailureStatus::kWaitingCrew;
    ++run.machine(id).crew_waits;
    wait_for_crew(run, mode.crew, false, index);
    add_stop(run, id, kStopCrew);
  }
  interrupt_by_stop(run, id);
  if (run.work_center_of(id).setup.after_failure == SetupAfterStop::kLost) lose_setup(run, id);
  update_state(run, id);
}

template <class Do>
void for_each_mode(RunState& run, MachineId id, Do what) {
  const auto first = static_cast<std::size_t>(run.first_failure[id.index()]);
  const auto end = static_cast<std::size_t>(run.first_failure[id.index() + 1]);
  for (std::size_t i = first; i < end; ++i) what(i);
}

// Compatibility::kPySCFabSim: the failure is nothing but a delay of the work in progress.
void fail_without_stop(RunState& run, std::size_t index) {
  FailureRun& f = run.failures[index];
  MachineStatistics& s = run.statistics.machines[f.machine.index()];
  ++s.failures;
  ++s.repairs;
  emit_failure(run, EventType::kFailureStarted, f, sim::Duration());
  sim::Draw draw = draw_for(run, f, sim::Purpose::kRepair);
  const sim::Duration repair = mode_of(run, f).repair.sample(draw);
  s.repair_us += repair.count();
  delay_work(run, f.machine, repair, kStopDown);
  ++f.ordinal;
  wind_clock(run, index, run.now() + repair);
}

bool crew_is_away(const RunState& run, const FailureMode& mode) {
  return mode.repair_time == RepairTime::kCrewShifts && mode.crew.pool.valid() &&
         run.pools[mode.crew.pool.index()].on_shift == 0;
}

}  // namespace

void start_breakdowns(RunState& run) {
  run.first_failure.assign(1, 0);
  for (std::size_t i = 0; i < run.plant->machines.size(); ++i) {
    const std::vector<FailureMode>& modes = run.work_center_of(MachineId(i)).failures;
    for (std::size_t mode = 0; mode < modes.size(); ++mode) {
      FailureRun f;
      f.machine = MachineId(i);
      f.mode = static_cast<std::int32_t>(mode);
      run.failures.push_back(f);
      wind_clock(run, run.failures.size() - 1, run.now(), true);
    }
    run.first_failure.push_back(static_cast<std::int32_t>(run.failures.size()));
  }
}

void start_ageing(RunState& run, MachineId id) {
  const MachineRun& m = run.machine(id);
  for_each_mode(run, id, [&](std::size_t i) {
    FailureRun& f = run.failures[i];
    if (f.status != FailureStatus::kAging || !counts_stage(mode_of(run, f).clock, m.stage)) return;
    // A failure due exactly at the end of the stage happens when work goes on.
    if (f.left < m.stage_left) f.due = schedule_failure(run, i, run.now() + f.left);
  });
}

void stop_ageing(RunState& run, MachineId id, sim::Duration worked) {
  const MachineRun& m = run.machine(id);
  for_each_mode(run, id, [&](std::size_t i) {
    FailureRun& f = run.failures[i];
    if (!counts_stage(mode_of(run, f).clock, m.stage)) return;
    if (f.status != FailureStatus::kAging) return;
    f.left -= worked;
    run.calendar.cancel(f.due);
    f.due = {};
  });
}

bool fail_on_cycle(RunState& run, MachineId id) {
  bool failed = false;
  for_each_mode(run, id, [&](std::size_t i) {
    FailureRun& f = run.failures[i];
    if (mode_of(run, f).clock != FailureClock::kCycles || f.status != FailureStatus::kAging) return;
    if (failed) return;  // one at a time: the others are asked again when this one is repaired
    if (f.cycles_left <= 0) {
      fail(run, i);
      failed = true;
    }
  });
  if (failed) return true;
  for_each_mode(run, id, [&](std::size_t i) {
    FailureRun& f = run.failures[i];
    if (mode_of(run, f).clock == FailureClock::kCycles) --f.cycles_left;
  });
  return false;
}

void fail_deferred(RunState& run, MachineId id) {
  for_each_mode(run, id, [&](std::size_t i) {
    if (run.failures[i].status == FailureStatus::kDue && run.machine(id).stops == 0) fail(run, i);
  });
}

void on_failure_due(RunState& run, std::size_t index) {
  FailureRun& f = run.failures[index];
  const FailureMode& mode = mode_of(run, f);
  f.due = {};
  if (run.plant->options.compatibility != Compatibility::kNone) {
    fail_without_stop(run, index);
    return;
  }
  if (mode.clock == FailureClock::kCalendar) {
    const bool stopped = run.machine(f.machine).stops != 0;
    if (stopped && mode.while_stopped == FailureWhileStopped::kDeferred) {
      f.status = FailureStatus::kDue;
      return;
    }
  } else {
    pause_work(run, f.machine);  // books the work up to now: f.left is 0
  }
  fail(run, index);
}

void on_repair_end(RunState& run, std::size_t index) {
  FailureRun& f = run.failures[index];
  const FailureMode& mode = mode_of(run, f);
  const MachineId id = f.machine;
  f.repair_end = {};
  MachineStatistics& s = run.statistics.machines[id.index()];
  ++s.repairs;
  s.repair_us += (run.now() - f.failed_at).count();
  emit_failure(run, EventType::kFailureEnded, f, run.now() - f.failed_at);
  const bool held = f.crew_held != 0;
  f.crew_held = 0;
  ++f.ordinal;
  const sim::Time from = mode.next_from == NextFailureFrom::kFailureStart ? f.failed_at : run.now();
  wind_clock(run, index, from);
  if (held) release_crew(run, mode.crew);
  if (--run.machine(id).down == 0) remove_stop(run, id, kStopDown);
}

bool begin_waiting_repair(RunState& run, std::size_t index, sim::Duration waited) {
  FailureRun& f = run.failures[index];
  if (!seize_crew(run, mode_of(run, f).crew, waited)) return false;
  const MachineId id = f.machine;
  begin_repair(run, index);  // adds its stop before the other one goes: work stays stopped
  if (--run.machine(id).crew_waits == 0) remove_stop(run, id, kStopCrew);
  return true;
}

void crew_shift_begins(RunState& run, LaborPoolId pool) {
  for (std::size_t i = 0; i < run.failures.size(); ++i) {
    FailureRun& f = run.failures[i];
    const FailureMode& mode = mode_of(run, f);
    const bool paused = f.status == FailureStatus::kRepairing && f.repair_end.empty();
    if (paused && mode.crew.pool == pool && !crew_is_away(run, mode)) schedule_repair_end(run, i);
  }
}

void crew_shift_ends(RunState& run, LaborPoolId pool) {
  for (FailureRun& f : run.failures) {
    const FailureMode& mode = mode_of(run, f);
    if (f.status != FailureStatus::kRepairing || mode.crew.pool != pool) continue;
    if (!crew_is_away(run, mode) || f.repair_end.empty()) continue;
    run.calendar.cancel(f.repair_end);
    f.repair_end = {};
    f.repair_left -= run.now() - f.repair_since;
  }
}

void renew_clocks(RunState& run, MachineId id) {
  for_each_mode(run, id, [&](std::size_t i) {
    FailureRun& f = run.failures[i];
    if (f.status != FailureStatus::kAging && f.status != FailureStatus::kDue) return;
    run.calendar.cancel(f.due);
    f.due = {};
    ++f.ordinal;
    wind_clock(run, i, run.now());
  });
}

void resume_repair(RunState& run, std::size_t index, sim::Duration remaining) {
  FailureRun& f = run.failures[index];
  run.calendar.cancel(f.due);
  f.due = {};
  f.failed_at = run.now();
  f.repair_left = remaining;
  const FailureMode& mode = mode_of(run, f);
  if (seize_crew(run, mode.crew)) {
    begin_repair(run, index);
    return;
  }
  f.status = FailureStatus::kWaitingCrew;
  ++run.machine(f.machine).crew_waits;
  wait_for_crew(run, mode.crew, false, index);
  add_stop(run, f.machine, kStopCrew);
}

}  // namespace planttwin::plant
