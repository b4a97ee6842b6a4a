// The delivery of messages, rule by rule.

#include "erp_bridge/delivery/delivery.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/erp_bridge/delivery_fixture.h"

namespace planttwin::bridge {
namespace {

TEST_F(DeliveryTest, SendsOneMessageOfAPartitionAtATimeInOrder) {
  Delivery delivery = make(quick());
  delivery.enter(at(0), "a1", "A", "1");
  delivery.enter(at(0), "a2", "A", "2");
  delivery.enter(at(0), "b1", "B", "3");
  EXPECT_EQ(done(delivery, 0), (Strings{"send a1", "send b1"}));
  EXPECT_EQ(done(delivery, 1), Strings{});
  delivery.on_acknowledged(at(2), "a1");
  EXPECT_EQ(done(delivery, 2), Strings{"send a2"});
  EXPECT_EQ(delivery.open(), 2U);
}

TEST_F(DeliveryTest, StoresWhatItSendsBeforeItIsSent) {
  Delivery delivery = make(quick());
  delivery.enter(at(0), "a", "A", "payload");
  const DeliveryStep step = delivery.step(at(0));
  ASSERT_EQ(step.changed.size(), 1U);
  EXPECT_EQ(step.changed[0].state, DeliveryState::kInFlight);
  EXPECT_EQ(step.changed[0].payload, "payload");
  EXPECT_EQ(step.wake, at(10));
  delivery.on_acknowledged(at(1), "a");
  const DeliveryStep last = delivery.step(at(1));
  ASSERT_EQ(last.changed.size(), 1U);
  EXPECT_EQ(last.changed[0].state, DeliveryState::kAcknowledged);
  EXPECT_EQ(last.wake, sim::Time::never());
}

TEST_F(DeliveryTest, KnowsARepetitionAndAConflict) {
  Delivery delivery = make(quick());
  EXPECT_EQ(delivery.enter(at(0), "a", "A", "1"), Delivery::Entered::kTaken);
  EXPECT_EQ(delivery.enter(at(0), "a", "A", "1"), Delivery::Entered::kKnown);
  EXPECT_EQ(delivery.enter(at(0), "a", "A", "2"), Delivery::Entered::kConflict);
  done(delivery, 0);
  delivery.on_acknowledged(at(1), "a");
  EXPECT_EQ(delivery.enter(at(2), "a", "A", "1"), Delivery::Entered::kKnown);
  EXPECT_EQ(delivery.enter(at(2), "a", "A", "2"), Delivery::Entered::kConflict);
}

TEST_F(DeliveryTest, AsksForWhatWasNotAnsweredBeforeItIsSentAgain) {
  DeliveryOptions options = quick();
  options.can_ask = true;
  Delivery delivery = make(options);
  delivery.enter(at(0), "a", "A", "1");
  done(delivery, 0);
  EXPECT_EQ(done(delivery, 9), Strings{});
  EXPECT_EQ(done(delivery, 10), Strings{});
  EXPECT_EQ(state(delivery, "a"), DeliveryState::kUnknown);
  EXPECT_EQ(done(delivery, 14), Strings{"ask a"});
  delivery.on_told(at(15), "a", false);
  EXPECT_EQ(done(delivery, 15), Strings{"send a"});
  delivery.on_unanswered(at(16), "a");
  EXPECT_EQ(done(delivery, 24), Strings{"ask a"});  // the second retry: after up to 8 s
  delivery.on_told(at(25), "a", true);
  EXPECT_EQ(state(delivery, "a"), DeliveryState::kAcknowledged);
  EXPECT_FALSE(delivery.find("a")->possibly_doubled);
}

TEST_F(DeliveryTest, SendsAgainAndSaysSoWhereNobodyCanBeAsked) {
  Delivery delivery = make(quick());
  delivery.enter(at(0), "a", "A", "1");
  done(delivery, 0);
  delivery.on_unanswered(at(1), "a");
  EXPECT_EQ(done(delivery, 5), Strings{"send a"});
  EXPECT_TRUE(delivery.find("a")->possibly_doubled);
  // A late answer to the first sending is an answer.
  delivery.on_acknowledged(at(6), "a");
  EXPECT_EQ(state(delivery, "a"), DeliveryState::kAcknowledged);
}

TEST_F(DeliveryTest, RetriesLaterAndLaterAndWhenTheReceiverSays) {
  Delivery delivery = make(quick());
  delivery.enter(at(0), "a", "A", "1");
  done(delivery, 0);
  delivery.on_refused(at(0), "a", Refusal::kRetryLater, "locked");
  EXPECT_EQ(done(delivery, 3), Strings{});
  EXPECT_EQ(done(delivery, 4), Strings{"send a"});
  delivery.on_refused(at(4), "a", Refusal::kRetryLater, "locked");
  EXPECT_EQ(done(delivery, 11), Strings{});
  EXPECT_EQ(done(delivery, 12), Strings{"send a"});
  delivery.on_refused(at(12), "a", Refusal::kRetryLater, "locked", sim::Duration::seconds(60));
  EXPECT_EQ(done(delivery, 71), Strings{});
  EXPECT_EQ(done(delivery, 72), Strings{"send a"});
  EXPECT_FALSE(delivery.find("a")->possibly_doubled);
}

TEST_F(DeliveryTest, GoesOnAfterWhatIsRefusedForGood) {
  Delivery delivery = make(quick());
  delivery.enter(at(0), "a1", "A", "1");
  delivery.enter(at(0), "a2", "A", "2");
  done(delivery, 0);
  delivery.on_refused(at(1), "a1", Refusal::kFinal, "unknown item");
  EXPECT_EQ(done(delivery, 1), Strings{"send a2"});
  EXPECT_EQ(state(delivery, "a1"), DeliveryState::kRejected);
  EXPECT_EQ(delivery.find("a1")->reason, "unknown item");
}

TEST_F(DeliveryTest, WaitsForMessagesOfOtherPartitions) {
  Delivery delivery = make(quick());
  delivery.enter(at(0), "b", "B", "2", {"a", "never entered"});
  delivery.enter(at(0), "a", "A", "1");
  EXPECT_EQ(done(delivery, 0), (Strings{"send b", "send a"}));  // "a" was not known yet
  delivery.enter(at(1), "c", "C", "3", {"a"});
  EXPECT_EQ(done(delivery, 1), Strings{});
  delivery.on_acknowledged(at(2), "a");
  EXPECT_EQ(done(delivery, 2), Strings{"send c"});
}

TEST_F(DeliveryTest, DoesWithAStuckHeadWhatItIsTold) {
  DeliveryOptions options = quick();
  options.stuck_head = StuckHead::kSkip;
  Delivery skips = make(options);
  options.stuck_head = StuckHead::kPark;
  Delivery parks = make(options);
  Delivery blocks = make(quick());
  for (Delivery* delivery : {&skips, &parks, &blocks}) {
    delivery->enter(at(0), "a1", "A", "1");
    delivery->enter(at(0), "a2", "A", "2");
    done(*delivery, 0);
    delivery->on_refused(at(1), "a1", Refusal::kManual, "ask a person");
  }
  EXPECT_EQ(done(skips, 1), Strings{"send a2"});
  EXPECT_EQ(state(skips, "a1"), DeliveryState::kDead);

  EXPECT_EQ(done(parks, 1), Strings{});
  EXPECT_EQ(state(parks, "a2"), DeliveryState::kDead);
  parks.enter(at(2), "a3", "A", "3");
  EXPECT_EQ(state(parks, "a3"), DeliveryState::kDead);
  EXPECT_TRUE(parks.revive(at(3), "a1"));
  EXPECT_EQ(done(parks, 3), Strings{"send a1"});
  parks.on_acknowledged(at(4), "a1");
  EXPECT_EQ(done(parks, 4), Strings{"send a2"});

  EXPECT_EQ(done(blocks, 300), Strings{});
  EXPECT_EQ(done(blocks, 301), Strings{"send a1"});
}

TEST_F(DeliveryTest, SendsNoMoreThanItsWindowAndNoFasterThanItsSpacing) {
  DeliveryOptions options = quick();
  options.window = 2;
  options.send_spacing = sim::Duration::seconds(3);
  Delivery delivery = make(options);
  for (const char* key : {"a", "b", "c"}) delivery.enter(at(0), key, key, key);
  EXPECT_EQ(done(delivery, 0), Strings{"send a"});
  EXPECT_EQ(delivery.step(at(1)).wake, at(3));
  EXPECT_EQ(done(delivery, 3), Strings{"send b"});
  EXPECT_EQ(done(delivery, 6), Strings{});
  delivery.on_acknowledged(at(7), "a");
  EXPECT_EQ(done(delivery, 7), Strings{"send c"});
}

TEST_F(DeliveryTest, TriesOneMessageAloneWhileNobodyAnswers) {
  DeliveryOptions options = quick();
  options.breaker_after = 2;
  options.probe_every = sim::Duration::seconds(60);
  Delivery delivery = make(options);
  for (const char* key : {"a", "b", "c"}) delivery.enter(at(0), key, key, key);
  EXPECT_EQ(done(delivery, 0).size(), 3U);
  for (const char* key : {"a", "b", "c"}) delivery.on_unanswered(at(1), key);
  EXPECT_TRUE(delivery.breaker_open());
  EXPECT_EQ(done(delivery, 60), Strings{});
  EXPECT_EQ(done(delivery, 61), Strings{"send a"});
  delivery.on_acknowledged(at(62), "a");
  EXPECT_EQ(done(delivery, 62), (Strings{"send b", "send c"}));
}

TEST_F(DeliveryTest, TakesNoMoreThanItHasRoomFor) {
  DeliveryOptions options = quick();
  options.most_entries = 2;
  options.most_bytes = 10;
  Delivery delivery = make(options);
  EXPECT_EQ(delivery.enter(at(0), "a", "A", "12345678"), Delivery::Entered::kTaken);
  EXPECT_EQ(delivery.enter(at(0), "b", "B", "123"), Delivery::Entered::kFull);
  EXPECT_EQ(delivery.enter(at(0), "b", "B", "12"), Delivery::Entered::kTaken);
  EXPECT_EQ(delivery.enter(at(0), "c", "C", ""), Delivery::Entered::kFull);
  done(delivery, 0);
  delivery.on_acknowledged(at(1), "a");
  EXPECT_EQ(delivery.enter(at(1), "c", "C", "12345678"), Delivery::Entered::kTaken);
  EXPECT_EQ(delivery.open_bytes(), 10U);
}

TEST_F(DeliveryTest, SetsAsideWhatIsTooOldOrWasTriedTooOften) {
  DeliveryOptions options = quick();
  options.window = 1;
  options.stuck_head = StuckHead::kSkip;
  options.most_age = sim::Duration::seconds(100);
  options.most_attempts = 3;
  Delivery delivery = make(options);
  delivery.enter(at(0), "old", "A", "1");
  delivery.enter(at(101), "often", "B", "2");
  EXPECT_EQ(done(delivery, 101), Strings{"send old"});
  delivery.on_unanswered(at(102), "old");
  EXPECT_EQ(state(delivery, "old"), DeliveryState::kDead);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(done(delivery, 110 + 20 * i), Strings{"send often"});
    delivery.on_unanswered(at(111 + 20 * i), "often");
  }
  EXPECT_EQ(state(delivery, "often"), DeliveryState::kDead);
  // Both have left the window.
  delivery.enter(at(200), "new", "C", "3");
  EXPECT_EQ(done(delivery, 200), Strings{"send new"});
}

TEST_F(DeliveryTest, RemembersNoMoreThanItIsToldAndEveryDeadMessage) {
  DeliveryOptions options = quick();
  options.remembered = 2;
  options.stuck_head = StuckHead::kSkip;
  Delivery delivery = make(options);
  delivery.enter(at(0), "dead", "A", "1");
  done(delivery, 0);
  delivery.on_refused(at(0), "dead", Refusal::kManual, "ask a person");
  for (int i = 0; i < 5; ++i) {
    const std::string key = "m" + std::to_string(i);
    delivery.enter(at(1), key, "A", "1");
    done(delivery, 1);
    delivery.on_acknowledged(at(1), key);
    done(delivery, 1);
  }
  EXPECT_EQ(delivery.remembered(), 2U);
  EXPECT_EQ(delivery.find("m2"), nullptr);
  EXPECT_EQ(state(delivery, "dead"), DeliveryState::kDead);
}

TEST_F(DeliveryTest, KnowsAParkedPartitionAfterARestart) {
  DeliveryOptions options = quick();
  options.stuck_head = StuckHead::kPark;
  Delivery before = make(options);
  before.enter(at(0), "a1", "A", "1");
  done(before, 0);
  before.on_refused(at(1), "a1", Refusal::kManual, "ask a person");

  Delivery after = make(options);
  after.restore(before.step(at(1)).changed);
  after.enter(at(2), "a2", "A", "2");
  EXPECT_EQ(done(after, 2), Strings{});
  after.revive(at(3), "a1");
  EXPECT_EQ(done(after, 3), Strings{"send a1"});
}

TEST_F(DeliveryTest, KnowsAfterARestartThatItDoesNotKnow) {
  DeliveryOptions options = quick();
  options.can_ask = true;
  Delivery before = make(options);
  before.enter(at(0), "a", "A", "1");
  before.enter(at(0), "a2", "A", "2");
  const DeliveryStep step = before.step(at(0));

  Delivery after = make(options);
  after.restore(step.changed);
  EXPECT_EQ(state(after, "a"), DeliveryState::kUnknown);
  EXPECT_EQ(state(after, "a2"), DeliveryState::kNew);
  EXPECT_EQ(done(after, 1), Strings{"ask a"});
  EXPECT_EQ(after.enter(at(1), "a2", "A", "2"), Delivery::Entered::kKnown);
  after.on_told(at(2), "a", true);
  EXPECT_EQ(done(after, 2), Strings{"send a2"});
}

TEST_F(DeliveryTest, SetsAsideWhatItHasNoRoomForAndWhatIsBehindIt) {
  DeliveryOptions options = quick();
  options.most_entries = 1;
  options.overflow = Overflow::kSetAside;
  Delivery delivery = make(options);
  EXPECT_EQ(delivery.enter(at(0), "a1", "A", "1"), Delivery::Entered::kTaken);
  EXPECT_EQ(delivery.enter(at(0), "a2", "A", "2"), Delivery::Entered::kSetAside);
  EXPECT_EQ(delivery.enter(at(0), "a2", "A", "2"), Delivery::Entered::kKnown);
  EXPECT_EQ(delivery.enter(at(0), "a3", "A", "3"), Delivery::Entered::kSetAside);
  EXPECT_EQ(done(delivery, 0), Strings{"send a1"});
  EXPECT_EQ(delivery.dead(), (Strings{"a2", "a3"}));
  EXPECT_FALSE(delivery.revive(at(0), "a2"));  // still no room
  delivery.on_acknowledged(at(1), "a1");
  // There is room, but a4 must not pass a2.
  EXPECT_EQ(delivery.enter(at(1), "a4", "A", "4"), Delivery::Entered::kTaken);
  EXPECT_EQ(done(delivery, 1), Strings{});
  EXPECT_EQ(delivery.open(), 0U);
  EXPECT_TRUE(delivery.revive(at(2), "a3"));
  EXPECT_EQ(done(delivery, 2), Strings{"send a2"});  // there is room for one
  EXPECT_EQ(state(delivery, "a3"), DeliveryState::kDead);
  delivery.on_acknowledged(at(3), "a2");
  EXPECT_TRUE(delivery.revive(at(3), "a3"));
  EXPECT_EQ(done(delivery, 3), Strings{"send a3"});
}

TEST_F(DeliveryTest, HasRoomForTheOldestThatIsRevivedAsOthersMayWaitForIt) {
  DeliveryOptions options = quick();
  options.most_entries = 1;
  options.stuck_head = StuckHead::kPark;
  Delivery delivery = make(options);
  delivery.enter(at(0), "a", "A", "1");
  done(delivery, 0);
  delivery.on_refused(at(1), "a", Refusal::kManual, "ask a person");
  delivery.enter(at(1), "b", "B", "2", {"a"});
  EXPECT_EQ(delivery.enter(at(1), "c", "C", "3"), Delivery::Entered::kFull);
  EXPECT_EQ(delivery.set_aside(), 1U);
  EXPECT_TRUE(delivery.revive(at(2), "a"));
  EXPECT_EQ(delivery.set_aside(), 0U);
  EXPECT_EQ(done(delivery, 2), Strings{"send a"});
  delivery.on_acknowledged(at(3), "a");
  EXPECT_EQ(done(delivery, 3), Strings{"send b"});
}

TEST_F(DeliveryTest, WaitsForWhatIsInFlightWhenAnEarlierMessageIsRevived) {
  DeliveryOptions options = quick();
  options.stuck_head = StuckHead::kSkip;
  options.window = 1;
  Delivery delivery = make(options);
  delivery.enter(at(0), "a1", "A", "1");
  delivery.enter(at(0), "a2", "A", "2");
  done(delivery, 0);
  delivery.on_refused(at(1), "a1", Refusal::kManual, "ask a person");
  EXPECT_EQ(done(delivery, 1), Strings{"send a2"});
  EXPECT_TRUE(delivery.revive(at(2), "a1"));
  EXPECT_EQ(done(delivery, 2), Strings{});
  EXPECT_EQ(done(delivery, 11), Strings{"send a1"});  // nobody has answered a2
  EXPECT_EQ(state(delivery, "a2"), DeliveryState::kUnknown);
  delivery.on_acknowledged(at(12), "a1");
  EXPECT_EQ(done(delivery, 15), Strings{"send a2"});
}

TEST_F(DeliveryTest, LetsOthersWaitForWhatIsParkedAndGoOnWithoutWhatIsSkipped) {
  for (const StuckHead policy : {StuckHead::kPark, StuckHead::kSkip}) {
    DeliveryOptions options = quick();
    options.stuck_head = policy;
    Delivery delivery = make(options);
    delivery.enter(at(0), "a", "A", "1");
    delivery.enter(at(0), "b", "B", "2", {"a"});
    EXPECT_EQ(done(delivery, 0), Strings{"send a"});
    delivery.on_refused(at(1), "a", Refusal::kManual, "ask a person");
    if (policy == StuckHead::kSkip) {
      EXPECT_EQ(done(delivery, 1), Strings{"send b"});
      continue;
    }
    EXPECT_EQ(done(delivery, 1), Strings{});
    delivery.revive(at(2), "a");
    EXPECT_EQ(done(delivery, 2), Strings{"send a"});
    delivery.on_acknowledged(at(3), "a");
    EXPECT_EQ(done(delivery, 3), Strings{"send b"});
  }
}

}  // namespace
}  // namespace planttwin::bridge
