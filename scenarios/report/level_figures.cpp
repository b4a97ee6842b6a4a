#include "scenarios/report/level_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/json_build.h"

namespace planttwin::scenario {

using plant::EventType;
using Change = LotQuantities::Change;

namespace {

constexpr std::size_t kMostWipBins = 340;
constexpr std::size_t kMostQueueBins = 170;
constexpr std::size_t kMostProducts = 11;

double seconds(std::int64_t microseconds) { return static_cast<double>(microseconds) / 1e6; }

}  // namespace

LotQuantities::Change LotQuantities::begin(std::int64_t lot, std::int64_t quantity) {
  if (branches_.contains(lot)) return Change::kNone;
  const auto [place, is_new] = alive_.try_emplace(lot, quantity);
  place->second = quantity;
  return is_new ? Change::kBegan : Change::kNone;
}

LotQuantities::Change LotQuantities::end(std::int64_t lot) {
  return alive_.erase(lot) > 0 ? Change::kEnded : Change::kNone;
}

std::int64_t LotQuantities::quantity(std::int64_t lot) const {
  const auto found = alive_.find(lot);
  if (found != alive_.end()) return found->second;
  const auto branch = branches_.find(lot);
  return branch == branches_.end() ? 0 : branch->second;
}

LotQuantities::Outcome LotQuantities::follow_split(const LoggedEvent& event) {
  const auto parent = alive_.find(event.lot);
  if (parent == alive_.end() || event.quantity >= parent->second) {
    branches_[event.other_lot] = event.quantity;
    return {};
  }
  parent->second -= event.quantity;
  return {Change::kNone, begin(event.other_lot, event.quantity)};
}

LotQuantities::Outcome LotQuantities::follow(const LoggedEvent& event) {
  if (event.lot < 0) return {};
  switch (event.type) {
    case EventType::kLotCreated:
    case EventType::kLotQueued:
    case EventType::kOperationStarted:
      return {begin(event.lot, event.quantity), Change::kNone};
    case EventType::kLotSplit:
      return follow_split(event);
    case EventType::kLotMerged:
      return {begin(event.lot, quantity(event.lot) + event.quantity), end(event.other_lot)};
    case EventType::kLotCompleted:
      return {end(event.lot), Change::kNone};
    case EventType::kLotScrapped: {
      const auto lot = alive_.find(event.lot);
      if (lot == alive_.end()) return {};
      lot->second -= event.quantity;
      return {lot->second > 0 ? Change::kNone : end(event.lot), Change::kNone};
    }
    default:
      return {};
  }
}

WipFigure::WipFigure(sim::Database& log, std::int64_t end)
    : end_(end),
      bins_(TimeBins::covering(end, kMostWipBins)),
      materials_(names_of(log, "material")) {
  sim::Statement lot(log, "SELECT id, material FROM lots");
  while (lot.step()) material_of_[lot.integer(0)] = lot.integer(1);
}

void WipFigure::on_event(const LoggedEvent& event, const LotQuantities::Outcome& outcome) {
  count(event.time, event.lot, outcome.lot);
  count(event.time, event.other_lot, outcome.other_lot);
}

void WipFigure::count(std::int64_t time, std::int64_t lot, Change change) {
  if (change == Change::kNone) return;
  const auto material = material_of_.find(lot);
  if (material == material_of_.end()) return;
  levels_.try_emplace(material->second, bins_)
      .first->second.add(time, change == Change::kBegan ? 1 : -1);
}

sim::JsonNode WipFigure::take() {
  struct Series {
    std::int64_t material;
    std::vector<double> means;
    double area;
  };
  std::vector<Series> series;
  for (auto& [material, level] : levels_) {
    std::vector<double> means = level.means(end_);
    series.push_back({material, std::move(means), level.area()});
  }
  std::sort(series.begin(), series.end(), [](const Series& a, const Series& b) {
    return a.area != b.area ? a.area > b.area : a.material < b.material;
  });
  JsonArray products;
  std::vector<double> others(bins_.count);
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (i < kMostProducts || series.size() == kMostProducts + 1) {
      products.add(
          JsonObject()
              .add("name", json_string(materials_[static_cast<std::size_t>(series[i].material)]))
              .add("lots", json_string(packed(series[i].means)))
              .take());
      continue;
    }
    for (std::size_t bin = 0; bin < others.size(); ++bin) others[bin] += series[i].means[bin];
  }
  const std::size_t rest = series.size() > kMostProducts + 1 ? series.size() - kMostProducts : 0;
  return JsonObject()
      .add("width_s", json_number(seconds(bins_.width)))
      .add("products", products.take())
      .add("others", rest > 0 ? json_string(packed(others)) : json_null())
      .add("other_products", json_integer(static_cast<std::int64_t>(rest)))
      .take();
}

QueueFigure::QueueFigure(sim::Database& log, std::int64_t end)
    : end_(end),
      bins_(TimeBins::covering(end, kMostQueueBins)),
      work_centers_(names_of(log, "work_center")),
      levels_(work_centers_.size(), BinnedLevel(bins_)) {}

void QueueFigure::on_event(const LoggedEvent& event) {
  switch (event.type) {
    case EventType::kLotQueued:
      leave(event.time, event.lot);
      if (event.work_center < 0) return;
      waits_at_[event.lot] = event.work_center;
      levels_[static_cast<std::size_t>(event.work_center)].add(event.time, 1);
      return;
    case EventType::kSetupStarted:
    case EventType::kOperationStarted:
    case EventType::kLotHeld:
    case EventType::kLotCompleted:
      leave(event.time, event.lot);
      return;
    case EventType::kLotMerged:
      leave(event.time, event.other_lot);
      return;
    default:
      return;
  }
}

void QueueFigure::leave(std::int64_t time, std::int64_t lot) {
  const auto place = waits_at_.find(lot);
  if (place == waits_at_.end()) return;
  levels_[static_cast<std::size_t>(place->second)].add(time, -1);
  waits_at_.erase(place);
}

sim::JsonNode QueueFigure::take() {
  JsonArray rows;
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    rows.add(JsonObject()
                 .add("name", json_string(work_centers_[i]))
                 .add("lots", json_string(packed(levels_[i].means(end_))))
                 .take());
  }
  return JsonObject()
      .add("width_s", json_number(seconds(bins_.width)))
      .add("work_centers", rows.take())
      .take();
}

std::vector<std::string> names_of(sim::Database& log, const std::string& table) {
  std::vector<std::string> names;
  sim::Statement row(log, "SELECT name FROM " + table + " ORDER BY id");
  while (row.step()) names.push_back(row.text(0));
  return names;
}

sim::JsonNode json_names(const std::vector<std::string>& names) {
  JsonArray array;
  for (const std::string& name : names) array.add(json_string(name));
  return array.take();
}

std::string packed(const std::vector<double>& values) {
  std::string text;
  for (const double value : values) {
    if (!text.empty()) text += ' ';
    text += fmt::format("{}", std::round(value * 1000) / 1000);
  }
  return text;
}

}  // namespace planttwin::scenario
