#include "plant_models/run/pipeline.h"

#include <algorithm>

#include "plant_models/run/completion.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/stoppage.h"

namespace planttwin::plant {
namespace {

std::int64_t units_of(const RunState& run, const Lot& l) {
  std::int64_t steps = 1;
  for (int i = 0; i < run.plant->material(run.product(l)).unit.decimals; ++i) steps *= 10;
  return std::max<std::int64_t>(1, (l.quantity.count() + steps - 1) / steps);
}

void schedule_out(RunState& run, PipelineLot& inside) {
  Lot& l = run.lot(inside.lot);
  l.timer = run.schedule(run.now() + inside.left, sim::Phase::kCompletion, EventKind::kLotOut,
                         static_cast<std::uint64_t>(l.rank) & sim::EventCalendar::kMaxRank,
                         inside.lot.index());
  inside.since = run.now();
}

}  // namespace

Occupancy occupancy_of(const RunState& run, const LotList& lots, sim::Duration process,
                       double speed) {
  const Cascade& cascade = run.operation(run.lot(lots.front())).cascade;
  if (!cascade.active()) return {process, {}};
  const sim::Duration interval =
      speed == 1.0 ? cascade.interval
                   : sim::round_to_duration(static_cast<double>(cascade.interval.count()) / speed);
  if (cascade.basis == CascadeBasis::kPerBatch) {
    return {interval, std::max(sim::Duration(), process - interval)};
  }
  std::int64_t units = 0;
  for (const LotSlot slot : lots) units += units_of(run, run.lot(slot));
  const sim::Duration stay = process + interval * (units - 1);
  const sim::Duration machine = interval * units;
  return {machine, std::max(sim::Duration(), stay - machine)};
}

void release_into_pipeline(RunState& run, MachineId id, const LotList& lots) {
  std::vector<PipelineLot>& pipeline = run.pipelines[id.index()];
  MachineRun& m = run.machine(id);
  for (const LotSlot slot : lots) {
    Lot& l = run.lot(slot);
    l.status = LotStatus::kInPipeline;
    l.next = LotSlot();
    pipeline.push_back({m.tail, run.now(), slot, 0});
    if (m.stops == 0 || run.plant->options.compatibility != Compatibility::kNone) {
      schedule_out(run, pipeline.back());
    }
  }
  m.lots = LotSlot();
  m.lot_count = 0;
  free_machine(run, id);
}

void on_lot_out(RunState& run, LotSlot slot) {
  const MachineId id = run.lot(slot).machine;
  run.lot(slot).timer = {};
  std::vector<PipelineLot>& pipeline = run.pipelines[id.index()];
  for (PipelineLot& inside : pipeline) {
    if (inside.lot == slot) inside.left = sim::Duration();
  }
  const std::int64_t number = run.lot(slot).number;
  complete_lot_out(run, id, slot);
  const Lot& l = run.lot(slot);
  // It found no place: nothing can come out behind it.
  if (l.number == number && l.status == LotStatus::kFinished && l.machine == id) {
    add_stop(run, id, kStopOutlet);
  }
}

void pause_pipeline(RunState& run, MachineId id) {
  for (PipelineLot& inside : run.pipelines[id.index()]) {
    Lot& l = run.lot(inside.lot);
    if (!run.calendar.cancel(l.timer)) continue;
    l.timer = {};
    inside.left -= run.now() - inside.since;
  }
}

void resume_pipeline(RunState& run, MachineId id) {
  for (PipelineLot& inside : run.pipelines[id.index()]) {
    const Lot& l = run.lot(inside.lot);
    if (l.status == LotStatus::kInPipeline && l.timer.empty()) schedule_out(run, inside);
  }
}

bool leave_pipeline(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  const MachineId id = l.machine;
  std::vector<PipelineLot>& pipeline = run.pipelines[id.index()];
  const auto inside = std::find_if(pipeline.begin(), pipeline.end(),
                                   [&](const PipelineLot& p) { return p.lot == slot; });
  if (inside == pipeline.end()) return false;
  pipeline.erase(inside);
  run.calendar.cancel(l.timer);
  l.timer = {};
  l.machine = MachineId();
  const bool blocked = std::any_of(pipeline.begin(), pipeline.end(), [&](const PipelineLot& p) {
    return run.lot(p.lot).status == LotStatus::kFinished;
  });
  if (!blocked) remove_stop(run, id, kStopOutlet);
  if (pipeline.empty() && run.machine(id).stage == Stage::kIdle) machine_became_idle(run, id);
  run.touch(run.plant->machine(id).work_center);
  return true;
}

}  // namespace planttwin::plant
