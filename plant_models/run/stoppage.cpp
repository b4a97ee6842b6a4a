#include "plant_models/run/stoppage.h"

#include "plant_models/model/shift_calendar.h"
#include "plant_models/run/breakdowns.h"
#include "plant_models/run/flow.h"
#include "plant_models/run/labor_desk.h"
#include "plant_models/run/maintenance.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/pipeline.h"

namespace planttwin::plant {
namespace {

void go_off_shift(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  const bool working =
      m.stage != Stage::kIdle && m.stage != Stage::kDone && m.waiting_resource == 0;
  if (working && run.work_center_of(id).options.shift_end == ShiftEnd::kFinish) {
    m.off_shift_pending = 1;
    return;
  }
  add_stop(run, id, kStopOffShift);
}

void change_machines(RunState& run, ShiftId shift, bool on) {
  for (std::size_t i = 0; i < run.machines.size(); ++i) {
    const MachineId id(i);
    if (run.work_center_of(id).shift != shift) continue;
    if (!on) {
      go_off_shift(run, id);
    } else if (run.machine(id).off_shift_pending != 0) {
      run.machine(id).off_shift_pending = 0;
    } else {
      remove_stop(run, id, kStopOffShift);
    }
  }
}

void change_pools(RunState& run, ShiftId shift, bool on) {
  for (std::size_t i = 0; i < run.pools.size(); ++i) {
    if (run.plant->labor[i].shift != shift) continue;
    const LaborPoolId pool(i);
    run.pools[i].on_shift = on ? 1 : 0;
    update_pool(run, pool);
    if (on) {
      crew_shift_begins(run, pool);
      labor_returned(run, pool);
    } else {
      crew_shift_ends(run, pool);
      pool_left(run, pool);
    }
  }
}

// Sets the state of a shift now and schedules its next change.
void plan_change(RunState& run, ShiftId id) {
  const Shift& shift = run.plant->shifts[id.index()];
  const std::string& zone =
      shift.site.valid() ? run.plant->sites[shift.site.index()].time_zone : "UTC";
  const WorkInterval interval = next_interval(shift, zone, run.input->start, run.now());
  ShiftRun& state = run.shifts[id.index()];
  state.on = interval.from <= run.now() ? 1 : 0;
  state.next_change = state.on != 0 ? interval.to : interval.from;
  if (state.next_change.is_never()) return;
  state.change = run.schedule(state.next_change, sim::Phase::kCalendarChange,
                              EventKind::kShiftChange, id.index(), id.index());
}

}  // namespace

void add_stop(RunState& run, MachineId id, StopCause cause) {
  MachineRun& m = run.machine(id);
  pause_work(run, id);
  if (run.plant->options.compatibility == Compatibility::kNone) pause_pipeline(run, id);
  m.stops |= cause;
  if (m.waiting_resource != 0) {
    stop_waiting(run, id);
    m.waiting = MachineStateCode::kIdle;
  }
  const WorkCenterOptions& options = run.work_center_of(id).options;
  const bool working = m.stage != Stage::kIdle && m.stage != Stage::kDone;
  if (working && options.labor_while_interrupted == WhileInterrupted::kReleased) {
    release_all_labor(run, id);
  }
  if (working && options.tools_while_interrupted == WhileInterrupted::kReleased) {
    release_tools(run, id);
  }
  update_state(run, id);
}

void delay_work(RunState& run, MachineId id, sim::Duration delay, StopCause cause) {
  MachineRun& m = run.machine(id);
  extend_maintenance(run, id, delay);
  if (m.running == 0) return;
  run.calendar.cancel(m.stage_end);
  m.stage_left += delay;
  m.stage_end = run.schedule(m.stage_since + m.stage_left, sim::Phase::kCompletion,
                             EventKind::kStageEnd, id.index(), id.index());
  (cause == kStopMaintenance ? m.delay_maintenance : m.delay_down) += delay;
}

void remove_stop(RunState& run, MachineId id, StopCause cause) {
  MachineRun& m = run.machine(id);
  if ((m.stops & cause) == 0) return;
  m.stops &= ~cause;
  if (m.stops == 0) fail_deferred(run, id);
  if (m.stops == 0) start_due_maintenance(run, id);
  if (m.stops == 0) {
    resume_pipeline(run, id);
    resume_work(run, id);
    const WorkCenterId wc = run.plant->machine(id).work_center;
    run.touch(wc);
    if (m.stage == Stage::kIdle) admit_waiting(run, run.plant->work_center(wc).buffer);
  }
  update_state(run, id);
}

void leave_overtime(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  m.off_shift_pending = 0;
  add_stop(run, id, kStopOffShift);
}

void start_shifts(RunState& run) {
  for (std::size_t i = 0; i < run.shifts.size(); ++i) plan_change(run, ShiftId(i));
  for (std::size_t i = 0; i < run.shifts.size(); ++i) {
    if (run.shifts[i].on != 0) continue;
    change_machines(run, ShiftId(i), false);
    change_pools(run, ShiftId(i), false);
  }
}

void on_shift_change(RunState& run, ShiftId id) {
  const bool was_on = run.shifts[id.index()].on != 0;
  plan_change(run, id);
  const bool on = run.shifts[id.index()].on != 0;
  if (on == was_on) return;
  change_machines(run, id, on);
  change_pools(run, id, on);
}

sim::Time end_of_shift(const RunState& run, const WorkCenter& wc) {
  if (!wc.shift.valid()) return sim::Time::never();
  return run.shifts[wc.shift.index()].next_change;
}

}  // namespace planttwin::plant
