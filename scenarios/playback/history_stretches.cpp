#include "scenarios/playback/history_stretches.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "sim/database.h"

namespace planttwin::playback {

using plant::EventType;

namespace {

std::size_t place_of(std::int32_t index) { return static_cast<std::size_t>(index); }

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
              event.other >= 0 && place_of(event.other) < plan_.disruptions.size()
                  ? plan_.disruptions[place_of(event.other)]
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
    return event.machine < 0 ? "" : plan_.machines[place_of(event.machine)].name;
  }
  std::string stop_name(const std::vector<std::vector<std::string>>& names,
                        const FloorEvent& event) const {
    if (event.machine < 0 || event.other < 0) return "";
    const auto& of_center = names[place_of(plan_.machines[place_of(event.machine)].work_center)];
    return place_of(event.other) < of_center.size() ? of_center[place_of(event.other)] : "";
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
    std::vector<Work>& works = found_.works[place_of(event.machine)];
    works_.insert_or_assign({event.machine, event.lot}, works.size());
    works.push_back({.from = event.time, .lot = event.lot, .operation = event.operation});
  }
  void end_work(const FloorEvent& event) {
    const auto found = works_.find({event.machine, event.lot});
    if (found == works_.end()) return;
    found_.works[place_of(event.machine)][found->second].to = event.time;
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

namespace {

std::int32_t inside(const FloorState& state) {
  return static_cast<std::int32_t>(state.lots.size()) - state.outside;
}

}  // namespace

Levels find_levels(const History& history) {
  Levels levels;
  levels.step = std::max<std::int64_t>(1, (history.end() + kSteps - 1) / kSteps);
  const auto bins = static_cast<std::size_t>(history.end() / levels.step + 1);
  levels.lots.assign(bins, 0);
  levels.completed.assign(bins, 0);
  levels.late.assign(bins, 0);
  const auto bin = [&](std::int64_t time) {
    return static_cast<std::size_t>(
        std::clamp<std::int64_t>(time / levels.step, 0, static_cast<std::int64_t>(bins) - 1));
  };
  FloorState state(history.plan());
  std::size_t filled = 0;
  for (const FloorEvent& event : history.events()) {
    const std::size_t here = bin(event.time);
    for (; filled < here; ++filled) levels.lots[filled] = inside(state);
    state.apply(history.plan(), event, history.events().data());
    if (event.type == EventType::kLotCompleted) ++levels.completed[here];
  }
  for (; filled < bins; ++filled) levels.lots[filled] = inside(state);
  for (std::size_t i = 0; i < history.order_count(); ++i) {
    const History::Order& order = history.order(static_cast<std::int32_t>(i));
    if (order.due == History::kNeverDue || order.due >= history.end()) continue;
    const std::int64_t end = order.completed < 0 ? history.end() : order.completed;
    for (std::size_t k = bin(order.due) + 1;
         k < bins && static_cast<std::int64_t>(k) * levels.step < end; ++k) {
      ++levels.late[k];
    }
  }
  return levels;
}

std::vector<std::int32_t> read_backlog(const std::filesystem::path& folder, const Levels& levels) {
  const std::filesystem::path file = folder / "messages.sqlite";
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return {};
  sim::Database messages(file, sim::Database::Mode::kReadOnly);
  std::vector<std::int32_t> backlog(levels.lots.size(), 0);
  sim::Statement row(messages, "SELECT at, to_erp FROM backlog ORDER BY at");
  std::size_t filled = 0;
  std::int32_t level = 0;
  while (row.step()) {  // a level lasts until the next row
    const auto here =
        static_cast<std::size_t>(std::max<std::int64_t>(0, row.integer(0)) / levels.step);
    for (; filled < std::min(here, backlog.size()); ++filled) {
      backlog[filled] = std::max(backlog[filled], level);
    }
    level = static_cast<std::int32_t>(row.integer(1));
    if (here < backlog.size()) backlog[here] = std::max(backlog[here], level);
  }
  for (; filled < backlog.size(); ++filled) backlog[filled] = std::max(backlog[filled], level);
  return backlog;
}

}  // namespace planttwin::playback
