#include "erp_bridge/stack/plant_notices.h"

#include <algorithm>

#include "plant_models/run/order_changes.h"
#include "plant_models/run/run_state.h"

namespace planttwin::bridge {
namespace {

constexpr const char* kBreakdown = "breakdown";

const char* code_of(plant::ChangeRefusal refusal) {
  return refusal == plant::ChangeRefusal::kAlreadyStarted ? "already_started" : "unknown_order";
}

}  // namespace

PlantNotices::PlantNotices(const plant::Plant& plant, const plant::RunInput& input,
                           const std::string& run_id, sim::UtcInstant start,
                           std::optional<sim::Duration> longer_than)
    : plant_(plant),
      input_(input),
      start_(start),
      longer_than_(longer_than),
      maintenance_(plant, "/cmms", run_id, start),
      execution_(plant, "/mes", run_id, start),
      downtimes_(plant.machines.size()) {}

void PlantNotices::on_event(const plant::PlantEvent& event, const plant::RunState& run) {
  using plant::EventType;
  switch (event.type) {
    case EventType::kFailureStarted: {
      const plant::WorkCenterId center = plant_.machine(event.machine).work_center;
      const plant::FailureMode& mode =
          plant_.work_center(center).failures[static_cast<std::size_t>(event.other)];
      return go_down(event.time, event.machine, mode.id, mode.repair.mean());
    }
    case EventType::kFailureEnded:
      return come_up(event.time, event.machine);
    case EventType::kDisruptionStarted:
    case EventType::kDisruptionEnded: {
      const plant::Disruption& disruption =
          input_.disruptions[static_cast<std::size_t>(event.other)];
      if (disruption.kind != plant::DisruptionKind::kMachineDown) return;
      if (event.type == EventType::kDisruptionEnded) {
        return come_up(event.time, disruption.machine);
      }
      return go_down(event.time, disruption.machine, disruption.id, disruption.duration);
    }
    case EventType::kOrderChanged:
    case EventType::kOrderCancelled:
    case EventType::kOrderChangeRefused:
      return answer_change(event, run);
    default:
      return;
  }
}

void PlantNotices::go_down(sim::Time now, plant::MachineId machine, const std::string& reason,
                           sim::Duration expected) {
  Downtime& down = downtimes_[machine.index()];
  if (down.reasons++ == 0) down = {1, false, now, now, reason};
  down.expected_end = std::max(down.expected_end, now + expected);
  if (down.told || !longer_than_ || expected <= *longer_than_) return;
  down.told = true;
  DowntimeStarted started;
  started.equipment = plant_.machine(machine).id;
  started.mode = kBreakdown;
  started.reason = reason;
  started.work_center = plant_.work_center(plant_.machine(machine).work_center).id;
  started.expected_end = start_ + down.expected_end.since_start();
  messages_.push_back(maintenance_.message(now, started, business_key({started.equipment}),
                                           "capacity/" + *started.work_center));
  tell_capacity(now, machine);
}

void PlantNotices::come_up(sim::Time now, plant::MachineId machine) {
  Downtime& down = downtimes_[machine.index()];
  if (--down.reasons > 0 || !down.told) return;
  down.told = false;
  DowntimeEnded ended;
  ended.equipment = plant_.machine(machine).id;
  ended.mode = kBreakdown;
  ended.reason = down.reason;
  ended.down_time = now - down.since;
  ended.work_center = plant_.work_center(plant_.machine(machine).work_center).id;
  messages_.push_back(maintenance_.message(now, ended, business_key({ended.equipment}),
                                           "capacity/" + *ended.work_center));
  tell_capacity(now, machine);
}

// So many machines work from now on, until the last of the others is expected back.
void PlantNotices::tell_capacity(sim::Time now, plant::MachineId machine) {
  const plant::WorkCenter& center = plant_.work_center(plant_.machine(machine).work_center);
  std::int64_t down = 0;
  sim::Time until;
  for (std::size_t i = 0; i < center.machine_count; ++i) {
    const Downtime& downtime = downtimes_[center.first_machine + i];
    if (!downtime.told) continue;
    ++down;
    until = std::max(until, downtime.expected_end);
  }
  CapacityChanged changed;
  changed.work_center = center.id;
  changed.capacity = sim::Decimal(static_cast<std::int64_t>(center.machine_count) - down, 0);
  changed.valid_from = start_ + now.since_start();
  changed.reason = kBreakdown;
  changed.equipment = plant_.machine(machine).id;
  if (down > 0) changed.valid_to = start_ + until.since_start();
  messages_.push_back(
      maintenance_.message(now, changed, business_key({center.id}), "capacity/" + center.id));
}

void PlantNotices::answer_change(const plant::PlantEvent& event, const plant::RunState& run) {
  const plant::PlantInput& input = run.outside[static_cast<std::size_t>(event.outside)];
  Body answer;
  if (event.type == plant::EventType::kOrderChangeRefused) {
    Rejected rejected;
    rejected.original_id = input.message;
    rejected.original_key = input.message;
    rejected.code = code_of(static_cast<plant::ChangeRefusal>(event.other));
    answer = rejected;
  } else {
    Confirmed confirmed;
    confirmed.original_id = input.message;
    confirmed.original_key = input.message;
    answer = confirmed;
  }
  messages_.push_back(execution_.message(event.time, std::move(answer), business_key({input.id}),
                                         "changes/" + input.id));
}

}  // namespace planttwin::bridge
