// What a receiver owes its senders: one booking for one key, books that balance, no negative stock,
// and no trace of what it refuses.

#include "erp_bridge/systems/reference_erp.h"

#include <gtest/gtest.h>

#include <string>

namespace planttwin::bridge {
namespace {

// Screws at 0.25 EUR (currency steps are cents) and resin in kg with three decimals.
ReferenceErp erp() {
  ReferenceErp made(
      {{"SCREW", {"pcs", 0}, sim::Money::steps(25)}, {"RESIN", {"kg", 3}, sim::Money::steps(400)}});
  made.open_stock({"SCREW", "", "STORE", "unrestricted", {100, 0}});
  made.open_stock({"RESIN", "L7", "STORE", "unrestricted", {5, 1}});
  return made;
}

std::size_t documents(const ReferenceErp& record) {
  std::size_t count = 0;
  record.read_documents([&](const RecordDocument&) { ++count; });
  return count;
}

Message message(std::string key, Body body) {
  Message made;
  made.envelope.idempotency_key = std::move(key);
  made.body = std::move(body);
  return made;
}

Message issue(std::string key, sim::Decimal quantity, std::string unit = "pcs") {
  return message(std::move(key), MaterialIssued{"O1", "10", "SCREW", std::nullopt, quantity,
                                                std::move(unit), "STORE", "O1.1"});
}

Message order() {
  return message("order", ProductionOrderReleased{"O1", "SCREW", {1, 0}, "pcs", std::nullopt});
}

TEST(ReferenceErp, BooksAMessageOnceHoweverOftenItComes) {
  ReferenceErp record = erp();
  record.post(order());
  const Answer first = record.post(issue("k", {30, 0}));
  const Answer second = record.post(issue("k", {30, 0}));
  EXPECT_EQ(second.kind, Answer::Kind::kAcknowledged);
  EXPECT_EQ(second.document, first.document);
  EXPECT_EQ(documents(record), 2U);
  EXPECT_EQ(record.stock()[1].quantity, sim::Decimal(70, 0));
}

TEST(ReferenceErp, RefusesAKnownKeyWithAnotherBody) {
  ReferenceErp record = erp();
  record.post(order());
  record.post(issue("k", {30, 0}));
  const Answer other = record.post(issue("k", {31, 0}));
  EXPECT_EQ(other.kind, Answer::Kind::kRejected);
  EXPECT_EQ(other.code, "conflict");
  EXPECT_EQ(record.stock()[1].quantity, sim::Decimal(70, 0));
}

TEST(ReferenceErp, RefusesWhatItsBooksCannotTakeAndKeepsNoTraceOfIt) {
  ReferenceErp record = erp();
  EXPECT_EQ(record.post(issue("before the order", {1, 0})).code, "unknown_order");
  record.post(order());
  EXPECT_EQ(record.post(issue("too many", {101, 0})).code, "deficit");
  EXPECT_EQ(record.post(issue("boxes", {1, 0}, "box")).code, "wrong_unit");
  EXPECT_EQ(record.post(issue("half", {5, 1})).code, "too_precise");
  EXPECT_EQ(
      record.post(message("x", GoodsReceived{"NUT", std::nullopt, {1, 0}, "pcs", "STORE"})).code,
      "unknown_item");
  EXPECT_EQ(documents(record), 1U);
  EXPECT_EQ(record.stock().size(), record.opening_stock().size());
  // What was refused may come again once it is right.
  EXPECT_EQ(record.post(issue("too many", {100, 0})).kind, Answer::Kind::kAcknowledged);
}

// What has been taken back can't be returned once more.
TEST(ReferenceErp, TakesBackNoMoreThanWasIssuedToAnOrder) {
  ReferenceErp record = erp();
  record.post(order());
  const auto returned = [&](const std::string& key, std::int64_t screws) {
    return record
        .post(message(key,
                      MaterialReturned{
                          "O1", "10", "SCREW", std::nullopt, {screws, 0}, "pcs", "STORE", "O1.1"}))
        .code;
  };
  EXPECT_EQ(returned("before", 1), "over_return");
  record.post(issue("k", {30, 0}));
  EXPECT_EQ(returned("too many", 31), "over_return");
  EXPECT_EQ(returned("some", 20), "");
  EXPECT_EQ(returned("the same again", 20), "over_return");
  EXPECT_EQ(returned("the rest", 10), "");
  record.post(issue("more", {5, 0}));
  EXPECT_EQ(record.post(message("undo", PostingReversed{"more", "typo"})).kind,
            Answer::Kind::kAcknowledged);
  EXPECT_EQ(returned("after all", 1), "over_return");
  EXPECT_EQ(record.stock()[1].quantity, sim::Decimal(100, 0));
}

TEST(ReferenceErp, RefusesMessagesThatItHasNoDocumentFor) {
  ReferenceErp record = erp();
  const Answer answer = record.post(message("reading", Telemetry{"PRESS", "temperature", {}}));
  EXPECT_EQ(answer.kind, Answer::Kind::kRejected);
  EXPECT_EQ(answer.code, "unsupported");
  EXPECT_EQ(documents(record), 0U);
}

TEST(ReferenceErp, KeepsBooksInDoubleEntryAtStandardCost) {
  ReferenceErp record = erp();
  record.post(order());
  record.post(issue("issue", {30, 0}));  // 30 x 0.25 = 7.50 EUR
  record.post(message("in", GoodsReceived{"RESIN", "L8", {1250, 3}, "kg", "STORE"}));  // 5 EUR
  record.post(message("out", Scrapped{std::nullopt,
                                      std::nullopt,
                                      "RESIN",
                                      "L7",
                                      {5, 1},
                                      "kg",
                                      "STORE",
                                      "unrestricted",
                                      "expired"}));  // 2 EUR
  EXPECT_EQ(record.balance("work in process"), sim::Money::steps(750));
  EXPECT_EQ(record.balance("goods received, not invoiced"), sim::Money::steps(-500));
  EXPECT_EQ(record.balance("scrap"), sim::Money::steps(200));
  EXPECT_EQ(record.balance("inventory"), sim::Money::steps(-750 + 500 - 200));
}

TEST(ReferenceErp, HoldsStockByStatus) {
  ReferenceErp record = erp();
  record.post(message(
      "hold", StockStatusChanged{"RESIN", "L7", {5, 1}, "kg", "STORE", "unrestricted", "held"}));
  EXPECT_EQ(record
                .post(message("hold again",
                              StockStatusChanged{
                                  "RESIN", "L7", {5, 1}, "kg", "STORE", "unrestricted", "held"}))
                .code,
            "deficit");
  ASSERT_EQ(record.stock().size(), 2U);
  EXPECT_EQ(record.stock()[0].status, "held");
  EXPECT_TRUE(record.balance("inventory").is_zero());
}

}  // namespace
}  // namespace planttwin::bridge
