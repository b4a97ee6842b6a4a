#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plant_models/run/plant_event.h"
#include "sim/database.h"

namespace planttwin::scenario {

// Where the value of an event's attribute comes from.
enum class OcelField : std::uint8_t {
  kQuantity,
  kOtherQuantity,
  kSeconds,      // the duration
  kOperation,    // "20 Turning"
  kName,         // what `other` names; which dictionary that is depends on the type of the event
  kPhase,        // `other` is a phase of the operation's recipe
  kFailureMode,  // `other` is a failure mode of the machine's work center
  kMaintenance,  // the same for a maintenance
  kMeasured,     // the value is a thousand times a measured number
};

struct OcelAttribute {
  std::string_view name;
  OcelField field;
};

// How events of one type are written. `names` is the log's table that `other` points into, empty
// where it doesn't.
struct OcelEventType {
  plant::EventType type;
  std::vector<OcelAttribute> attributes;
  std::string_view names;
};

// All types of events that become events; in the order of their codes, without machine_state.
const std::vector<OcelEventType>& ocel_event_types();

std::string_view sql_type(OcelField field);
// "lot_queued" is "lot queued" for people.
std::string ocel_type_name(std::string_view name);

// The types of objects with their attributes, as columns of SQL.
enum class OcelObjectType : std::uint8_t {
  kOrder,
  kLot,
  kStock,
  kMaterial,
  kWorkCenter,
  kMachine,
  kLocation,
  kCarrier,
  kCustomer,
  kSupplier,
};
inline constexpr int kOcelObjectTypes = static_cast<int>(OcelObjectType::kSupplier) + 1;

struct OcelObjectTable {
  std::string_view map;                   // the end of the table's name: object_stock_lot
  std::vector<std::string_view> columns;  // "quantity REAL"
};
const OcelObjectTable& ocel_object_table(OcelObjectType type);

// The tables with their keys, and the rows of event_map_type and object_map_type.
void create_ocel_tables(sim::Database& database);

}  // namespace planttwin::scenario
