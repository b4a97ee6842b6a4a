#include "erp_bridge/delivery/outbox_store.h"

#include <string>

namespace planttwin::bridge {
namespace {

constexpr const char* kTables = R"(
CREATE TABLE IF NOT EXISTS outbox(
  position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, partition TEXT NOT NULL,
  payload TEXT NOT NULL, payload_hash INTEGER NOT NULL, depends_on TEXT NOT NULL,
  state INTEGER NOT NULL, attempts INTEGER NOT NULL, possibly_doubled INTEGER NOT NULL,
  entered INTEGER NOT NULL, due INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS source(id INTEGER PRIMARY KEY CHECK(id = 0), position INTEGER NOT NULL);
)";

// Keys are joined by line ends, which no key holds.
std::string joined(const std::vector<std::string>& keys) {
  std::string text;
  for (const std::string& key : keys) text += key + "\n";
  return text;
}

std::vector<std::string> parted(const std::string& text) {
  std::vector<std::string> keys;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    keys.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return keys;
}

sim::Time time_of(std::int64_t microseconds) {
  return sim::Time::from_start(sim::Duration::microseconds(microseconds));
}

}  // namespace

OutboxStore::OutboxStore(const std::filesystem::path& file, Durability durability)
    : database_(file, sim::Database::Mode::kCreate) {
  database_.execute("PRAGMA journal_mode = WAL");
  database_.execute(durability == Durability::kPower ? "PRAGMA synchronous = FULL"
                                                     : "PRAGMA synchronous = NORMAL");
  database_.execute(kTables);
}

std::vector<OutboxEntry> OutboxStore::entries() {
  std::vector<OutboxEntry> entries;
  sim::Statement row(database_,
                     "SELECT position, key, partition, payload, payload_hash, depends_on, state, "
                     "attempts, possibly_doubled, entered, due, reason FROM outbox "
                     "ORDER BY position");
  while (row.step()) {
    OutboxEntry entry;
    entry.position = row.integer(0);
    entry.key = row.text(1);
    entry.partition = row.text(2);
    entry.payload = row.text(3);
    entry.payload_hash = static_cast<std::uint64_t>(row.integer(4));
    entry.depends_on = parted(row.text(5));
    entry.state = static_cast<DeliveryState>(row.integer(6));
    entry.attempts = static_cast<std::int32_t>(row.integer(7));
    entry.possibly_doubled = row.integer(8) != 0;
    entry.entered = time_of(row.integer(9));
    entry.due = time_of(row.integer(10));
    entry.reason = row.text(11);
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::int64_t OutboxStore::source_position() {
  sim::Statement row(database_, "SELECT position FROM source");
  return row.step() ? row.integer(0) : 0;
}

void OutboxStore::keep(const std::vector<OutboxEntry>& changed, std::int64_t source_position) {
  database_.execute("BEGIN IMMEDIATE");
  try {
    sim::Statement insert(database_,
                          "INSERT OR REPLACE INTO outbox VALUES(?,?,?,?,?,?,?,?,?,?,?,?)");
    for (const OutboxEntry& entry : changed) {
      insert.bind(1, entry.position)
          .bind(2, entry.key)
          .bind(3, entry.partition)
          .bind(4, entry.payload)
          .bind(5, static_cast<std::int64_t>(entry.payload_hash))
          .bind(6, joined(entry.depends_on))
          .bind(7, static_cast<std::int64_t>(entry.state))
          .bind(8, std::int64_t{entry.attempts})
          .bind(9, std::int64_t{entry.possibly_doubled ? 1 : 0})
          .bind(10, entry.entered.count())
          .bind(11, entry.due.count())
          .bind(12, entry.reason)
          .run();
    }
    sim::Statement position(database_, "INSERT OR REPLACE INTO source VALUES(0, ?)");
    position.bind(1, source_position).run();
    database_.execute("COMMIT");
  } catch (const sim::OutputError&) {
    try {
      database_.execute("ROLLBACK");
    } catch (const sim::OutputError&) {
      // SQLite has rolled back by itself, as it does when the disk is full.
    }
    throw;
  }
}

}  // namespace planttwin::bridge
