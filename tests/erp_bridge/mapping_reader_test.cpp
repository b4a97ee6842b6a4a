#include "erp_bridge/mapping/mapping_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temporary_file.h"

namespace planttwin::bridge {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A mapping in a folder of its own, and what is wrong with it.
struct Loaded {
  explicit Loaded(const std::string& json, const std::string& definitions = "") {
    const testing::TemporaryFolder folder;
    const std::string path = folder.file("mapping.json");
    std::ofstream(path) << json;
    if (!definitions.empty()) std::ofstream(folder.file("more.jq")) << definitions;
    sim::Diagnostics diagnostics;
    mapping = load_mapping(path, diagnostics);
    for (const sim::Diagnostic& fault : diagnostics.all()) {
      faults.push_back(std::to_string(fault.position.line) + ":" + fault.pointer + ": " +
                       fault.message);
    }
  }
  std::optional<Mapping> mapping;
  std::vector<std::string> faults;
};

std::vector<std::string> faults_of(const std::string& members,
                                   const std::string& definitions = "") {
  return Loaded("{\n\"id\": \"t\",\n" + members + "}", definitions).faults;
}

TEST(MappingReader, ReadsWhatAMappingSays) {
  const Loaded loaded(R"json({
    "id": "t", "title": "the ERP", "definitions": "more.jq", "settings": {"b": 1, "a": "x"},
    "login": {"steps": [{"name": "in", "send": "{address: \"/login\"}"}], "result": "{}"},
    "headers": "{A: 1}",
    "answer": [{"when": ".status == 200", "is": "accepted"}],
    "write": [
      {"takes": ["MaterialIssued", "ProductionOrderClosed"],
       "collected_until": "ProductionOrderClosed", "most": 5,
       "steps": [{"name": "post", "when": "true", "format": "xml", "expect": "csv",
                  "send": ["{address:", "two}"], "keep": "{}", "again": "false"}],
       "result": "[]"}],
    "ignores": ["StockStatusChanged"],
    "ask": {"steps": [{"send": "{}"}], "result": "{}"},
    "orders": {"steps": [{"send": "{}", "emit": ".[]"}]},
    "read": {"documents": {"steps": [{"send": "{}"}]}, "user": "twin"},
    "codes": {"deficit": "retry_after_dependency"},
    "not_kept": [{"id": "ProductionOrderClosed"}, {"id": "*", "members": ["time"]},
                 {"id": "MaterialIssued", "members": ["key"]}]})json",
                      "def two: 2;");
  EXPECT_THAT(loaded.faults, IsEmpty());
  ASSERT_TRUE(loaded.mapping.has_value());
  const Mapping& mapping = *loaded.mapping;
  EXPECT_EQ(mapping.title, "the ERP");
  EXPECT_EQ(mapping.settings, R"({"a":"x","b":1})");
  EXPECT_EQ(mapping.definitions, "def two: 2;");
  ASSERT_THAT(mapping.writes, SizeIs(1));
  const MappingWrite& write = mapping.writes.front();
  EXPECT_EQ(write.collected_until, "ProductionOrderClosed");
  EXPECT_EQ(write.most, 5u);
  const MappingStep& step = write.sequence.steps.front();
  EXPECT_EQ(step.name, "post");
  EXPECT_EQ(step.format, BodyFormat::kXml);
  EXPECT_EQ(step.expect, BodyFormat::kCsv);
  EXPECT_EQ(mapping.programs[step.send], "{address:\ntwo}\n");
  EXPECT_EQ(step.emit, kNoProgram);
  EXPECT_THAT(mapping.ignores, ElementsAre("StockStatusChanged"));
  EXPECT_EQ(mapping.user, "twin");
  EXPECT_EQ(mapping.codes.at("deficit"), Refusal::kRetryAfterDependency);
  EXPECT_FALSE(mapping.resolution.keeps(PostingType::kOrderClosed));
  EXPECT_FALSE(mapping.resolution.keeps(PostingType::kShipped, PostingMember::kTime));
  EXPECT_FALSE(mapping.resolution.keeps(PostingType::kMaterialIssued, PostingMember::kKey));
  EXPECT_TRUE(mapping.resolution.keeps(PostingType::kShipped, PostingMember::kKey));
}

class ShippedMappings : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(, ShippedMappings, ::testing::Values("reference-erp", "tryton"));

TEST_P(ShippedMappings, HaveNoFault) {
  sim::Diagnostics diagnostics;
  load_mapping(PLANTTWIN_SOURCE_DIR "/data/stacks/" + std::string(GetParam()) + "/mapping.json",
               diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
}

TEST(MappingReader, SaysThatThereIsNoFile) {
  sim::Diagnostics diagnostics;
  EXPECT_EQ(load_mapping("no/such/mapping.json", diagnostics), std::nullopt);
  EXPECT_THAT(diagnostics.text(), HasSubstr("no/such/mapping.json"));
}

struct Bad {
  const char* members;  // from the third line of the file on
  const char* place;
  const char* message;
};
class BadMapping : public ::testing::TestWithParam<Bad> {};
INSTANTIATE_TEST_SUITE_P(
    , BadMapping,
    ::testing::Values(
        Bad{R"json("write": [{"takes": ["MaterialIsued"], "steps": [{"send": "{}"}]}])json",
            "3:/write/0/takes: ", "no message \"MaterialIsued\"; nearest: \"MaterialIssued\""},
        Bad{R"json("ignores": ["Shiped"])json",
            "3:/ignores: ", "no message \"Shiped\"; nearest: \"Shipped\""},
        Bad{R"json("write": [{"takes": ["Shipped"], "steps": [{"send": "{}"}]},
                   {"takes": ["Shipped"], "steps": [{"send": "{}"}]}])json",
            "4:/write/1/takes: ", "\"Shipped\" is taken or ignored twice"},
        Bad{R"json("write": [{"takes": ["Shipped"], "steps": [{"send": "{}"}]}],
                   "ignores": ["Shipped"])json",
            "4:/ignores: ", "\"Shipped\" is taken or ignored twice"},
        Bad{R"json("write": [{"takes": [], "steps": [{"send": "{}"}]}])json",
            "3:/write/0/takes: ", "expected the names of messages"},
        Bad{R"json("write": [{"takes": ["Shipped"], "collected_until": "ProductionOrderClosed",
                   "steps": [{"send": "{}"}]}])json",
            "3:/write/0/collected_until: ", "expected one of the messages in \"takes\""},
        Bad{R"json("write": [{"takes": ["Shipped"], "most": 0, "steps": [{"send": "{}"}]}])json",
            "3:/write/0/most: ", "1"},
        Bad{R"json("write": [{"takes": ["Shipped"], "steps": [{"name": "x"}]}])json",
            "3:/write/0/steps/0: ", "a step needs \"send\""},
        Bad{R"json("write": [{"takes": ["Shipped"], "steps": [{"send": "{}", "kep": "{}"}]}])json",
            "3:/write/0/steps/0/kep: ", "nearest: \"keep\""},
        Bad{R"json("write": [{"takes": ["Shipped"],
                   "steps": [{"send": "{}", "format": "xlm"}]}])json",
            "4:/write/0/steps/0/format: ", "nearest: \"xml\""},
        Bad{R"json("answer": [{"when": ".status == 200", "is": "accpted"}])json",
            "3:/answer/0/is: ", "nearest: \"accepted\""},
        Bad{R"json("answer": [{"when": ".status == 200"}])json", "3:/answer/0", "\"is\""},
        Bad{R"json("codes": {"deficit": "retry_latter"})json",
            "3:/codes/deficit: ", "nearest: \"retry_later\""},
        Bad{R"json("not_kept": [{"id": "MaterialIssue", "members": ["key"]}])json",
            "3:/not_kept/MaterialIssue/id: ", "nearest: \"MaterialIssued\""},
        Bad{R"json("not_kept": [{"id": "*", "members": ["reson"]}])json",
            "3:/not_kept/*/members: ", "no member \"reson\"; nearest: \"reason\""},
        Bad{R"json("not_kept": [{"id": "*"}])json", "3:/not_kept/*: ", "needs \"members\""},
        Bad{R"json("not_kept": [{"id": "MaterialIssued"}])json",
            "3:/not_kept: ", "\"MaterialIssued\" moves stock"},
        Bad{R"json("not_kept": [{"id": "StockStatusChanged"}])json",
            "3:/not_kept: ", "does not keep the member \"status\""},
        Bad{R"json("headers": "{Authorization: .session.token")json",
            "3:/headers: ", "jq: syntax error"},
        Bad{R"json("headers": ["{", "Authorization: :token", "}"])json",
            "3:/headers: ", "in line 2"},
        Bad{R"json("headers": "tokn")json",
            "3:/headers: ", "jq: tokn/0 is not defined in line 1: tokn"},
        Bad{R"json("headers": "# none")json", "3:/headers: ", "there is no program"},
        Bad{R"json("answer": [{"when": ".status ==", "is": "accepted"}])json",
            "3:/answer: ", "jq: syntax error"},
        Bad{R"json("ask": {"steps": [{"send": "{}"}], "result": "any("})json",
            "3:/ask/result: ", "jq: syntax error"},
        Bad{R"json("definitions": "none.jq")json", "3:/definitions: ", "can't read"},
        Bad{R"json("settings": [1])json", "3:/settings: ", "object"},
        Bad{R"json("headers": 7)json", "3:/headers: ", "string"},
        Bad{R"json("reed": {})json", "3:/reed: ", "nearest: \"read\""},
        Bad{R"json("read": {"documnts": {"steps": []}})json",
            "3:/read/documnts: ", "nearest: \"documents\""}));

TEST_P(BadMapping, IsRefusedWithPlaceAndReason) {
  EXPECT_THAT(faults_of(GetParam().members),
              ElementsAre(AllOf(HasSubstr(GetParam().place), HasSubstr(GetParam().message))));
}

TEST(MappingReader, NamesTheDefinitionsWhereTheyAreAtFault) {
  EXPECT_THAT(
      faults_of(R"json("definitions": "more.jq", "headers": "a")json", "def a: 1;\ndef b: | 2;"),
      ElementsAre(AllOf(HasSubstr("3:/definitions: jq: syntax error"), HasSubstr("in line 2"))));
}

TEST(MappingReader, FindsAllFaultsInOnePass) {
  EXPECT_THAT(
      faults_of("\"headers\": \".a |\",\n\"answers\": \"nothing\",\n\"ignores\": [\"X\"]"),
      ElementsAre(HasSubstr("3:/headers"), HasSubstr("4:/answers"), HasSubstr("5:/ignores")));
}

}  // namespace
}  // namespace planttwin::bridge
