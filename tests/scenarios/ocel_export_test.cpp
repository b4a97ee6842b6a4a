#include "scenarios/report/ocel_export.h"

#include <gtest/gtest.h>

#include "plant_models/run/plant_run.h"
#include "scenarios/exit_code.h"
#include "scenarios/report/event_log.h"
#include "scenarios/report/event_log_tables.h"
#include "scenarios/scenario.h"
#include "sim/database.h"
#include "tests/scenarios/program.h"

namespace planttwin::scenario {
namespace {

using testing::TemporaryFolder;

std::vector<std::string> column(sim::Database& database, const std::string& sql) {
  std::vector<std::string> values;
  sim::Statement row(database, sql);
  while (row.step()) values.push_back(row.text(0));
  return values;
}

std::int64_t number(sim::Database& database, const std::string& sql) {
  sim::Statement row(database, sql);
  return row.step() ? row.integer(0) : -1;
}

using Lines = std::vector<std::string>;

// The log of the first day of the three plants, and what becomes of it.
class ExportOfAPlant : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    const Scenario scenario =
        load_scenario_or_throw("scenarios/library/04_three_plants/scenario.json");
    plant::PlantRun run(scenario.plant, scenario.input, {.seed = 1});
    EventLog log(folder_->file("events.sqlite"), {scenario.id, "0"}, run.state());
    run.add_sink(log);
    run.run(sim::Time::from_start(sim::Duration::days(1)));
    log.finish(run.now(), "horizon");
    export_ocel(folder_->file("events.sqlite"), folder_->file("ocel.sqlite"));
  }
  static void TearDownTestSuite() { folder_.reset(); }

  sim::Database ocel_{folder_->path() / "ocel.sqlite", sim::Database::Mode::kReadOnly};
  sim::Database log_{folder_->path() / "events.sqlite", sim::Database::Mode::kReadOnly};
  static std::unique_ptr<TemporaryFolder> folder_;
};
std::unique_ptr<TemporaryFolder> ExportOfAPlant::folder_;

// OCEL 2.0 Specification (2023), section on the relational form: the tables and their keys.
TEST_F(ExportOfAPlant, HasTheTablesOfTheStandard) {
  const auto columns = [&](const std::string& table) {
    return column(ocel_, "SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid");
  };
  EXPECT_EQ(columns("event"), (Lines{"ocel_id", "ocel_type"}));
  EXPECT_EQ(columns("object"), (Lines{"ocel_id", "ocel_type"}));
  EXPECT_EQ(columns("event_object"), (Lines{"ocel_event_id", "ocel_object_id", "ocel_qualifier"}));
  EXPECT_EQ(columns("object_object"),
            (Lines{"ocel_source_id", "ocel_target_id", "ocel_qualifier"}));
  EXPECT_EQ(columns("event_map_type"), (Lines{"ocel_type", "ocel_type_map"}));
  EXPECT_EQ(columns("object_map_type"), (Lines{"ocel_type", "ocel_type_map"}));
  for (const std::string& map : column(ocel_, "SELECT ocel_type_map FROM event_map_type")) {
    const Lines names = columns("event_" + map);
    ASSERT_GE(names.size(), 2u) << map;
    EXPECT_EQ(Lines(names.begin(), names.begin() + 2), (Lines{"ocel_id", "ocel_time"}));
  }
  for (const std::string& map : column(ocel_, "SELECT ocel_type_map FROM object_map_type")) {
    const Lines names = columns("object_" + map);
    ASSERT_GE(names.size(), 3u) << map;
    EXPECT_EQ(Lines(names.begin(), names.begin() + 3),
              (Lines{"ocel_id", "ocel_time", "ocel_changed_field"}));
  }
}

TEST_F(ExportOfAPlant, KeepsEveryKey) {
  EXPECT_EQ(column(ocel_, "PRAGMA foreign_key_check"), Lines{});
  EXPECT_EQ(column(ocel_, "PRAGMA integrity_check"), Lines{"ok"});
  EXPECT_GT(number(ocel_, "SELECT count(*) FROM pragma_foreign_key_list('event_object')"), 1);
}

TEST_F(ExportOfAPlant, PutsEveryEventIntoTheTableOfItsType) {
  for (const std::string& map : column(ocel_, "SELECT ocel_type_map FROM event_map_type")) {
    const std::string rows = "SELECT count(*) FROM event_" + map;
    EXPECT_EQ(number(ocel_, rows), number(ocel_, rows +
                                                     " JOIN event USING(ocel_id) JOIN "
                                                     "event_map_type USING(ocel_type) WHERE "
                                                     "ocel_type_map = '" +
                                                     map + "'"));
    EXPECT_EQ(number(ocel_, rows), number(log_,
                                          "SELECT count(*) FROM event JOIN event_type ON "
                                          "event_type.id = type WHERE name = '" +
                                              map + "'"))
        << map;
  }
  EXPECT_EQ(number(ocel_, "SELECT count(*) FROM event"),
            number(log_,
                   "SELECT count(*) FROM event JOIN event_type ON event_type.id = type "
                   "WHERE name <> 'machine_state'"));
}

TEST_F(ExportOfAPlant, GivesEveryObjectOneRowOfFirstValues) {
  for (const std::string& map : column(ocel_, "SELECT ocel_type_map FROM object_map_type")) {
    const std::string table = "object_" + map;
    EXPECT_EQ(number(ocel_, "SELECT count(*) FROM " + table + " WHERE ocel_changed_field IS NULL"),
              number(ocel_,
                     "SELECT count(*) FROM object JOIN object_map_type USING(ocel_type) "
                     "WHERE ocel_type_map = '" +
                         map + "'"))
        << map;
    EXPECT_EQ(number(ocel_, "SELECT count(*) - count(DISTINCT ocel_id) FROM " + table +
                                " WHERE ocel_changed_field IS NULL"),
              0);
    EXPECT_EQ(number(ocel_, "SELECT count(*) FROM " + table +
                                " WHERE (ocel_changed_field IS NULL) <> (ocel_time = "
                                "'1970-01-01T00:00:00.000000Z')"),
              0);
  }
}

TEST_F(ExportOfAPlant, NamesOnlyAttributesThatExistAsChanged) {
  for (const std::string& map : column(ocel_, "SELECT ocel_type_map FROM object_map_type")) {
    EXPECT_EQ(column(ocel_, "SELECT DISTINCT ocel_changed_field FROM object_" + map +
                                " WHERE ocel_changed_field NOT IN (SELECT name FROM "
                                "pragma_table_info('object_" +
                                map + "'))"),
              Lines{});
  }
}

TEST_F(ExportOfAPlant, WritesTimesInUtc) {
  const std::string all =
      "SELECT ocel_time FROM event_lot_queued UNION ALL SELECT ocel_time FROM "
      "event_material_issued";
  EXPECT_EQ(number(ocel_, "SELECT count(*) FROM (" + all +
                              ") WHERE ocel_time NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-"
                              "[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]"
                              "[0-9][0-9][0-9]Z'"),
            0);
  const std::string start = column(log_, "SELECT value FROM meta WHERE key = 'start'").front();
  EXPECT_EQ(column(ocel_, "SELECT min(ocel_time) FROM (" + all + ")"), Lines{start});
}

// A lot that consumed another must not be, by whatever way, among what that one consumed.
TEST_F(ExportOfAPlant, TellsAnAcyclicGenealogy) {
  const std::string edges =
      "(SELECT ocel_source_id AS a, ocel_target_id AS b FROM object_object WHERE ocel_qualifier IN "
      "('split into', 'merged into', 'consumed by', 'became'))";
  EXPECT_GT(number(ocel_, "SELECT count(*) FROM " + edges), 100);
  EXPECT_EQ(number(ocel_, "WITH RECURSIVE way(a, b) AS (SELECT a, b FROM " + edges +
                              " UNION SELECT way.a, e.b FROM way JOIN " + edges +
                              " e ON e.a = way.b) SELECT count(*) FROM way WHERE a = b"),
            0);
}

TEST_F(ExportOfAPlant, NeverShowsLessThanNothing) {
  EXPECT_EQ(number(ocel_, "SELECT count(*) FROM object_lot WHERE quantity < 0"), 0);
  EXPECT_EQ(number(ocel_, "SELECT count(*) FROM object_stock_lot WHERE quantity < 0"), 0);
}

// A log written by hand. Types by name; amounts in steps of a tenth of a kilogram.
class ExportByHand : public ::testing::Test {
 protected:
  ExportByHand() : log_(folder_.file("events.sqlite"), sim::Database::Mode::kCreate) {
    create_log_tables(log_);
    for (int i = 0; i < plant::kEventTypes; ++i) {
      sim::Statement insert(log_, "INSERT INTO event_type VALUES(?,?)");
      insert.bind(1, std::int64_t{i});
      insert.bind(2, plant::event_name(static_cast<plant::EventType>(i))).run();
    }
    log_.execute(R"sql(
      INSERT INTO meta VALUES('start_epoch_us', '1736143200000000');
      INSERT INTO machine_state VALUES(0, 'off_shift'), (1, 'waiting_labor');
      INSERT INTO work_center(id, name, kind, site) VALUES(0, 'MIX', 'vessel', -1);
      INSERT INTO machine VALUES(0, 'MIX/1', 0);
      INSERT INTO material VALUES(0, 'GLUE', '', 'kg', 1, 1);
      INSERT INTO orders(id, name, material, quantity) VALUES(0, 'A', 0, 105);
      INSERT INTO lots VALUES(0, 'A.1', 0, 0, 0), (1, 'A.2', 0, 0, 0), (2, 'A.3', 0, 0, 0);)sql");
  }

  void add(std::int64_t second, const std::string& type, const std::string& set) {
    log_.execute("INSERT INTO event(time, type) SELECT " + std::to_string(second) +
                 "000000, id FROM event_type WHERE name = '" + type + "'; UPDATE event SET " + set +
                 " WHERE id = last_insert_rowid()");
  }
  Lines rows(const std::string& sql) {
    export_ocel(folder_.file("events.sqlite"), folder_.file("ocel.sqlite"));
    sim::Database ocel(folder_.file("ocel.sqlite"), sim::Database::Mode::kReadOnly);
    return column(ocel, sql);
  }

  TemporaryFolder folder_;
  sim::Database log_;
};

TEST_F(ExportByHand, FollowsTheQuantityOfLots) {
  add(1, "lot_created", "lot = 0, order_id = 0, material = 0, quantity = 105");
  add(2, "lot_split", "lot = 0, other_lot = 1, order_id = 0, quantity = 40");
  add(3, "lot_scrapped", "lot = 0, order_id = 0, quantity = 5");
  add(4, "lot_merged", "lot = 2, other_lot = 0, order_id = 0, quantity = 60");
  add(4, "lot_merged", "lot = 2, other_lot = 1, order_id = 0, quantity = 40");
  add(5, "lot_completed", "lot = 2, order_id = 0, quantity = 100");
  const std::string seconds =
      "CASE WHEN ocel_changed_field IS NULL THEN 'first' ELSE substr(ocel_time, 18, 2) END";
  EXPECT_EQ(rows("SELECT ocel_id || ' ' || " + seconds +
                 " || ' ' || quantity FROM object_lot WHERE quantity IS NOT NULL "
                 "ORDER BY ocel_id, ocel_time, quantity"),
            (Lines{"lot:A.1 first 10.5", "lot:A.1 02 6.5", "lot:A.1 03 6.0", "lot:A.2 first 4.0",
                   "lot:A.3 first 6.0", "lot:A.3 04 10.0"}));
  EXPECT_EQ(rows("SELECT ocel_source_id || ' ' || ocel_qualifier || ' ' || ocel_target_id FROM "
                 "object_object WHERE ocel_target_id LIKE 'lot:%' ORDER BY 1"),
            (Lines{"lot:A.1 merged into lot:A.3", "lot:A.1 split into lot:A.2",
                   "lot:A.2 merged into lot:A.3"}));
}

TEST_F(ExportByHand, ShowsTheStateOfAMachineAsAnAttributeAndNotAsEvents) {
  add(1, "machine_state", "machine = 0, work_center = 0, other = 1");
  EXPECT_EQ(rows("SELECT ocel_id || ' ' || ocel_time || ' ' || state FROM object_machine WHERE "
                 "ocel_changed_field = 'state'"),
            Lines{"machine:MIX/1 2025-01-06T06:00:01.000000Z waiting labor"});
  EXPECT_EQ(rows("SELECT ocel_id FROM event"), Lines{});
}

TEST_F(ExportByHand, TellsThingsOfOneNameApart) {
  log_.execute("UPDATE lots SET name = '\"O''Brien\"' WHERE id < 2");
  EXPECT_EQ(rows("SELECT ocel_id FROM object WHERE ocel_type = 'lot'"),
            (Lines{"lot:\"O'Brien\"#0", "lot:\"O'Brien\"#1", "lot:A.3#2"}));
}

TEST_F(ExportByHand, NamesByTheirNumberWhatTheLogDoesNotName) {
  add(1, "lot_queued", "lot = 17, order_id = 0, quantity = 30");
  EXPECT_EQ(rows("SELECT ocel_object_id FROM event_object WHERE ocel_qualifier = 'lot'"),
            Lines{"lot:#17"});
}

TEST_F(ExportByHand, LeavesNoFileWhenTheLogIsNone) {
  folder_.write("none.sqlite", "This is no database, but long enough to be taken for one. ");
  EXPECT_THROW(export_ocel(folder_.file("none.sqlite"), folder_.file("out.sqlite")), OutputError);
  for (const std::string& entry : folder_.entries()) EXPECT_EQ(entry.find("out."), entry.npos);
}

}  // namespace
}  // namespace planttwin::scenario
