#include "erp_bridge/live/answer_message.h"

#include <gtest/gtest.h>

#include <string>

namespace planttwin::bridge {
namespace {

TEST(AnswerMessage, IsReadAsItWasWritten) {
  for (const AnswerMeaningName& name : kAnswerMeanings) {
    const AnswerMessage answer{"a key", {name.value, "locked", "by \"Ä\"", std::nullopt}};
    const auto read = answer_from_json(to_json(answer));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->key, "a key");
    EXPECT_EQ(read->verdict.is, name.value);
    EXPECT_EQ(read->verdict.code, "locked");
    EXPECT_EQ(read->verdict.text, "by \"Ä\"");
  }
}

TEST(AnswerMessage, MayBeThatOfAMiddleware) {
  const auto read = answer_from_json(
      R"({"key": "k", "result": "rejected", "code": "unknown_item", "text": null, "document": 7})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->verdict.is, AnswerMeaning::kRejected);
  EXPECT_EQ(read->verdict.code, "unknown_item");
}

TEST(AnswerMessage, IsNeverTakenForAcceptedWithoutTheWord) {
  const auto read = answer_from_json(R"({"key": "k", "result": "failed"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->verdict.is, AnswerMeaning::kUnknown);
  for (const char* text : {R"({"key": "k"})", R"({"result": "accepted"})", "[]", "{", ""}) {
    EXPECT_FALSE(answer_from_json(text)) << text;
  }
}

}  // namespace
}  // namespace planttwin::bridge
