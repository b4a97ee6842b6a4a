#include "scenarios/report/event_log_tables.h"

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
CREATE TABLE site(id INTEGER PRIMARY KEY, name TEXT, time_zone TEXT);
CREATE TABLE work_center(id INTEGER PRIMARY KEY, name TEXT, kind TEXT, site INTEGER);
CREATE TABLE machine(id INTEGER PRIMARY KEY, name TEXT, work_center INTEGER);
CREATE TABLE material(id INTEGER PRIMARY KEY, name TEXT, title TEXT, unit TEXT,
                      decimals INTEGER, made INTEGER);
CREATE TABLE location(id INTEGER PRIMARY KEY, name TEXT, site INTEGER);
CREATE TABLE node(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE fleet(id INTEGER PRIMARY KEY, name TEXT, kind TEXT);
CREATE TABLE defect_cause(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE disruption(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE supplier(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE setup_family(id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE operation(routing INTEGER, position INTEGER, number INTEGER, name TEXT,
                       PRIMARY KEY(routing, position)) WITHOUT ROWID;
CREATE TABLE phase(routing INTEGER, position INTEGER, phase INTEGER, name TEXT,
                   PRIMARY KEY(routing, position, phase)) WITHOUT ROWID;
CREATE TABLE failure_mode(work_center INTEGER, position INTEGER, name TEXT,
                          PRIMARY KEY(work_center, position)) WITHOUT ROWID;
CREATE TABLE maintenance(work_center INTEGER, position INTEGER, name TEXT,
                         PRIMARY KEY(work_center, position)) WITHOUT ROWID;
CREATE TABLE orders(id INTEGER PRIMARY KEY, name TEXT, material INTEGER, quantity INTEGER,
                    due INTEGER);
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

void write_operations(sim::Database& database, const plant::Plant& plant) {
  sim::Statement insert(database, "INSERT INTO operation VALUES(?,?,?,?)");
  sim::Statement phase(database, "INSERT INTO phase VALUES(?,?,?,?)");
  for (std::size_t r = 0; r < plant.routings.size(); ++r) {
    const std::vector<plant::Operation>& operations = plant.routings[r].operations;
    for (std::size_t i = 0; i < operations.size(); ++i) {
      const auto routing = static_cast<std::int64_t>(r);
      const auto position = static_cast<std::int64_t>(i);
      insert.bind(1, routing).bind(2, position);
      insert.bind(3, std::int64_t{operations[i].number}).bind(4, operations[i].name).run();
      for (std::size_t p = 0; p < operations[i].phases.size(); ++p) {
        phase.bind(1, routing).bind(2, position).bind(3, static_cast<std::int64_t>(p));
        phase.bind(4, operations[i].phases[p].id).run();
      }
    }
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

void write_places(sim::Database& database, const plant::Plant& plant) {
  write_table(database, "INSERT INTO site VALUES(?,?,?)", plant.sites,
              [](sim::Statement& insert, const plant::Site& site) {
                insert.bind(2, site.id).bind(3, site.time_zone);
              });
  write_table(database, "INSERT INTO work_center VALUES(?,?,?,?)", plant.work_centers,
              [](sim::Statement& insert, const plant::WorkCenter& wc) {
                insert.bind(2, wc.id).bind(3, wc.kind).bind(4, std::int64_t{wc.site.number()});
              });
  write_table(database, "INSERT INTO machine VALUES(?,?,?)", plant.machines,
              [](sim::Statement& insert, const plant::Machine& machine) {
                insert.bind(2, machine.id);
                insert.bind(3, std::int64_t{machine.work_center.number()});
              });
  write_table(database, "INSERT INTO location VALUES(?,?,?)", plant.locations,
              [](sim::Statement& insert, const plant::Location& location) {
                insert.bind(2, location.id).bind(3, std::int64_t{location.site.number()});
              });
  write_names(database, "node", plant.network.nodes);
  write_table(database, "INSERT INTO fleet VALUES(?,?,?)", plant.network.fleets,
              [](sim::Statement& insert, const plant::Fleet& fleet) {
                insert.bind(2, fleet.id).bind(3, fleet.kind);
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
