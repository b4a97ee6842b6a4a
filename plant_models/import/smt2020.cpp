#include "plant_models/import/smt2020.h"

#include <algorithm>
#include <utility>

#include "plant_models/import/smt2020_reading.h"

namespace planttwin::plant::smt2020 {

namespace {

struct ToolColumns {
  explicit ToolColumns(TabTable& table)
      : family(table.require("STNFAM")),
        group(table.require("STNGRP")),
        location(table.require("STNFAMLOC")),
        tools(table.require("STNQTY")),
        capacity(table.require("STNCAP")),
        wake_rank(table.require("WAKERESRANK")),
        batch_per(table.require("BATCHPER")),
        load(table.require("LTIME")),
        load_unit(table.require("LTUNITS")),
        unload(table.require("ULTIME")),
        unload_unit(table.require("ULTUNITS")) {}

  TabColumn family, group, location, tools, capacity, wake_rank, batch_per;
  TabColumn load, load_unit, unload, unload_unit;
};

constexpr TabName<bool> kWakeRanks[] = {{"wake_LeastSetupTime", true}};
constexpr TabName<bool> kBatchPer[] = {{"piece", false}, {"lot", true}};

ToolGroupId read_group(Reading& reading, const TabRow& row, const TabColumn& column) {
  if (!row.has(column)) return {};
  const ToolGroupId group = reading.groups.add(std::string(row.text(column)));
  if (group.index() == reading.fab.groups.size()) {
    reading.fab.groups.push_back({reading.groups.name(group), {}});
  }
  return group;
}

StatedTime read_handling_time(const TabRow& row, const TabColumn& time, const TabColumn& unit) {
  if (!row.has(time)) return {};
  return read_stated_time(row, time, unit, ZeroTime::kAllowed).value_or(StatedTime());
}

ToolFamily read_tool(Reading& reading, const TabRow& row, const ToolColumns& columns) {
  constexpr std::int64_t kMostTools = 1'000'000;
  ToolFamily family;
  family.id = row.text(columns.family);
  family.group = read_group(reading, row, columns.group);
  family.location = row.text(columns.location);
  family.tools = row.count(columns.tools, 1, kMostTools).value_or(1);
  if (row.has(columns.capacity)) {
    family.cascading = row.count(columns.capacity, 1, kMostTools).value_or(1) > 1;
  }
  if (row.has(columns.wake_rank)) {
    family.least_setup_first =
        read_choice(row, columns.wake_rank, "rule", kWakeRanks).value_or(false);
  }
  if (row.has(columns.batch_per)) {
    family.batches_in_lots =
        read_choice(row, columns.batch_per, "measure of batches", kBatchPer).value_or(false);
  }
  family.load = read_handling_time(row, columns.load, columns.load_unit);
  family.unload = read_handling_time(row, columns.unload, columns.unload_unit);
  return family;
}

void read_part(Reading& reading, const TabRow& row, const TabColumn& part, const TabColumn& file,
               const TabColumn& route, RouteReader& routes) {
  const ProductId product = define(row, part, reading.products);
  const RouteId found = routes.read(row, file, route);
  if (product.valid()) reading.fab.products.push_back({reading.products.name(product), found});
}

}  // namespace

sim::UtcInstant Fab::start() const {
  return std::min_element(orders.begin(), orders.end(),
                          [](const OrderLine& a, const OrderLine& b) { return a.start < b.start; })
      ->start;
}

std::unique_ptr<TabTable> Reading::open(const std::string& name) {
  const std::string path = folder.empty() ? name : folder + "/" + name;
  std::optional<std::string> text = text_of(name);
  if (!text) {
    errors.add({path, {}, "", "there is no such file, or it cannot be read"});
    return nullptr;
  }
  return std::make_unique<TabTable>(std::move(*text), path, errors, remarks);
}

void Reading::close(const TabTable& table) {
  fab.tables.push_back(
      {table.file(), table.row_count(), table.used_columns(), table.unused_columns()});
}

void read_tools(Reading& reading) {
  const auto table = reading.open("tool.txt.1l");
  if (!table) return;
  const ToolColumns columns(*table);
  for (const TabRow& row : table->rows()) {
    const ToolFamilyId id = define(row, columns.family, reading.families);
    ToolFamily family = read_tool(reading, row, columns);
    if (id.valid()) reading.fab.families.push_back(std::move(family));
  }
  if (table->row_count() == 0) {
    reading.errors.add({table->file(), {}, "", "holds no tool family"});
  }
  reading.close(*table);
}

void read_parts(Reading& reading) {
  const auto table = reading.open("part.txt");
  if (!table) return;
  const TabColumn part = table->require("PART");
  const TabColumn file = table->require("ROUTEFILE");
  const TabColumn route = table->require("ROUTE");
  RouteReader routes(reading);
  for (const TabRow& row : table->rows()) read_part(reading, row, part, file, route, routes);
  if (table->row_count() == 0) reading.errors.add({table->file(), {}, "", "holds no part"});
  reading.close(*table);
  routes.finish();
}

Fab read_fab(const FileText& text_of, const std::string& folder, sim::Diagnostics& errors,
             sim::Diagnostics& remarks) {
  Reading reading{text_of, folder, errors, remarks};
  read_tools(reading);
  open_setup_times(reading);
  read_parts(reading);
  read_setups(reading);
  read_transports(reading);
  read_orders(reading);
  read_wip(reading);
  read_stops(reading);
  return std::move(reading.fab);
}

}  // namespace planttwin::plant::smt2020
