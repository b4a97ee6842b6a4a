// Messages that go together, rule by rule.

#include <gtest/gtest.h>

#include <string>

#include "tests/erp_bridge/delivery_fixture.h"

namespace planttwin::bridge {
namespace {

class BatchTest : public DeliveryTest {
 protected:
  static DeliveryOptions batches(std::size_t most) {
    DeliveryOptions options = quick();
    options.batch = most;
    return options;
  }
  static void enter_eight(Delivery& delivery) {
    for (const char* key : {"a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2"}) {
      delivery.enter(at(0), key, std::string(1, key[0]), key);
    }
  }
};

TEST_F(BatchTest, HoldsMessagesOfAPartitionInARowAndLaterWhatDependsOnThem) {
  Delivery delivery = make(batches(5));
  delivery.enter(at(0), "a1", "A", "1");
  delivery.enter(at(0), "b1", "B", "2", {"a2"});  // a2 is not known yet
  delivery.enter(at(0), "a2", "A", "3");
  delivery.enter(at(0), "c1", "C", "4", {"a2"});
  delivery.enter(at(0), "d1", "D", "5");
  delivery.enter(at(0), "d2", "D", "6");
  EXPECT_EQ(done(delivery, 0), (Strings{
                                   "send a1 a2 c1 b1 d1",
                               }));
  EXPECT_EQ(delivery.step(at(0)).wake, at(10));
  for (const char* key : {"a1", "a2", "c1", "b1"}) delivery.on_acknowledged(at(1), key);
  EXPECT_EQ(done(delivery, 1), Strings{});  // d2 waits for d1
  delivery.on_acknowledged(at(1), "d1");
  EXPECT_EQ(done(delivery, 1), Strings{"send d2"});
}

TEST_F(BatchTest, IsStoredWithAllItsMembersBeforeItIsSent) {
  Delivery delivery = make(batches(8));
  enter_eight(delivery);
  const DeliveryStep step = delivery.step(at(0));
  ASSERT_EQ(step.actions.size(), 1U);
  EXPECT_EQ(step.actions[0].kind, DeliveryAction::Kind::kSendBatch);
  ASSERT_EQ(step.actions[0].members.size(), 8U);
  EXPECT_EQ(step.actions[0].members[7].payload, "d2");
  ASSERT_EQ(step.changed.size(), 8U);
  for (const OutboxEntry& entry : step.changed) {
    EXPECT_EQ(entry.state, DeliveryState::kInFlight);
    EXPECT_EQ(entry.attempts, 1);
  }
}

TEST_F(BatchTest, WithoutAnAnswerMakesEveryMemberUnknown) {
  DeliveryOptions options = batches(8);
  options.can_ask = true;
  options.breaker_after = 2;
  Delivery delivery = make(options);
  enter_eight(delivery);
  EXPECT_EQ(done(delivery, 0).size(), 1U);
  EXPECT_EQ(done(delivery, 10), Strings{});
  for (const char* key : {"a1", "a2", "d1", "d2"}) {
    EXPECT_EQ(state(delivery, key), DeliveryState::kUnknown);
  }
  EXPECT_FALSE(delivery.breaker_open());  // it was one sending
  EXPECT_EQ(done(delivery, 14), (Strings{"ask a1", "ask b1", "ask c1", "ask d1"}));
  delivery.on_told(at(15), "a1", true);
  EXPECT_EQ(done(delivery, 15), Strings{"ask a2"});
  delivery.on_told(at(16), "a2", false);
  delivery.on_told(at(16), "b1", false);
  EXPECT_EQ(done(delivery, 16), Strings{"send a2 b1"});  // b2 has to be asked for
}

TEST_F(BatchTest, GoesAgainWhereNobodyCanBeAsked) {
  Delivery delivery = make(batches(8));
  enter_eight(delivery);
  done(delivery, 0);
  delivery.on_unanswered(at(1), "c2");
  EXPECT_EQ(state(delivery, "a1"), DeliveryState::kUnknown);
  EXPECT_EQ(done(delivery, 5), Strings{"send a1 a2 b1 b2 c1 c2 d1 d2"});
  EXPECT_TRUE(delivery.find("a2")->possibly_doubled);
}

TEST_F(BatchTest, IsHalvedWhenItIsRefusedUntilTheGuiltyMemberIsAlone) {
  Delivery delivery = make(batches(8));
  enter_eight(delivery);
  const auto refused = [&](const Strings& keys) {
    delivery.on_batch_refused(at(1), keys, Refusal::kFinal, "unsupported");
  };
  const auto acknowledged = [&](const Strings& keys) {
    for (const std::string& key : keys) delivery.on_acknowledged(at(1), key);
  };
  EXPECT_EQ(done(delivery, 0), Strings{"send a1 a2 b1 b2 c1 c2 d1 d2"});
  refused({"a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2"});
  EXPECT_EQ(done(delivery, 1), (Strings{"send a1 a2 b1 b2", "send c1 c2 d1 d2"}));
  acknowledged({"c1", "c2", "d1", "d2"});
  refused({"a1", "a2", "b1", "b2"});
  EXPECT_EQ(done(delivery, 1), (Strings{"send a1 a2", "send b1 b2"}));
  acknowledged({"a1", "a2"});
  refused({"b1", "b2"});
  EXPECT_EQ(done(delivery, 1), Strings{"send b1"});  // b2 is of its partition
  refused({"b1"});
  EXPECT_EQ(state(delivery, "b1"), DeliveryState::kRejected);
  EXPECT_EQ(done(delivery, 1), Strings{"send b2"});
  EXPECT_EQ(delivery.find("b2")->attempts, 4);
  acknowledged({"b2"});
  EXPECT_EQ(delivery.open(), 0U);
  EXPECT_EQ(delivery.step(at(1)).wake, sim::Time::never());
}

TEST_F(BatchTest, GoesAgainAsAWholeWhenTheReceiverIsNotAbleTo) {
  Delivery delivery = make(batches(3));
  enter_eight(delivery);
  EXPECT_EQ(done(delivery, 0), (Strings{"send a1 a2 b1", "send c1 c2 d1"}));
  delivery.on_batch_refused(at(1), {"a1", "a2", "b1"}, Refusal::kRetryLater, "locked",
                            sim::Duration::seconds(20));
  EXPECT_EQ(done(delivery, 5), Strings{});
  for (const char* key : {"c1", "c2", "d1"}) delivery.on_acknowledged(at(6), key);
  EXPECT_EQ(done(delivery, 6), Strings{"send d2"});
  EXPECT_EQ(done(delivery, 21), Strings{"send a1 a2 b1"});
}

TEST_F(BatchTest, PassesOverALateRefusalOfWhatHasEnded) {
  Delivery delivery = make(batches(2));
  delivery.enter(at(0), "a1", "A", "1");
  delivery.enter(at(0), "a2", "A", "2");
  done(delivery, 0);
  delivery.on_acknowledged(at(1), "a1");
  delivery.on_batch_refused(at(2), {"a1", "a2"}, Refusal::kManual, "ask a person");
  EXPECT_EQ(state(delivery, "a1"), DeliveryState::kAcknowledged);
  EXPECT_EQ(done(delivery, 2), Strings{"send a2"});
}

TEST_F(BatchTest, IsNoLargerThanTheWindowAndOneMessageWhileNobodyAnswers) {
  DeliveryOptions options = batches(8);
  options.window = 3;
  options.breaker_after = 1;
  Delivery delivery = make(options);
  enter_eight(delivery);
  EXPECT_EQ(done(delivery, 0), Strings{"send a1 a2 b1"});
  EXPECT_EQ(done(delivery, 10), Strings{});
  EXPECT_TRUE(delivery.breaker_open());
  EXPECT_EQ(done(delivery, 40), Strings{"send a1"});
  delivery.on_acknowledged(at(41), "a1");
  EXPECT_EQ(done(delivery, 41), Strings{"send a2 b1 b2"});
}

TEST_F(BatchTest, WithAStuckMemberSetsItAsideAndParksItsPartition) {
  DeliveryOptions options = batches(8);
  options.stuck_head = StuckHead::kPark;
  options.most_attempts = 1;
  Delivery delivery = make(options);
  delivery.enter(at(0), "a1", "A", "1");
  delivery.enter(at(0), "a2", "A", "2");
  delivery.enter(at(0), "b1", "B", "3");
  EXPECT_EQ(done(delivery, 0), Strings{"send a1 a2 b1"});
  delivery.on_unanswered(at(1), "a1");
  EXPECT_EQ(state(delivery, "a2"), DeliveryState::kDead);
  EXPECT_EQ(state(delivery, "b1"), DeliveryState::kDead);
  EXPECT_TRUE(delivery.revive(at(2), "a2"));
  EXPECT_EQ(done(delivery, 2), Strings{"send a1 a2"});
}

TEST_F(BatchTest, IsForgottenByARestart) {
  Delivery before = make(batches(8));
  enter_eight(before);
  const DeliveryStep step = before.step(at(0));
  Delivery after = make(batches(4));
  after.restore(step.changed);
  EXPECT_EQ(state(after, "b2"), DeliveryState::kUnknown);
  EXPECT_EQ(done(after, 1), (Strings{"send a1 a2 b1 b2", "send c1 c2 d1 d2"}));
}

}  // namespace
}  // namespace planttwin::bridge
