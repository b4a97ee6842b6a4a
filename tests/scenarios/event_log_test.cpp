#include "scenarios/report/event_log.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "scenarios/exit_code.h"
#include "sim/database.h"
#include "tests/scenarios/program.h"
#include "tests/scenarios/small_plant.h"
#include "tests/support/simulation.h"

namespace planttwin::scenario {
namespace {

using plant::EventType;
using plant::PlantEvent;
using testing::Simulation;
using testing::TemporaryFolder;

const LogTitle kTitle{.scenario = "press", .version = "9.9.9"};

const std::string kOrders = R"({
  "start": "2025-01-06T06:00Z", "horizon": "8 h",
  "orders": [
    {"id": "A", "product": "PLATE", "quantity": "2 pcs", "lot_size": "1 pcs", "release": "0 min",
     "due": "15 min"},
    {"id": "=cmd|'</script>\n\"", "product": "PLATE", "quantity": "1 pcs", "release": "5 min"}]
})";

class Recorder : public plant::EventSink {
 public:
  void on_event(const PlantEvent& event, const plant::RunState&) override {
    events.push_back(event);
  }
  std::vector<PlantEvent> events;
};

std::int64_t number(sim::Database& database, const std::string& sql) {
  sim::Statement row(database, sql);
  return row.step() ? row.integer(0) : -1;
}

std::string text(sim::Database& database, const std::string& sql) {
  sim::Statement row(database, sql);
  return row.step() ? row.text(0) : "no row";
}

// A log of the orders above, closed at the end of the run.
std::vector<PlantEvent> write_log(const std::string& file) {
  const Simulation simulation(testing::kPressPlant, kOrders);
  plant::PlantRun run = simulation.start();
  Recorder recorder;
  EventLog log(file, kTitle, run.state());
  run.add_sink(recorder);
  run.add_sink(log);
  run.run();
  log.finish(run.now(), "horizon");
  return recorder.events;
}

TEST(EventLog, HoldsEveryEventInItsOrder) {
  TemporaryFolder folder;
  const std::vector<PlantEvent> events = write_log(folder.file("events.sqlite"));
  sim::Database log(folder.file("events.sqlite"), sim::Database::Mode::kReadOnly);
  sim::Statement row(log, "SELECT id, time, type, order_id, lot, machine, duration FROM event");
  std::size_t rows = 0;
  while (row.step()) {
    ASSERT_LT(rows, events.size());
    const PlantEvent& event = events[rows++];
    EXPECT_EQ(row.integer(0), static_cast<std::int64_t>(rows));
    EXPECT_EQ(row.integer(1), event.time.count());
    EXPECT_EQ(row.integer(2), static_cast<std::int64_t>(event.type));
    EXPECT_EQ(row.is_null(3) ? -1 : row.integer(3), event.order);
    EXPECT_EQ(row.is_null(4) ? -1 : row.integer(4), event.lot);
    EXPECT_EQ(row.is_null(5), !event.machine.valid());
    EXPECT_EQ(row.integer(6), event.duration.count());
  }
  EXPECT_EQ(rows, events.size());
  EXPECT_GT(rows, 10u);
}

// The press makes a plate in 10 minutes: A's two lots end after 10 and 20, the other after 30.
TEST(EventLog, CanBeReadWithItsDictionaries) {
  TemporaryFolder folder;
  write_log(folder.file("events.sqlite"));
  sim::Database log(folder.file("events.sqlite"), sim::Database::Mode::kReadOnly);
  sim::Statement row(log,
                     "SELECT lots.name, orders.name, event.time FROM event "
                     "JOIN event_type ON event_type.id = event.type "
                     "JOIN lots ON lots.id = event.lot JOIN orders ON orders.id = lots.order_id "
                     "WHERE event_type.name = 'lot_completed' ORDER BY event.id");
  std::vector<std::string> found;
  while (row.step()) {
    found.push_back(row.text(0) + " of " + row.text(1) + " at " +
                    std::to_string(row.integer(2) / 60'000'000));
  }
  const std::string strange = "=cmd|'</script>\n\"";
  EXPECT_EQ(found, (std::vector<std::string>{"A.1 of A at 10", "A.2 of A at 20",
                                             strange + ".1 of " + strange + " at 30"}));
}

TEST(EventLog, SaysWhatRunItBelongsTo) {
  TemporaryFolder folder;
  write_log(folder.file("events.sqlite"));
  sim::Database log(folder.file("events.sqlite"), sim::Database::Mode::kReadOnly);
  const auto meta = [&](const std::string& key) {
    return text(log, "SELECT value FROM meta WHERE key = '" + key + "'");
  };
  EXPECT_EQ(meta("schema_version"), "2");
  EXPECT_EQ(meta("scenario"), "press");
  EXPECT_EQ(meta("plant"), "PRESS_SHOP");
  EXPECT_EQ(meta("planttwin"), "9.9.9");
  EXPECT_EQ(meta("seed"), "1");
  EXPECT_EQ(meta("start"), "2025-01-06T06:00:00.000000Z");
  EXPECT_EQ(meta("start_epoch_us"), "1736143200000000");  // date -u -d 2025-01-06T06:00Z +%s
  EXPECT_EQ(meta("horizon_us"), "28800000000");
  EXPECT_EQ(meta("end_us"), "28800000000");
  EXPECT_EQ(meta("end_reason"), "horizon");
}

TEST(EventLog, KeepsKeyframesByteForByte) {
  TemporaryFolder folder;
  const Simulation simulation(testing::kPressPlant, kOrders);
  const plant::PlantRun run = simulation.start();
  EventLog log(folder.file("events.sqlite"), kTitle, run.state());
  log.add_keyframe(sim::Time::from_start(sim::Duration::hours(1)), std::string("a\0b\xff", 4));
  log.finish(sim::Time::from_start(sim::Duration::hours(2)), "stopped");
  sim::Database file(folder.file("events.sqlite"), sim::Database::Mode::kReadOnly);
  EXPECT_EQ(text(file, "SELECT time || ' ' || hex(state) FROM keyframe"), "3600000000 610062FF");
}

TEST(EventLog, ReplacesAnOlderLogAndIsASingleFile) {
  TemporaryFolder folder;
  folder.write("events.sqlite", "no database");
  folder.write("events.sqlite-wal", "left behind");
  write_log(folder.file("events.sqlite"));
  EXPECT_EQ(folder.entries(), std::vector<std::string>{"events.sqlite"});
  sim::Database log(folder.file("events.sqlite"), sim::Database::Mode::kReadOnly);
  EXPECT_EQ(text(log, "PRAGMA integrity_check"), "ok");
}

// Feeds a log with events until something stops it.
[[noreturn]] void write_for_ever(const std::string& file) {
  const Simulation simulation(testing::kPressPlant, kOrders);
  const plant::PlantRun run = simulation.start();
  EventLog log(file, kTitle, run.state());
  PlantEvent event;
  event.type = EventType::kMachineState;
  event.machine = plant::MachineId(0);
  for (std::int64_t i = 1;; ++i) {
    event.time = sim::Time::from_start(sim::Duration::microseconds(i));
    log.on_event(event, run.state());
  }
}

// How many rows another connection sees; none before there is a table.
std::int64_t visible_rows(const std::string& file) {
  try {
    sim::Database log(file, sim::Database::Mode::kReadOnly);
    return number(log, "SELECT count(*) FROM event");
  } catch (const OutputError&) {
    return 0;
  }
}

TEST(EventLog, CanBeReadWhileItIsWrittenAndIsIntactAfterAKill) {
  TemporaryFolder folder;
  const std::string file = folder.file("events.sqlite");
  const pid_t writer = fork();
  ASSERT_GE(writer, 0);
  if (writer == 0) write_for_ever(file);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  std::int64_t seen = 0;
  while (seen == 0 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    seen = visible_rows(file);
  }
  kill(writer, SIGKILL);
  waitpid(writer, nullptr, 0);
  ASSERT_GT(seen, 0) << "no row could be read while the log was written";

  sim::Database log(file, sim::Database::Mode::kReadOnly);
  EXPECT_EQ(text(log, "PRAGMA integrity_check"), "ok");
  const std::int64_t rows = number(log, "SELECT count(*) FROM event");
  EXPECT_GE(rows, seen);
  EXPECT_EQ(rows % static_cast<std::int64_t>(EventLog::kBatch), 0) << "a batch was torn";
  EXPECT_EQ(number(log, "SELECT count(*) FROM event WHERE id = time"), rows);
  EXPECT_EQ(number(log, "SELECT max(id) FROM event"), rows);
}

// Files of this process may not grow beyond half a megabyte, as on a full disk.
[[noreturn]] void write_to_a_full_disk(const std::string& file) {
  signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{512 * 1024, 512 * 1024};
  setrlimit(RLIMIT_FSIZE, &limit);
  try {
    write_for_ever(file);
  } catch (const OutputError& error) {
    const std::string message = error.what();
    const bool clear =
        message.find(file) != std::string::npos && (message.find("full") != std::string::npos ||
                                                    message.find("I/O error") != std::string::npos);
    _exit(clear ? 0 : 1);
  } catch (...) {
    _exit(2);
  }
}

TEST(EventLog, SaysThatTheDiskIsFull) {
  TemporaryFolder folder;
  const pid_t writer = fork();
  ASSERT_GE(writer, 0);
  if (writer == 0) write_to_a_full_disk(folder.file("events.sqlite"));
  int status = -1;
  waitpid(writer, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(EventLog, OfEqualRunsIsEqual) {
  TemporaryFolder folder;
  write_log(folder.file("first.sqlite"));
  write_log(folder.file("second.sqlite"));
  EXPECT_EQ(testing::read_text(folder.file("first.sqlite")),
            testing::read_text(folder.file("second.sqlite")));
}

}  // namespace
}  // namespace planttwin::scenario
