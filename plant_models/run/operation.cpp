#include "plant_models/run/operation.h"

#include <algorithm>
#include <utility>

#include "plant_models/run/breakdowns.h"
#include "plant_models/run/completion.h"
#include "plant_models/run/dedication.h"
#include "plant_models/run/dispatch.h"
#include "plant_models/run/flow.h"
#include "plant_models/run/indexing_line.h"
#include "plant_models/run/labor_desk.h"
#include "plant_models/run/lots.h"
#include "plant_models/run/maintenance.h"
#include "plant_models/run/phases.h"
#include "plant_models/run/pipeline.h"
#include "plant_models/run/queue_time.h"
#include "plant_models/run/stock.h"
#include "plant_models/run/stoppage.h"

namespace planttwin::plant {
namespace {

MachineStateCode stage_state(Stage stage) {
  switch (stage) {
    case Stage::kSetup:
      return MachineStateCode::kSetup;
    case Stage::kLoad:
    case Stage::kUnload:
      return MachineStateCode::kLoading;
    case Stage::kRun:
      return MachineStateCode::kProcessing;
    default:
      return MachineStateCode::kIdle;
  }
}

// A finished lot that has called a carrier waits for it; any other waits for a place.
MachineStateCode done_state(const RunState& run, const MachineRun& m) {
  for (LotSlot slot = m.lots; slot.valid(); slot = run.lot(slot).next) {
    if ((run.lot(slot).flags & kWaitsForPlace) != 0) return MachineStateCode::kBlocked;
  }
  return MachineStateCode::kWaitingCarrier;
}

MachineStateCode present_state(const RunState& run, const MachineRun& m) {
  if ((m.stops & kStopOffShift) != 0) return MachineStateCode::kOffShift;
  if ((m.stops & kStopMaintenance) != 0) return MachineStateCode::kMaintenance;
  if ((m.stops & kStopDown) != 0) return MachineStateCode::kDown;
  if ((m.stops & kStopHeld) != 0) return MachineStateCode::kHeld;
  if (m.stage == Stage::kDone && m.lots.valid()) {
    const MachineStateCode state = done_state(run, m);
    if (state == MachineStateCode::kBlocked || (m.stops & kStopCrew) == 0) return state;
  }
  if ((m.stops & kStopLabor) != 0) return MachineStateCode::kWaitingLabor;
  if ((m.stops & kStopCrew) != 0) return MachineStateCode::kWaitingCrew;
  if (m.stage == Stage::kIdle) return m.waiting;
  return m.running != 0 ? stage_state(m.stage) : m.waiting;
}

// No lot of the line has still to leave it.
bool way_out_free(const RunState& run, const MachineRun& m) {
  for (LotSlot slot = m.lots; slot.valid(); slot = run.lot(slot).next) {
    if (run.lot(slot).status == LotStatus::kFinished) return false;
  }
  return true;
}

PlantEvent about_job(const RunState& run, EventType type, MachineId id, const Lot& l) {
  PlantEvent event = run.about(type, l);
  event.machine = id;
  event.work_center = run.plant->machine(id).work_center;
  return event;
}

void emit_for_job(RunState& run, EventType type, MachineId id) {
  if (!run.listened()) return;
  for (LotSlot slot = run.machine(id).lots; slot.valid(); slot = run.lot(slot).next) {
    run.emit(about_job(run, type, id, run.lot(slot)));
  }
}

// Lots leave the queue for the machine, with their waiting observed.
void take_lots(RunState& run, MachineId id, const LotList& lots) {
  MachineRun& m = run.machine(id);
  const WorkCenterId wc = run.plant->machine(id).work_center;
  LotSlot previous;
  for (const LotSlot slot : lots) {
    leave_queue(run, slot);
    if (queue_time_limited(run, slot)) {
      close_queue_time_windows(run, slot, run.lot(slot).operation);
    }
    if (run.operation(run.lot(slot)).remembers_machine) remember_machine(run, slot, id);
    Lot& l = run.lot(slot);
    l.status = LotStatus::kOnMachine;
    l.machine = id;
    l.next = LotSlot();
    (previous.valid() ? run.lot(previous).next : m.lots) = slot;
    previous = slot;
    const sim::Duration wait = run.now() - l.queued_at;
    run.statistics.work_centers[wc.index()].wait.add(wait);
    ++run.statistics.work_centers[wc.index()].started;
    run.statistics.products[run.product(l).index()].wait.add(wait);
  }
  m.lot_count = static_cast<std::int32_t>(lots.size());
}

// Process time of a job at nominal speed.
sim::Duration nominal_time(const RunState& run, const LotList& lots, bool planned) {
  const Lot& leader = run.lot(lots.front());
  if (run.operation(leader).basis != TimeBasis::kPerUnit) {
    return planned ? planned_run_time(run, leader) : drawn_run_time(run, leader);
  }
  sim::Duration nominal;
  for (const LotSlot slot : lots) {
    nominal += planned ? planned_run_time(run, run.lot(slot)) : drawn_run_time(run, run.lot(slot));
  }
  return nominal;
}

sim::Duration at_speed(sim::Duration nominal, double speed) {
  return speed == 1.0 ? nominal
                      : sim::round_to_duration(static_cast<double>(nominal.count()) / speed);
}

sim::Duration job_run_time(const RunState& run, MachineId id, const LotList& lots, bool planned) {
  const Lot& leader = run.lot(lots.front());
  if (!planned && leader.run_left >= sim::Duration()) return leader.run_left;
  const sim::Duration nominal = nominal_time(run, lots, planned);
  return planned ? nominal : at_speed(nominal, speed_of(run, id));
}

// The longest of the lots, which are loaded and unloaded side by side.
sim::Duration handling_time(const RunState& run, const LotList& lots, bool load) {
  sim::Duration result;
  for (const LotSlot slot : lots) {
    const Lot& l = run.lot(slot);
    const Operation& operation = run.operation(l);
    const sim::DurationDistribution& time = load ? operation.load : operation.unload;
    if (time.is_constant()) {
      result = std::max(result, time.mean());
      continue;
    }
    sim::Draw draw = run.random.draw({load ? sim::Purpose::kLoading : sim::Purpose::kUnloading,
                                      l.key, static_cast<std::uint32_t>(operation.number),
                                      static_cast<std::uint64_t>(l.step)});
    result = std::max(result, time.sample(draw));
  }
  return result;
}

// How long the machine is taken by the job, planned for OEE and drawn, and how long lots stay on.
void plan_job(RunState& run, MachineId id, const LotList& lots) {
  MachineRun& m = run.machine(id);
  const Lot& leader = run.lot(lots.front());
  if (!overlaps(run, id, run.operation(leader))) {
    m.ideal = job_run_time(run, id, lots, true);
    m.run_time = job_run_time(run, id, lots, false);
    m.tail = sim::Duration();
    return;
  }
  m.ideal = occupancy_of(run, lots, nominal_time(run, lots, true), 1).machine;
  const double speed = speed_of(run, id);
  const Occupancy taken =
      occupancy_of(run, lots, at_speed(nominal_time(run, lots, false), speed), speed);
  const bool under_way = leader.run_left >= sim::Duration();
  m.run_time = under_way ? leader.run_left : taken.machine;
  m.tail = taken.tail + m.load_time + m.unload_time;
  m.load_time = m.unload_time = sim::Duration();
}

// The lots that the run time depends on: on an indexing line the one that came in last.
LotList lots_in_work(const RunState& run, MachineId id) {
  LotList lots;
  if (run.work_center_of(id).line.active()) {
    const LotSlot first = run.line_stations[id.index()].front();
    if (first.valid()) lots.push_back(first);
    return lots;
  }
  for (LotSlot slot = run.machine(id).lots; slot.valid(); slot = run.lot(slot).next) {
    lots.push_back(slot);
  }
  return lots;
}

void change_setup(RunState& run, MachineId id, const Lot& leader) {
  MachineRun& m = run.machine(id);
  const SetupFamilyId family = run.operation(leader).setup_family;
  const bool change = family.valid() && family != m.family;
  if (change) {
    m.family = family;
    m.run_length = 0;
  }
  if (!family.valid() && run.plant->options.compatibility == Compatibility::kPySCFabSim) {
    m.family = SetupFamilyId();
  }
  if (change || m.setup_time > sim::Duration()) ++run.statistics.machines[id.index()].setups;
  m.run_length += m.lot_count;
}

void enter_stage(RunState& run, MachineId id, Stage stage, sim::Duration length) {
  MachineRun& m = run.machine(id);
  m.stage = stage;
  if (m.waiting_resource == 0) run.attention[id.index()] = Attention::kNone;
  m.stage_left = length;
  m.running = 0;
  resume_work(run, id);
}

void begin_run(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  m.run_done = sim::Duration();
  if (run.listened()) {
    for (LotSlot slot = m.lots; slot.valid(); slot = run.lot(slot).next) {
      PlantEvent event = about_job(run, EventType::kOperationStarted, id, run.lot(slot));
      event.duration = run.now() - run.lot(slot).queued_at;
      run.emit(event);
    }
  }
  m.stage = Stage::kRun;
  m.cycle_pending = (run.lot(m.lots).flags & kUnderWay) != 0 ? 0 : 1;
  const sim::Duration length = first_phase_length(run, id, m.run_time);
  for (LotSlot slot = m.lots; slot.valid(); slot = run.lot(slot).next) {
    run.lot(slot).flags &= ~kUnderWay;
  }
  enter_stage(run, id, Stage::kRun, length);
}

void emit_setup(RunState& run, MachineId id) {
  if (!run.listened()) return;
  PlantEvent event = about_job(run, EventType::kSetupStarted, id, run.lot(run.machine(id).lots));
  event.other = run.machine(id).family.number();
  run.emit(event);
}

// The setup of the job was lost in a stop: it comes before the stage that was interrupted.
void repeat_setup(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  m.setup_lost = 0;
  if (m.stage == Stage::kUnload) return;
  const Lot& leader = run.lot(m.lots);
  m.setup_time = drawn_setup(run, id, leader);
  m.run_length = 0;
  change_setup(run, id, leader);
  if (m.setup_time == sim::Duration()) return;
  if (m.stage != Stage::kSetup) {
    m.after_setup = m.stage;
    m.left_after_setup = m.stage_left;
  }
  m.stage = Stage::kSetup;
  m.stage_left = m.setup_time;
  emit_setup(run, id);
}

void next_stage(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  switch (m.stage) {
    case Stage::kIdle:
      if (m.setup_time > sim::Duration()) {
        emit_setup(run, id);
        enter_stage(run, id, Stage::kSetup, m.setup_time);
        return;
      }
      [[fallthrough]];
    case Stage::kSetup:
      release_labor(run, id, NeededDuring::kSetup);
      if (m.after_setup != Stage::kIdle) {
        enter_stage(run, id, std::exchange(m.after_setup, Stage::kIdle), m.left_after_setup);
        return;
      }
      if (!m.lots.valid()) return;  // the people went to a stop of this machine, which scrapped it
      if (m.load_time > sim::Duration()) {
        enter_stage(run, id, Stage::kLoad, m.load_time);
        return;
      }
      [[fallthrough]];
    case Stage::kLoad:
      begin_run(run, id);
      return;
    case Stage::kRun:
      if (m.unload_time > sim::Duration()) {
        enter_stage(run, id, Stage::kUnload, m.unload_time);
        return;
      }
      [[fallthrough]];
    default:
      m.stage = Stage::kDone;
      m.running = 0;
      m.stage_since = run.now();
      if (run.work_center_of(id).line.active()) {
        finish_line_cycle(run, id);
      } else {
        complete_job(run, id);
      }
  }
}

void schedule_stage_end(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  m.running = 1;
  m.stage_since = run.now();
  m.stage_end = run.schedule(run.now() + m.stage_left, sim::Phase::kCompletion,
                             EventKind::kStageEnd, id.index(), id.index());
  if (run.work_center_of(id).ages_by_work) start_ageing(run, id);
}

// Books the progress of the stage up to now.
void book_progress(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  const sim::Duration worked = run.now() - m.stage_since;
  m.stage_left -= worked;
  m.running = 0;
  if (m.stage == Stage::kRun) {
    m.run_done += worked;
    m.operated += worked;
  }
  run.calendar.cancel(m.stage_end);
  m.stage_end = {};
  if (run.work_center_of(id).ages_by_work) stop_ageing(run, id, worked);
}

}  // namespace

void update_state(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  const MachineStateCode state = present_state(run, m);
  if (m.shown == state) return;
  m.shown = state;
  run.statistics.machines[id.index()].clock.enter(run.now(), static_cast<int>(state));
  if (run.listened()) {
    PlantEvent event;
    event.type = EventType::kMachineState;
    event.machine = id;
    event.work_center = run.plant->machine(id).work_center;
    event.other = static_cast<std::int32_t>(state);
    run.emit(event);
  }
}

void start_job(RunState& run, MachineId id, const LotList& lots) {
  MachineRun& m = run.machine(id);
  const WorkCenterId wc_id = run.plant->machine(id).work_center;
  const WorkCenter& wc = run.plant->work_center(wc_id);
  m.family = present_setup(run, id);
  take_lots(run, id, lots);
  const Lot& leader = run.lot(lots.front());
  m.setup_time = wc.has_setups ? drawn_setup(run, id, leader) : sim::Duration();
  m.load_time = wc.handles ? handling_time(run, lots, true) : sim::Duration();
  m.unload_time = wc.handles ? handling_time(run, lots, false) : sim::Duration();
  plan_job(run, id, lots);
  if ((leader.flags & kUnderWay) != 0) m.setup_time = m.load_time = sim::Duration();
  change_setup(run, id, leader);
  for (const LotSlot slot : lots) {
    if (wc.options.blocking == Blocking::kBeforeService) claim_next_place(run, slot);
    if (run.lot(slot).bom.valid()) issue_at_start(run, slot);
    run.lot(slot).run_left = sim::Duration::microseconds(-1);
  }
  seize_tools(run, id, run.operation(leader));
  m.waiting = MachineStateCode::kIdle;
  seize_labor(run, id, run.operation(leader),
              m.setup_time > sim::Duration() ? Stage::kSetup : Stage::kRun);
  stop_waiting(run, id);
  next_stage(run, id);
  admit_waiting(run, wc.buffer);
}

void add_to_line(RunState& run, MachineId id, LotSlot slot) {
  MachineRun& m = run.machine(id);
  const LotSlot before = m.lots;
  m.run_time = job_run_time(run, id, {slot}, false);
  m.ideal = job_run_time(run, id, {slot}, true);
  take_lots(run, id, {slot});
  if (run.lot(slot).bom.valid()) issue_at_start(run, slot);
  run.lot(slot).next = before;
  for (LotSlot s = before; s.valid(); s = run.lot(s).next) ++m.lot_count;
  if (run.listened()) {
    PlantEvent event = about_job(run, EventType::kOperationStarted, id, run.lot(slot));
    event.duration = run.now() - run.lot(slot).queued_at;
    run.emit(event);
  }
  admit_waiting(run, run.work_center_of(id).buffer);
}

void run_line_cycle(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  m.run_done = sim::Duration();
  m.phase = -1;
  m.unload_time = sim::Duration();
  m.cycle_pending = 1;
  m.stage = Stage::kRun;
  enter_stage(run, id, Stage::kRun, m.run_time);
}

// The delays of a stage are charged to its end: to failures, then to maintenance.
void charge_delays(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  const sim::Duration delay = m.delay_down + m.delay_maintenance;
  if (delay == sim::Duration()) return;
  sim::StateClock& clock = run.statistics.machines[id.index()].clock;
  clock.enter(run.now() - delay, static_cast<int>(MachineStateCode::kDown));
  clock.enter(run.now() - m.delay_maintenance, static_cast<int>(MachineStateCode::kMaintenance));
  m.shown = MachineStateCode::kMaintenance;
  m.delay_down = m.delay_maintenance = sim::Duration();
}

void on_stage_end(RunState& run, MachineId id) {
  charge_delays(run, id);
  book_progress(run, id);
  if (run.machine(id).stage == Stage::kRun && next_phase(run, id)) {
    resume_work(run, id);
    return;
  }
  next_stage(run, id);
}

void lose_setup(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  m.family = SetupFamilyId();
  if (m.stage != Stage::kIdle && m.stage != Stage::kDone) m.setup_lost = 1;
}

void pause_work(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  if (m.running == 0) return;
  // What is done at this very instant is not interrupted any more.
  if (m.stage_since + m.stage_left == run.now()) return;
  book_progress(run, id);
  m.paused = 1;
  emit_for_job(run, EventType::kOperationPaused, id);
}

void resume_work(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  if (m.stage == Stage::kIdle || m.stage == Stage::kDone || m.running != 0 || m.stops != 0) {
    update_state(run, id);
    return;
  }
  if (m.setup_lost != 0) repeat_setup(run, id);
  if (m.stage == Stage::kRun && m.cycle_pending != 0) {
    // Due as the cycle begins: asked again after the repair.
    if (run.work_center_of(id).ages_by_work && fail_on_cycle(run, id)) return;
    m.cycle_pending = 0;
  }
  const Operation& operation = run.operation(run.lot(m.lots));
  if (!m.tools_routing.valid() && !tools_available(run, operation)) {
    note_waiting(run, id, MachineStateCode::kWaitingTool);
    update_state(run, id);
    return;
  }
  if (!labor_complete(run, id, operation, m.stage) && !seize_labor(run, id, operation, m.stage)) {
    wait_for_labor(run, id);
    end_overtime(run, id);
    update_state(run, id);
    return;
  }
  stop_waiting(run, id);
  seize_tools(run, id, operation);
  const bool resumed = m.paused != 0;
  m.paused = 0;
  m.waiting = MachineStateCode::kIdle;
  schedule_stage_end(run, id);
  update_state(run, id);
  if (resumed) emit_for_job(run, EventType::kOperationResumed, id);
}

void interrupt_by_stop(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  const WorkCenter& wc = run.work_center_of(id);
  if (m.stage == Stage::kIdle || m.stage == Stage::kDone || m.running != 0) return;
  switch (wc.options.interrupted_work) {
    case InterruptedWork::kResume:
      return;
    case InterruptedWork::kRepeat:
    case InterruptedWork::kRepeatRedrawn:
      if (m.stage != Stage::kRun || m.run_done == sim::Duration()) return;
      if (wc.options.interrupted_work == InterruptedWork::kRepeatRedrawn) {
        const LotList lots = lots_in_work(run, id);
        for (const LotSlot slot : lots) ++run.lot(slot).step;  // another visit: another draw
        if (!lots.empty()) m.run_time = job_run_time(run, id, lots, false);
      }
      m.run_done = sim::Duration();
      m.stage_left = wc.line.active() ? m.run_time : first_phase_length(run, id, m.run_time);
      return;
    case InterruptedWork::kScrap:
      scrap_job(run, id);
      return;
  }
}

void preempt(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  pause_work(run, id);
  sim::Duration left = m.stage == Stage::kRun ? m.stage_left : m.run_time;
  if (m.stage == Stage::kSetup && m.after_setup == Stage::kRun) left = m.left_after_setup;
  LotList lots;
  for (LotSlot slot = m.lots; slot.valid(); slot = run.lot(slot).next) lots.push_back(slot);
  for (const LotSlot slot : lots) {
    release_claim(run, slot);
    Lot& l = run.lot(slot);
    l.run_left = left;
    l.work_center = run.plant->machine(id).work_center;
    detach_from_machine(run, slot);
    enter_queue(run, slot);
    run.lot(slot).flags |= kStaged;
  }
}

void detach_from_machine(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  const MachineId id = l.machine;
  if (!run.pipelines[id.index()].empty() && leave_pipeline(run, slot)) return;
  MachineRun& m = run.machine(id);
  LotSlot* link = &m.lots;
  while (*link != slot) link = &run.lot(*link).next;
  *link = l.next;
  l.next = LotSlot();
  l.machine = MachineId();
  --m.lot_count;
  for (LotSlot& station : run.line_stations[id.index()]) {
    if (station == slot) station = LotSlot();
  }
  if (run.listened() && m.stage == Stage::kDone && run.now() > m.stage_since) {
    run.emit(about_job(run, EventType::kLotLeft, id, l));
  }
  if (m.lots.valid()) {
    if (m.stage == Stage::kDone && run.work_center_of(id).line.active() && way_out_free(run, m)) {
      m.stage = Stage::kIdle;  // the way out is free: the line may move again
      machine_became_idle(run, id);
      run.touch(run.plant->machine(id).work_center);
    }
    update_state(run, id);
    return;
  }
  free_machine(run, id);
}

void free_machine(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  release_tools(run, id);
  release_all_labor(run, id);
  if (m.stage == Stage::kSetup) m.family = SetupFamilyId();  // an unfinished setup is worth nothing
  m.stage = Stage::kIdle;
  run.attention[id.index()] = Attention::kAlways;
  m.after_setup = Stage::kIdle;
  m.setup_lost = 0;
  m.paused = 0;
  m.phase = -1;
  m.waiting = MachineStateCode::kIdle;
  m.idle_since = run.now();
  const WorkCenterId wc = run.plant->machine(id).work_center;
  machine_became_idle(run, id);
  run.touch(wc);  // the decision of this instant sets the machine's state
  admit_waiting(run, run.plant->work_center(wc).buffer);
}

}  // namespace planttwin::plant
