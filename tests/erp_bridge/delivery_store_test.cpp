// Outbox, inbox and journal in their file: a sender that is killed at any moment loses nothing of
// what it has kept, and at a receiver that honours keys nothing is doubled.

#include "erp_bridge/delivery/delivery_store.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "erp_bridge/delivery/delivery.h"
#include "tests/support/temporary_file.h"

namespace planttwin::bridge {
namespace {

namespace fs = std::filesystem;

// In memory: killed processes need no disk.
struct Folder : testing::TemporaryFolder {
  Folder() : TemporaryFolder(testing::memory_directory()) {}
};

OutboxEntry entry(std::int64_t position, const std::string& key) {
  OutboxEntry made;
  made.position = position;
  made.key = key;
  made.partition = "P";
  made.payload = "payload of " + key;
  made.payload_hash = 0xFFFF'FFFF'FFFF'FFF0U;
  made.depends_on = {"a", "b c"};
  made.state = DeliveryState::kUnknown;
  made.attempts = 3;
  made.possibly_doubled = true;
  made.entered = sim::Time::from_start(sim::Duration::seconds(5));
  made.due = sim::Time::from_start(sim::Duration::seconds(9));
  made.reason = "locked";
  return made;
}

DeliveryChanges changes(std::vector<OutboxEntry> outbox, std::int64_t source_position) {
  DeliveryChanges made;
  made.outbox = std::move(outbox);
  made.source_position = source_position;
  return made;
}

TEST(DeliveryStore, KeepsEverythingOfAnEntry) {
  const Folder folder;
  {
    DeliveryStore store(folder.file("delivery.sqlite"));
    EXPECT_EQ(store.source_position(), 0);
    store.keep(changes({entry(1, "second"), entry(0, "first")}, 17));
    OutboxEntry changed = entry(1, "second");
    changed.state = DeliveryState::kAcknowledged;
    store.keep(changes({changed}, 18));
  }
  DeliveryStore store(folder.file("delivery.sqlite"), DeliveryStore::Durability::kPower);
  EXPECT_EQ(store.source_position(), 18);
  const std::vector<OutboxEntry> kept = store.outbox();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[1].state, DeliveryState::kAcknowledged);
  const OutboxEntry& first = kept[0];
  const OutboxEntry expected = entry(0, "first");
  EXPECT_EQ(first.key, expected.key);
  EXPECT_EQ(first.partition, expected.partition);
  EXPECT_EQ(first.payload, expected.payload);
  EXPECT_EQ(first.payload_hash, expected.payload_hash);
  EXPECT_EQ(first.depends_on, expected.depends_on);
  EXPECT_EQ(first.state, expected.state);
  EXPECT_EQ(first.attempts, expected.attempts);
  EXPECT_EQ(first.possibly_doubled, expected.possibly_doubled);
  EXPECT_EQ(first.entered, expected.entered);
  EXPECT_EQ(first.due, expected.due);
  EXPECT_EQ(first.reason, expected.reason);
}

TEST(DeliveryStore, KeepsJournalInboxAndDeadLetters) {
  const Folder folder;
  const auto time = sim::Time::from_start(sim::Duration::seconds(7));
  {
    DeliveryStore store(folder.file("delivery.sqlite"));
    DeliveryChanges first;
    first.journal = {{0, time, "erp", std::string("a\0b", 3)}};
    first.inbox.taken = {{0, "id-0", "key-0", 0xFFFF'FFFF'FFFF'FFF0U, time},
                         {1, "id", "key", 1, time}};
    first.inbox.letters = {{0, DeadLetter::Kind::kStale, "old", "why", 1, time},
                           {1, DeadLetter::Kind::kUnreadable, "{", "no JSON", 1, time}};
    DeliveryChanges second;
    second.inbox.forgotten = {1};
    second.inbox.letters = {{1, DeadLetter::Kind::kUnreadable, "{", "no JSON", 2, time}};
    second.inbox.settled = {0};
    first.append(second);
    store.keep(first);
  }
  DeliveryStore store(folder.file("delivery.sqlite"));
  ASSERT_EQ(store.journal().size(), 1U);
  const JournalEntry input = store.journal().front();
  EXPECT_EQ(input.position, 0);
  EXPECT_EQ(input.time, time);
  EXPECT_EQ(input.channel, "erp");
  EXPECT_EQ(input.payload, std::string("a\0b", 3));
  ASSERT_EQ(store.inbox().size(), 1U);
  const InboxEntry taken = store.inbox().front();
  EXPECT_EQ(taken.position, 0);
  EXPECT_EQ(taken.id, "id-0");
  EXPECT_EQ(taken.key, "key-0");
  EXPECT_EQ(taken.body_hash, 0xFFFF'FFFF'FFFF'FFF0U);
  EXPECT_EQ(taken.received, time);
  ASSERT_EQ(store.dead_letters().size(), 1U);
  const DeadLetter letter = store.dead_letters().front();
  EXPECT_EQ(letter.number, 1);
  EXPECT_EQ(letter.kind, DeadLetter::Kind::kUnreadable);
  EXPECT_EQ(letter.payload, "{");
  EXPECT_EQ(letter.reason, "no JSON");
  EXPECT_EQ(letter.attempts, 2);
  EXPECT_EQ(letter.received, time);
}

TEST(DeliveryStore, NeverWritesOverItsJournal) {
  const Folder folder;
  DeliveryStore store(folder.file("delivery.sqlite"));
  DeliveryChanges input;
  input.journal = {{0, sim::Time(), "erp", "first"}};
  store.keep(input);
  input.journal = {{0, sim::Time(), "erp", "second"}};
  input.source_position = 5;
  EXPECT_THROW(store.keep(input), sim::OutputError);
  EXPECT_EQ(store.journal().front().payload, "first");
  EXPECT_EQ(store.source_position(), 0);
}

TEST(DeliveryStore, KeepsAllOfATransactionOrNothing) {
  const Folder folder;
  DeliveryStore store(folder.file("delivery.sqlite"));
  store.keep(changes({entry(0, "first")}, 1));
  sim::Database other(folder.file("delivery.sqlite"), sim::Database::Mode::kCreate);
  other.execute(
      "CREATE TRIGGER full BEFORE INSERT ON source BEGIN SELECT RAISE(ABORT, 'full'); END");
  EXPECT_THROW(store.keep(changes({entry(1, "second")}, 2)), sim::OutputError);
  other.execute("DROP TRIGGER full");
  EXPECT_EQ(store.outbox().size(), 1U);
  EXPECT_EQ(store.source_position(), 1);
  store.keep(changes({entry(1, "second")}, 2));
  EXPECT_EQ(store.outbox().size(), 2U);
}

// A receiver that honours keys. What reaches it is beyond the sender's death: it writes at once.
class Receiver {
 public:
  explicit Receiver(fs::path file) : file_(std::move(file)) {
    std::ifstream in(file_);
    for (std::string line; std::getline(in, line);) known_.insert(line.substr(0, line.find('=')));
  }
  void take(const std::string& key, const std::string& payload) {
    if (known_.insert(key).second)
      std::ofstream(file_, std::ios::app) << key << '=' << payload << '\n';
  }
  bool knows(const std::string& key) const { return known_.contains(key); }

 private:
  fs::path file_;
  std::set<std::string> known_;
};

constexpr int kMessages = 18;

// Delivers eighteen messages of three partitions, some answers of which are lost; is killed at the
// step of its life with this number, if it comes so far.
void deliver(const Folder& folder, int killed_at) {
  int life = 0;
  const auto step_of_life = [&] {
    if (++life == killed_at) ::kill(::getpid(), SIGKILL);
  };
  DeliveryOptions options;
  options.can_ask = true;
  options.first_retry = sim::Duration::seconds(1);
  options.breaker_after = 1000;
  Delivery delivery(options, [] { return 0.5; });
  DeliveryStore store(folder.file("delivery.sqlite"));
  step_of_life();
  delivery.restore(store.outbox());
  auto source = static_cast<int>(store.source_position());
  Receiver receiver(folder.file("received"));
  for (std::int64_t now_s = 0; source < kMessages || delivery.open() > 0; ++now_s) {
    const sim::Time now = sim::Time::from_start(sim::Duration::seconds(now_s));
    for (int i = 0; i < 2 && source < kMessages; ++i, ++source) {
      const std::string key = "m" + std::to_string(source);
      delivery.enter(now, key, "p" + std::to_string(source % 3), std::to_string(source));
      step_of_life();
    }
    const DeliveryStep step = delivery.step(now);
    step_of_life();
    store.keep(changes(step.changed, source));
    step_of_life();
    for (const DeliveryAction& action : step.actions) {
      if (action.kind == DeliveryAction::Kind::kAsk) {
        delivery.on_told(now, action.key, receiver.knows(action.key));
        step_of_life();
        continue;
      }
      receiver.take(action.key, action.payload);
      step_of_life();
      const bool answer_lost =
          std::stoi(action.payload) % 4 == 1 && delivery.find(action.key)->attempts == 1;
      if (answer_lost) {
        delivery.on_unanswered(now, action.key);
      } else {
        delivery.on_acknowledged(now, action.key);
      }
      step_of_life();
    }
  }
}

// Runs a delivery in a process of its own. True when it was killed.
bool killed_while_delivering(const Folder& folder, int killed_at) {
  const pid_t child = ::fork();
  if (child == 0) {
    deliver(folder, killed_at);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status);
}

void expect_delivered_once_in_order(const Folder& folder) {
  std::map<int, int> last;  // by partition
  int count = 0;
  std::ifstream in(folder.file("received"));
  for (std::string line; std::getline(in, line); ++count) {
    const int message = std::stoi(line.substr(line.find('=') + 1));
    const auto before = last.find(message % 3);
    if (before != last.end()) {
      EXPECT_LT(before->second, message);
    }
    last[message % 3] = message;
  }
  EXPECT_EQ(count, kMessages);
}

TEST(DeliveryStore, LosesAndDoublesNothingWhereverTheSenderIsKilled) {
  int points = 0;
  for (int at = 1;; ++at) {
    const Folder folder;
    if (!killed_while_delivering(folder, at)) break;
    ++points;
    ASSERT_FALSE(killed_while_delivering(folder, 0));
    SCOPED_TRACE("killed at step " + std::to_string(at));
    expect_delivered_once_in_order(folder);
    if (HasFailure()) return;
  }
  EXPECT_GT(points, 60);
  RecordProperty("points", points);
}

// Two deaths: the second while the first is being recovered from.
TEST(DeliveryStore, LosesAndDoublesNothingWhenItIsKilledAgain) {
  int points = 0;
  for (int first = 1; first <= 61; first += 5) {
    for (int second = 1;; ++second) {
      const Folder folder;
      ASSERT_TRUE(killed_while_delivering(folder, first));
      if (!killed_while_delivering(folder, second)) break;
      ++points;
      ASSERT_FALSE(killed_while_delivering(folder, 0));
      SCOPED_TRACE("killed at steps " + std::to_string(first) + " and " + std::to_string(second));
      expect_delivered_once_in_order(folder);
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(points, 500);
  RecordProperty("points", points);
}

}  // namespace
}  // namespace planttwin::bridge
