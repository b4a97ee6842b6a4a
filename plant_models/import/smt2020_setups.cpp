#include <algorithm>

#include "plant_models/import/smt2020_reading.h"

namespace planttwin::plant::smt2020 {

namespace {

using SetupTable = sim::IdTable<Reading::SetupId>;

struct SetupColumns {
  explicit SetupColumns(TabTable& table)
      : from(table.require("CURSETUP")),
        to(table.require("NEWSETUP")),
        time(table.require("STIME")),
        unit(table.require("STUNITS")) {}

  TabColumn from, to, time, unit;
};

void read_setup_time(Reading& reading, const TabRow& row, const SetupColumns& columns,
                     const SetupTable& known) {
  SetupTime setup{std::string(row.text(columns.from)), std::string(row.required(columns.to)), {}};
  if (!setup.from.empty()) resolve(row, columns.from, known);
  const bool twice = std::any_of(
      reading.fab.setup_times.begin(), reading.fab.setup_times.end(),
      [&](const SetupTime& other) { return other.from == setup.from && other.to == setup.to; });
  if (twice && !setup.to.empty()) {
    row.error(columns.to, "there are two rows for this change to " + sim::in_quotes(setup.to));
  }
  if (!setup.to.empty() && !reading.setups_of_steps.find(setup.to).valid()) {
    row.remark(columns.to, "no step needs the setup " + sim::in_quotes(setup.to) +
                               sim::nearest_clause(setup.to, reading.setups_of_steps.names()));
  }
  if (const auto time = read_stated_time(row, columns.time, columns.unit, ZeroTime::kAllowed)) {
    setup.time = *time;
  }
  reading.fab.setup_times.push_back(std::move(setup));
}

void read_setup_times(Reading& reading, const SetupTable& known) {
  if (!reading.setup_table) return;
  const SetupColumns columns(*reading.setup_table);
  for (const TabRow& row : reading.setup_table->rows()) {
    read_setup_time(reading, row, columns, known);
  }
  reading.close(*reading.setup_table);
}

void read_setup_runs(Reading& reading, const SetupTable& known) {
  const auto table = reading.open("setupgrp.txt");
  if (!table) return;
  const TabColumn setup = table->require("SETUP");
  const TabColumn lots = table->require("MINRUN");
  SetupTable seen("setup");
  for (const TabRow& row : table->rows()) {
    define(row, setup, seen);
    resolve(row, setup, known);
    const std::int64_t minimum = row.count(lots, 0, kMostPieces).value_or(0);
    reading.fab.setup_runs.push_back({std::string(row.text(setup)), minimum});
  }
  reading.close(*table);
}

struct TransportColumns {
  explicit TransportColumns(TabTable& table)
      : from(table.require("FROMLOC")),
        to(table.require("TOLOC")),
        time{table.require("DDIST"), table.require("DTIME"), table.require("DTIME2"),
             table.require("DUNITS")} {}

  TabColumn from, to;
  DrawnTimeColumns time;
};

void check_location(const Reading& reading, const TabRow& row, const TabColumn& column) {
  std::vector<std::string> locations;
  for (const ToolFamily& family : reading.fab.families) {
    if (family.location == row.text(column)) return;
    locations.push_back(family.location);
  }
  if (locations.empty() || !row.has(column)) return;
  std::sort(locations.begin(), locations.end());
  locations.erase(std::unique(locations.begin(), locations.end()), locations.end());
  row.remark(column, "no tool family is at " + sim::in_quotes(row.text(column)) +
                         sim::nearest_clause(row.text(column), locations));
}

void read_transport(Reading& reading, const TabRow& row, const TransportColumns& columns) {
  Transport transport{
      std::string(row.required(columns.from)), std::string(row.required(columns.to)), {}};
  check_location(reading, row, columns.from);
  check_location(reading, row, columns.to);
  const auto& known = reading.fab.transports;
  if (std::any_of(known.begin(), known.end(), [&](const Transport& other) {
        return other.from == transport.from && other.to == transport.to;
      })) {
    row.error(columns.to, "there are two rows for this way");
  }
  if (const auto time = read_drawn_time(row, columns.time, ZeroTime::kAllowed)) {
    transport.time = *time;
  }
  reading.fab.transports.push_back(std::move(transport));
}

}  // namespace

// Rows and columns that are wrong are reported later, when the table is read.
void open_setup_times(Reading& reading) {
  reading.setup_table = reading.open("setup.txt");
  if (!reading.setup_table) return;
  for (const std::string_view name : reading.setup_table->cells_of("NEWSETUP")) {
    if (!name.empty()) reading.setups_with_times.add(std::string(name));
  }
}

void read_setups(Reading& reading) {
  SetupTable known = reading.setups_of_steps;
  for (const std::string& name : reading.setups_with_times.names()) known.add(name);
  read_setup_times(reading, known);
  read_setup_runs(reading, known);
}

void read_transports(Reading& reading) {
  const auto table = reading.open("fromto.txt");
  if (!table) return;
  const TransportColumns columns(*table);
  for (const TabRow& row : table->rows()) read_transport(reading, row, columns);
  reading.close(*table);
}

}  // namespace planttwin::plant::smt2020
