#include "plant_models/run/deadlock.h"

#include <algorithm>

#include "plant_models/run/carriers.h"
#include "plant_models/run/flow.h"
#include "plant_models/run/names.h"
#include "plant_models/run/operation.h"

namespace planttwin::plant {
namespace {

// The lot that holds a machine and waits for a place; invalid when the machine is not so held.
LotSlot waiting_lot(const RunState& run, const MachineRun& m) {
  if (m.stage != Stage::kDone) return LotSlot();
  for (LotSlot slot = m.lots; slot.valid(); slot = run.lot(slot).next) {
    if ((run.lot(slot).flags & kWaitsForPlace) != 0) return slot;
  }
  return LotSlot();
}

// Work centers all of whose machines are held by waiting lots, and whose waiting lots all wait for
// work centers of the same kind: the greatest such set, found by striking out.
std::vector<bool> stuck_work_centers(const RunState& run) {
  const std::vector<WorkCenter>& centers = run.plant->work_centers;
  std::vector<bool> stuck(centers.size(), true);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < centers.size(); ++i) {
      if (!stuck[i]) continue;
      for (std::size_t k = 0; k < centers[i].machine_count && stuck[i]; ++k) {
        const LotSlot slot = waiting_lot(run, run.machines[centers[i].first_machine + k]);
        if (slot.valid() && stuck[run.lot(slot).work_center.index()]) continue;
        stuck[i] = false;
        changed = true;
      }
    }
  }
  return stuck;
}

// One cycle within the stuck set: from machine to the work center waited for to its first machine.
std::vector<MachineId> find_cycle(const RunState& run, const std::vector<bool>& stuck) {
  const auto first = std::find(stuck.begin(), stuck.end(), true);
  if (first == stuck.end()) return {};
  std::vector<std::size_t> seen_at(stuck.size(), 0);
  std::vector<MachineId> path;
  auto wc = static_cast<std::size_t>(first - stuck.begin());
  while (seen_at[wc] == 0) {
    path.emplace_back(run.plant->work_centers[wc].first_machine);
    seen_at[wc] = path.size();
    wc = run.lot(waiting_lot(run, run.machine(path.back()))).work_center.index();
  }
  path.erase(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(seen_at[wc] - 1));
  return path;
}

// All lots of the cycle leave their machines at once; each then has the place it asked for.
void swap(RunState& run, const std::vector<MachineId>& cycle) {
  std::vector<LotSlot> lots;
  for (const MachineId id : cycle) lots.push_back(waiting_lot(run, run.machine(id)));
  for (const LotSlot slot : lots) stop_waiting_for_place(run, slot);
  for (const LotSlot slot : lots) {
    Lot& l = run.lot(slot);
    ++run.buffers[run.plant->work_center(l.work_center).buffer.index()].claimed;
    l.flags |= kClaimed;
  }
  for (const LotSlot slot : lots) {
    leave_place(run, slot);  // an output place, if the one before it has made room there
    run.lot(slot).status = LotStatus::kInTransit;
    arrive(run, slot);
  }
}

// Orders that have not been released although nothing but a release could move the plant.
std::vector<std::string> waiting_orders(const RunState& run) {
  std::vector<std::string> result;
  for (const OrderSlot slot : run.material_waiting) {
    result.push_back("order " + order_name(run, run.order(slot)) + " waits for its components");
  }
  for (const std::vector<OrderSlot>& waiting : run.loop_waiting) {
    for (const OrderSlot slot : waiting) {
      result.push_back("order " + order_name(run, run.order(slot)) + " waits for its release");
    }
  }
  return result;
}

}  // namespace

bool resolve_blocking(RunState& run) {
  run.check_deadlock = 0;
  const std::vector<MachineId> cycle = find_cycle(run, stuck_work_centers(run));
  if (cycle.empty()) return false;
  if (run.plant->options.cyclic_blocking == CyclicBlocking::kSwap) {
    swap(run, cycle);
    return true;
  }
  run.deadlocked = 1;
  for (const MachineId id : cycle) {
    const Lot& l = run.lot(waiting_lot(run, run.machine(id)));
    run.deadlock_cycle.push_back("lot " + lot_name(run, l) + " on " + run.plant->machine(id).id +
                                 " waits for a place at " +
                                 run.plant->work_center(l.work_center).id);
  }
  return false;
}

std::vector<std::string> waiting_lots(const RunState& run) {
  constexpr std::size_t kEnough = 20;
  std::vector<std::string> result = waiting_orders(run);
  for (const Lot& l : run.lots) {
    if (l.status == LotStatus::kFree || (l.flags & kCompanion) != 0) continue;
    std::string text = "lot " + lot_name(run, l);
    if (l.status == LotStatus::kQueued) {
      const WorkCenter& wc = run.plant->work_center(l.work_center);
      const MachineStateCode why = run.machines[wc.first_machine].waiting;
      text += " waits in the queue of " + wc.id;
      if (why != MachineStateCode::kIdle) text += " (" + std::string(name_of(why)) + ")";
    } else if ((l.flags & kWaitsForPlace) != 0) {
      text += " waits for a place at " + run.plant->work_center(l.work_center).id;
    } else if (l.status == LotStatus::kJoining || l.status == LotStatus::kRejoining) {
      text += " waits for its other parts";
    } else {
      text += " can't go on";
    }
    result.push_back(text);
    if (result.size() >= kEnough) break;
  }
  return result;
}

}  // namespace planttwin::plant
