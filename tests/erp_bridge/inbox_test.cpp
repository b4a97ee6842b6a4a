// The inbox, rule by rule.

#include "erp_bridge/delivery/inbox.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace planttwin::bridge {
namespace {

using Taken = Inbox::Taken;

sim::Time at(std::int64_t seconds) {
  return sim::Time::from_start(sim::Duration::seconds(seconds));
}

IncomingMessage message(const std::string& id, const std::string& key,
                        const std::string& body = "body") {
  return {id, key, "R", body, id + "/" + key + "/" + body};
}

InboxOptions quick() {
  InboxOptions options;
  options.run_id = "R";
  options.longest_redelivery = sim::Duration::seconds(10);
  options.window = sim::Duration::seconds(100);
  options.most_entries = 3;
  options.most_letters = 2;
  return options;
}

TEST(Inbox, TakesAMessageOnceByItsIdAndByItsKey) {
  Inbox inbox(quick());
  EXPECT_EQ(inbox.take(at(0), message("i1", "k1")), Taken::kNew);
  EXPECT_EQ(inbox.take(at(1), message("i1", "k1")), Taken::kRepetition);
  EXPECT_EQ(inbox.take(at(1), message("i2", "k1")), Taken::kRepetition);
  EXPECT_EQ(inbox.take(at(1), message("i1", "k9")), Taken::kRepetition);
  EXPECT_EQ(inbox.take(at(1), message("i3", "k3")), Taken::kNew);
  EXPECT_EQ(inbox.step(at(1)).taken.size(), 2U);
  EXPECT_TRUE(inbox.step(at(1)).taken.empty());
}

TEST(Inbox, KeepsAConflictAStaleMessageAndAnUnreadableOneAsDeadLetters) {
  InboxOptions options = quick();
  options.most_letters = 10;
  Inbox inbox(options);
  inbox.take(at(0), message("i1", "k1"));
  EXPECT_EQ(inbox.take(at(1), message("i2", "k1", "other")), Taken::kSetAside);
  IncomingMessage stale = message("i3", "k3");
  stale.run_id = "Q";
  EXPECT_EQ(inbox.take(at(2), stale), Taken::kSetAside);
  EXPECT_EQ(inbox.take(at(2), stale), Taken::kSetAside);  // no second letter
  EXPECT_EQ(inbox.take_unreadable(at(3), "{", "no JSON"), Taken::kSetAside);
  ASSERT_EQ(inbox.letters().size(), 3U);
  EXPECT_EQ(inbox.letters().at(0).kind, DeadLetter::Kind::kConflict);
  EXPECT_EQ(inbox.letters().at(1).kind, DeadLetter::Kind::kStale);
  EXPECT_EQ(inbox.letters().at(2).kind, DeadLetter::Kind::kUnreadable);
  EXPECT_EQ(inbox.letters().at(2).payload, "{");
  EXPECT_EQ(inbox.letters().at(2).reason, "no JSON");
  EXPECT_FALSE(inbox.knows("k3"));
}

TEST(Inbox, ReplaysDeadLetters) {
  Inbox inbox(quick());
  inbox.take_unreadable(at(0), "{", "no JSON");
  inbox.step(at(0));
  inbox.replay_failed(0, "still none");
  EXPECT_EQ(inbox.letters().at(0).attempts, 2);
  EXPECT_EQ(inbox.step(at(1)).letters.size(), 1U);
  EXPECT_EQ(inbox.replay(at(2), 0, message("i1", "k1")), Taken::kNew);
  EXPECT_TRUE(inbox.letters().empty());
  EXPECT_EQ(inbox.step(at(2)).settled, std::vector<std::int64_t>{0});
  EXPECT_TRUE(inbox.knows("k1"));

  EXPECT_EQ(inbox.set_aside(at(3), "payload", "no such order"), Taken::kSetAside);
  EXPECT_EQ(inbox.replay(at(4), 1, message("i1", "k1")), Taken::kNew);  // to be applied once more
  inbox.take(at(5), message("i2", "k1", "other"));
  EXPECT_EQ(inbox.replay(at(6), 2, message("i2", "k1", "other")), Taken::kSetAside);
  EXPECT_EQ(inbox.letters().at(2).attempts, 2);
}

TEST(Inbox, ForgetsWhatIsOlderThanItsWindow) {
  Inbox inbox(quick());
  inbox.take(at(0), message("i1", "k1"));
  inbox.step(at(0));
  EXPECT_TRUE(inbox.step(at(100)).forgotten.empty());
  EXPECT_EQ(inbox.step(at(101)).forgotten, std::vector<std::int64_t>{0});
  EXPECT_FALSE(inbox.knows("k1"));
  EXPECT_EQ(inbox.size(), 0U);
}

TEST(Inbox, TakesNothingRatherThanForgetWhatMayComeAgain) {
  Inbox inbox(quick());
  for (const char* key : {"a", "b", "c"}) inbox.take(at(0), message(key, key));
  EXPECT_EQ(inbox.take(at(10), message("d", "d")), Taken::kFull);
  EXPECT_EQ(inbox.take(at(10), message("a", "a")), Taken::kRepetition);
  EXPECT_EQ(inbox.take(at(11), message("d", "d")), Taken::kNew);
  EXPECT_EQ(inbox.size(), 3U);
  InboxOptions narrow = quick();
  narrow.window = narrow.longest_redelivery;
  EXPECT_THROW(Inbox{narrow}, std::invalid_argument);
}

TEST(Inbox, HasRoomForANumberOfDeadLettersTheStaleOnesLeast) {
  Inbox inbox(quick());
  IncomingMessage stale = message("i", "k");
  stale.run_id = "Q";
  inbox.take_unreadable(at(0), "1", "");
  inbox.take(at(0), stale);
  EXPECT_EQ(inbox.take_unreadable(at(1), "2", ""), Taken::kSetAside);
  EXPECT_EQ(inbox.take_unreadable(at(2), "3", ""), Taken::kFull);
  EXPECT_EQ(inbox.letters().size(), 2U);
  EXPECT_EQ(inbox.step(at(2)).settled, std::vector<std::int64_t>{1});
}

TEST(Inbox, KnowsAfterARestartWhatItHasTaken) {
  Inbox before(quick());
  before.take(at(0), message("i1", "k1"));
  before.take_unreadable(at(0), "{", "no JSON");
  const InboxStep kept = before.step(at(0));
  Inbox after(quick());
  after.restore(kept.taken, kept.letters);
  EXPECT_EQ(after.take(at(1), message("i1", "k1")), Taken::kRepetition);
  EXPECT_EQ(after.take(at(1), message("i2", "k2")), Taken::kNew);
  EXPECT_EQ(after.step(at(1)).taken.front().position, 1);
  EXPECT_EQ(after.letters().at(0).reason, "no JSON");
}

}  // namespace
}  // namespace planttwin::bridge
