#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/scenarios/program.h"

// One message at the limits of each type, through the shipped mapping into the reference ERP as a
// server, and read back.
namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

class ProbeOfTheReferenceErp : public ::testing::Test {
 protected:
  ProbeOfTheReferenceErp() { setenv("PLANTTWIN_ERP_KEY", "an-example-key-0001", 1); }

  static std::string shipped(const std::string& name) {
    return fs::absolute(fs::path(PLANTTWIN_SOURCE_DIR) / name).string();
  }
  ProgramOutcome probe(const std::vector<std::string>& more, const std::string& stack = "") const {
    std::vector<std::string> words = {
        "probe", shipped("scenarios/library/12_real_erp/scenario.json"), "--stack",
        stack.empty() ? shipped("data/stacks/reference-erp/stack.json") : stack};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words, folder_.path());
  }
  // A copy of the shipped stack with another text in it.
  void write_stack(const std::string& from, const std::string& to) const {
    std::string text = read_text(shipped("data/stacks/reference-erp/stack.json"));
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, from.size(), to);
    const std::string there = "../../openapi/reference_erp.json";
    for (std::size_t i = text.find(there); i != std::string::npos; i = text.find(there)) {
      text.replace(i, there.size(), "openapi.json");
    }
    folder_.write("stack.json", text);
    folder_.write("openapi.json", read_text(shipped("data/openapi/reference_erp.json")));
    folder_.write("mapping.json", read_text(shipped("data/stacks/reference-erp/mapping.json")));
  }
  ProgramOutcome probe_with_defect(const std::string& defect) const {
    write_stack("\"--db\"", "\"--defect\", \"" + defect + "\", \"--db\"");
    return probe({"--write", "--manage", "--json"}, "stack.json");
  }
  static json message(const json& matrix, const std::string& type) {
    for (const json& one : matrix["messages"]) {
      if (one["type"] == type) return one;
    }
    ADD_FAILURE() << type << " is not there";
    return {};
  }
  static json field(const json& message, const std::string& name) {
    for (const json& one : message["fields"]) {
      if (one["field"] == name) return one;
    }
    ADD_FAILURE() << name << " is not there";
    return {};
  }

  TemporaryFolder folder_;
};

TEST_F(ProbeOfTheReferenceErp, ShowsMessagesAndCallsAndSendsNothing) {
  const ProgramOutcome text = probe({});
  EXPECT_EQ(text.exit_code, 0) << text.standard_error;
  EXPECT_THAT(text.standard_output,
              AllOf(HasSubstr("Nothing is sent without --write"), HasSubstr("\"quantity\":12.345"),
                    HasSubstr("2025-10-26T01:30:0"), HasSubstr("    POST /messages/batch [{")));
  const json plan = json::parse(probe({"--json"}).standard_output);
  EXPECT_EQ(plan["written"], false);
  EXPECT_EQ(plan["messages"].size(), 11);
  EXPECT_EQ(plan["not_tried"][0]["type"], "ByProduct");
  for (const json& one : plan["consignments"]) {
    EXPECT_EQ(one["calls"].size(), 1);
    EXPECT_TRUE(one["ends"].is_null()) << one;
  }
}

TEST_F(ProbeOfTheReferenceErp, FindsThatEverythingSurvives) {
  const ProgramOutcome outcome = probe({"--write", "--manage", "--json", "--quiet"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error << outcome.standard_output;
  const json matrix = json::parse(outcome.standard_output);
  EXPECT_EQ(matrix["survived"], true);
  EXPECT_EQ(matrix["unexpected_documents"], 0);
  EXPECT_EQ(matrix["messages"].size(), 11);
  for (const json& one : matrix["messages"]) {
    EXPECT_EQ(one["fate"], "read");
    EXPECT_EQ(one["confidence"], "key");
    for (const json& field : one["fields"])
      EXPECT_EQ(field["fate"], "kept") << one["type"] << field;
  }
  const json receipt = message(matrix, "GoodsReceived");
  EXPECT_EQ(field(receipt, "quantity")["read"], 12.345);
  EXPECT_THAT(field(receipt, "lot")["read"].get<std::string>(), HasSubstr("Ä"));
  EXPECT_EQ(field(receipt, "purchase_order")["read"].get<std::string>().size(), 40);
  EXPECT_EQ(field(receipt, "postingdate")["read"], "2025-10-26");
}

struct Damage {
  const char* defect;
  const char* type;
  const char* field;
  const char* fate;
};
class DamageInTheErp : public ProbeOfTheReferenceErp,
                       public ::testing::WithParamInterface<Damage> {};

TEST_P(DamageInTheErp, IsShownInItsField) {
  const Damage& damage = GetParam();
  const ProgramOutcome outcome = probe_with_defect(damage.defect);
  EXPECT_EQ(outcome.exit_code, 1) << outcome.standard_error;
  const json matrix = json::parse(outcome.standard_output);
  EXPECT_EQ(field(message(matrix, damage.type), damage.field)["fate"], damage.fate);
}

INSTANTIATE_TEST_SUITE_P(
    Each, DamageInTheErp,
    ::testing::Values(Damage{"cuts_decimals", "GoodsReceived", "quantity", "changed"},
                      Damage{"drops_leading_zeros", "GoodsReceived", "lot", "changed"},
                      Damage{"wrong_reason", "Scrapped", "reason", "changed"},
                      Damage{"processing_date", "Shipped", "postingdate", "changed"},
                      Damage{"drops_key", "OperationCompleted", "key", "lost"},
                      Damage{"wrong_order", "ProductCompleted", "order", "changed"}),
    [](const auto& test) { return std::string(test.param.defect); });

TEST_F(ProbeOfTheReferenceErp, FindsWhatIsLostDoubledOrBookedThoughRefused) {
  const json lost = json::parse(probe_with_defect("drops_scrap").standard_output);
  EXPECT_EQ(message(lost, "Scrapped")["fate"], "not_read_back");
  EXPECT_EQ(message(lost, "Shipped")["fate"], "read");
  const json doubled = json::parse(probe_with_defect("doubles_posting").standard_output);
  EXPECT_EQ(message(doubled, "GoodsReceived")["documents"], 2);
  EXPECT_EQ(doubled["survived"], false);
  const json refused = json::parse(probe_with_defect("books_after_rejecting").standard_output);
  EXPECT_EQ(message(refused, "GoodsReceived")["fate"], "refused");
  EXPECT_EQ(message(refused, "GoodsReceived")["code"], "time_out");
  EXPECT_EQ(message(refused, "GoodsReceived")["documents"], 1);
}

TEST_F(ProbeOfTheReferenceErp, KnowsADocumentWithoutAKeyByWhatItSays) {
  const json matrix = json::parse(probe_with_defect("drops_key").standard_output);
  const json receipt = message(matrix, "GoodsReceived");
  EXPECT_EQ(receipt["confidence"], "derived");
  EXPECT_EQ(field(receipt, "lot")["fate"], "kept");
}

TEST_F(ProbeOfTheReferenceErp, WritesOnlyWhereItMay) {
  write_stack("\"production\": false", "\"production\": true");
  const ProgramOutcome production = probe({"--write", "--manage"}, "stack.json");
  EXPECT_EQ(production.exit_code, 2);
  EXPECT_THAT(production.standard_error, HasSubstr("\"production\": false"));
  write_stack("http://127.0.0.1:${erp.port}", "http://erp.example.com");
  const ProgramOutcome elsewhere = probe({"--write", "--manage"}, "stack.json");
  EXPECT_EQ(elsewhere.exit_code, 2);
  EXPECT_THAT(elsewhere.standard_error, HasSubstr("--allow-write erp.example.com"));
  EXPECT_EQ(probe({}, "stack.json").exit_code, 0);
}

TEST_F(ProbeOfTheReferenceErp, SaysThatNobodyIsThere) {
  write_stack("\"id\": \"erp\",", "\"id\": \"erp\", \"port\": 1,");
  const ProgramOutcome outcome = probe({"--write"}, "stack.json");
  EXPECT_EQ(outcome.exit_code, 3) << outcome.standard_output;
}

}  // namespace
}  // namespace planttwin::testing
