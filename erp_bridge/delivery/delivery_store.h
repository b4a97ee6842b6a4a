#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/delivery/inbox_entry.h"
#include "erp_bridge/delivery/outbox_entry.h"
#include "sim/database.h"

namespace planttwin::bridge {

// One input from outside, as it came: a message, or an answer that changes what the plant does.
struct JournalEntry {
  std::int64_t position = -1;  // order of arrival, from 0
  sim::Time time;              // when it was applied, by the run's clock
  std::string channel;         // where it came from
  std::string payload;
};

// What is to be kept in one transaction.
struct DeliveryChanges {
  std::vector<JournalEntry> journal;
  std::vector<OutboxEntry> outbox;
  InboxStep inbox;
  std::optional<std::int64_t> source_position;  // how far what feeds the outbox has come

  bool empty() const;
  // Adds what came later: both become one transaction.
  void append(DeliveryChanges later);
};

// Keeps what a delivery and an inbox must not forget in one SQLite file: the journal of outside
// input, the outbox, the inbox, dead letters, and how far the source of the outbox has come. Every
// call of keep() is one transaction: after a killed process all of it is there or nothing.
//
// Whoever drives delivery and inbox takes their steps, adds a journal entry for each input from
// outside, calls keep(), and only then sends, applies and acknowledges. To commit in groups it
// appends the changes of several steps to one DeliveryChanges, holds their actions back, and calls
// keep() when enough have come or the oldest is old enough: a transaction singly costs thirty times
// what it costs in groups of a hundred.
class DeliveryStore {
 public:
  using Durability = sim::Database::Durability;  // of what keep() has returned from

  // Opens a file or makes it. Throws sim::OutputError.
  explicit DeliveryStore(const std::filesystem::path& file,
                         Durability durability = Durability::kProcess);
  ~DeliveryStore();

  // What earlier runs have kept, each in the order of positions or numbers.
  std::vector<OutboxEntry> outbox();
  std::vector<InboxEntry> inbox();
  std::vector<DeadLetter> dead_letters();
  std::vector<JournalEntry> journal();
  std::int64_t source_position();  // of the last keep() with one; 0 at first

  // Throws sim::OutputError, for instance when the disk is full; then nothing has changed.
  void keep(const DeliveryChanges& changes);

 private:
  void write(const DeliveryChanges& changes);
  void write_outbox(const std::vector<OutboxEntry>& entries);
  void write_inbox(const InboxStep& step);

  struct Statements;  // prepared once

  sim::Database database_;
  std::unique_ptr<Statements> statements_;
};

}  // namespace planttwin::bridge
