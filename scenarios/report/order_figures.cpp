#include "scenarios/report/order_figures.h"

#include <algorithm>

#include "scenarios/json_build.h"

namespace planttwin::scenario {

using plant::EventType;

namespace {

constexpr std::size_t kMostClasses = 36;
constexpr std::size_t kWorstOrders = 40;
constexpr std::size_t kMostCauses = 25;

double seconds(std::int64_t microseconds) { return static_cast<double>(microseconds) / 1e6; }

}  // namespace

LatenessFigure::LatenessFigure(sim::Database& log, const Window& window)
    : window_(window), materials_(names_of(log, "material")) {
  sim::Statement row(log, "SELECT id, name, material, due FROM orders WHERE due IS NOT NULL");
  while (row.step()) {
    orders_[row.integer(0)] = {row.text(1), row.integer(2), row.integer(3), false};
  }
}

void LatenessFigure::on_event(const LoggedEvent& event) {
  const bool completed = event.type == EventType::kOrderCompleted;
  if (!completed && event.type != EventType::kOrderReleased) return;
  const auto order = orders_.find(event.order);
  if (order == orders_.end()) return;
  order->second.open = !completed;
  if (completed && window_.holds(event.time)) {
    completed_.push_back({event.order, event.duration, false});
  }
}

sim::JsonNode LatenessFigure::worst(std::vector<Late> late) const {
  std::erase_if(late, [](const Late& order) { return order.lateness <= 0; });
  std::stable_sort(late.begin(), late.end(),
                   [](const Late& a, const Late& b) { return a.lateness > b.lateness; });
  if (late.size() > kWorstOrders) late.resize(kWorstOrders);
  JsonArray rows;
  for (const Late& each : late) {
    const Order& order = orders_.at(each.order);
    const std::string product =
        order.material < 0 ? "" : materials_[static_cast<std::size_t>(order.material)];
    rows.add(JsonObject()
                 .add("name", json_string(order.name))
                 .add("product", json_string(product))
                 .add("due_s", json_number(seconds(order.due)))
                 .add("lateness_s", json_number(seconds(each.lateness)))
                 .add("open", json_boolean(each.open))
                 .take());
  }
  return rows.take();
}

sim::JsonNode LatenessFigure::take() {
  std::vector<std::int64_t> values;
  for (const Late& order : completed_) values.push_back(order.lateness);
  const Histogram classes = Histogram::of(values, kMostClasses);
  JsonArray counts;
  for (const std::int64_t count : classes.counts) counts.add(json_integer(count));
  std::vector<Late> late = completed_;
  for (const auto& [number, order] : orders_) {
    if (order.open) late.push_back({number, window_.to - order.due, true});
  }
  return JsonObject()
      .add("n", json_integer(static_cast<std::int64_t>(values.size())))
      .add("from_s", json_number(seconds(classes.from)))
      .add("width_s", json_number(seconds(classes.width)))
      .add("counts", counts.take())
      .add("worst", worst(std::move(late)))
      .take();
}

DowntimeFigure::DowntimeFigure(sim::Database& log, const Window& window)
    : window_(window), work_centers_(names_of(log, "work_center")) {
  sim::Statement machine(log, "SELECT work_center FROM machine ORDER BY id");
  while (machine.step()) center_of_.push_back(machine.integer(0));
  sim::Statement mode(log, "SELECT work_center, position, name FROM failure_mode");
  while (mode.step()) modes_[{mode.integer(0), mode.integer(1)}] = mode.text(2);
}

void DowntimeFigure::on_event(const LoggedEvent& event) {
  if (event.machine < 0) return;
  const Cause cause{center_of_[static_cast<std::size_t>(event.machine)], event.other};
  if (event.type == EventType::kFailureStarted) {
    since_[{event.machine, event.other}] = event.time;
    if (window_.holds(event.time)) ++totals_[cause].stops;
  } else if (event.type == EventType::kFailureEnded) {
    since_.erase({event.machine, event.other});
    add(cause, event.time - event.duration, event.time);
  }
}

void DowntimeFigure::add(const Cause& cause, std::int64_t from, std::int64_t to) {
  const std::int64_t inside = std::min(to, window_.to) - std::max(from, window_.from);
  if (inside > 0) totals_[cause].time += inside;
}

sim::JsonNode DowntimeFigure::take() {
  for (const auto& [failure, since] : since_) {
    add({center_of_[static_cast<std::size_t>(failure.first)], failure.second}, since, window_.to);
  }
  std::vector<std::pair<Cause, Total>> causes(totals_.begin(), totals_.end());
  std::stable_sort(causes.begin(), causes.end(),
                   [](const auto& a, const auto& b) { return a.second.time > b.second.time; });
  std::int64_t all = 0;
  for (const auto& [cause, total] : causes) all += total.time;
  if (causes.size() > kMostCauses) causes.resize(kMostCauses);
  JsonArray rows;
  for (const auto& [cause, total] : causes) {
    const auto mode = modes_.find(cause);
    rows.add(
        JsonObject()
            .add("work_center", json_string(work_centers_[static_cast<std::size_t>(cause.first)]))
            .add("mode", json_string(mode == modes_.end() ? "" : mode->second))
            .add("stops", json_integer(total.stops))
            .add("down_s", json_number(seconds(total.time)))
            .take());
  }
  return JsonObject().add("total_s", json_number(seconds(all))).add("causes", rows.take()).take();
}

}  // namespace planttwin::scenario
