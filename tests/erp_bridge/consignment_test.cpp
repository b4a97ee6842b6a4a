#include "erp_bridge/live/consignment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/json_document.h"
#include "tests/support/erp_messages.h"

namespace planttwin::bridge {
namespace {

using Taken = Consigner::Taken;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Receipts go one by one, what is reported of an order waits until it is closed.
Mapping mapping() {
  Mapping mapping;
  mapping.writes.resize(2);
  mapping.writes[0].takes = {"GoodsReceived"};
  mapping.writes[1].takes = {"MaterialIssued", "ProductCompleted", "ProductionOrderClosed"};
  mapping.writes[1].collected_until = "ProductionOrderClosed";
  mapping.ignores = {"StockStatusChanged"};
  return mapping;
}

Message in(const std::string& partition, Message message,
           std::vector<std::string> depends_on = {}) {
  message.envelope.partition_key = partition;
  message.envelope.depends_on = std::move(depends_on);
  return message;
}
Message receipt(const std::string& key, std::vector<std::string> depends_on = {}) {
  return in("SCREW", testing::receipt(key), std::move(depends_on));
}
Message issue(const std::string& order, const std::string& key,
              std::vector<std::string> depends_on = {}) {
  return in(order, testing::issue(key, 1), std::move(depends_on));
}
Message close(const std::string& order, const std::string& key) {
  return in(order, testing::message_of(key, ProductionOrderClosed{order}));
}

TEST(Consigner, MakesOneOfAMessageThatGoesByItself) {
  const Mapping given = mapping();
  Consigner consigner(given);
  const Consigner::Result result = consigner.take(receipt("K\"1"));
  ASSERT_EQ(result.taken, Taken::kMade);
  EXPECT_EQ(result.made->key, "K\"1");
  EXPECT_EQ(result.made->partition, "SCREW");
  EXPECT_THAT(result.made->messages, ElementsAre("K\"1"));
  EXPECT_THAT(result.made->depends_on, IsEmpty());
}

TEST(Consigner, PutsAllIntoThePayload) {
  const Mapping given = mapping();
  Consigner consigner(given);
  consigner.take(issue("O1", "I1"));
  const Consigner::Result result = consigner.take(close("O1", "C1"));
  sim::Diagnostics diagnostics;
  const auto payload = sim::JsonDocument::parse(result.made->payload, "payload", diagnostics);
  ASSERT_TRUE(payload.has_value()) << diagnostics.text();
  EXPECT_EQ(payload->find("/key")->text, "C1");
  EXPECT_EQ(payload->find("/partition")->text, "O1");
  const auto& messages = payload->find("/messages")->elements;
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].member("type")->text, "planttwin.MaterialIssued.v1");
  EXPECT_EQ(messages[1].member("idempotencykey")->text, "C1");
  EXPECT_EQ(write_of_payload(result.made->payload), 1u);
  EXPECT_EQ(write_of_payload(consigner.take(receipt("K1")).made->payload), 0u);
}

TEST(Consigner, CollectsEachOrderForItself) {
  const Mapping given = mapping();
  Consigner consigner(given);
  EXPECT_EQ(consigner.take(issue("O1", "A1")).taken, Taken::kWaits);
  EXPECT_EQ(consigner.take(issue("O2", "B1")).taken, Taken::kWaits);
  EXPECT_EQ(consigner.take(issue("O1", "A2")).taken, Taken::kWaits);
  EXPECT_THAT(consigner.take(close("O1", "A3")).made->messages, ElementsAre("A1", "A2", "A3"));
  EXPECT_THAT(consigner.take(close("O2", "B2")).made->messages, ElementsAre("B1", "B2"));
  EXPECT_THAT(consigner.take(close("O1", "A4")).made->messages, ElementsAre("A4"));
}

TEST(Consigner, TellsWhatIsIgnoredFromWhatIsUnmapped) {
  const Mapping given = mapping();
  Consigner consigner(given);
  EXPECT_EQ(consigner.take(testing::message_of("K", StockStatusChanged{})).taken, Taken::kIgnored);
  EXPECT_EQ(consigner.take(testing::message_of("K", Shipped{})).taken, Taken::kUnmapped);
}

TEST(Consigner, DependsOnTheConsignmentsThatHaveTheMessages) {
  const Mapping given = mapping();
  Consigner consigner(given);
  consigner.take(receipt("R1"));
  consigner.take(issue("O1", "A1"));
  consigner.take(close("O1", "A2"));
  consigner.take(issue("O2", "B1", {"A1", "R1", "A2"}));
  EXPECT_THAT(consigner.take(close("O2", "B2")).made->depends_on, ElementsAre("A2", "R1"));
}

TEST(Consigner, DependsOnNothingThatWaitsOrThatNobodyKnows) {
  const Mapping given = mapping();
  Consigner consigner(given);
  consigner.take(issue("O1", "A1", {"B1"}));
  consigner.take(issue("O2", "B1", {"A1", "unknown"}));
  EXPECT_THAT(consigner.take(close("O1", "A2")).made->depends_on, IsEmpty());
  EXPECT_THAT(consigner.take(close("O2", "B2")).made->depends_on, ElementsAre("A2"));
}

TEST(Consigner, DoesNotDependOnItself) {
  const Mapping given = mapping();
  Consigner consigner(given);
  consigner.take(issue("O1", "A1"));
  consigner.take(issue("O1", "A2", {"A1"}));
  EXPECT_THAT(consigner.take(close("O1", "A3")).made->depends_on, IsEmpty());
}

TEST(Consigner, MakesTheSameOfTheSame) {
  const Mapping given = mapping();
  Consigner first(given), second(given);
  for (const Message& message : {receipt("R1"), issue("O1", "A1", {"R1"}), close("O1", "A2")}) {
    const auto one = first.take(message).made, other = second.take(message).made;
    ASSERT_EQ(one.has_value(), other.has_value());
    EXPECT_EQ(one ? one->payload : "", other ? other->payload : "");
  }
}

TEST(Consigner, TakesAnythingElseForTheFirstWrite) {
  EXPECT_EQ(write_of_payload(""), 0u);
  EXPECT_EQ(write_of_payload(R"({"key":"A"})"), 0u);
  EXPECT_EQ(write_of_payload(R"({"write":12,"key":"A"})"), 12u);
}

}  // namespace
}  // namespace planttwin::bridge
