#include "plant_models/run/dispatch.h"

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <limits>
#include <optional>

#include "plant_models/run/batching.h"
#include "plant_models/run/dedication.h"
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
  if (wc.has_setups && barred_by_minimum_run(run, id, l)) return MachineStateCode::kIdle;
  if (operation.same_machine_as >= 0) {
    const MachineId dedicated = dedicated_machine(run, slot);
    if (dedicated.valid() && dedicated != id) return MachineStateCode::kIdle;
  }
  if (wc.options.shift_end == ShiftEnd::kNoStartUnlessFinished &&
      planned_length(run, id, l) > end_of_shift(run, wc) - run.now()) {
    return MachineStateCode::kIdle;
  }
  if (wc.options.blocking == Blocking::kBeforeService && !next_place_free(run, l)) {
    return MachineStateCode::kBlocked;
  }
  if (l.bom.valid() && !components_ready(run, slot)) return MachineStateCode::kWaitingMaterial;
  if (!tools_available(run, operation)) return MachineStateCode::kWaitingTool;
  if (!operation.labor.empty()) {
    const Stage first = planned_setup(run, id, l) > sim::Duration() ? Stage::kSetup : Stage::kRun;
    if (!labor_available(run, id, operation, first)) return MachineStateCode::kWaitingLabor;
  }
  if ((l.flags & kAwaitsAnswer) != 0) return MachineStateCode::kWaitingSystem;
  return std::nullopt;
}

double mean_planned(const RunState& run, const WorkQueue& queue) {
  double sum = 0;
  queue.any_lot([&](LotSlot slot) {
    sum += static_cast<double>(run.lot(slot).planned.count());
    return false;
  });
  return queue.empty() ? 0 : sum / static_cast<double>(queue.size());
}

// Rework that goes before all others, whatever the rule says.
bool goes_to_front(const WorkCenter& wc, const Lot& l) {
  return (l.flags & kComesBack) != 0 && wc.options.rework_queue == ReworkQueue::kFront;
}

// The place of a machine within its work center.
std::size_t place_of(const RunState& run, MachineId id) {
  return id.index() - run.work_center_of(id).first_machine;
}

// The first lot of a lane that was not taken yet, with its values for this machine and instant.
struct Candidate {
  QueueEntry entry;
  const QueueLane* lane = nullptr;
  std::size_t next = 1;
};

// Where the order within a lane holds: the first of all lanes' first lots, again and again.
template <class Take>
void merge_lanes(const RunState& run, MachineId id, const WorkQueue& queue, Take take) {
  const WorkCenter& wc = run.work_center_of(id);
  const auto renew = [&](Candidate& candidate) {
    if (!wc.dynamic_rule) return;
    const Lot& l = run.lot(candidate.entry.lot);
    if (!goes_to_front(wc, l)) renew_values(run, wc.rule, l, id, 0, candidate.entry.keys);
  };
  boost::container::small_vector<Candidate, 8> candidates;
  queue.any_lane_for(place_of(run, id), [&](const QueueLane& lane) {
    candidates.push_back({lane[0], &lane, 1});
    renew(candidates.back());
    return false;
  });
  const auto earlier = [](const Candidate& a, const Candidate& b) { return a.entry < b.entry; };
  while (!candidates.empty()) {
    const auto first = std::min_element(candidates.begin(), candidates.end(), earlier);
    if (take(first->entry.lot)) return;
    if (first->next == first->lane->size()) {
      *first = candidates.back();
      candidates.pop_back();
    } else {
      first->entry = (*first->lane)[first->next++];
      renew(*first);
    }
  }
}

// Calls `take` with the waiting lots that may go to this machine in the order of the rule, for this
// instant, until it returns true.
template <class Take>
void in_rule_order(const RunState& run, MachineId id, Take take) {
  const WorkCenter& wc = run.work_center_of(id);
  const WorkQueue& queue = run.queues[run.plant->machine(id).work_center.index()];
  if (!wc.rule_by_time) {
    merge_lanes(run, id, queue, take);
    return;
  }
  boost::container::small_vector<QueueEntry, 16> entries;
  const double mean = wc.rule.has(RuleKey::kAtc) ? mean_planned(run, queue) : 0;
  queue.any_lane_for(place_of(run, id), [&](const QueueLane& lane) {
    for (std::size_t i = 0; i < lane.size(); ++i) {
      entries.push_back(lane[i]);
      const Lot& l = run.lot(lane[i].lot);
      if (!goes_to_front(wc, l)) renew_values(run, wc.rule, l, id, mean, entries.back().keys);
    }
    return false;
  });
  // Mostly the first will do: a heap, whose top is the first, and no sort.
  const auto goes_after = [](const QueueEntry& a, const QueueEntry& b) { return b < a; };
  std::make_heap(entries.begin(), entries.end(), goes_after);
  while (!entries.empty()) {
    if (take(entries.front().lot)) return;
    std::pop_heap(entries.begin(), entries.end(), goes_after);
    entries.pop_back();
  }
}

// What a machine would start now: some lots, or what the best of the waiting lots lacks.
struct Choice {
  LotList lots;
  Obstacle obstacle;
};

// Any lot may be chosen, whatever its priority class.
constexpr std::int64_t kEveryClass = std::numeric_limits<std::int64_t>::min();

// The first full (or permitted partial) batch in rule order. Only lots of a higher priority class
// than `above` count; with a leader, only lots of its operation.
Choice choose_batch(RunState& run, MachineId id, std::int64_t above, LotSlot leader) {
  Choice choice;
  LotList startable;
  in_rule_order(run, id, [&](LotSlot slot) {
    const Lot& l = run.lot(slot);
    if (l.priority <= above) return false;
    if (leader.valid() && &run.operation(l) != &run.operation(run.lot(leader))) return false;
    const Obstacle obstacle = obstacle_for(run, id, slot);
    if (!obstacle) startable.push_back(slot);
    if (obstacle && !choice.obstacle) choice.obstacle = obstacle;
    return false;
  });
  choice.lots = form_batch(run, run.plant->machine(id).work_center, startable);
  if (!startable.empty()) choice.obstacle = MachineStateCode::kIdle;
  return choice;
}

// The first lot of the rule that can start; where lots merge, as many as belong together.
Choice choose_single(RunState& run, MachineId id, std::int64_t above) {
  Choice choice;
  in_rule_order(run, id, [&](LotSlot slot) {
    if (run.lot(slot).priority <= above) return false;
    Obstacle obstacle = obstacle_for(run, id, slot);
    if (!obstacle && merges(run, run.lot(slot)) > 1) {
      choice.lots = choose_batch(run, id, above, slot).lots;
      obstacle = MachineStateCode::kIdle;
    } else if (!obstacle) {
      choice.lots = {slot};
    }
    if (!choice.obstacle || *choice.obstacle == MachineStateCode::kIdle) choice.obstacle = obstacle;
    return !choice.lots.empty();
  });
  return choice;
}

Choice choose_job(RunState& run, MachineId id, std::int64_t above) {
  return run.work_center_of(id).batch.batches() ? choose_batch(run, id, above, LotSlot())
                                                : choose_single(run, id, above);
}

void start_chosen(RunState& run, MachineId id, const LotList& lots) {
  for (const LotSlot slot : lots) {
    if (run.lot(slot).bom.valid()) supply_lot(run, slot);
  }
  start_job(run, id, lots);
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
    const WorkQueue& queue = run.queues[run.plant->machine(id).work_center.index()];
    const bool settled = reason == MachineStateCode::kIdle && !queue.has_for(place_of(run, id)) &&
                         !run.work_center_of(id).takes_opportunities;
    run.attention[id.index()] = settled ? Attention::kIfLots : Attention::kAlways;
  }
  update_state(run, id);
}

// Of the idle machines the one that needs the least setup for these lots: the given one, unless
// another needs less and can start them, too.
MachineId least_setup_machine(RunState& run, MachineId id, const LotList& lots) {
  const Lot& leader = run.lot(lots.front());
  const WorkCenter& wc = run.work_center_of(id);
  sim::Duration least = planned_setup(run, id, leader);
  MachineId best = id;
  for (std::size_t i = 0; i < wc.machine_count && least > sim::Duration(); ++i) {
    const MachineId other(wc.first_machine + i);
    const MachineRun& m = run.machine(other);
    if (m.stage != Stage::kIdle || m.stops != 0 || m.maintenance_due != 0) continue;
    const sim::Duration setup = planned_setup(run, other, leader);
    if (setup >= least || obstacle_for(run, other, lots.front())) continue;
    least = setup;
    best = other;
  }
  return best;
}

// As PySCFabSim does it: of the idle machines the first with the setup of these lots, or without
// any for lots that need none; the given one if there is none.
MachineId machine_with_setup(RunState& run, MachineId id, const LotList& lots) {
  const SetupFamilyId needed = run.operation(run.lot(lots.front())).setup_family;
  const WorkCenter& wc = run.work_center_of(id);
  for (std::size_t i = 0; i < wc.machine_count && run.machine(id).family != needed; ++i) {
    const MachineId other(wc.first_machine + i);
    const MachineRun& m = run.machine(other);
    if (m.stage != Stage::kIdle || m.family != needed || m.stops != 0) continue;
    if (m.maintenance_due == 0 && !obstacle_for(run, other, lots.front())) return other;
  }
  return id;
}

MachineId machine_for(RunState& run, MachineId id, const LotList& lots) {
  if (!run.work_center_of(id).has_setups) return id;
  return run.plant->options.compatibility == Compatibility::kPySCFabSim
             ? machine_with_setup(run, id, lots)
             : least_setup_machine(run, id, lots);
}

// One idle machine chooses. False when it stays idle. What it would choose goes to another idle
// machine that needs less setup for it.
bool start_next(RunState& run, MachineId id) {
  if (run.machine(id).maintenance_due != 0 && !run.pipelines[id.index()].empty()) {
    stay(run, id, MachineStateCode::kIdle);  // maintenance begins when it has run empty
    return false;
  }
  const WorkCenterId wc = run.plant->machine(id).work_center;
  const std::size_t place = place_of(run, id);
  while (run.queues[wc.index()].has_for(place)) {
    const Choice choice = choose_job(run, id, kEveryClass);
    if (choice.lots.empty()) {
      stay(run, id, choice.obstacle.value_or(MachineStateCode::kIdle));
      return false;
    }
    const MachineId best = machine_for(run, id, choice.lots);
    start_chosen(run, best, choice.lots);
    if (best == id) return true;
  }
  const bool others_wait = !run.queues[wc.index()].empty();
  if (others_wait || !take_opportunity(run, id)) stay(run, id, MachineStateCode::kIdle);
  return false;
}

std::int32_t class_of_job(const RunState& run, MachineId id) {
  std::int32_t highest = std::numeric_limits<std::int32_t>::min();
  for (LotSlot slot = run.machine(id).lots; slot.valid(); slot = run.lot(slot).next) {
    highest = std::max(highest, run.lot(slot).priority);
  }
  return highest;
}

// Work that can be taken off its machine and finished later: not a recipe, and not a finished run.
bool can_be_preempted(const RunState& run, MachineId id) {
  const MachineRun& m = run.machine(id);
  const bool at_work =
      m.stage == Stage::kSetup || m.stage == Stage::kLoad || m.stage == Stage::kRun;
  return at_work && m.stops == 0 && run.operation(run.lot(m.lots)).phases.empty();
}

// The machine with the job of the lowest class; invalid when none can be preempted.
MachineId find_victim(const RunState& run, const WorkCenter& wc) {
  MachineId victim;
  for (std::size_t i = 0; i < wc.machine_count; ++i) {
    const MachineId id(wc.first_machine + i);
    if (!can_be_preempted(run, id)) continue;
    if (!victim.valid() || class_of_job(run, id) < class_of_job(run, victim)) victim = id;
  }
  return victim;
}

// What of the waiting lots of a higher class would start on the machine if its job gave up the
// people and tools that it holds, and a setup that is not complete.
Choice choose_instead(RunState& run, MachineId id) {
  const std::vector<PoolRun> pools = run.pools;
  const std::vector<std::int32_t> tools_busy = run.tools_busy;
  std::vector<LaborHold> held = std::move(run.labor_held[id.index()]);
  run.labor_held[id.index()].clear();
  for (const LaborHold& hold : held) run.pools[hold.pool.index()].busy -= hold.count;
  for (const ToolNeed& need : tools_held(run, id)) run.tools_busy[need.tool.index()] -= need.count;
  MachineRun& m = run.machine(id);
  const SetupFamilyId family = m.family;
  if (m.stage == Stage::kSetup) m.family = SetupFamilyId();  // it would be broken off
  Choice choice = choose_job(run, id, class_of_job(run, id));
  m.family = family;
  run.pools = pools;
  run.tools_busy = tools_busy;
  run.labor_held[id.index()] = std::move(held);
  return choice;
}

// A waiting lot of a higher class takes the machine of the lowest class in work, if it can start
// there at once.
void preempt_for_priority(RunState& run, WorkCenterId id) {
  const WorkCenter& wc = run.plant->work_center(id);
  const WorkQueue& queue = run.queues[id.index()];
  if (queue.empty()) return;
  std::int32_t best = std::numeric_limits<std::int32_t>::min();
  queue.any_lot([&](LotSlot slot) {
    best = std::max(best, run.lot(slot).priority);
    return false;
  });
  const MachineId victim = find_victim(run, wc);
  if (!victim.valid() || class_of_job(run, victim) >= best) return;
  if (choose_instead(run, victim).lots.empty()) return;
  const std::int32_t above = class_of_job(run, victim);
  preempt(run, victim);
  if (run.machine(victim).stops != 0) return;
  // What the job gave up may have gone to others; then any lot may have the machine.
  const Choice choice = choose_job(run, victim, above);
  if (choice.lots.empty()) {
    start_next(run, victim);
  } else {
    start_chosen(run, victim, choice.lots);
  }
}

// Nothing waits for the machine, and it is idle already.
bool stays_idle(const MachineRun& m, const WorkCenter& wc, const WorkQueue& queue,
                std::size_t place) {
  return m.waiting == MachineStateCode::kIdle && m.waiting_resource == 0 &&
         m.shown == MachineStateCode::kIdle && !queue.has_for(place) && !wc.takes_opportunities;
}

// The next place in the work center, from this one on, where something may be decided.
std::size_t next_place(const RunState& run, const WorkCenter& wc, const WorkQueue& queue,
                       std::size_t place) {
  const Attention least = queue.has_for_any() ? Attention::kIfLots : Attention::kAlways;
  const auto first = run.attention.begin() + static_cast<std::ptrdiff_t>(wc.first_machine);
  const auto found = std::find_if(first + static_cast<std::ptrdiff_t>(place),
                                  first + static_cast<std::ptrdiff_t>(wc.machine_count),
                                  [&](Attention attention) { return attention >= least; });
  return static_cast<std::size_t>(found - first);
}

void decide(RunState& run, WorkCenterId id) {
  const WorkCenter& wc = run.plant->work_center(id);
  if (wc.line.active()) {
    decide_line(run, id);
    return;
  }
  const WorkQueue& queue = run.queues[id.index()];
  for (std::size_t i = next_place(run, wc, queue, 0); i < wc.machine_count;
       i = next_place(run, wc, queue, i + 1)) {
    const MachineId machine(wc.first_machine + i);
    const MachineRun& m = run.machine(machine);
    if (m.stops != 0) continue;
    if (m.stage == Stage::kIdle) {
      if (stays_idle(m, wc, queue, i)) continue;
      start_next(run, machine);
    } else if (m.waiting_resource != 0) {
      resume_work(run, machine);
    }
  }
  if (wc.options.preemption != Preemption::kNonPreemptive) preempt_for_priority(run, id);
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
  if (turn.waits == 0 && !queue.empty()) turn.priority = run.lot(queue.front()).priority;
  return turn;
}

QueueEntry queue_entry(const RunState& run, LotSlot slot) {
  const Lot& l = run.lot(slot);
  QueueEntry entry;
  entry.keys = static_values(run, run.plant->work_center(l.work_center).rule, l);
  entry.arrival = l.queued_at.count() - (is_interrupted(l) ? kFrontOfQueue : 0);
  entry.rank = l.rank;
  entry.lot = slot;
  if (goes_to_front(run.plant->work_center(l.work_center), l)) {
    entry.keys.fill(-kFrontOfQueue);
    entry.arrival -= kFrontOfQueue;
  }
  return entry;
}

LaneKey lane_of(const RunState& run, LotSlot slot) {
  const Lot& l = run.lot(slot);
  const WorkCenter& wc = run.plant->work_center(l.work_center);
  const Operation& operation = run.operation(l);
  LaneKey key;
  if (wc.dynamic_rule && !wc.rule_by_time) key.setup = operation.setup_class;
  if (operation.same_machine_as < 0) return key;
  const MachineId machine = dedicated_machine(run, slot);
  if (machine.valid() && run.plant->machine(machine).work_center == l.work_center) {
    key.machine = static_cast<std::int32_t>(place_of(run, machine));
  }
  return key;
}

}  // namespace

void stand_in_queue(RunState& run, LotSlot slot) {
  const WorkCenterId id = run.lot(slot).work_center;
  const LaneKey key = lane_of(run, slot);
  run.queues[id.index()].insert(queue_entry(run, slot), key);
  if (key.machine < 0) return;
  Attention& attention = run.attention[run.plant->work_center(id).first_machine +
                                       static_cast<std::size_t>(key.machine)];
  if (attention == Attention::kIfLots) attention = Attention::kAlways;
}

void step_out_of_queue(RunState& run, LotSlot slot) {
  run.queues[run.lot(slot).work_center.index()].erase(slot, lane_of(run, slot));
}

void requeue(RunState& run, LotSlot slot) {
  step_out_of_queue(run, slot);
  stand_in_queue(run, slot);
  run.touch(run.lot(slot).work_center);
}

bool barred_by_minimum_run(const RunState& run, MachineId id, const Lot& l) {
  const WorkCenterId wc_id = run.plant->machine(id).work_center;
  const SetupRules& setup = run.plant->work_center(wc_id).setup;
  const MachineRun& m = run.machine(id);
  const SetupFamilyId family = run.operation(l).setup_family;
  if (!in_minimum_run(run, id) || !family.valid() || family == m.family) return false;
  if (setup.minimum_run_when_empty == MinimumRunWhenEmpty::kHold) return true;
  return run.queues[wc_id.index()].any_lot(
      [&](LotSlot slot) { return run.operation(run.lot(slot)).setup_family == m.family; });
}

void on_batch_wait(RunState& run, WorkCenterId wc) {
  run.batch_timers[wc.index()] = {};
  run.touch(wc);
}

void decide_all(RunState& run) {
  if (!run.replenishments_due.empty()) apply_replenishments(run);
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
