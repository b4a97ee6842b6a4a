#include "sim/json_document.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "sim/sha256.h"

namespace planttwin::sim {
namespace {

constexpr const char* kPlant = R"(// A plant.
{
  "name": "Pump ä", /* two
  lines */ "open": true,
  "work_centers": [
    {"id": "LATHE", "machines": 2},
    {"id": "A/B~C", "machines": 1.50},
    {"id": 10, "machines": null}
  ],
  "plain": [1, 2]
}
)";

JsonDocument parsed(const std::string& text) {
  Diagnostics diagnostics;
  std::optional<JsonDocument> document = JsonDocument::parse(text, "plant.json", diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
  return document.value_or(JsonDocument());
}

std::string errors_of(const std::string& text) {
  Diagnostics diagnostics;
  JsonDocument::parse(text, "f", diagnostics);
  return diagnostics.text();
}

TEST(JsonDocument, KnowsWhereEveryValueAndNameStands) {
  const JsonDocument document = parsed(kPlant);
  EXPECT_EQ(document.root().position, (SourcePosition{2, 1}));
  EXPECT_EQ(document.find("/name")->position, (SourcePosition{3, 11}));
  EXPECT_EQ(document.root().members[1].name_position, (SourcePosition{4, 12}));
  EXPECT_EQ(document.find("/open")->position, (SourcePosition{4, 20}));
  EXPECT_EQ(document.find("/work_centers/LATHE")->position, (SourcePosition{6, 5}));
  EXPECT_EQ(document.find("/work_centers/A~1B~0C/machines")->position, (SourcePosition{7, 33}));
  EXPECT_EQ(document.find("/plain")->elements[1].position, (SourcePosition{10, 16}));
}

TEST(JsonDocument, CountsColumnsInCharacters) {
  const JsonDocument document = parsed("{\"ä€😀\": 1, \"b\": 2}");
  EXPECT_EQ(document.find("/b")->position, (SourcePosition{1, 17}));
}

TEST(JsonDocument, KeepsNumbersAsTheyWereWritten) {
  const JsonDocument document = parsed("[1, 1.50, -0, 1E2, 0.1000000000000000055511151231257827]");
  const auto& numbers = document.root().elements;
  EXPECT_EQ(numbers[0].kind, JsonNode::Kind::kInteger);
  EXPECT_EQ(numbers[1].text, "1.50");
  EXPECT_EQ(numbers[2].text, "-0");
  EXPECT_EQ(numbers[3].kind, JsonNode::Kind::kDecimal);
  EXPECT_EQ(numbers[4].text, "0.1000000000000000055511151231257827");
}

TEST(JsonDocument, AcceptsAUtf8MarkAndCarriageReturns) {
  EXPECT_EQ(parsed("\xEF\xBB\xBF{\r\n  \"a\": 1 // x\r\n}").find("/a")->position,
            (SourcePosition{2, 8}));
}

struct BadText {
  std::string name;
  std::string text;
  std::string begins;  // the first diagnostic
};

class BrokenJson : public testing::TestWithParam<BadText> {};

TEST_P(BrokenJson, IsRefusedWithItsPlace) {
  const std::string errors = errors_of(GetParam().text);
  EXPECT_TRUE(errors.starts_with(GetParam().begins)) << errors;
}

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') +
         std::string(static_cast<std::size_t>(depth), ']');
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BrokenJson,
    testing::Values(
        BadText{"empty", "", "f:1:1: the file is empty"},
        BadText{"blank", " \n ", "f:1:1: the file is empty"},
        BadText{"only_comment", "// x", "f:1:5: syntax error"},
        BadText{"truncated", "{\"a\": [1,\n", "f:2:1: /a/1: syntax error"},
        BadText{"missing_colon", "{\"a\" 1}", "f:1:6: /a: syntax error"},
        BadText{"missing_comma", "[1\n 2]", "f:2:2: /1: syntax error"},
        BadText{"trailing_comma", "{\"a\": 1,\n}", "f:2:1: syntax error"},
        BadText{"double_comma", "[1,, 2]", "f:1:4: /1: syntax error"},
        BadText{"bad_literal", "{\"a\": tru }", "f:1:7: /a: syntax error"},
        BadText{"single_quotes", "{'a': 1}", "f:1:2: syntax error"},
        BadText{"control_character", "[\"a\nb\"]", "f:1:4: /0: syntax error"},
        BadText{"bad_escape", "[\"a\\x\"]", "f:1:5: /0: syntax error"},
        BadText{"trailing_garbage", "{} x", "f:1:4: syntax error"},
        BadText{"second_value", "1 2", "f:1:3: syntax error"},
        BadText{"open_comment", "{} /* x", "f:1:4: syntax error"},
        BadText{"leading_zero", "[01]", "f:1:2: /1: syntax error"},
        BadText{"not_a_number", "[NaN]", "f:1:2: /0: syntax error"},
        BadText{"large_decimal", "[1e999]", "f:1:2: /0: number overflow"},
        BadText{"large_integer", "[9223372036854775808]", "f:1:2: /0: the integer"},
        BadText{"utf16_mark", std::string("\xFF\xFE{\0", 4), "f:1:1: the file is in UTF-16"},
        BadText{"utf16", std::string("{\0}\0", 4), "f:1:1: the file looks like UTF-16"},
        BadText{"latin1", "{\"a\": \"\xE4\"}", "f:1:8: not UTF-8"},
        BadText{"overlong", "[\"\xC0\x80\"]", "f:1:3: not UTF-8"},
        BadText{"surrogate", "[\"\xED\xA0\x80\"]", "f:1:3: not UTF-8"},
        BadText{"nul", std::string("{}\0x", 4), "f:1:3: a NUL character"},
        BadText{"two_marks", "\xEF\xBB\xBF\xEF\xBB\xBF{}", "f:1:1: a second byte order mark"},
        BadText{"too_deep", nested(101), "f:1:101: "},
        BadText{"twice", "{\"a\": 1,\n \"a\": 2}",
                "f:2:2: /a: the name \"a\" is used twice; first at 1:2"}),
    [](const auto& text) { return text.param.name; });

TEST(JsonDocument, MayBeNestedAHundredDeep) { EXPECT_EQ(errors_of(nested(100)), ""); }

TEST(JsonDocument, NamesElementsByIdInDiagnostics) {
  EXPECT_EQ(errors_of(R"({"lines": [{"id": "L1", "x": 1, "x": 2}]})"),
            "f:1:33: /lines/L1/x: the name \"x\" is used twice; first at 1:25\n");
}

TEST(JsonDocument, ReportsEveryRepeatedNameAndKeepsTheFirst) {
  Diagnostics diagnostics;
  const auto document =
      JsonDocument::parse(R"({"a": 1, "a": {"b": 2, "b": 3}, "c": 4})", "f", diagnostics);
  ASSERT_TRUE(document);
  EXPECT_EQ(diagnostics.count(), 2u);
  EXPECT_EQ(canonical_json(document->root()), R"({"a":1,"c":4})");
}

TEST(JsonDocument, FindsARepeatedNameAmongMany) {
  for (const int members : {20, 31, 32, 33, 100}) {
    std::string text = "{";
    for (int i = 0; i < members; ++i) text += "\"m" + std::to_string(i) + "\": 1, ";
    const std::size_t again = text.size() + 1;
    EXPECT_EQ(
        errors_of(text + "\"m7\": 2}").find("f:1:" + std::to_string(again) + ": /m7: the name"), 0U)
        << members;
    EXPECT_EQ(errors_of(text + "\"other\": 2}"), "");
    EXPECT_NE(errors_of(text + "\"other\": 2, \"other\": 3}"), "");
  }
}

TEST(JsonDocument, CannotBeLoadedFromAMissingFileOrADirectory) {
  Diagnostics diagnostics;
  EXPECT_FALSE(JsonDocument::load("/nowhere/plant.json", diagnostics));
  EXPECT_FALSE(JsonDocument::load("/", diagnostics));
  EXPECT_EQ(diagnostics.text(),
            "/: is a directory; expected a file\n/nowhere/plant.json: no such file\n");
}

TEST(JsonDocument, LargerThanTheLimitIsRefusedUnread) {
  const std::string path = testing::TempDir() + "large.json";
  std::ofstream(path) << "{}";
  std::filesystem::resize_file(path, JsonDocument::kMaxBytes + 1);  // sparse
  Diagnostics diagnostics;
  EXPECT_FALSE(JsonDocument::load(path, diagnostics));
  EXPECT_NE(diagnostics.text().find("at most 256 MiB are read"), std::string::npos);
  std::filesystem::remove(path);
}

TEST(Set, ReplacesAValueAddressedById) {
  JsonDocument document = parsed(kPlant);
  Diagnostics diagnostics;
  EXPECT_TRUE(document.set("/work_centers/LATHE/machines", "3", diagnostics));
  EXPECT_TRUE(document.set("/work_centers/10/machines", "[4]", diagnostics));
  EXPECT_TRUE(document.set("/work_centers/A~1B~0C/new", "{\"x\": \"y\"}", diagnostics));
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
  EXPECT_EQ(document.find("/work_centers/LATHE/machines")->text, "3");
  EXPECT_EQ(document.find("/work_centers/10/machines")->elements[0].text, "4");
  EXPECT_EQ(document.find("/work_centers/A~1B~0C/new/x")->origin, JsonNode::Origin::kCommandLine);
}

struct BadSet {
  std::string pointer;
  std::string text;
  std::string error;
};

class RefusedSet : public testing::TestWithParam<BadSet> {};

TEST_P(RefusedSet, SaysWhyAndChangesNothing) {
  JsonDocument document = parsed(kPlant);
  const std::string before = canonical_json(document.root());
  Diagnostics diagnostics;
  EXPECT_FALSE(document.set(GetParam().pointer, GetParam().text, diagnostics));
  EXPECT_TRUE(diagnostics.text().starts_with("--set:")) << diagnostics.text();
  EXPECT_NE(diagnostics.text().find(GetParam().error), std::string::npos) << diagnostics.text();
  EXPECT_EQ(canonical_json(document.root()), before);
}

INSTANTIATE_TEST_SUITE_P(
    Arguments, RefusedSet,
    testing::Values(BadSet{"/work_centers/0/machines", "1", "an array index is not accepted"},
                    BadSet{"/work_centers/LATE/machines", "1", "nearest: \"LATHE\""},
                    BadSet{"/work_centres/LATHE/machines", "1", "nearest: \"work_centers\""},
                    BadSet{"/work_centers/LATHE/machines/x", "1",
                           "is the number 2 and has no members"},
                    BadSet{"/plain/0", "1", "have no ids"}, BadSet{"", "1", "expected a pointer"},
                    BadSet{"name", "1", "expected a pointer"}, BadSet{"/name", "{", "syntax error"},
                    BadSet{"/name", "SPT", "a string is written with quotes: \"SPT\""},
                    BadSet{"/name", "", "empty"},
                    BadSet{"/name", R"({"a": 1, "a": 2})", "/name/a: the name"}));

TEST(Find, SeesNoArrayIndex) {
  const JsonDocument document = parsed(kPlant);
  EXPECT_EQ(document.find(""), &document.root());
  EXPECT_EQ(document.find("/work_centers/0"), nullptr);
  EXPECT_EQ(document.find("/work_centers/LATHE/"), nullptr);
  EXPECT_EQ(document.find("work_centers"), nullptr);
}

TEST(PrettyJson, KeepsOrderAndNumbersAndReadsBack) {
  const std::string expected = R"({
  "b": [1, 2.50, "x\ny\u0001"],
  "a": [
    {
      "id": 1
    },
    []
  ],
  "empty": {},
  "none": null
}
)";
  const JsonDocument document =
      parsed(R"({"b":[1,2.50,"x\ny\u0001"],"a":[{"id":1},[]],/* gone */"empty":{},"none":null})");
  EXPECT_EQ(pretty_json(document.root()), expected);
  EXPECT_EQ(pretty_json(parsed(expected).root()), expected);
}

TEST(CanonicalJson, IsTheSameForEveryOrderLayoutAndSpelling) {
  const std::string one =
      canonical_json(parsed(R"({"a": 1.50, "b": {"d": 100, "c": "ä"}})").root());
  const std::string two = canonical_json(
      parsed("{ \"b\" : {\"c\": \"\\u00e4\", // umlaut\n \"d\": 1e2},\n\"a\":15e-1}").root());
  EXPECT_EQ(one, "{\"a\":1.5,\"b\":{\"c\":\"ä\",\"d\":100}}");
  EXPECT_EQ(two, one);
  EXPECT_EQ(sha256(two), sha256(one));
}

TEST(CanonicalJson, TellsDifferentNumbersApart) {
  const JsonDocument document = parsed(
      "[0, -0.0, 0.05, 5e-2, 1e40, 10e39, -1.25, 123000, 1e-40, 0.1e-39, 12.0, 56e25,"
      "9223372036854775808.0]");
  EXPECT_EQ(canonical_json(document.root()),
            "[0,0,0.05,0.05,1e40,1e40,-1.25,123000,1e-40,1e-40,12,56e25,9223372036854775808e0]");
}

}  // namespace
}  // namespace planttwin::sim
