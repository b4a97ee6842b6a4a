#include "erp_bridge/delivery/delivery_store.h"

#include <iterator>
#include <utility>

namespace planttwin::bridge {
namespace {

constexpr const char* kTables = R"(
CREATE TABLE IF NOT EXISTS outbox(
  position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, partition TEXT NOT NULL,
  payload TEXT NOT NULL, payload_hash INTEGER NOT NULL, depends_on TEXT NOT NULL,
  state INTEGER NOT NULL, attempts INTEGER NOT NULL, possibly_doubled INTEGER NOT NULL,
  entered INTEGER NOT NULL, due INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS inbox(
  position INTEGER PRIMARY KEY, id TEXT NOT NULL, key TEXT NOT NULL, body_hash INTEGER NOT NULL,
  received INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS dead_letters(
  number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, payload BLOB NOT NULL, reason TEXT NOT NULL,
  attempts INTEGER NOT NULL, received INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS journal(
  position INTEGER PRIMARY KEY, time INTEGER NOT NULL, channel TEXT NOT NULL,
  payload BLOB NOT NULL);
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

template <class T>
void move_to_end(std::vector<T>& all, std::vector<T>& later) {
  all.insert(all.end(), std::make_move_iterator(later.begin()),
             std::make_move_iterator(later.end()));
}

// Of a message that is known only what can change is written: neither the key nor its index.
constexpr const char* kKeepMessage = R"(
INSERT OR REPLACE INTO outbox VALUES(?,?,?,?,?,?,?,?,?,?,?,?)
ON CONFLICT(position) DO UPDATE SET payload = excluded.payload, state = excluded.state,
  attempts = excluded.attempts, possibly_doubled = excluded.possibly_doubled, due = excluded.due,
  reason = excluded.reason)";

}  // namespace

struct DeliveryStore::Statements {
  explicit Statements(sim::Database& database)
      : begin(database, "BEGIN IMMEDIATE"),
        commit(database, "COMMIT"),
        journal(database, "INSERT INTO journal VALUES(?,?,?,?)"),
        message(database, kKeepMessage),
        position(database, "INSERT OR REPLACE INTO source VALUES(0, ?)"),
        take(database, "INSERT OR REPLACE INTO inbox VALUES(?,?,?,?,?)"),
        forget(database, "DELETE FROM inbox WHERE position = ?"),
        letter(database, "INSERT OR REPLACE INTO dead_letters VALUES(?,?,?,?,?,?)"),
        settle(database, "DELETE FROM dead_letters WHERE number = ?") {}

  sim::Statement begin;
  sim::Statement commit;
  sim::Statement journal;
  sim::Statement message;
  sim::Statement position;
  sim::Statement take;
  sim::Statement forget;
  sim::Statement letter;
  sim::Statement settle;
};

bool DeliveryChanges::empty() const {
  return journal.empty() && outbox.empty() && inbox.taken.empty() && inbox.forgotten.empty() &&
         inbox.letters.empty() && inbox.settled.empty() && !source_position;
}

void DeliveryChanges::append(DeliveryChanges later) {
  move_to_end(journal, later.journal);
  move_to_end(outbox, later.outbox);
  move_to_end(inbox.taken, later.inbox.taken);
  move_to_end(inbox.forgotten, later.inbox.forgotten);
  move_to_end(inbox.letters, later.inbox.letters);
  move_to_end(inbox.settled, later.inbox.settled);
  if (later.source_position) source_position = later.source_position;
}

DeliveryStore::DeliveryStore(const std::filesystem::path& file, Durability durability)
    : database_(file, sim::Database::Mode::kCreate) {
  database_.write_ahead(durability);
  database_.execute(kTables);
  statements_ = std::make_unique<Statements>(database_);
}

DeliveryStore::~DeliveryStore() = default;

std::vector<OutboxEntry> DeliveryStore::outbox() {
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

std::int64_t DeliveryStore::source_position() {
  sim::Statement row(database_, "SELECT position FROM source");
  return row.step() ? row.integer(0) : 0;
}

std::vector<InboxEntry> DeliveryStore::inbox() {
  std::vector<InboxEntry> entries;
  sim::Statement row(database_,
                     "SELECT position, id, key, body_hash, received FROM inbox ORDER BY position");
  while (row.step()) {
    entries.push_back({row.integer(0), row.text(1), row.text(2),
                       static_cast<std::uint64_t>(row.integer(3)), time_of(row.integer(4))});
  }
  return entries;
}

std::vector<DeadLetter> DeliveryStore::dead_letters() {
  std::vector<DeadLetter> letters;
  sim::Statement row(database_,
                     "SELECT number, kind, payload, reason, attempts, received FROM dead_letters "
                     "ORDER BY number");
  while (row.step()) {
    letters.push_back({row.integer(0), static_cast<DeadLetter::Kind>(row.integer(1)), row.text(2),
                       row.text(3), static_cast<std::int32_t>(row.integer(4)),
                       time_of(row.integer(5))});
  }
  return letters;
}

std::vector<JournalEntry> DeliveryStore::journal() {
  std::vector<JournalEntry> entries;
  sim::Statement row(database_,
                     "SELECT position, time, channel, payload FROM journal ORDER BY position");
  while (row.step()) {
    entries.push_back({row.integer(0), time_of(row.integer(1)), row.text(2), row.text(3)});
  }
  return entries;
}

void DeliveryStore::keep(const DeliveryChanges& changes) {
  statements_->begin.run();
  try {
    write(changes);
    statements_->commit.run();
  } catch (const sim::OutputError&) {
    try {
      database_.execute("ROLLBACK");
    } catch (const sim::OutputError&) {
      // SQLite has rolled back by itself, as it does when the disk is full.
    }
    throw;
  }
}

void DeliveryStore::write(const DeliveryChanges& changes) {
  // A journal is only added to: a position that is there already is an error.
  for (const JournalEntry& entry : changes.journal) {
    statements_->journal.bind(1, entry.position)
        .bind(2, entry.time.count())
        .bind(3, entry.channel)
        .bind_blob(4, entry.payload)
        .run();
  }
  write_outbox(changes.outbox);
  write_inbox(changes.inbox);
  if (!changes.source_position) return;
  statements_->position.bind(1, *changes.source_position).run();
}

void DeliveryStore::write_outbox(const std::vector<OutboxEntry>& entries) {
  for (const OutboxEntry& entry : entries) {
    statements_->message.bind(1, entry.position)
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
}

void DeliveryStore::write_inbox(const InboxStep& step) {
  for (const InboxEntry& entry : step.taken) {
    statements_->take.bind(1, entry.position)
        .bind(2, entry.id)
        .bind(3, entry.key)
        .bind(4, static_cast<std::int64_t>(entry.body_hash))
        .bind(5, entry.received.count())
        .run();
  }
  for (const std::int64_t position : step.forgotten) statements_->forget.bind(1, position).run();
  for (const DeadLetter& letter : step.letters) {
    statements_->letter.bind(1, letter.number)
        .bind(2, static_cast<std::int64_t>(letter.kind))
        .bind_blob(3, letter.payload)
        .bind(4, letter.reason)
        .bind(5, std::int64_t{letter.attempts})
        .bind(6, letter.received.count())
        .run();
  }
  for (const std::int64_t number : step.settled) statements_->settle.bind(1, number).run();
}

}  // namespace planttwin::bridge
