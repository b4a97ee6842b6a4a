#include "scenarios/json_build.h"

#include <gtest/gtest.h>

#include <limits>

#include "sim/json_document.h"

namespace planttwin::scenario {
namespace {

TEST(JsonNumbers, AreTheShortestTextThatReadsBackAsTheSameDouble) {
  EXPECT_EQ(json_number(0.1).text, "0.1");
  EXPECT_EQ(json_number(1.0 / 3).text, "0.3333333333333333");
  EXPECT_EQ(json_number(5e-324).text, "5e-324");
  EXPECT_EQ(json_number(1.7976931348623157e308).text, "1.7976931348623157e+308");
}

TEST(JsonNumbers, ShowThatTheyAreNoCounts) {
  EXPECT_EQ(json_number(604800).text, "604800.0");
  EXPECT_EQ(json_number(0).text, "0.0");
  EXPECT_EQ(json_number(-0.0).text, "0.0");
  EXPECT_EQ(json_integer(-7).text, "-7");
}

TEST(JsonNumbers, WhatIsNoNumberIsNull) {
  EXPECT_EQ(json_number(std::numeric_limits<double>::quiet_NaN()).kind, sim::JsonNode::Kind::kNull);
  EXPECT_EQ(json_number(std::numeric_limits<double>::infinity()).kind, sim::JsonNode::Kind::kNull);
  EXPECT_EQ(json_number(std::optional<double>()).kind, sim::JsonNode::Kind::kNull);
}

TEST(JsonNumbers, QuantitiesAreExactInTheirUnit) {
  EXPECT_EQ(json_quantity(1250, {"kg", 3}).text, "1.25");
  EXPECT_EQ(json_quantity(-1, {"kg", 3}).text, "-0.001");
  EXPECT_EQ(json_quantity(7, {"pcs", 0}).text, "7");
  EXPECT_EQ(json_quantity(3000, {"kg", 3}).text, "3");
  EXPECT_EQ(json_quantity(9'007'199'254'740'993, {"g", 0}).text, "9007199254740993");
}

TEST(JsonObjects, KeepTheOrderOfTheirMembersAndEscapeTexts) {
  JsonArray list;
  list.add(json_integer(1)).add(json_boolean(true)).add(json_null());
  const sim::JsonNode node = JsonObject()
                                 .add("z", json_string("a \"b\"\n"))
                                 .add("a", list.take())
                                 .add("m", JsonObject())
                                 .take();
  EXPECT_EQ(sim::pretty_json(node),
            "{\n  \"z\": \"a \\\"b\\\"\\n\",\n  \"a\": [1, true, null],\n  \"m\": {}\n}\n");
}

}  // namespace
}  // namespace planttwin::scenario
