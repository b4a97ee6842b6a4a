#include "scenarios/playback/floor_plan.h"

#include "scenarios/playback/event_check.h"
#include "scenarios/report/event_log_tables.h"
#include "sim/diagnostics.h"
#include "sim/output_error.h"

namespace planttwin::playback {
namespace {

using sim::Database;
using sim::Statement;

std::int32_t index_at(const Statement& row, int column) {
  return row.is_null(column) ? -1 : static_cast<std::int32_t>(row.integer(column));
}

std::optional<Point> point_at(const Statement& row, int column) {
  if (row.is_null(column) || row.is_null(column + 1)) return std::nullopt;
  return Point{row.real(column), row.real(column + 1)};
}

// Every row of a table as a record. Positions in the table are its ids.
template <class Record, class Read>
std::vector<Record> read_table(Database& log, const char* columns, const std::string& table,
                               Read read) {
  std::vector<Record> records;
  Statement row(log, std::string("SELECT ") + columns + " FROM " + table + " ORDER BY id");
  while (row.step()) read(row, records.emplace_back());
  return records;
}

std::string meta(Database& log, std::string_view key) {
  Statement row(log, "SELECT value FROM meta WHERE key = ?");
  row.bind(1, key);
  return row.step() ? row.text(0) : "";
}

std::optional<std::int64_t> meta_number(Database& log, std::string_view key) {
  const std::string text = meta(log, key);
  if (text.empty()) return std::nullopt;
  return std::stoll(text);
}

void read_meta(Database& log, FloorPlan& plan) {
  plan.scenario = meta(log, "scenario");
  plan.plant = meta(log, "plant");
  plan.version = meta(log, "planttwin");
  plan.seed = meta_number(log, "seed").value_or(0);
  plan.start_epoch_us = meta_number(log, "start_epoch_us").value_or(0);
  plan.horizon = meta_number(log, "horizon_us");
  plan.end = meta_number(log, "end_us");
  plan.end_reason = meta(log, "end_reason");
}

void read_work_centers(Database& log, FloorPlan& plan) {
  plan.work_centers = read_table<FloorPlan::WorkCenter>(
      log, "name, title, kind, site, buffer, node, supply, x_m, y_m", "work_center",
      [](const Statement& row, FloorPlan::WorkCenter& wc) {
        wc.name = row.text(0);
        wc.title = row.text(1);
        wc.kind = row.text(2);
        wc.site = index_at(row, 3);
        wc.buffer = index_at(row, 4);
        wc.node = index_at(row, 5);
        wc.supply = index_at(row, 6);
        wc.position = point_at(row, 7);
      });
  plan.machines = read_table<FloorPlan::Machine>(
      log, "name, work_center", "machine", [](const Statement& row, FloorPlan::Machine& machine) {
        machine.name = row.text(0);
        machine.work_center = index_at(row, 1);
      });
  for (std::size_t i = 0; i < plan.machines.size(); ++i) {
    auto& wc = plan.work_centers.at(static_cast<std::size_t>(plan.machines[i].work_center));
    if (wc.machine_count++ == 0) wc.first_machine = static_cast<std::int32_t>(i);
  }
  plan.buffers = read_table<FloorPlan::Buffer>(log, "name, capacity", "buffer",
                                               [](const Statement& row, FloorPlan::Buffer& buffer) {
                                                 buffer.name = row.text(0);
                                                 if (!row.is_null(1))
                                                   buffer.capacity = row.integer(1);
                                               });
}

void read_places(Database& log, FloorPlan& plan) {
  plan.sites = read_table<FloorPlan::Site>(log, "name, title, time_zone", "site",
                                           [](const Statement& row, FloorPlan::Site& site) {
                                             site = {row.text(0), row.text(1), row.text(2)};
                                           });
  plan.materials = read_table<FloorPlan::Material>(
      log, "name, title, unit, decimals, made", "material",
      [](const Statement& row, FloorPlan::Material& material) {
        material = {row.text(0), row.text(1), row.text(2), index_at(row, 3), row.integer(4) != 0};
      });
  plan.locations = read_table<FloorPlan::Location>(
      log, "name, site, node", "location", [](const Statement& row, FloorPlan::Location& location) {
        location = {row.text(0), index_at(row, 1), index_at(row, 2)};
      });
}

void read_network(Database& log, FloorPlan& plan) {
  plan.nodes = read_table<FloorPlan::Node>(
      log, "name, site, x_m, y_m", "node", [](const Statement& row, FloorPlan::Node& node) {
        node = {row.text(0), index_at(row, 1), point_at(row, 2)};
      });
  plan.edges = read_table<FloorPlan::Edge>(
      log, "name, kind, from_node, to_node, one_way, length_m, speed_m_per_s", "edge",
      [](const Statement& row, FloorPlan::Edge& edge) {
        edge = {row.text(0), row.text(1), index_at(row, 2), index_at(row, 3), row.integer(4) != 0,
                row.real(5), {}};
        if (!row.is_null(6)) edge.speed_m_per_s = row.real(6);
      });
  plan.fleets = read_table<FloorPlan::Fleet>(
      log, "name, kind, edge_kind, site, count, capacity, speed_m_per_s, home", "fleet",
      [&](const Statement& row, FloorPlan::Fleet& fleet) {
        fleet = {row.text(0),      row.text(1),      row.text(2),
                 index_at(row, 3), index_at(row, 4), index_at(row, 5),
                 row.real(6),      index_at(row, 7), plan.carriers};
        plan.carriers += fleet.count;
      });
}

void read_routings(Database& log, FloorPlan& plan) {
  plan.routings = read_table<FloorPlan::Routing>(
      log, "name, material, finished_goods", "routing",
      [](const Statement& row, FloorPlan::Routing& routing) {
        routing = {row.text(0), index_at(row, 1), index_at(row, 2), {}};
      });
  const auto routing = [&](const Statement& row) -> FloorPlan::Routing& {
    return plan.routings.at(static_cast<std::size_t>(row.integer(0)));
  };
  const auto operation = [&](const Statement& row) -> FloorPlan::Operation& {
    return routing(row).operations.at(static_cast<std::size_t>(row.integer(1)));
  };
  Statement row(log,
                "SELECT routing, position, number, name, people, remaining_per_lot_us, "
                "remaining_per_unit_us FROM operation JOIN operation_plan USING(routing, position) "
                "ORDER BY routing, position");
  while (row.step()) {
    routing(row).operations.push_back(
        {index_at(row, 2), row.text(3), index_at(row, 4), row.integer(5), row.integer(6), {}, {}});
  }
  Statement where(log,
                  "SELECT routing, position, work_center FROM operation_work_center ORDER BY "
                  "routing, position");
  while (where.step()) operation(where).work_centers.push_back(index_at(where, 2));
  Statement next(
      log, "SELECT routing, position, next FROM operation_next ORDER BY routing, position, next");
  while (next.step()) operation(next).next.push_back(index_at(next, 2));
}

// By work center.
std::vector<std::vector<std::string>> read_stops(Database& log, const char* table,
                                                 std::size_t centers) {
  std::vector<std::vector<std::string>> names(centers);
  Statement row(log, std::string("SELECT work_center, name FROM ") + table +
                         " ORDER BY work_center, position");
  while (row.step()) names.at(static_cast<std::size_t>(row.integer(0))).push_back(row.text(1));
  return names;
}

void check_version(Database& log) {
  const std::string found = meta(log, "schema_version");
  const std::string wanted = std::to_string(scenario::kLogSchema);
  if (found == wanted) return;
  sim::Diagnostics diagnostics;
  diagnostics.add({log.file().string(),
                   {},
                   "",
                   "the event log is of version " + (found.empty() ? "?" : found) +
                       ", this program reads version " + wanted + "; run the scenario again"});
  diagnostics.throw_if_any();
}

}  // namespace

double FloorPlan::remaining_work(std::int32_t routing, std::int32_t operation, double units) const {
  if (routing < 0 || operation < 0) return 0;
  const std::vector<Operation>& operations = routings[static_cast<std::size_t>(routing)].operations;
  if (static_cast<std::size_t>(operation) >= operations.size()) return 0;
  const Operation& o = operations[static_cast<std::size_t>(operation)];
  return static_cast<double>(o.remaining_per_lot) +
         static_cast<double>(o.remaining_per_unit) * units;
}

FloorPlan read_floor_plan(sim::Database& log) {
  FloorPlan plan;
  check_version(log);
  read_meta(log, plan);
  read_places(log, plan);
  read_work_centers(log, plan);
  read_network(log, plan);
  read_routings(log, plan);
  plan.failure_modes = read_stops(log, "failure_mode", plan.work_centers.size());
  plan.maintenances = read_stops(log, "maintenance", plan.work_centers.size());
  Statement row(log, "SELECT name FROM disruption ORDER BY id");
  while (row.step()) plan.disruptions.push_back(row.text(0));
  check_plan(plan);
  return plan;
}

}  // namespace planttwin::playback
