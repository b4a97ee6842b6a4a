#include "plant_models/run/indexing_line.h"

#include <algorithm>

#include "plant_models/run/completion.h"
#include "plant_models/run/flow.h"
#include "plant_models/run/labor_desk.h"
#include "plant_models/run/maintenance.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/stock.h"

namespace planttwin::plant {
namespace {

// The first lot of the queue that waits for no answer and whose components are there comes onto the
// first station.
LotSlot lot_to_enter(RunState& run, WorkCenterId wc) {
  for (const LotSlot slot : run.queues[wc.index()].in_order()) {
    const bool cleared = (run.lot(slot).flags & kAwaitsAnswer) == 0;
    if (cleared && components_ready(run, slot)) return slot;
  }
  return LotSlot();
}

// Gaps move too: an empty first station is filled when a lot is there, and stays empty otherwise.
void start_cycle(RunState& run, MachineId id, LotSlot entering) {
  std::vector<LotSlot>& stations = run.line_stations[id.index()];
  if (entering.valid()) {
    supply_lot(run, entering);
    stations.front() = entering;
    add_to_line(run, id, entering);
  }
  run_line_cycle(run, id);
}

}  // namespace

void decide_line(RunState& run, WorkCenterId wc_id) {
  const WorkCenter& wc = run.plant->work_center(wc_id);
  for (std::size_t i = 0; i < wc.machine_count; ++i) {
    const MachineId id(wc.first_machine + i);
    MachineRun& m = run.machine(id);
    if (m.stops != 0 || m.maintenance_due != 0) continue;
    if (m.stage != Stage::kIdle) {
      if (m.waiting_resource != 0) resume_work(run, id);
      continue;
    }
    const LotSlot entering = lot_to_enter(run, wc_id);
    if (entering.valid() || m.lots.valid()) {
      start_cycle(run, id, entering);
    } else {
      m.waiting = run.queues[wc_id.index()].empty() ? MachineStateCode::kIdle
                                                    : MachineStateCode::kWaitingMaterial;
      update_state(run, id);
    }
  }
}

void finish_line_cycle(RunState& run, MachineId id) {
  MachineRun& m = run.machine(id);
  release_all_labor(run, id);
  release_tools(run, id);
  std::vector<LotSlot>& stations = run.line_stations[id.index()];
  const LotSlot leaving = stations.back();
  std::rotate(stations.begin(), stations.end() - 1, stations.end());
  stations.front() = LotSlot();
  ++m.cycles;
  check_maintenance(run, id);
  run.statistics.machines[id.index()].ideal_us += m.ideal.count();
  const WorkCenterId wc = run.plant->machine(id).work_center;
  if (!leaving.valid()) {
    m.stage = Stage::kIdle;
    run.touch(wc);
    update_state(run, id);
    return;
  }
  ++run.statistics.machines[id.index()].lots;
  ++run.statistics.work_centers[wc.index()].completed;
  m.stage = Stage::kDone;  // blocked until the lot has left; see detach_from_machine
  judge_and_send(run, id, {leaving});
  update_state(run, id);
}

}  // namespace planttwin::plant
