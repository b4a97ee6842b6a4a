#include "plant_models/run/labor_desk.h"

#include <algorithm>

#include "plant_models/run/breakdowns.h"
#include "plant_models/run/maintenance.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/stoppage.h"

namespace planttwin::plant {
namespace {

bool needed_in(NeededDuring during, Stage stage) {
  if (during == NeededDuring::kSetupAndRun) return true;
  return (during == NeededDuring::kSetup) == (stage == Stage::kSetup);
}

std::int32_t free_people(const RunState& run, LaborPoolId pool, MachineId asking) {
  const PoolRun& p = run.pools[pool.index()];
  if (p.on_shift == 0) return 0;
  std::int32_t n = run.plant->labor[pool.index()].size - p.absent - p.busy;
  if (p.reserver.valid() && p.reserver != asking) n -= p.reserved;
  return std::max(n, 0);
}

std::int32_t held_for(const RunState& run, MachineId id, const LaborNeed& need) {
  std::int32_t n = 0;
  const Skill& skill = run.plant->skills[need.skill.index()];
  for (const LaborHold& hold : run.labor_held[id.index()]) {
    if (hold.during != need.during) continue;
    if (std::find(skill.pools.begin(), skill.pools.end(), hold.pool) != skill.pools.end()) {
      n += hold.count;
    }
  }
  return n;
}

// Chooses people for the missing needs of a stage; `out` may be null for a mere question.
bool plan_labor(const RunState& run, MachineId id, const Operation& operation, Stage stage,
                std::vector<LaborHold>* out) {
  std::vector<LaborHold> plan;
  for (const LaborNeed& need : operation.labor) {
    if (!needed_in(need.during, stage)) continue;
    std::int32_t missing = need.count - held_for(run, id, need);
    for (const LaborPoolId pool : run.plant->skills[need.skill.index()].pools) {
      if (missing <= 0) break;
      std::int32_t available = free_people(run, pool, id);
      for (const LaborHold& planned : plan) {
        if (planned.pool == pool) available -= planned.count;
      }
      const std::int32_t taken = std::min(available, missing);
      if (taken <= 0) continue;
      plan.push_back({pool, taken, need.during, {}});
      missing -= taken;
    }
    if (missing > 0) return false;
  }
  if (out != nullptr) *out = std::move(plan);
  return true;
}

// Whether the operation that the machine waits to do needs several people of one skill.
bool asks_for_several(const RunState& run, MachineId id) {
  LotSlot slot = run.machine(id).lots;
  if (!slot.valid()) slot = run.queues[run.plant->machine(id).work_center.index()].front();
  if (!slot.valid()) return false;
  const std::vector<LaborNeed>& needs = run.operation(run.lot(slot)).labor;
  return std::any_of(needs.begin(), needs.end(), [](const LaborNeed& n) { return n.count > 1; });
}

// The pools that could give the people whom a stage lacks.
void add_lacking(const RunState& run, MachineId id, const Operation& operation, Stage stage,
                 std::vector<LaborPoolId>& out) {
  for (const LaborNeed& need : operation.labor) {
    if (!needed_in(need.during, stage)) continue;
    const std::vector<LaborPoolId>& pools = run.plant->skills[need.skill.index()].pools;
    std::int32_t missing = need.count - held_for(run, id, need);
    for (const LaborPoolId pool : pools) missing -= free_people(run, pool, id);
    if (missing > 0) out.insert(out.end(), pools.begin(), pools.end());
  }
}

// For its job, or where it has none for the first lot of its queue that lacks people.
std::vector<LaborPoolId> lacking_pools(const RunState& run, MachineId id) {
  std::vector<LaborPoolId> pools;
  const MachineRun& m = run.machine(id);
  if (m.lots.valid()) {
    add_lacking(run, id, run.operation(run.lot(m.lots)), m.stage, pools);
  } else {
    for (const LotSlot slot : run.queues[run.plant->machine(id).work_center.index()].in_order()) {
      if (!pools.empty()) break;
      const Lot& l = run.lot(slot);
      const bool setup = planned_setup(run, id, l) > sim::Duration();
      add_lacking(run, id, run.operation(l), setup ? Stage::kSetup : Stage::kRun, pools);
    }
  }
  std::sort(pools.begin(), pools.end());
  pools.erase(std::unique(pools.begin(), pools.end()), pools.end());
  return pools;
}

// The machine stands in the queues of these pools from now on, and in no others.
void queue_for(RunState& run, MachineId id, std::vector<LaborPoolId> pools) {
  std::vector<LaborPoolId>& wanted = run.labor_wanted[id.index()];
  for (const LaborPoolId pool : wanted) {
    run.statistics.labor[pool.index()].waiting.change(run.now(), -1);
  }
  wanted = std::move(pools);
  for (const LaborPoolId pool : wanted) {
    run.statistics.labor[pool.index()].waiting.change(run.now(), 1);
  }
}

void touch_waiting_machines(RunState& run) {
  if (run.resource_waiters == 0) return;
  for (std::size_t i = 0; i < run.machines.size(); ++i) {
    if (run.machines[i].waiting_resource != 0) run.touch(run.plant->machines[i].work_center);
  }
}

void give_back(RunState& run, const LaborHold& hold) {
  run.pools[hold.pool.index()].busy -= hold.count;
  update_pool(run, hold.pool);
}

template <class Which>
void release_where(RunState& run, MachineId id, Which which) {
  std::vector<LaborHold>& held = run.labor_held[id.index()];
  if (held.empty()) return;
  std::vector<LaborHold> returned;
  for (const LaborHold& hold : held) {
    if (which(hold)) returned.push_back(hold);
  }
  std::erase_if(held, which);
  for (const LaborHold& hold : returned) give_back(run, hold);
  for (const LaborHold& hold : returned) labor_returned(run, hold.pool);
}

}  // namespace

void update_pool(RunState& run, LaborPoolId pool) {
  const PoolRun& p = run.pools[pool.index()];
  ResourceStatistics& s = run.statistics.labor[pool.index()];
  s.busy.set(run.now(), p.busy);
  const std::int32_t there = run.plant->labor[pool.index()].size - p.absent;
  s.available.set(run.now(), p.on_shift != 0 ? std::max(there, p.busy) : p.busy);
}

bool labor_suffices(const RunState& run, MachineId id, const Operation& operation, Stage stage) {
  return plan_labor(run, id, operation, stage, nullptr);
}

bool tools_suffice(const RunState& run, const Operation& operation) {
  return std::all_of(operation.tools.begin(), operation.tools.end(), [&](const ToolNeed& need) {
    return run.tools_busy[need.tool.index()] + need.count <=
           run.plant->tools[need.tool.index()].count;
  });
}

bool labor_held_for(const RunState& run, MachineId id, const Operation& operation, Stage stage) {
  return std::all_of(operation.labor.begin(), operation.labor.end(), [&](const LaborNeed& need) {
    return !needed_in(need.during, stage) || held_for(run, id, need) >= need.count;
  });
}

bool seize_labor(RunState& run, MachineId id, const Operation& operation, Stage stage) {
  if (operation.labor.empty()) return true;
  std::vector<LaborHold> plan;
  if (!plan_labor(run, id, operation, stage, &plan)) return false;
  MachineRun& m = run.machine(id);
  const sim::Duration waited =
      m.waiting_resource != 0 ? run.now() - m.requested_at : sim::Duration();
  stop_waiting(run, id);
  for (const LaborHold& hold : plan) {
    PoolRun& pool = run.pools[hold.pool.index()];
    pool.busy += hold.count;
    ResourceStatistics& s = run.statistics.labor[hold.pool.index()];
    ++s.requests;
    s.wait.add(waited);
    update_pool(run, hold.pool);
    run.labor_held[id.index()].push_back(hold);
  }
  return true;
}

const std::vector<ToolNeed>& tools_held(const RunState& run, MachineId id) {
  static const std::vector<ToolNeed> kNone;
  const MachineRun& m = run.machine(id);
  if (!m.tools_routing.valid()) return kNone;
  return run.plant->routing(m.tools_routing)
      .operations[static_cast<std::size_t>(m.tools_operation)]
      .tools;
}

void seize_tools(RunState& run, MachineId id, const Operation& operation) {
  MachineRun& m = run.machine(id);
  if (operation.tools.empty() || m.tools_routing.valid()) return;
  for (const ToolNeed& need : operation.tools) run.tools_busy[need.tool.index()] += need.count;
  const Lot& leader = run.lot(m.lots);
  m.tools_routing = leader.routing;
  m.tools_operation = leader.operation;
}

void return_labor(RunState& run, MachineId id, NeededDuring during) {
  release_where(run, id, [during](const LaborHold& hold) { return hold.during == during; });
}

void return_all_labor(RunState& run, MachineId id) {
  release_where(run, id, [](const LaborHold&) { return true; });
}

void return_tools(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  for (const ToolNeed& need : tools_held(run, id)) run.tools_busy[need.tool.index()] -= need.count;
  m.tools_routing = RoutingId();
  touch_waiting_machines(run);
}

void note_waiting(RunState& run, MachineId id, MachineStateCode why) {
  MachineRun& m = run.machine(id);
  m.waiting = why;
  const bool queued = !run.labor_wanted[id.index()].empty();
  if (why != MachineStateCode::kWaitingLabor) {
    if (queued) queue_for(run, id, {});
  } else if (!queued) {
    queue_for(run, id, lacking_pools(run, id));
  }
  if (m.waiting_resource != 0) return;
  m.waiting_resource = 1;
  run.attention[id.index()] = Attention::kAlways;
  m.requested_at = run.now();
  ++run.resource_waiters;
  if (!asks_for_several(run, id)) return;
  run.schedule(run.now() + run.plant->options.resources.reserve_after, sim::Phase::kCalendarChange,
               EventKind::kReserveLimit, id.index(), id.index());
}

void wait_for_labor(RunState& run, MachineId id) {
  note_waiting(run, id, MachineStateCode::kWaitingLabor);
}

void leave_waiting(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  m.waiting_resource = 0;
  --run.resource_waiters;
  queue_for(run, id, {});
  for (PoolRun& pool : run.pools) {
    if (pool.reserver == id) {
      pool.reserver = MachineId();
      pool.reserved = 0;
    }
  }
}

bool seize_crew(RunState& run, const CrewNeed& need, sim::Duration waited) {
  if (!need.pool.valid()) return true;
  if (free_people(run, need.pool, MachineId()) < need.count) return false;
  run.pools[need.pool.index()].busy += need.count;
  ResourceStatistics& s = run.statistics.labor[need.pool.index()];
  ++s.requests;
  s.wait.add(waited);
  update_pool(run, need.pool);
  return true;
}

void release_crew(RunState& run, const CrewNeed& need) {
  if (!need.pool.valid()) return;
  run.pools[need.pool.index()].busy -= need.count;
  update_pool(run, need.pool);
  labor_returned(run, need.pool);
}

void wait_for_crew(RunState& run, const CrewNeed& need, bool maintenance, std::size_t index) {
  run.crew_waiting[need.pool.index()].push_back(
      {run.now(), static_cast<std::int32_t>(index), maintenance ? 1 : 0});
  run.statistics.labor[need.pool.index()].waiting.change(run.now(), 1);
}

void labor_returned(RunState& run, LaborPoolId pool) {
  std::vector<CrewRequest>& waiting = run.crew_waiting[pool.index()];
  for (std::size_t i = 0; i < waiting.size();) {
    const CrewRequest request = waiting[i];
    const auto index = static_cast<std::size_t>(request.index);
    const sim::Duration waited = run.now() - request.since;
    const bool begun = request.maintenance != 0 ? begin_waiting_maintenance(run, index, waited)
                                                : begin_waiting_repair(run, index, waited);
    if (!begun) break;  // first come, first served
    waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(i));
    run.statistics.labor[pool.index()].waiting.change(run.now(), -1);
  }
  touch_waiting_machines(run);
}

void pool_left(RunState& run, LaborPoolId pool) {
  for (std::size_t i = 0; i < run.machines.size(); ++i) {
    const MachineId id(i);
    std::vector<LaborHold>& held = run.labor_held[i];
    const bool holds =
        std::any_of(held.begin(), held.end(), [&](const LaborHold& h) { return h.pool == pool; });
    if (!holds || run.work_center_of(id).options.shift_end == ShiftEnd::kFinish) continue;
    pause_work(run, id);
    release_where(run, id, [&](const LaborHold& h) { return h.pool == pool; });
    if (run.machine(id).stops == 0) wait_for_labor(run, id);
    update_state(run, id);
  }
}

void on_reserve_limit(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  if (m.waiting_resource == 0 ||
      run.now() - m.requested_at < run.plant->options.resources.reserve_after) {
    return;
  }
  const WorkCenterId wc = run.plant->machine(id).work_center;
  LotSlot slot = m.lots;
  if (!slot.valid()) slot = run.queues[wc.index()].front();
  if (!slot.valid()) return;
  for (const LaborNeed& need : run.operation(run.lot(slot)).labor) {
    const std::vector<LaborPoolId>& pools = run.plant->skills[need.skill.index()].pools;
    if (need.count < 2 || pools.empty()) continue;
    PoolRun& pool = run.pools[pools.front().index()];
    if (pool.reserver.valid()) continue;
    pool.reserver = id;
    pool.reserved = need.count;
  }
  run.touch(wc);
}

}  // namespace planttwin::plant
