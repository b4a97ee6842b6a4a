#pragma once

#include <cstddef>

#include "plant_models/run/plant_event.h"
#include "sim/database.h"

namespace planttwin::scenario {

// Events in memory as a table that SQL can read, so that one INSERT ... SELECT writes a batch:
// this takes half the time of a statement per event with its bindings. The table is named
// `incoming` and has the columns of `event` but for `id`, in their order; what an event does not
// say is NULL, and so is an amount of 0. It belongs to one connection, which must not outlive it.
class IncomingEvents {
 public:
  IncomingEvents() = default;
  IncomingEvents(const IncomingEvents&) = delete;
  IncomingEvents& operator=(const IncomingEvents&) = delete;

  // Makes the table known. Throws OutputError.
  void attach(sim::Database& database);

  // What the table holds from now on; the events must stay until it holds others.
  void show(const plant::PlantEvent* first, std::size_t count) {
    first_ = first;
    count_ = count;
  }

  const plant::PlantEvent* begin() const { return first_; }
  const plant::PlantEvent* end() const { return first_ + count_; }

 private:
  const plant::PlantEvent* first_ = nullptr;
  std::size_t count_ = 0;
};

}  // namespace planttwin::scenario
