#include "scenarios/report/flow_figures.h"

#include <algorithm>
#include <numeric>

#include "scenarios/json_build.h"

namespace planttwin::scenario {

using plant::EventType;

namespace {

constexpr std::size_t kMostClasses = 36;
constexpr std::size_t kMostFlows = 60;

double seconds(std::int64_t microseconds) { return static_cast<double>(microseconds) / 1e6; }

sim::JsonNode histogram(const std::string& name, const std::vector<std::int64_t>& times) {
  const Histogram classes = Histogram::of(times, kMostClasses);
  JsonArray counts;
  for (const std::int64_t count : classes.counts) counts.add(json_integer(count));
  const double sum = std::accumulate(times.begin(), times.end(), 0.0);
  return JsonObject()
      .add("name", json_string(name))
      .add("n", json_integer(static_cast<std::int64_t>(times.size())))
      .add("mean_s", json_number(sum / 1e6 / static_cast<double>(times.size())))
      .add("from_s", json_number(seconds(classes.from)))
      .add("width_s", json_number(seconds(classes.width)))
      .add("counts", counts.take())
      .take();
}

}  // namespace

CycleTimeFigure::CycleTimeFigure(sim::Database& log, const Window& window)
    : window_(window), materials_(names_of(log, "material")) {}

void CycleTimeFigure::on_event(const LoggedEvent& event) {
  if (event.type != EventType::kLotCompleted || event.material < 0) return;
  if (window_.holds(event.time)) times_[event.material].push_back(event.duration);
}

sim::JsonNode CycleTimeFigure::take() {
  JsonArray products;
  for (const auto& [material, times] : times_) {
    products.add(histogram(materials_[static_cast<std::size_t>(material)], times));
  }
  return products.take();
}

MaterialFlowFigure::MaterialFlowFigure(sim::Database& log)
    : materials_(names_of(log, "material")), work_centers_(names_of(log, "work_center")) {
  sim::Statement unit(log, "SELECT unit, decimals FROM material ORDER BY id");
  while (unit.step()) {
    units_.push_back({unit.text(0), 1});
    for (std::int64_t i = 0; i < unit.integer(1); ++i) units_.back().step *= 10;
  }
  sim::Statement lot(log, "SELECT id, routing, material FROM lots");
  while (lot.step()) lots_[lot.integer(0)] = {lot.integer(1), lot.integer(2)};
  sim::Statement operation(log, "SELECT routing, position, number, name FROM operation");
  while (operation.step()) {
    const std::string name = operation.text(3);
    operations_[{operation.integer(0), operation.integer(1)}] =
        operation.text(2) + (name.empty() ? "" : " " + name);
  }
}

void MaterialFlowFigure::link(std::int64_t lot, std::int64_t to, std::int64_t quantity) {
  const auto known = lots_.find(lot);
  if (known == lots_.end() || quantity <= 0) return;
  const auto& [routing, material] = known->second;
  Flow& flow = flows_[routing];
  flow.material = material;
  const auto place = position_.find(lot);
  const std::int64_t from = place == position_.end() ? kReleased : place->second;
  flow.links[{from, to}] += quantity;
  if (from == kReleased) flow.total += quantity;
}

void MaterialFlowFigure::on_event(const LoggedEvent& event, const LotQuantities& lots) {
  switch (event.type) {
    case EventType::kLotQueued: {
      const auto place = position_.find(event.lot);
      if (place != position_.end() && place->second == event.operation) return;
      link(event.lot, event.operation, event.quantity);
      position_[event.lot] = event.operation;
      const auto known = lots_.find(event.lot);
      if (known != lots_.end() && event.work_center >= 0) {
        flows_[known->second.first].centers.try_emplace(event.operation, event.work_center);
      }
      return;
    }
    case EventType::kLotSplit:
    case EventType::kLotMerged: {
      const bool split = event.type == EventType::kLotSplit;
      const auto place = position_.find(split ? event.lot : event.other_lot);
      if (place != position_.end()) {
        position_[split ? event.other_lot : event.lot] = std::int64_t{place->second};
      }
      return;
    }
    case EventType::kLotScrapped:
      if (lots.alive(event.lot) || lots.quantity(event.lot) == 0) {
        link(event.lot, kScrapped, event.quantity);
      }
      return;
    case EventType::kLotCompleted:
      link(event.lot, kCompleted, event.quantity);
      position_.erase(event.lot);
      return;
    default:
      return;
  }
}

sim::JsonNode MaterialFlowFigure::steps(std::int64_t routing, const Flow& flow) const {
  JsonArray steps;
  for (const auto& [position, center] : flow.centers) {
    const auto name = operations_.find({routing, position});
    steps.add(JsonObject()
                  .add("position", json_integer(position))
                  .add("name", json_string(name == operations_.end() ? "" : name->second))
                  .add("work_center", json_string(work_centers_[static_cast<std::size_t>(center)]))
                  .take());
  }
  return steps.take();
}

sim::JsonNode MaterialFlowFigure::product(std::int64_t routing, const Flow& flow) const {
  const Unit& unit = units_[static_cast<std::size_t>(flow.material)];
  JsonArray links;
  for (const auto& [ends, quantity] : flow.links) {
    links.add(json_integer(ends.first)).add(json_integer(ends.second));
    links.add(json_number(static_cast<double>(quantity) / unit.step));
  }
  return JsonObject()
      .add("name", json_string(materials_[static_cast<std::size_t>(flow.material)]))
      .add("unit", json_string(unit.name))
      .add("steps", steps(routing, flow))
      .add("links", links.take())
      .take();
}

sim::JsonNode MaterialFlowFigure::take(const LotQuantities& lots) {
  for (const auto& [lot, quantity] : lots.all()) link(lot, kInProcess, quantity);
  std::vector<std::int64_t> routings;
  for (const auto& [routing, flow] : flows_) {
    if (flow.material >= 0) routings.push_back(routing);
  }
  std::stable_sort(routings.begin(), routings.end(), [&](std::int64_t a, std::int64_t b) {
    return flows_.at(a).centers.size() > flows_.at(b).centers.size();
  });
  if (routings.size() > kMostFlows) routings.resize(kMostFlows);
  JsonArray products;
  for (const std::int64_t routing : routings) products.add(product(routing, flows_.at(routing)));
  return products.take();
}

}  // namespace planttwin::scenario
