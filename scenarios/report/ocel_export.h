#pragma once

#include <cstdint>
#include <filesystem>

namespace planttwin::scenario {

// Writes an event log, events.sqlite, as an object-centric event log: OCEL 2.0 in its relational
// form for SQLite (A. Berti et al., "OCEL 2.0 Specification", 2023), for tools of process mining.
//
// Objects are orders, lots, stock lots, materials, work centers, machines, locations, carriers,
// customers and suppliers. Quantities are in the material's unit, times are UTC. What changes over
// time are the attributes quantity and status of a lot and of stock, the status of an order and the
// state of a machine; a machine's change of state is that and no event. Lots and stock are related
// by what was split, merged, consumed and made.
//
// The file replaces an older one when it is complete. Throws OutputError.
void export_ocel(const std::filesystem::path& log, const std::filesystem::path& ocel);

// The number of events in a log.
std::int64_t count_events(const std::filesystem::path& log);

}  // namespace planttwin::scenario
