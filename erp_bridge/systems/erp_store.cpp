#include "erp_bridge/systems/erp_store.h"

#include <fmt/format.h>

namespace planttwin::bridge {
namespace {

// "PtEr": what this program's books are known by among SQLite files.
constexpr std::int64_t kApplication = 0x50744572;

constexpr const char* kTables = R"(
CREATE TABLE identity(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE received(
  position INTEGER PRIMARY KEY, key TEXT NOT NULL, id TEXT NOT NULL, arrived INTEGER NOT NULL,
  body TEXT NOT NULL, acknowledged INTEGER, code TEXT, text TEXT, document INTEGER);
CREATE INDEX received_by_key ON received(key);
)";

constexpr const char* kColumns =
    "SELECT position, key, id, arrived, body, acknowledged, code, text, document FROM received ";

std::int64_t number(sim::Database& database, const std::string& sql) {
  sim::Statement row(database, sql);
  return row.step() ? row.integer(0) : 0;
}

ReceivedMessage message_of(const sim::Statement& row) {
  ReceivedMessage message;
  message.position = row.integer(0);
  message.key = row.text(1);
  message.id = row.text(2);
  message.arrived = sim::UtcInstant::from_epoch(sim::Duration::microseconds(row.integer(3)));
  message.text = row.text(4);
  message.answer.kind = row.integer(5) != 0 ? Answer::Kind::kAcknowledged : Answer::Kind::kRejected;
  message.answer.code = row.text(6);
  message.answer.text = row.text(7);
  message.answer.document = row.integer(8);
  return message;
}

}  // namespace

ErpStore::ErpStore(const std::filesystem::path& file, const ErpMasterData& data)
    : database_(file, sim::Database::Mode::kCreate) {
  // Whoever has the file keeps it: two programs would each have books of their own.
  database_.execute("PRAGMA locking_mode = EXCLUSIVE");
  const bool fresh = number(database_, "SELECT count(*) FROM sqlite_master") == 0;
  if (!fresh) check_kind();
  database_.write_ahead(sim::Database::Durability::kPower);
  database_.execute("BEGIN IMMEDIATE");
  if (fresh) {
    database_.execute(kTables);
    database_.execute(fmt::format("PRAGMA application_id = {}", kApplication));
    database_.execute(fmt::format("PRAGMA user_version = {}", kVersion));
  }
  check("items", items_digest(data), "items");
  check("opening", opening_digest(data), "orders or stock at the start");
  check("defects", defects_digest(data), "defects");
  check("policies", policies_digest(data), "posting policies");
  database_.execute("COMMIT");
  insert_.emplace(database_,
                  "INSERT INTO received(key, id, arrived, body) VALUES(?, ?, ?, ?) "
                  "RETURNING position");
  update_.emplace(database_,
                  "UPDATE received SET acknowledged = ?, code = ?, text = ?, document = ? "
                  "WHERE position = ?");
}

void ErpStore::check_kind() {
  const std::string file = database_.file().string();
  if (number(database_, "PRAGMA application_id") != kApplication) {
    throw StoreMismatch(file + ": is not a file of the reference ERP");
  }
  const std::int64_t version = number(database_, "PRAGMA user_version");
  if (version != kVersion) {
    throw StoreMismatch(fmt::format("{}: has version {} of the reference ERP's files; expected {}",
                                    file, version, kVersion));
  }
}

// A new file takes a value on; an old one must have the same.
void ErpStore::check(const std::string& name, const std::string& value, const std::string& what) {
  sim::Statement row(database_, "SELECT value FROM identity WHERE name = ?");
  row.bind(1, std::string_view(name));
  if (!row.step()) {
    sim::Statement insert(database_, "INSERT INTO identity VALUES(?, ?)");
    insert.bind(1, std::string_view(name)).bind(2, std::string_view(value)).run();
  } else if (row.text(0) != value) {
    throw StoreMismatch(database_.file().string() + ": these books were begun with other " + what +
                        "; give the scenario that they belong to, or another file");
  }
}

void ErpStore::begin() { database_.execute("BEGIN IMMEDIATE"); }

std::int64_t ErpStore::receive(const std::string& key, const std::string& id,
                               sim::UtcInstant arrived, const std::string& text) {
  insert_->bind(1, std::string_view(key))
      .bind(2, std::string_view(id))
      .bind(3, arrived.count())
      .bind(4, std::string_view(text));
  insert_->step();
  const std::int64_t position = insert_->integer(0);
  insert_->reset();
  return position;
}

void ErpStore::answer(std::int64_t position, const Answer& answer) {
  update_->bind(1, std::int64_t{answer.kind == Answer::Kind::kAcknowledged ? 1 : 0})
      .bind(2, std::string_view(answer.code))
      .bind(3, std::string_view(answer.text))
      .bind(4, answer.document)
      .bind(5, position)
      .run();
}

void ErpStore::commit() { database_.execute("COMMIT"); }

void ErpStore::rollback() noexcept {
  try {
    if (insert_) insert_->reset();
    database_.execute("ROLLBACK");
  } catch (const sim::OutputError&) {
    // SQLite has rolled back by itself, as it does when the disk is full.
  }
}

void ErpStore::replay(const std::function<void(const ReceivedMessage&)>& use) {
  sim::Statement row(database_, std::string(kColumns) + "ORDER BY position");
  while (row.step()) use(message_of(row));
}

std::vector<ReceivedMessage> ErpStore::received(const std::string& key) {
  sim::Statement row(database_, std::string(kColumns) + "WHERE key = ? ORDER BY position");
  row.bind(1, std::string_view(key));
  std::vector<ReceivedMessage> found;
  while (row.step()) found.push_back(message_of(row));
  return found;
}

std::vector<ReceivedMessage> ErpStore::received_after(std::int64_t position, std::int64_t limit) {
  sim::Statement row(database_,
                     std::string(kColumns) + "WHERE position > ? ORDER BY position LIMIT ?");
  row.bind(1, position).bind(2, limit);
  std::vector<ReceivedMessage> found;
  while (row.step()) found.push_back(message_of(row));
  return found;
}

std::int64_t ErpStore::highest() {
  return number(database_, "SELECT coalesce(max(position), 0) FROM received");
}

}  // namespace planttwin::bridge
