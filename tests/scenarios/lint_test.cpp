#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "tests/scenarios/program.h"

// A mapping compared with what the reference ERP says of its own interface: each test breaks one
// thing in a copy of the shipped files.
namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

json shipped(const std::string& name) {
  return json::parse(read_text(fs::path(PLANTTWIN_SOURCE_DIR) / name), nullptr, true,
                     /*ignore_comments=*/true);
}

class LintOfTheReferenceErp : public ::testing::Test {
 protected:
  LintOfTheReferenceErp() {
    stack["record"]["openapi"] = stack["postings"]["openapi"] = "openapi.json";
  }

  ProgramOutcome lint(const std::vector<std::string>& more = {"--json"}) const {
    folder_.write("stack.json", stack.dump());
    folder_.write("mapping.json", mapping.dump());
    folder_.write("openapi.json", openapi.dump());
    std::vector<std::string> words = {"lint", "--stack", "stack.json"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words, folder_.path());
  }
  // "error unmapped_type GoodsReceived", of whoever takes messages.
  static std::set<std::string> findings(const ProgramOutcome& outcome) {
    std::set<std::string> all;
    const json printed = json::parse(outcome.standard_output);
    for (const json& one : printed["systems"].back()["findings"]) {
      all.insert(one["severity"].get<std::string>() + " " + one["check"].get<std::string>() + " " +
                 one["subject"].get<std::string>());
    }
    return all;
  }
  // The text of the only finding of a kind.
  static std::string text_of(const ProgramOutcome& outcome, const std::string& check) {
    std::string text;
    const json printed = json::parse(outcome.standard_output);
    for (const json& one : printed["systems"].back()["findings"]) {
      if (one["check"] == check) text += one["text"].get<std::string>();
    }
    return text;
  }
  json& posting() { return mapping["write"][0]["steps"][0]; }
  json& message_schema() { return openapi["components"]["schemas"]["Message"]; }

  TemporaryFolder folder_;
  json stack = shipped("data/stacks/reference-erp/stack.json");
  json mapping = shipped("data/stacks/reference-erp/mapping.json");
  json openapi = shipped("data/openapi/reference_erp.json");
};

using Findings = std::set<std::string>;

TEST_F(LintOfTheReferenceErp, FindsNothingInTheShippedFiles) {
  const ProgramOutcome outcome = lint();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(findings(outcome), Findings());
  const ProgramOutcome table = lint({});
  EXPECT_THAT(table.standard_output,
              AllOf(HasSubstr("(postings), compared with "), HasSubstr("0 errors, 0 warnings")));
}

TEST_F(LintOfTheReferenceErp, FindsMessagesThatNobodyTakes) {
  json& takes = mapping["write"][0]["takes"];
  takes.erase(std::find(takes.begin(), takes.end(), "GoodsReceived"));
  takes.erase(std::find(takes.begin(), takes.end(), "Shipped"));
  mapping["ignores"] = {"Shipped"};
  const ProgramOutcome outcome = lint();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(findings(outcome), Findings({"error unmapped_type GoodsReceived"}));
}

TEST_F(LintOfTheReferenceErp, FindsPathsAndMethodsThatAreNotThere) {
  posting()["send"] = "{address: \"/messages/bulk\", body: [.batch[].messages[0]]}";
  mapping["ask"]["steps"][0]["send"] = "{method: \"PUT\", address: \"/received\"}";
  const ProgramOutcome outcome = lint();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(findings(outcome).contains("error unknown_path POST /messages/bulk"));
  EXPECT_TRUE(findings(outcome).contains("error unknown_path PUT /received"));
}

TEST_F(LintOfTheReferenceErp, FollowsThePathOfAServerAndOfTheConnection) {
  openapi["servers"] = {{{"url", "https://erp.example.com/api/v1"}}};
  stack["connections"][0]["url"] = "http://127.0.0.1:${erp.port}/api/v1";
  EXPECT_EQ(findings(lint()), Findings());
}

TEST_F(LintOfTheReferenceErp, FindsBodiesThatDoNotFit) {
  message_schema()["required"].push_back("warehouse");
  message_schema()["additionalProperties"] = false;
  message_schema()["properties"].erase("plant");
  message_schema()["properties"]["sequence"] = {{"type", "integer"}};
  const ProgramOutcome outcome = lint();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(findings(outcome), Findings({"error missing_member POST /messages/batch",
                                         "error unknown_member POST /messages/batch",
                                         "error wrong_value POST /messages/batch"}));
  EXPECT_THAT(text_of(outcome, "missing_member"), HasSubstr("/0/warehouse: is required"));
  EXPECT_THAT(text_of(outcome, "unknown_member"), HasSubstr("/0/plant: no such member is allowed"));
  EXPECT_THAT(text_of(outcome, "wrong_value"), HasSubstr("/0/sequence: expected an integer"));
}

TEST_F(LintOfTheReferenceErp, WarnsOfFieldsThatAreTooShortForLongNames) {
  message_schema()["properties"]["data"]["properties"]["lot"] = {{"type", "string"},
                                                                 {"maxLength", 10}};
  const ProgramOutcome outcome = lint();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(text_of(outcome, "too_long"), HasSubstr("/0/data/lot: at most 10 characters"));
}

TEST_F(LintOfTheReferenceErp, WarnsOfFieldsThatTheMappingNeverReads) {
  posting()["send"] =
      "{address: \"/messages/batch\", body: [.batch[].messages[0] | del(.data.into_lot)]}";
  const ProgramOutcome outcome = lint();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_TRUE(findings(outcome).contains("warning unread_field MaterialIssued"));
  EXPECT_THAT(text_of(outcome, "unread_field"), HasSubstr("into_lot"));
  EXPECT_FALSE(findings(outcome).contains("warning unread_field GoodsReceived"));
}

TEST_F(LintOfTheReferenceErp, FindsProgramsThatFail) {
  posting()["send"] = "{address: \"/messages/batch\", body: [.batch[].messages[0].data.item + 1]}";
  const ProgramOutcome outcome = lint();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(findings(outcome).contains("error failing_program GoodsReceived"));
}

TEST_F(LintOfTheReferenceErp, WarnsOfGapsInTheTableOfCodes) {
  mapping["codes"].erase("deficit");
  mapping["codes"]["sunday"] = "retry_later";
  EXPECT_EQ(findings(lint()),
            Findings({"warning impossible_code sunday", "warning unlisted_code deficit"}));
}

// "booked" is no state of the interface: what was lost on its way would never be known as booked.
TEST_F(LintOfTheReferenceErp, WarnsOfAnAskThatNeverSaysYes) {
  mapping["ask"]["steps"][0]["keep"] =
      "{known: any(.answer.body.received[]; .state == \"booked\")}";
  EXPECT_EQ(findings(lint()), Findings({"warning deaf_ask ask"}));
}

TEST_F(LintOfTheReferenceErp, SaysWhatItCouldNotCompare) {
  stack["record"].erase("openapi");
  stack["postings"].erase("openapi");
  EXPECT_TRUE(findings(lint()).contains("note not_followed the reference ERP"));
  EXPECT_EQ(findings(lint({"--json", "--openapi", "openapi.json"})), Findings());
}

TEST_F(LintOfTheReferenceErp, RefusesWhatIsNoDocument) {
  openapi = {{"swagger", "2.0"}};
  const ProgramOutcome old = lint();
  EXPECT_EQ(old.exit_code, 2);
  EXPECT_THAT(old.standard_error, HasSubstr("no document of OpenAPI 3"));
  openapi = shipped("data/openapi/reference_erp.json");
  openapi["paths"]["/stock"]["get"]["responses"]["200"] = {{"$ref", "#/components/nowhere"}};
  const ProgramOutcome broken = lint();
  EXPECT_EQ(broken.exit_code, 2);
  EXPECT_THAT(broken.standard_error, HasSubstr("\"#/components/nowhere\" leads nowhere"));
  stack["postings"]["openapi"] = "/openapi.json";
  const ProgramOutcome unknown = lint();
  EXPECT_EQ(unknown.exit_code, 2);
}

TEST_F(LintOfTheReferenceErp, SaysThatTheDocumentCanNotBeHad) {
  stack["parts"] = json::array();
  stack["record"].erase("openapi");
  stack["postings"]["openapi"] = "/openapi.json";
  stack["connections"][0]["url"] = "http://127.0.0.1:1";
  const ProgramOutcome outcome = lint();
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.standard_error, HasSubstr("GET /openapi.json"));
}

}  // namespace
}  // namespace planttwin::testing
