// Outbox, inbox and journal in their SQLite file when the machine loses its power, or the process
// its life, at any write, truncation, sync or removal: what keep() has returned from is there as
// far as its durability promises, every transaction is there as a whole or not at all, none without
// those before it, and the store goes on from there.

#include "tests/support/power_cut.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "erp_bridge/delivery/delivery_store.h"
#include "tests/support/temporary_file.h"

namespace planttwin::bridge {
namespace {

using Durability = DeliveryStore::Durability;
using Lost = testing::PowerCut::Lost;

constexpr std::int64_t kTransactions = 24;
constexpr std::int64_t kOfALife = 8;  // transactions after which the store is closed and opened
constexpr std::size_t kPages = 3;     // of the file that a payload takes
constexpr std::size_t kPageSize = 4096;

std::string payload(std::int64_t number) {
  return std::to_string(number) + std::string(kPages * kPageSize, 'x');
}

// What a step of delivery and inbox keeps: a bit of everything.
DeliveryChanges transaction(std::int64_t number) {
  DeliveryChanges made;
  made.journal = {{number, sim::Time(), "erp", payload(number)}};
  OutboxEntry entry;
  entry.position = number;
  entry.key = "key " + std::to_string(number);
  entry.partition = "P";
  entry.payload = "payload";
  made.outbox = {entry};
  made.inbox.taken = {{number, "id", "key", 1, sim::Time()}};
  if (number > 0) made.inbox.forgotten = {number - 1};
  made.source_position = number + 1;
  return made;
}

// How many transactions the store has kept. Fails when one is there in part or without those
// before it.
std::int64_t kept_in(DeliveryStore& store) {
  const std::int64_t kept = store.source_position();
  const std::vector<JournalEntry> journal = store.journal();
  const std::vector<OutboxEntry> outbox = store.outbox();
  const std::vector<InboxEntry> inbox = store.inbox();
  EXPECT_EQ(static_cast<std::int64_t>(journal.size()), kept);
  EXPECT_EQ(static_cast<std::int64_t>(outbox.size()), kept);
  EXPECT_EQ(inbox.size(), kept > 0 ? 1U : 0U);
  for (std::size_t i = 0; i < std::min(journal.size(), outbox.size()); ++i) {
    EXPECT_EQ(journal[i].payload, payload(static_cast<std::int64_t>(i)));
    EXPECT_EQ(outbox[i].position, static_cast<std::int64_t>(i));
  }
  if (!inbox.empty()) {
    EXPECT_EQ(inbox.front().position, kept - 1);
  }
  return kept;
}

// Keeps transactions from the first that is not kept, in as many lives as it takes. Returns how
// many keep() has returned from; stops where the disk does.
std::int64_t keep_all(const std::filesystem::path& file, Durability durability) {
  std::int64_t next = 0;
  try {
    while (next < kTransactions) {
      DeliveryStore store(file, durability);
      next = store.source_position();
      for (std::int64_t i = 0; i < kOfALife && next < kTransactions; ++i) {
        store.keep(transaction(next));
        ++next;
      }
    }
  } catch (const sim::OutputError&) {
    return next;
  }
  return next;
}

struct Case {
  std::string name;
  Durability durability;
  Lost lost;
  bool loses_nothing;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

class PowerCuts : public ::testing::TestWithParam<Case> {};

TEST_P(PowerCuts, LeaveWholeTransactionsAndLoseNoneThatWasPromised) {
  testing::PowerCut power;
  std::int64_t operations = 0;
  std::int64_t lost = 0;
  {
    const testing::TemporaryFile file;
    EXPECT_EQ(keep_all(file.path(), GetParam().durability), kTransactions);
    operations = power.operations();
  }
  EXPECT_GT(operations, 100);
  const sim::RandomSource source(1);
  for (std::int64_t at = 1; at <= operations; ++at) {
    SCOPED_TRACE("cut at operation " + std::to_string(at) + " of " + std::to_string(operations));
    sim::Draw random = source.draw({sim::Purpose::kOther, 1, 0, static_cast<std::uint64_t>(at)});
    power.restart(Lost::kNothing, random);
    const testing::TemporaryFile file;
    power.cut_at(at);
    const std::int64_t promised = keep_all(file.path(), GetParam().durability);
    power.restart(GetParam().lost, random);
    {
      DeliveryStore store(file.path(), GetParam().durability);
      const std::int64_t kept = kept_in(store);
      EXPECT_LE(kept, promised + 1);
      // A store that was closed has all of its life on the disk, whatever its durability.
      const std::int64_t closed = (std::max<std::int64_t>(promised, 1) - 1) / kOfALife * kOfALife;
      EXPECT_GE(kept, GetParam().loses_nothing ? promised : closed);
      lost += std::max<std::int64_t>(0, promised - kept);
    }
    EXPECT_EQ(keep_all(file.path(), GetParam().durability), kTransactions);
    DeliveryStore store(file.path(), GetParam().durability);
    EXPECT_EQ(kept_in(store), kTransactions);
    if (HasFailure()) return;
  }
  RecordProperty("points", static_cast<int>(operations));
  // The weaker promise is no stronger than it says, or the disk of this test forgets nothing.
  EXPECT_EQ(lost > 0, !GetParam().loses_nothing);
}

INSTANTIATE_TEST_SUITE_P(Of, PowerCuts,
                         ::testing::Values(Case{"AMachineWithPowerDurability", Durability::kPower,
                                                Lost::kUnsynced, true},
                                           Case{"AMachineWithProcessDurability",
                                                Durability::kProcess, Lost::kUnsynced, false},
                                           Case{"AProcessWithProcessDurability",
                                                Durability::kProcess, Lost::kNothing, true}),
                         [](const ::testing::TestParamInfo<Case>& one) { return one.param.name; });

}  // namespace
}  // namespace planttwin::bridge
