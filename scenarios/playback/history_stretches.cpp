#include "scenarios/playback/history_stretches.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace planttwin::playback {

using plant::EventType;

namespace {

class Finder {
 public:
  Finder(const FloorPlan& plan, const History& history) : plan_(plan), history_(history) {
    found_.works.resize(plan.machines.size());
  }

  void take(const FloorEvent& event) {
    switch (event.type) {
      case EventType::kOperationStarted:
        begin_work(event);
        break;
      case EventType::kOperationCompleted:
        end_work(event);
        break;
      case EventType::kFailureStarted:
        begin({Kind::kBreakdown, event.machine, event.other}, event,
              machine_name(event) + ": " + stop_name(plan_.failure_modes, event));
        break;
      case EventType::kFailureEnded:
        end({Kind::kBreakdown, event.machine, event.other}, event);
        break;
      case EventType::kMaintenanceStarted:
        begin({Kind::kMaintenance, event.machine, event.other}, event,
              machine_name(event) + ": " + stop_name(plan_.maintenances, event));
        break;
      case EventType::kMaintenanceEnded:
        end({Kind::kMaintenance, event.machine, event.other}, event);
        break;
      case EventType::kLotHeld:
        begin({Kind::kHold, event.lot, 0}, event, history_.lot(event.lot).name + " on hold");
        break;
      case EventType::kLotReleased:
        end({Kind::kHold, event.lot, 0}, event);
        break;
      case EventType::kDisruptionStarted:
        begin({Kind::kDisruption, event.other, 0}, event,
              event.other >= 0 && index_of(event.other) < plan_.disruptions.size()
                  ? plan_.disruptions[index_of(event.other)]
                  : "disruption");
        break;
      case EventType::kDisruptionEnded:
        end({Kind::kDisruption, event.other, 0}, event);
        break;
      default:
        break;
    }
  }

  Stretches take_found() { return std::move(found_); }

 private:
  using Kind = Marker::Kind;
  using Key = std::tuple<Kind, std::int32_t, std::int32_t>;

  std::string machine_name(const FloorEvent& event) const {
    return event.machine < 0 ? "" : plan_.machines[index_of(event.machine)].name;
  }
  std::string stop_name(const std::vector<std::vector<std::string>>& names,
                        const FloorEvent& event) const {
    if (event.machine < 0 || event.other < 0) return "";
    const auto& of_center = names[index_of(plan_.machines[index_of(event.machine)].work_center)];
    return index_of(event.other) < of_center.size() ? of_center[index_of(event.other)] : "";
  }

  void begin(const Key& key, const FloorEvent& event, std::string text) {
    open_.insert_or_assign(key, found_.markers.size());
    found_.markers.push_back({.kind = std::get<0>(key),
                              .from = event.time,
                              .machine = event.machine,
                              .order = event.order,
                              .lot = event.lot,
                              .text = std::move(text)});
  }
  void end(const Key& key, const FloorEvent& event) {
    const auto found = open_.find(key);
    if (found == open_.end()) return;
    found_.markers[found->second].to = event.time;
    open_.erase(found);
  }

  void begin_work(const FloorEvent& event) {
    std::vector<Work>& works = found_.works[index_of(event.machine)];
    works_.insert_or_assign({event.machine, event.lot}, works.size());
    works.push_back({.from = event.time, .lot = event.lot, .operation = event.operation});
  }
  void end_work(const FloorEvent& event) {
    const auto found = works_.find({event.machine, event.lot});
    if (found == works_.end()) return;
    found_.works[index_of(event.machine)][found->second].to = event.time;
    works_.erase(found);
  }

  const FloorPlan& plan_;
  const History& history_;
  Stretches found_;
  std::map<Key, std::size_t> open_;
  std::map<std::pair<std::int32_t, std::int32_t>, std::size_t> works_;
};

}  // namespace

Stretches find_stretches(const FloorPlan& plan, const History& history) {
  Finder finder(plan, history);
  for (const FloorEvent& event : history.events()) finder.take(event);
  return finder.take_found();
}

}  // namespace planttwin::playback
