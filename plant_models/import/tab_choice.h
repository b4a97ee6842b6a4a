#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plant_models/import/tab_table.h"
#include "sim/id_table.h"

// Cells that hold one of several names.
namespace planttwin::plant {

template <class Value>
struct TabName {
  std::string_view name;
  Value value;
};

// The value of a cell in a table of names; must be given. `kind` is how messages call it.
template <class Value, std::size_t Size>
std::optional<Value> read_choice(const TabRow& row, const TabColumn& column, std::string_view kind,
                                 const TabName<Value> (&table)[Size]) {
  const std::string_view found = row.required(column);
  if (found.empty()) return std::nullopt;
  std::vector<std::string> names;
  for (const TabName<Value>& entry : table) {
    if (entry.name == found) return entry.value;
    names.emplace_back(entry.name);
  }
  std::string message = "no " + std::string(kind) + " " + sim::in_quotes(found) + "; known: ";
  for (std::size_t i = 0; i < names.size(); ++i) message += (i == 0 ? "" : ", ") + names[i];
  row.error(column, message);
  return std::nullopt;
}

// The thing that a cell names; must be given. Not valid after an error with the nearest names. An
// empty table says nothing: what should have filled it has been reported.
template <class Id>
Id resolve(const TabRow& row, const TabColumn& column, const sim::IdTable<Id>& table) {
  const std::string_view name = row.required(column);
  if (name.empty() || table.size() == 0) return Id();
  const Id id = table.find(name);
  if (!id.valid()) {
    row.error(column, "no " + table.kind() + " " + sim::in_quotes(name) +
                          sim::nearest_clause(name, table.names()));
  }
  return id;
}

// Adds the name of a cell to a table. Not valid when the cell is empty or, after an error, when
// the name is there already.
template <class Id>
Id define(const TabRow& row, const TabColumn& column, sim::IdTable<Id>& table) {
  const std::string_view name = row.required(column);
  if (name.empty()) return Id();
  if (table.find(name).valid()) {
    row.error(column, "there are two rows for the " + table.kind() + " " + sim::in_quotes(name));
    return Id();
  }
  return table.add(std::string(name));
}

}  // namespace planttwin::plant
