#include "scenarios/report/event_log_tables.h"

#include <optional>
#include <system_error>

#include "plant_models/run/machine_state.h"
#include "plant_models/run/plant_event.h"
#include "scenarios/report/event_log.h"
#include "sim/utc_instant.h"

namespace planttwin::scenario {
namespace {

constexpr const char* kTables = R"sql(
PRAGMA page_size = 8192;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
PRAGMA wal_autocheckpoint = 4000;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE event_type(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE machine_state(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE site(id INTEGER PRIMARY KEY, name TEXT, time_zone TEXT, title TEXT);
CREATE TABLE work_center(id INTEGER PRIMARY KEY, name TEXT, kind TEXT, site INTEGER, title TEXT,
                         buffer INTEGER, node INTEGER, supply INTEGER, x_m REAL, y_m REAL);
CREATE TABLE buffer(id INTEGER PRIMARY KEY, name TEXT, capacity INTEGER);
CREATE TABLE machine(id INTEGER PRIMARY KEY, name TEXT, work_center INTEGER);
CREATE TABLE material(id INTEGER PRIMARY KEY, name TEXT, title TEXT, unit TEXT,
                      decimals INTEGER, made INTEGER);
CREATE TABLE location(id INTEGER PRIMARY KEY, name TEXT, site INTEGER, node INTEGER);
CREATE TABLE node(id INTEGER PRIMARY KEY, name TEXT, site INTEGER, x_m REAL, y_m REAL);
CREATE TABLE edge(id INTEGER PRIMARY KEY, name TEXT, kind TEXT, from_node INTEGER,
                  to_node INTEGER, one_way INTEGER, length_m REAL, speed_m_per_s REAL);
CREATE TABLE fleet(id INTEGER PRIMARY KEY, name TEXT, kind TEXT, edge_kind TEXT, site INTEGER,
                   count INTEGER, capacity INTEGER, speed_m_per_s REAL, home INTEGER);
CREATE TABLE defect_cause(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE disruption(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE supplier(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE setup_family(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE routing(id INTEGER PRIMARY KEY, name TEXT, material INTEGER, finished_goods INTEGER);
CREATE TABLE operation(routing INTEGER, position INTEGER, number INTEGER, name TEXT,
                       PRIMARY KEY(routing, position)) WITHOUT ROWID;
CREATE TABLE operation_plan(routing INTEGER, position INTEGER, people INTEGER,
                            remaining_per_lot_us INTEGER, remaining_per_unit_us INTEGER,
                            PRIMARY KEY(routing, position)) WITHOUT ROWID;
CREATE TABLE operation_work_center(routing INTEGER, position INTEGER, work_center INTEGER,
                                   PRIMARY KEY(routing, position, work_center)) WITHOUT ROWID;
CREATE TABLE operation_next(routing INTEGER, position INTEGER, next INTEGER,
                            PRIMARY KEY(routing, position, next)) WITHOUT ROWID;
CREATE TABLE phase(routing INTEGER, position INTEGER, phase INTEGER, name TEXT,
                   PRIMARY KEY(routing, position, phase)) WITHOUT ROWID;
CREATE TABLE failure_mode(work_center INTEGER, position INTEGER, name TEXT,
                          PRIMARY KEY(work_center, position)) WITHOUT ROWID;
CREATE TABLE maintenance(work_center INTEGER, position INTEGER, name TEXT,
                         PRIMARY KEY(work_center, position)) WITHOUT ROWID;
CREATE TABLE orders(id INTEGER PRIMARY KEY, name TEXT, material INTEGER, quantity INTEGER,
                    due INTEGER, priority INTEGER);
CREATE TABLE lots(id INTEGER PRIMARY KEY, name TEXT, order_id INTEGER, material INTEGER,
                  routing INTEGER);
CREATE TABLE stock(id INTEGER PRIMARY KEY, name TEXT, material INTEGER);
CREATE TABLE event(id INTEGER PRIMARY KEY, time INTEGER NOT NULL, type INTEGER NOT NULL,
                   order_id INTEGER, lot INTEGER, other_lot INTEGER, stock INTEGER,
                   work_center INTEGER, machine INTEGER, material INTEGER, location INTEGER,
                   node INTEGER, operation INTEGER, other INTEGER, quantity INTEGER,
                   other_quantity INTEGER, duration INTEGER, value INTEGER);
CREATE TABLE keyframe(time INTEGER PRIMARY KEY, state BLOB);
)sql";

void add_meta(sim::Database& database, const std::string& key, const std::string& value) {
  sim::Statement(database, "INSERT INTO meta VALUES(?,?)").bind(1, key).bind(2, value).run();
}

void write_meta(sim::Database& database, const LogTitle& title, const plant::RunState& run) {
  const plant::RunInput& input = *run.input;
  add_meta(database, "schema_version", std::to_string(kLogSchema));
  add_meta(database, "planttwin", title.version);
  add_meta(database, "scenario", title.scenario);
  add_meta(database, "plant", run.plant->id);
  add_meta(database, "seed", std::to_string(run.seed));
  add_meta(database, "replication", std::to_string(run.replication));
  add_meta(database, "start", sim::format_instant(input.start));
  add_meta(database, "start_epoch_us", std::to_string(input.start.count()));
  if (!input.until_done()) {
    add_meta(database, "horizon_us", std::to_string(input.horizon.count()));
  }
  add_meta(database, "warm_up_us", std::to_string(input.warm_up.count()));
}

// A dictionary whose rows are a name and perhaps one more value.
template <class Records, class Row>
void write_table(sim::Database& database, const std::string& sql, const Records& records, Row row) {
  sim::Statement insert(database, sql);
  std::int64_t id = 0;
  for (const auto& record : records) {
    insert.bind(1, id++);
    row(insert, record);
    insert.run();
  }
}

// NULL for an id that refers to nothing.
template <class Id>
sim::Statement& bind_index(sim::Statement& insert, int parameter, Id id) {
  if (!id.valid()) return insert.bind_null(parameter);
  return insert.bind(parameter, std::int64_t{id.number()});
}

// x and y in metres.
void bind_position(sim::Statement& insert, int parameter,
                   const std::optional<plant::Position>& position) {
  insert.bind_null(parameter).bind_null(parameter + 1);
  if (!position) return;
  insert.bind_real(parameter, position->x).bind_real(parameter + 1, position->y);
}

template <class Records>
void write_names(sim::Database& database, const std::string& table, const Records& records) {
  write_table(database, "INSERT INTO " + table + " VALUES(?,?)", records,
              [](sim::Statement& insert, const auto& record) { insert.bind(2, record.id); });
}

void write_codes(sim::Database& database) {
  sim::Statement type(database, "INSERT INTO event_type VALUES(?,?)");
  for (int i = 0; i < plant::kEventTypes; ++i) {
    type.bind(1, std::int64_t{i}).bind(2, plant::event_name(static_cast<plant::EventType>(i)));
    type.run();
  }
  sim::Statement state(database, "INSERT INTO machine_state VALUES(?,?)");
  for (int i = 0; i < plant::kMachineStates; ++i) {
    state.bind(1, std::int64_t{i}).bind(2, plant::kMachineStateNames[static_cast<std::size_t>(i)]);
    state.run();
  }
}

// What routings ask for: where, after what, by how many people, and how much work is left from
// there on by the plan.
void write_plan(sim::Database& database, std::int64_t routing, const plant::Routing& record) {
  sim::Statement plan(database, "INSERT INTO operation_plan VALUES(?,?,?,?,?)");
  sim::Statement center(database, "INSERT OR IGNORE INTO operation_work_center VALUES(?,?,?)");
  sim::Statement next(database, "INSERT OR IGNORE INTO operation_next VALUES(?,?,?)");
  for (std::size_t i = 0; i < record.operations.size(); ++i) {
    const plant::Operation& operation = record.operations[i];
    const auto position = static_cast<std::int64_t>(i);
    std::int64_t people = 0;
    for (const plant::LaborNeed& need : operation.labor) {
      if (need.during != plant::NeededDuring::kSetup) people += need.count;
    }
    plan.bind(1, routing).bind(2, position).bind(3, people);
    plan.bind(4, record.remaining_per_lot[i].count());
    plan.bind(5, record.remaining_per_unit[i].count()).run();
    for (const plant::WorkCenterId id : operation.work_centers) {
      center.bind(1, routing).bind(2, position).bind(3, std::int64_t{id.number()}).run();
    }
    const auto follow = [&](plant::OperationIndex to) {
      if (to == plant::kEndOfRouting) return;
      next.bind(1, routing).bind(2, position).bind(3, std::int64_t{to}).run();
    };
    for (const plant::Transition& way : operation.next) follow(way.to);
    for (const plant::OperationIndex branch : operation.branches) follow(branch);
  }
}

void write_operations(sim::Database& database, const plant::Plant& plant) {
  sim::Statement routings(database, "INSERT INTO routing VALUES(?,?,?,?)");
  sim::Statement insert(database, "INSERT INTO operation VALUES(?,?,?,?)");
  sim::Statement phase(database, "INSERT INTO phase VALUES(?,?,?,?)");
  for (std::size_t r = 0; r < plant.routings.size(); ++r) {
    const plant::Routing& record = plant.routings[r];
    const auto routing = static_cast<std::int64_t>(r);
    routings.bind(1, routing).bind(2, record.id);
    bind_index(bind_index(routings, 3, record.material), 4,
               plant.finished_goods[record.material.index()])
        .run();
    for (std::size_t i = 0; i < record.operations.size(); ++i) {
      const plant::Operation& operation = record.operations[i];
      const auto position = static_cast<std::int64_t>(i);
      insert.bind(1, routing).bind(2, position);
      insert.bind(3, std::int64_t{operation.number}).bind(4, operation.name).run();
      for (std::size_t p = 0; p < operation.phases.size(); ++p) {
        phase.bind(1, routing).bind(2, position).bind(3, static_cast<std::int64_t>(p));
        phase.bind(4, operation.phases[p].id).run();
      }
    }
    write_plan(database, routing, record);
  }
}

void write_stops(sim::Database& database, const plant::Plant& plant) {
  sim::Statement failure(database, "INSERT INTO failure_mode VALUES(?,?,?)");
  sim::Statement maintenance(database, "INSERT INTO maintenance VALUES(?,?,?)");
  const auto write = [](sim::Statement& insert, std::size_t center, const auto& rules) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      insert.bind(1, static_cast<std::int64_t>(center)).bind(2, static_cast<std::int64_t>(i));
      insert.bind(3, rules[i].id).run();
    }
  };
  for (std::size_t i = 0; i < plant.work_centers.size(); ++i) {
    write(failure, i, plant.work_centers[i].failures);
    write(maintenance, i, plant.work_centers[i].maintenance);
  }
}

void write_work_centers(sim::Database& database, const plant::Plant& plant) {
  write_table(database, "INSERT INTO work_center VALUES(?,?,?,?,?,?,?,?,?,?)", plant.work_centers,
              [](sim::Statement& insert, const plant::WorkCenter& wc) {
                insert.bind(2, wc.id).bind(3, wc.kind).bind(4, std::int64_t{wc.site.number()});
                insert.bind(5, wc.name);
                bind_index(bind_index(bind_index(insert, 6, wc.buffer), 7, wc.node), 8, wc.supply);
                bind_position(insert, 9, wc.position);
              });
  write_table(database, "INSERT INTO machine VALUES(?,?,?)", plant.machines,
              [](sim::Statement& insert, const plant::Machine& machine) {
                insert.bind(2, machine.id);
                insert.bind(3, std::int64_t{machine.work_center.number()});
              });
  write_table(database, "INSERT INTO buffer VALUES(?,?,?)", plant.buffers,
              [](sim::Statement& insert, const plant::Buffer& buffer) {
                insert.bind(2, buffer.id).bind_null(3);
                if (buffer.capacity) insert.bind(3, std::int64_t{*buffer.capacity});
              });
}

void write_places(sim::Database& database, const plant::Plant& plant) {
  write_table(database, "INSERT INTO site VALUES(?,?,?,?)", plant.sites,
              [](sim::Statement& insert, const plant::Site& site) {
                insert.bind(2, site.id).bind(3, site.time_zone).bind(4, site.name);
              });
  write_table(database, "INSERT INTO location VALUES(?,?,?,?)", plant.locations,
              [](sim::Statement& insert, const plant::Location& location) {
                insert.bind(2, location.id).bind(3, std::int64_t{location.site.number()});
                bind_index(insert, 4, location.node);
              });
}

void write_network(sim::Database& database, const plant::TransportNetwork& network) {
  write_table(database, "INSERT INTO node VALUES(?,?,?,?,?)", network.nodes,
              [](sim::Statement& insert, const plant::Node& node) {
                bind_index(insert.bind(2, node.id), 3, node.site);
                bind_position(insert, 4, node.position);
              });
  write_table(database, "INSERT INTO edge VALUES(?,?,?,?,?,?,?,?)", network.edges,
              [](sim::Statement& insert, const plant::Edge& edge) {
                insert.bind(2, edge.id).bind(3, edge.kind);
                bind_index(bind_index(insert, 4, edge.from), 5, edge.to);
                insert.bind(6, std::int64_t{edge.one_way ? 1 : 0});
                insert.bind_real(7, edge.length.in_metres()).bind_null(8);
                if (edge.speed) insert.bind_real(8, edge.speed->in_metres_per_second());
              });
  write_table(database, "INSERT INTO fleet VALUES(?,?,?,?,?,?,?,?,?)", network.fleets,
              [](sim::Statement& insert, const plant::Fleet& fleet) {
                insert.bind(2, fleet.id).bind(3, fleet.kind).bind(4, fleet.edge_kind);
                bind_index(insert, 5, fleet.site).bind(6, std::int64_t{fleet.count});
                insert.bind(7, std::int64_t{fleet.capacity});
                insert.bind_real(8, fleet.speed.in_metres_per_second());
                bind_index(insert, 9, fleet.home);
              });
}

void write_materials(sim::Database& database, const plant::Plant& plant) {
  std::size_t next = 0;
  write_table(database, "INSERT INTO material VALUES(?,?,?,?,?,?)", plant.materials,
              [&](sim::Statement& insert, const plant::Material& material) {
                insert.bind(2, material.id).bind(3, material.name).bind(4, material.unit.name);
                insert.bind(5, std::int64_t{material.unit.decimals});
                insert.bind(6, std::int64_t{plant.made(plant::MaterialId(next++)) ? 1 : 0});
              });
}

}  // namespace

std::filesystem::path empty_log_file(const std::filesystem::path& file) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(file.string() + suffix, ignored);
  }
  return file;
}

void create_log_tables(sim::Database& database) { database.execute(kTables); }

void write_log_dictionaries(sim::Database& database, const LogTitle& title,
                            const plant::RunState& run) {
  const plant::Plant& plant = *run.plant;
  database.execute("BEGIN");
  write_meta(database, title, run);
  write_codes(database);
  write_places(database, plant);
  write_work_centers(database, plant);
  write_network(database, plant.network);
  write_materials(database, plant);
  write_names(database, "defect_cause", plant.defect_causes);
  write_names(database, "supplier", plant.suppliers);
  write_names(database, "customer", plant.customers);
  write_names(database, "setup_family", plant.setup_families);
  write_names(database, "disruption", run.input->disruptions);
  write_operations(database, plant);
  write_stops(database, plant);
  database.execute("COMMIT");
}

}  // namespace planttwin::scenario
