#include "plant_models/run/plant_model.h"

#include <optional>

#include "plant_models/run/breakdowns.h"
#include "plant_models/run/carriers.h"
#include "plant_models/run/deadlock.h"
#include "plant_models/run/dispatch.h"
#include "plant_models/run/disruptions.h"
#include "plant_models/run/flow.h"
#include "plant_models/run/gates.h"
#include "plant_models/run/holds.h"
#include "plant_models/run/initial_state.h"
#include "plant_models/run/labor_desk.h"
#include "plant_models/run/maintenance.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/outside.h"
#include "plant_models/run/pipeline.h"
#include "plant_models/run/queue_time.h"
#include "plant_models/run/release.h"
#include "plant_models/run/stock.h"
#include "plant_models/run/stoppage.h"

namespace planttwin::plant {
namespace {

void start(RunState& run) {
  for (std::size_t i = 0; i < run.pools.size(); ++i) update_pool(run, LaborPoolId(i));
  start_carriers(run);
  start_breakdowns(run);
  start_maintenance_clocks(run);
  start_shifts(run);
  schedule_demand(run);
  place_initial_state(run);
  start_replenishment(run);
  schedule_disruptions(run);
}

void lot_arrives(RunState& run, LotSlot slot) {
  if (on_conveyor(run, run.lot(slot))) {
    on_conveyor_end(run, slot);
  } else {
    arrive(run, slot);
  }
}

}  // namespace

void PlantModel::handle(const sim::Event& event) {
  ++run_.statistics.events;
  const std::size_t target = event.target;
  switch (static_cast<EventKind>(event.kind)) {
    case EventKind::kStart:
      return start(run_);
    case EventKind::kWarmUp:
      run_.warm_up_now = 1;
      return;
    case EventKind::kShiftChange:
      return on_shift_change(run_, ShiftId(target));
    case EventKind::kDisruption:
      return on_disruption(run_, target);
    case EventKind::kDisruptionEnd:
      return on_disruption_end(run_, target);
    case EventKind::kOrderRelease:
      return on_order_release(run_, target);
    case EventKind::kOutsideInput:
      return on_outside_input(run_, target);
    case EventKind::kArrival:
      return on_arrival(run_, target);
    case EventKind::kReview:
      return on_review(run_, target);
    case EventKind::kPurchaseArrives:
      return on_purchase_arrives(run_, target);
    case EventKind::kOutsidePurchaseArrives:
      return on_outside_purchase_arrives(run_, target);
    case EventKind::kStockExpires:
      return on_stock_expires(run_, StockSlot(target));
    case EventKind::kCapaEffective:
      return on_capa_effective(run_, target);
    case EventKind::kFleetDeparts:
      return on_fleet_departs(run_, FleetId(target));
    case EventKind::kMaintenanceDue:
      return on_maintenance_due(run_, target);
    case EventKind::kMaintenanceEnd:
      return on_maintenance_end(run_, target);
    case EventKind::kRepairEnd:
      return on_repair_end(run_, target);
    case EventKind::kStageEnd:
      return on_stage_end(run_, MachineId(target));
    case EventKind::kLotArrives:
      return lot_arrives(run_, LotSlot(target));
    case EventKind::kLotOut:
      return on_lot_out(run_, LotSlot(target));
    case EventKind::kQueueTimeLimit:
      return on_queue_time_limit(run_, LotSlot(target));
    case EventKind::kStagingDone:
      return on_staging_done(run_, LotSlot(target));
    case EventKind::kHoldEnds:
      return on_hold_ends(run_, LotSlot(target));
    case EventKind::kCarrierStep:
      return on_carrier_step(run_, CarrierSlot(target));
    case EventKind::kBatchWait:
      return on_batch_wait(run_, WorkCenterId(target));
    case EventKind::kReserveLimit:
      return on_reserve_limit(run_, MachineId(target));
    case EventKind::kFailure:
      return on_failure_due(run_, target);
    case EventKind::kGateTimer:
      return on_gate_timer(run_, target);
  }
}

void PlantModel::decide() {
  if (!run_.idle_place_offers.empty()) give_idle_places(run_);
  decide_all(run_);
  if (run_.ship_again != 0) ship_waiting(run_);
  if (!run_.replenishments_due.empty()) apply_replenishments(run_);
  // Only when all decisions of the instant are made can a set of waiting lots be a deadlock.
  if (run_.check_deadlock != 0 && !undecided() && !run_.calendar.instant_has_more()) {
    resolve_blocking(run_);
  }
}

void PlantModel::accept(sim::Time at, std::uint64_t, const sim::OutsideInput& input) {
  accept_input(run_, at, plant_input(input.payload));
}

void PlantModel::finish_instant() {
  if (run_.warm_up_now == 0) return;
  run_.warm_up_now = 0;
  run_.statistics.reset(run_.now());
}

bool PlantModel::stop_requested() const {
  if (run_.deadlocked != 0) return true;
  return run_.input->until_done() && run_.lots_in_process == 0 && all_done(run_);
}

bool all_done(const RunState& run) { return run.lots_in_process == 0 && demand_exhausted(run); }

std::vector<std::string> looping_parties(RunState& run) {
  std::vector<std::string> parties;
  for (const WorkCenterId wc : run.touched_list) {
    parties.push_back("work center " + run.plant->work_center(wc).id);
  }
  if (const std::optional<sim::Event> next = run.calendar.peek()) {
    const auto kind = static_cast<EventKind>(next->kind);
    if (kind == EventKind::kArrival) {
      parties.push_back("source " + run.input->sources[next->target].id);
    } else if (kind == EventKind::kStageEnd || kind == EventKind::kReserveLimit) {
      parties.push_back("machine " + run.plant->machines[next->target].id);
    } else if (kind == EventKind::kReview) {
      parties.push_back("replenishment " + run.plant->replenishments[next->target].id);
    }
  }
  return parties;
}

}  // namespace planttwin::plant
