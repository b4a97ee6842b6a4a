#include "scenarios/playback/history_stretches.h"

namespace planttwin::playback {

using plant::EventType;

namespace {

std::string machine_name(const FloorPlan& plan, const FloorEvent& event) {
  return event.machine < 0 ? "" : plan.machines[index_of(event.machine)].name;
}

// Of a breakdown or a maintenance: the machine, and which it is.
std::string stop_text(const FloorPlan& plan, const std::vector<std::vector<std::string>>& names,
                      const FloorEvent& event) {
  std::string text = machine_name(plan, event) + ": ";
  if (event.machine < 0 || event.other < 0) return text;
  const auto& of_center = names[index_of(plan.machines[index_of(event.machine)].work_center)];
  return index_of(event.other) < of_center.size() ? text + of_center[index_of(event.other)] : text;
}

std::string disruption_text(const FloorPlan& plan, const FloorEvent& event) {
  return event.other >= 0 && index_of(event.other) < plan.disruptions.size()
             ? plan.disruptions[index_of(event.other)]
             : "disruption";
}

}  // namespace

void StretchFinder::take(const FloorEvent& event, const History& history, Found found) {
  const FloorPlan& plan = history.plan();
  switch (event.type) {
    case EventType::kOperationStarted:
      return begin_work(event, found);
    case EventType::kOperationCompleted:
      return end_work(event, found);
    case EventType::kFailureStarted:
      return begin({Kind::kBreakdown, event.machine, event.other}, event,
                   stop_text(plan, plan.failure_modes, event), found);
    case EventType::kFailureEnded:
      return end({Kind::kBreakdown, event.machine, event.other}, event, found);
    case EventType::kMaintenanceStarted:
      return begin({Kind::kMaintenance, event.machine, event.other}, event,
                   stop_text(plan, plan.maintenances, event), found);
    case EventType::kMaintenanceEnded:
      return end({Kind::kMaintenance, event.machine, event.other}, event, found);
    case EventType::kLotHeld:
      return begin({Kind::kHold, event.lot, 0}, event, history.lot(event.lot).name + " on hold",
                   found);
    case EventType::kLotReleased:
      return end({Kind::kHold, event.lot, 0}, event, found);
    case EventType::kDisruptionStarted:
      return begin({Kind::kDisruption, event.other, 0}, event, disruption_text(plan, event), found);
    case EventType::kDisruptionEnded:
      return end({Kind::kDisruption, event.other, 0}, event, found);
    default:
      return;
  }
}

void StretchFinder::begin(const Key& key, const FloorEvent& event, std::string text, Found found) {
  open_.insert_or_assign(key, found.markers.size());
  found.markers.push_back({.kind = std::get<0>(key),
                           .from = event.time,
                           .machine = event.machine,
                           .order = event.order,
                           .lot = event.lot,
                           .text = std::move(text)});
}

void StretchFinder::end(const Key& key, const FloorEvent& event, Found found) {
  const auto open = open_.find(key);
  if (open == open_.end()) return;
  found.markers[open->second].to = event.time;
  open_.erase(open);
}

void StretchFinder::begin_work(const FloorEvent& event, Found found) {
  std::vector<Work>& works = found.works[index_of(event.machine)];
  works_.insert_or_assign({event.machine, event.lot}, works.size());
  works.push_back({.from = event.time, .lot = event.lot, .operation = event.operation});
}

void StretchFinder::end_work(const FloorEvent& event, Found found) {
  const auto open = works_.find({event.machine, event.lot});
  if (open == works_.end()) return;
  found.works[index_of(event.machine)][open->second].to = event.time;
  works_.erase(open);
}

}  // namespace planttwin::playback
