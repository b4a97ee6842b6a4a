#include "scenarios/report/log_figures.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "plant_models/run/plant_event.h"
#include "scenarios/report/database.h"
#include "scenarios/report/material_flow.h"

namespace planttwin::scenario {
namespace {

using nlohmann::json;
using plant::EventType;

constexpr std::int64_t kBins = 120;            // over the whole run
constexpr std::size_t kMostJobs = 60'000;      // in the Gantt chart
constexpr std::int64_t kDay = 86'400'000'000;  // microseconds
constexpr std::size_t kWorstOrders = 15;

std::string type_is(EventType type) { return " type = " + std::to_string(static_cast<int>(type)); }

double seconds(std::int64_t microseconds) { return static_cast<double>(microseconds) / 1e6; }

struct Span {
  std::int64_t start_epoch = 0;
  std::int64_t end = 0;
  std::int64_t bin = 1;
};

std::int64_t meta_number(Database& log, const std::string& key) {
  Statement row(log, "SELECT value FROM meta WHERE key = ?");
  row.bind(1, key);
  return row.step() ? std::stoll(row.text(0)) : 0;
}

Span span_of(Database& log) {
  Span span;
  span.start_epoch = meta_number(log, "start_epoch_us");
  span.end = meta_number(log, "end_us");
  Statement last(log, "SELECT max(time) FROM event");
  if (span.end == 0 && last.step()) span.end = last.integer(0);
  span.end = std::max<std::int64_t>(span.end, kBins);
  span.bin = (span.end + kBins - 1) / kBins;
  return span;
}

std::vector<std::string> names(Database& log, const std::string& table) {
  std::vector<std::string> result;
  Statement rows(log, "SELECT name FROM " + table + " ORDER BY id");
  while (rows.step()) result.push_back(rows.text(0));
  return result;
}

std::vector<double> unit_factors(Database& log) {
  std::vector<double> result;
  Statement rows(log, "SELECT decimals FROM material ORDER BY id");
  while (rows.step()) result.push_back(std::pow(10.0, -static_cast<double>(rows.integer(0))));
  return result;
}

// Units in process at the end of each bin, by product: released less completed less scrapped.
json work_in_process(Database& log, const Span& span, const std::vector<double>& factors) {
  std::map<std::int64_t, std::vector<double>> change;
  Statement rows(log, "SELECT time / " + std::to_string(span.bin) + ", material, sum(CASE WHEN" +
                          type_is(EventType::kLotCreated) +
                          " THEN quantity ELSE -quantity END) FROM event WHERE (" +
                          type_is(EventType::kLotCreated) + " OR" +
                          type_is(EventType::kLotCompleted) + " OR" +
                          type_is(EventType::kLotScrapped) + ") GROUP BY 1, 2");
  while (rows.step()) {
    std::vector<double>& line = change[rows.integer(1)];
    line.resize(kBins);
    const std::int64_t bin = std::clamp<std::int64_t>(rows.integer(0), 0, kBins - 1);
    line[static_cast<std::size_t>(bin)] +=
        static_cast<double>(rows.integer(2)) * factors[static_cast<std::size_t>(rows.integer(1))];
  }
  json lines = json::array();
  for (auto& [material, line] : change) {
    double level = 0;
    for (double& value : line) value = level += value;
    lines.push_back({{"material", material}, {"values", line}});
  }
  return lines;
}

// Mean number of lots that wait at each work center in each bin, from the waits of started lots.
json queues(Database& log, const Span& span) {
  std::map<std::int64_t, std::vector<double>> waiting;
  Statement rows(log, "SELECT time, work_center, duration FROM event WHERE" +
                          type_is(EventType::kOperationStarted) + " AND duration > 0");
  while (rows.step()) {
    std::vector<double>& line = waiting[rows.integer(1)];
    line.resize(kBins);
    std::int64_t from = std::max<std::int64_t>(0, rows.integer(0) - rows.integer(2));
    while (from < rows.integer(0)) {
      const std::int64_t bin = std::min(from / span.bin, kBins - 1);
      const std::int64_t to =
          bin == kBins - 1 ? rows.integer(0) : std::min(rows.integer(0), (bin + 1) * span.bin);
      line[static_cast<std::size_t>(bin)] +=
          static_cast<double>(to - from) / static_cast<double>(span.bin);
      from = to;
    }
  }
  json lines = json::array();
  for (auto& [center, line] : waiting) {
    for (double& value : line) value = std::round(value * 100) / 100;
    lines.push_back({{"work_center", center}, {"values", line}});
  }
  return lines;
}

// Jobs by day: machine, start and end within the day in seconds, product, four numbers each.
json jobs(Database& log) {
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> open;
  std::vector<json> days;
  std::size_t count = 0;
  Statement rows(log, "SELECT time, type, machine, lot, material FROM event WHERE" +
                          type_is(EventType::kOperationStarted) + " OR" +
                          type_is(EventType::kOperationCompleted) + " ORDER BY id");
  const auto started = static_cast<std::int64_t>(EventType::kOperationStarted);
  while (rows.step() && count < kMostJobs) {
    const std::pair key(rows.integer(2), rows.integer(3));
    if (rows.integer(1) == started) {
      open.try_emplace(key, rows.integer(0));
      continue;
    }
    const auto begun = open.find(key);
    if (begun == open.end()) continue;
    for (std::int64_t day = begun->second / kDay; day * kDay < rows.integer(0); ++day) {
      const auto index = static_cast<std::size_t>(day);
      if (days.size() <= index) days.resize(index + 1, json::array());
      const std::int64_t from = std::max(begun->second, day * kDay) - day * kDay;
      const std::int64_t to = std::min(rows.integer(0), (day + 1) * kDay) - day * kDay;
      for (const std::int64_t value :
           {rows.integer(2), from / 1'000'000, to / 1'000'000, rows.integer(4)}) {
        days[index].push_back(value);
      }
      ++count;
    }
    open.erase(begun);
  }
  return {{"days", days}, {"cut", count >= kMostJobs}};
}

json cycle_times(Database& log) {
  json products = json::array();
  Statement range(log, "SELECT material, min(duration), max(duration), count(*) FROM event WHERE" +
                           type_is(EventType::kLotCompleted) + " GROUP BY 1 ORDER BY 4 DESC");
  while (range.step()) {
    constexpr std::int64_t kBars = 30;
    const std::int64_t low = range.integer(1);
    const std::int64_t width = std::max<std::int64_t>(1, (range.integer(2) - low) / kBars + 1);
    std::vector<std::int64_t> counts(kBars);
    Statement rows(log, "SELECT (coalesce(duration, 0) - ?) / ?, count(*) FROM event WHERE" +
                            type_is(EventType::kLotCompleted) + " AND material = ? GROUP BY 1");
    rows.bind(1, low).bind(2, width).bind(3, range.integer(0));
    while (rows.step()) {
      const std::int64_t bar = std::clamp<std::int64_t>(rows.integer(0), 0, kBars - 1);
      counts[static_cast<std::size_t>(bar)] += rows.integer(1);
    }
    products.push_back({{"material", range.integer(0)},
                        {"low", seconds(low)},
                        {"width", seconds(width)},
                        {"counts", counts}});
  }
  return products;
}

json lateness(Database& log) {
  json hours = json::array();
  Statement all(log,
                "SELECT coalesce(e.duration, 0) FROM event e JOIN orders o ON o.id = e.order_id"
                " WHERE e." +
                    type_is(EventType::kOrderCompleted).substr(1) +
                    " AND o.due IS NOT NULL LIMIT 20000");
  while (all.step()) hours.push_back(std::round(seconds(all.integer(0)) / 36) / 100);
  json worst = json::array();
  Statement rows(log,
                 "SELECT o.name, m.name, e.time, coalesce(e.duration, 0) FROM event e"
                 " JOIN orders o ON o.id = e.order_id JOIN material m ON m.id = e.material"
                 " WHERE e." +
                     type_is(EventType::kOrderCompleted).substr(1) +
                     " AND o.due IS NOT NULL ORDER BY 4 DESC LIMIT " +
                     std::to_string(kWorstOrders));
  while (rows.step()) {
    worst.push_back({{"order", rows.text(0)},
                     {"product", rows.text(1)},
                     {"completed", seconds(rows.integer(2))},
                     {"late", seconds(rows.integer(3))}});
  }
  return {{"hours", hours}, {"worst", worst}};
}

json downtime(Database& log) {
  json causes = json::array();
  Statement rows(log,
                 "SELECT w.name, f.name, count(*), sum(e.duration) FROM event e"
                 " JOIN work_center w ON w.id = e.work_center JOIN failure_mode f"
                 " ON f.work_center = e.work_center AND f.position = coalesce(e.other, 0)"
                 " WHERE e." +
                     type_is(EventType::kFailureEnded).substr(1) +
                     " GROUP BY 1, 2 ORDER BY 4 DESC LIMIT 20");
  while (rows.step()) {
    causes.push_back({{"name", rows.text(0) + " " + rows.text(1)},
                      {"count", rows.integer(2)},
                      {"down_s", seconds(rows.integer(3))}});
  }
  return causes;
}

}  // namespace

json log_figures(const std::filesystem::path& file) {
  Database log(file, Database::Mode::kReadOnly);
  const Span span = span_of(log);
  const std::vector<double> factors = unit_factors(log);
  return {{"start_ms", span.start_epoch / 1000},
          {"end_s", seconds(span.end)},
          {"bin_s", seconds(span.bin)},
          {"materials", names(log, "material")},
          {"machines", names(log, "machine")},
          {"work_centers", names(log, "work_center")},
          {"wip", work_in_process(log, span, factors)},
          {"queues", queues(log, span)},
          {"jobs", jobs(log)},
          {"cycle_times", cycle_times(log)},
          {"flow", material_flow(log, factors)},
          {"lateness", lateness(log)},
          {"downtime", downtime(log)}};
}

}  // namespace planttwin::scenario
