#include "scenarios/report/ocel_tables.h"

#include <algorithm>
#include <array>

namespace planttwin::scenario {
namespace {

using plant::EventType;

// Nothing is written but by this program and the file appears when it is complete, so a journal
// would only cost time.
constexpr const char* kTables = R"sql(
PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE event_map_type(ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL UNIQUE);
CREATE TABLE object_map_type(ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL UNIQUE);
CREATE TABLE event(ocel_id TEXT PRIMARY KEY,
                   ocel_type TEXT NOT NULL REFERENCES event_map_type(ocel_type)) WITHOUT ROWID;
CREATE TABLE object(ocel_id TEXT PRIMARY KEY,
                    ocel_type TEXT NOT NULL REFERENCES object_map_type(ocel_type)) WITHOUT ROWID;
CREATE TABLE event_object(ocel_event_id TEXT NOT NULL REFERENCES event(ocel_id),
                          ocel_object_id TEXT NOT NULL REFERENCES object(ocel_id),
                          ocel_qualifier TEXT NOT NULL,
                          PRIMARY KEY(ocel_event_id, ocel_object_id, ocel_qualifier)) WITHOUT ROWID;
CREATE TABLE object_object(ocel_source_id TEXT NOT NULL REFERENCES object(ocel_id),
                           ocel_target_id TEXT NOT NULL REFERENCES object(ocel_id),
                           ocel_qualifier TEXT NOT NULL,
                           PRIMARY KEY(ocel_source_id, ocel_target_id, ocel_qualifier))
                           WITHOUT ROWID;
)sql";

constexpr OcelAttribute kQuantity{"quantity", OcelField::kQuantity};
constexpr OcelAttribute kOperation{"operation", OcelField::kOperation};
constexpr OcelAttribute kFleet{"fleet", OcelField::kName};
constexpr OcelAttribute kCause{"cause", OcelField::kName};

std::vector<OcelEventType> flow_types() {
  return {
      {EventType::kOrderReleased, {kQuantity}, ""},
      {EventType::kOrderCompleted,
       {{"good", OcelField::kQuantity},
        {"scrapped", OcelField::kOtherQuantity},
        {"lateness_s", OcelField::kSeconds}},
       ""},
      {EventType::kOrderDelivered, {kQuantity}, "customer"},
      {EventType::kArrivalLost, {}, ""},
      {EventType::kLotCreated, {kQuantity}, ""},
      {EventType::kLotQueued, {kQuantity, kOperation}, ""},
      {EventType::kSetupStarted, {kOperation, {"family", OcelField::kName}}, "setup_family"},
      {EventType::kOperationStarted, {kQuantity, kOperation, {"wait_s", OcelField::kSeconds}}, ""},
      {EventType::kOperationPaused, {kOperation}, ""},
      {EventType::kOperationResumed, {kOperation}, ""},
      {EventType::kOperationCompleted,
       {{"good", OcelField::kQuantity},
        {"scrapped", OcelField::kOtherQuantity},
        kOperation,
        {"processing_s", OcelField::kSeconds}},
       ""},
      {EventType::kPhaseStarted, {kOperation, {"phase", OcelField::kPhase}}, ""},
      {EventType::kPhaseCompleted,
       {kOperation, {"phase", OcelField::kPhase}, {"measured", OcelField::kMeasured}},
       ""},
      {EventType::kLotMoved, {kQuantity, kFleet}, "fleet"},
      {EventType::kLotLeft, {kOperation}, ""},
      {EventType::kLotCompleted, {kQuantity, {"cycle_time_s", OcelField::kSeconds}}, ""},
  };
}

std::vector<OcelEventType> quality_types() {
  return {
      {EventType::kLotScrapped, {kQuantity, kOperation, kCause}, "defect_cause"},
      {EventType::kLotSplit, {kQuantity, kOperation}, ""},
      {EventType::kLotMerged, {kQuantity, kOperation}, ""},
      {EventType::kLotHeld, {kQuantity, kOperation}, ""},
      {EventType::kLotReleased, {kQuantity, kOperation}, ""},
      {EventType::kLotReworked, {kQuantity, {"back_to", OcelField::kOperation}}, ""},
      {EventType::kQueueTimeViolated, {kOperation}, ""},
      {EventType::kInspected,
       {{"checked", OcelField::kQuantity}, {"rejected", OcelField::kOtherQuantity}, kOperation},
       ""},
      {EventType::kNonconformance, {kQuantity, kOperation, kCause}, "defect_cause"},
      {EventType::kCapaStarted, {kCause}, "defect_cause"},
      {EventType::kCapaEffective, {kCause}, "defect_cause"},
      {EventType::kFailureStarted, {{"mode", OcelField::kFailureMode}}, ""},
      {EventType::kFailureEnded,
       {{"mode", OcelField::kFailureMode}, {"down_s", OcelField::kSeconds}},
       ""},
      {EventType::kMaintenanceStarted, {{"maintenance", OcelField::kMaintenance}}, ""},
      {EventType::kMaintenanceEnded,
       {{"maintenance", OcelField::kMaintenance}, {"duration_s", OcelField::kSeconds}},
       ""},
  };
}

std::vector<OcelEventType> stock_types() {
  return {
      {EventType::kMaterialReceived, {kQuantity}, ""},
      {EventType::kMaterialIssued, {kQuantity, kOperation}, ""},
      {EventType::kMaterialReturned, {kQuantity, kOperation}, ""},
      {EventType::kByProductReceived, {kQuantity, kOperation}, ""},
      {EventType::kMaterialReserved, {kQuantity}, ""},
      {EventType::kReservationReleased, {kQuantity}, ""},
      {EventType::kMaterialStaged, {kQuantity, kOperation}, ""},
      {EventType::kStockHeld, {kQuantity}, ""},
      {EventType::kStockReleased, {kQuantity}, ""},
      {EventType::kStockExpired, {kQuantity}, ""},
      {EventType::kStockScrapped, {kQuantity}, ""},
      {EventType::kPurchaseOrdered, {kQuantity}, "supplier"},
      {EventType::kShipped, {kQuantity}, "customer"},
      {EventType::kCarrierCalled, {kFleet}, "fleet"},
      {EventType::kCarrierLoaded, {kQuantity}, ""},
      {EventType::kCarrierUnloaded, {kQuantity}, ""},
      {EventType::kCarrierMoved, {}, ""},
      {EventType::kDisruptionStarted, {{"disruption", OcelField::kName}}, "disruption"},
      {EventType::kDisruptionEnded, {{"disruption", OcelField::kName}}, "disruption"},
  };
}

std::vector<OcelEventType> all_types() {
  std::vector<OcelEventType> types = flow_types();
  for (auto& more : {quality_types(), stock_types()}) {
    types.insert(types.end(), more.begin(), more.end());
  }
  return types;
}

// The tables are named by these; a type is called the same with spaces.
void map_type(sim::Statement& insert, std::string_view map) {
  insert.bind(1, ocel_type_name(map)).bind(2, map).run();
}

std::string create_event_table(const OcelEventType& event) {
  std::string sql = "CREATE TABLE event_" + std::string(plant::event_name(event.type)) +
                    "(ocel_id TEXT PRIMARY KEY REFERENCES event(ocel_id), ocel_time TIMESTAMP";
  for (const OcelAttribute& attribute : event.attributes) {
    sql += ", " + std::string(attribute.name) + " " + std::string(sql_type(attribute.field));
  }
  return sql + ") WITHOUT ROWID";
}

std::string create_object_table(const OcelObjectTable& object) {
  std::string sql = "CREATE TABLE object_" + std::string(object.map) +
                    "(ocel_id TEXT NOT NULL REFERENCES object(ocel_id), ocel_time TIMESTAMP, "
                    "ocel_changed_field TEXT";
  for (const std::string_view column : object.columns) sql += ", " + std::string(column);
  return sql + ")";
}

}  // namespace

const std::vector<OcelEventType>& ocel_event_types() {
  static const std::vector<OcelEventType> kTypes = all_types();
  return kTypes;
}

std::string_view sql_type(OcelField field) {
  switch (field) {
    case OcelField::kQuantity:
    case OcelField::kOtherQuantity:
    case OcelField::kSeconds:
    case OcelField::kMeasured:
      return "REAL";
    default:
      return "TEXT";
  }
}

std::string ocel_type_name(std::string_view name) {
  std::string spaced(name);
  std::replace(spaced.begin(), spaced.end(), '_', ' ');
  return spaced;
}

const OcelObjectTable& ocel_object_table(OcelObjectType type) {
  static const std::array<OcelObjectTable, kOcelObjectTypes> kTables = {{
      {"order", {"product TEXT", "quantity REAL", "unit TEXT", "due TIMESTAMP", "status TEXT"}},
      {"lot", {"product TEXT", "quantity REAL", "unit TEXT", "status TEXT"}},
      {"stock_lot", {"material TEXT", "quantity REAL", "unit TEXT", "status TEXT"}},
      {"material", {"title TEXT", "unit TEXT", "made BOOLEAN"}},
      {"work_center", {"kind TEXT", "site TEXT"}},
      {"machine", {"work_center TEXT", "state TEXT"}},
      {"location", {"site TEXT"}},
      {"carrier", {"fleet TEXT", "kind TEXT"}},
      {"customer", {}},
      {"supplier", {}},
  }};
  return kTables[static_cast<std::size_t>(type)];
}

void create_ocel_tables(sim::Database& database) {
  database.execute(kTables);
  database.execute("BEGIN");
  sim::Statement map_event(database, "INSERT INTO event_map_type VALUES(?,?)");
  for (const OcelEventType& event : ocel_event_types()) {
    database.execute(create_event_table(event));
    map_type(map_event, plant::event_name(event.type));
  }
  sim::Statement map_object(database, "INSERT INTO object_map_type VALUES(?,?)");
  for (int i = 0; i < kOcelObjectTypes; ++i) {
    const OcelObjectTable& object = ocel_object_table(static_cast<OcelObjectType>(i));
    database.execute(create_object_table(object));
    map_type(map_object, object.map);
  }
  database.execute("COMMIT");
}

}  // namespace planttwin::scenario
