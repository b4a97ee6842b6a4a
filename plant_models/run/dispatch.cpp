#include "plant_models/run/dispatch.h"

#include <algorithm>
#include <optional>

#include "plant_models/run/batching.h"
#include "plant_models/run/flow.h"
#include "plant_models/run/indexing_line.h"
#include "plant_models/run/labor_desk.h"
#include "plant_models/run/lots.h"
#include "plant_models/run/maintenance.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/release.h"
#include "plant_models/run/rule_values.h"
#include "plant_models/run/stock.h"
#include "plant_models/run/stoppage.h"

namespace planttwin::plant {
namespace {

constexpr std::int64_t kFrontOfQueue = std::int64_t{1} << 60;

// Why a lot can't start now; empty: it can.
using Obstacle = std::optional<MachineStateCode>;

sim::Duration planned_length(const RunState& run, MachineId id, const Lot& l) {
  const Operation& operation = run.operation(l);
  const sim::Duration run_time = l.run_left >= sim::Duration() ? l.run_left : l.planned;
  return planned_setup(run, id, l) + operation.load.mean() + operation.unload.mean() +
         sim::round_to_duration(static_cast<double>(run_time.count()) / speed_of(run, id));
}

Obstacle obstacle_for(RunState& run, MachineId id, LotSlot slot) {
  const Lot& l = run.lot(slot);
  const Operation& operation = run.operation(l);
  const WorkCenter& wc = run.work_center_of(id);
  if (barred_by_minimum_run(run, id, l)) return MachineStateCode::kIdle;
  if (wc.options.shift_end == ShiftEnd::kNoStartUnlessFinished &&
      planned_length(run, id, l) > end_of_shift(run, wc) - run.now()) {
    return MachineStateCode::kIdle;
  }
  if (wc.options.blocking == Blocking::kBeforeService && !next_place_free(run, l)) {
    return MachineStateCode::kBlocked;
  }
  if (!components_ready(run, slot)) return MachineStateCode::kWaitingMaterial;
  if (!tools_available(run, operation)) return MachineStateCode::kWaitingTool;
  const Stage first = planned_setup(run, id, l) > sim::Duration() ? Stage::kSetup : Stage::kRun;
  if (!labor_available(run, id, operation, first)) return MachineStateCode::kWaitingLabor;
  return std::nullopt;
}

double mean_planned(const RunState& run, const WorkQueue& queue) {
  double sum = 0;
  for (std::size_t i = 0; i < queue.size(); ++i) {
    sum += static_cast<double>(run.lot(queue[i].lot).planned.count());
  }
  return queue.empty() ? 0 : sum / static_cast<double>(queue.size());
}

// The queue in the order of the rule, for this machine and instant.
LotList in_rule_order(const RunState& run, MachineId id) {
  const WorkCenter& wc = run.work_center_of(id);
  const WorkQueue& queue = run.queues[run.plant->machine(id).work_center.index()];
  std::vector<QueueEntry> entries;
  const double mean = mean_planned(run, queue);
  for (std::size_t i = 0; i < queue.size(); ++i) {
    entries.push_back(queue[i]);
    entries.back().keys = dynamic_values(run, wc.rule, run.lot(queue[i].lot), id, mean);
  }
  std::sort(entries.begin(), entries.end());
  LotList lots;
  for (const QueueEntry& e : entries) lots.push_back(e.lot);
  return lots;
}

// Starts the first lot of the rule that can start. Otherwise returns what the best one lacks.
Obstacle start_single(RunState& run, MachineId id) {
  const WorkCenterId wc_id = run.plant->machine(id).work_center;
  const WorkCenter& wc = run.plant->work_center(wc_id);
  const WorkQueue& queue = run.queues[wc_id.index()];
  Obstacle first;
  const auto attempt = [&](LotSlot slot) {
    const Obstacle obstacle = obstacle_for(run, id, slot);
    if (obstacle) {
      if (!first || *first == MachineStateCode::kIdle) first = obstacle;
      return false;
    }
    split_by_supply(run, slot);
    start_job(run, id, {slot});
    return true;
  };
  if (is_dynamic(wc.rule)) {
    for (const LotSlot slot : in_rule_order(run, id)) {
      if (attempt(slot)) return std::nullopt;
    }
  } else {
    for (std::size_t i = 0; i < queue.size(); ++i) {
      if (attempt(queue[i].lot)) return std::nullopt;
    }
  }
  return first;
}

// Starts the first full (or permitted partial) batch in rule order.
Obstacle start_batch(RunState& run, MachineId id) {
  const WorkCenterId wc_id = run.plant->machine(id).work_center;
  LotList order;
  if (is_dynamic(run.plant->work_center(wc_id).rule)) {
    order = in_rule_order(run, id);
  } else {
    const WorkQueue& queue = run.queues[wc_id.index()];
    for (std::size_t i = 0; i < queue.size(); ++i) order.push_back(queue[i].lot);
  }
  Obstacle first;
  LotList startable;
  for (const LotSlot slot : order) {
    const Obstacle obstacle = obstacle_for(run, id, slot);
    if (!obstacle) startable.push_back(slot);
    if (obstacle && !first) first = obstacle;
  }
  const LotList batch = form_batch(run, wc_id, startable);
  if (batch.empty()) return startable.empty() ? first : MachineStateCode::kIdle;
  start_job(run, id, batch);
  return std::nullopt;
}

bool takes_several(const RunState& run, WorkCenterId id) {
  if (run.plant->work_center(id).batch.batches()) return true;
  const WorkQueue& queue = run.queues[id.index()];
  return !queue.empty() && run.operation(run.lot(queue[0].lot)).merge_of > 1;
}

// The machine stays without work for the given reason.
void stay(RunState& run, MachineId id, MachineStateCode reason) {
  MachineRun& m = run.machine(id);
  const bool resource =
      reason == MachineStateCode::kWaitingLabor || reason == MachineStateCode::kWaitingTool;
  if (resource) {
    note_waiting(run, id, reason);
  } else {
    stop_waiting(run, id);
    m.waiting = reason;
  }
  update_state(run, id);
}

// One idle machine chooses. False when it stays idle.
bool start_next(RunState& run, MachineId id) {
  const WorkCenterId wc = run.plant->machine(id).work_center;
  if (run.queues[wc.index()].empty()) {
    if (!take_opportunity(run, id)) stay(run, id, MachineStateCode::kIdle);
    return false;
  }
  const Obstacle obstacle = takes_several(run, wc) ? start_batch(run, id) : start_single(run, id);
  if (!obstacle) return true;
  stay(run, id, *obstacle);
  return false;
}

// A waiting lot of a higher class takes the machine of the lowest class in work.
void preempt_for_priority(RunState& run, WorkCenterId id) {
  const WorkCenter& wc = run.plant->work_center(id);
  const WorkQueue& queue = run.queues[id.index()];
  if (wc.options.preemption == Preemption::kNonPreemptive || queue.empty()) return;
  std::int32_t best = run.lot(queue[0].lot).priority;
  for (std::size_t i = 1; i < queue.size(); ++i) {
    best = std::max(best, run.lot(queue[i].lot).priority);
  }
  MachineId victim;
  for (std::size_t i = 0; i < wc.machine_count; ++i) {
    const MachineId machine(wc.first_machine + i);
    const MachineRun& m = run.machine(machine);
    if (m.stage == Stage::kIdle || m.stage == Stage::kDone || m.stops != 0) continue;
    if (!victim.valid() || run.lot(m.lots).priority < run.lot(run.machine(victim).lots).priority) {
      victim = machine;
    }
  }
  if (!victim.valid() || run.lot(run.machine(victim).lots).priority >= best) return;
  preempt(run, victim);
  start_next(run, victim);
}

void decide(RunState& run, WorkCenterId id) {
  const WorkCenter& wc = run.plant->work_center(id);
  if (wc.line.active()) {
    decide_line(run, id);
    return;
  }
  for (std::size_t i = 0; i < wc.machine_count; ++i) {
    const MachineId machine(wc.first_machine + i);
    const MachineRun& m = run.machine(machine);
    if (m.stops != 0) continue;
    if (m.stage == Stage::kIdle) {
      start_next(run, machine);
    } else if (m.waiting_resource != 0) {
      resume_work(run, machine);
    }
  }
  preempt_for_priority(run, id);
}

struct Turn {
  std::int32_t waits = 0;  // 0: machines wait for people or tools
  std::int32_t priority = 0;
  std::int64_t since = 0;
  WorkCenterId wc;

  friend bool operator<(const Turn& a, const Turn& b) {
    if (a.waits != b.waits) return a.waits < b.waits;
    if (a.priority != b.priority) return a.priority > b.priority;
    if (a.since != b.since) return a.since < b.since;
    return a.wc < b.wc;
  }
};

Turn turn_of(const RunState& run, WorkCenterId id) {
  Turn turn{1, 0, 0, id};
  const WorkCenter& wc = run.plant->work_center(id);
  for (std::size_t i = 0; i < wc.machine_count; ++i) {
    const MachineRun& m = run.machines[wc.first_machine + i];
    if (m.waiting_resource == 0) continue;
    if (turn.waits == 0 && m.requested_at.count() >= turn.since) continue;
    turn.waits = 0;
    turn.since = m.requested_at.count();
  }
  const WorkQueue& queue = run.queues[id.index()];
  if (turn.waits == 0 && !queue.empty()) turn.priority = run.lot(queue[0].lot).priority;
  return turn;
}

}  // namespace

QueueEntry queue_entry(const RunState& run, LotSlot slot) {
  const Lot& l = run.lot(slot);
  QueueEntry entry;
  entry.keys = static_values(run, run.plant->work_center(l.work_center).rule, l);
  entry.arrival = l.queued_at.count();
  entry.rank = l.rank;
  entry.lot = slot;
  const WorkCenterOptions& options = run.plant->work_center(l.work_center).options;
  if ((l.flags & kComesBack) != 0 && options.rework_queue == ReworkQueue::kFront) {
    entry.keys.fill(-kFrontOfQueue);
    entry.arrival -= kFrontOfQueue;
  }
  return entry;
}

void requeue(RunState& run, LotSlot slot) {
  const WorkCenterId wc = run.lot(slot).work_center;
  run.queues[wc.index()].erase_lot(slot);
  run.queues[wc.index()].insert(queue_entry(run, slot));
  run.touch(wc);
}

bool barred_by_minimum_run(const RunState& run, MachineId id, const Lot& l) {
  const WorkCenterId wc_id = run.plant->machine(id).work_center;
  const SetupRules& setup = run.plant->work_center(wc_id).setup;
  const MachineRun& m = run.machine(id);
  const SetupFamilyId family = run.operation(l).setup_family;
  if (setup.minimum_run <= 0 || !m.family.valid() || !family.valid() || family == m.family ||
      m.run_length >= setup.minimum_run) {
    return false;
  }
  if (setup.minimum_run_when_empty == MinimumRunWhenEmpty::kHold) return true;
  const WorkQueue& queue = run.queues[wc_id.index()];
  for (std::size_t i = 0; i < queue.size(); ++i) {
    if (run.operation(run.lot(queue[i].lot)).setup_family == m.family) return true;
  }
  return false;
}

void on_batch_wait(RunState& run, WorkCenterId wc) {
  run.batch_timers[wc.index()] = {};
  run.touch(wc);
}

void decide_all(RunState& run) {
  if (run.release_again != 0) release_waiting_orders(run);
  if (run.touched_list.size() == 1) {
    const WorkCenterId wc = run.touched_list.front();
    run.touched_list.clear();
    run.touched[wc.index()] = 0;
    decide(run, wc);
    return;
  }
  std::vector<Turn> turns;
  turns.reserve(run.touched_list.size());
  for (const WorkCenterId wc : run.touched_list) turns.push_back(turn_of(run, wc));
  run.touched_list.clear();
  for (const Turn& turn : turns) run.touched[turn.wc.index()] = 0;
  std::sort(turns.begin(), turns.end());
  for (const Turn& turn : turns) decide(run, turn.wc);
}

}  // namespace planttwin::plant
