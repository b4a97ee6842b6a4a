#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using Documents = std::vector<json>;

std::string shipped(const std::string& name) {
  return std::filesystem::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
}

// A log of five messages, and an export of the documents that an ERP has made of them.
class ReplayTraffic : public ::testing::Test {
 protected:
  ReplayTraffic() {
    folder_.write("export.json", R"({"id": "rows", "documents": {}})");
    add("ProductionOrderReleased", "1",
        {{"order", "O-1"}, {"item", "CASTING"}, {"quantity", 4}, {"unit", "pcs"}});
    for (const char* lot : {"HEAT-1", "HEAT-2", "HEAT-3"}) {
      add("GoodsReceived", lot,
          {{"item", "CASTING"},
           {"lot", lot},
           {"quantity", 10},
           {"unit", "pcs"},
           {"location", "STORE"},
           {"status", "unrestricted"}});
    }
    add("MaterialIssued", "5",
        {{"order", "O-1"},
         {"operation", "10"},
         {"item", "CASTING"},
         {"lot", "HEAT-1"},
         {"quantity", 4},
         {"unit", "pcs"},
         {"location", "STORE"},
         {"into_lot", "O-1.1"}});
  }

  void add(const std::string& type, const std::string& what, const json& data) {
    const auto number = static_cast<int>(documents_.size()) + 1;
    const std::string key = "R/" + type + "/" + what;
    const std::string time = "2025-05-05T04:0" + std::to_string(number) + ":00.000000Z";
    messages_.push_back({{"specversion", "1.0"},
                         {"type", "planttwin." + type + ".v1"},
                         {"datacontenttype", "application/json"},
                         {"id", key},
                         {"source", "/x"},
                         {"time", time},
                         {"runid", "R"},
                         {"partitionkey", "P"},
                         {"idempotencykey", key},
                         {"shortkey", "K"},
                         {"plant", "HALL"},
                         {"postingdate", "2025-05-05"},
                         {"company", "PUMP-WORKS"},
                         {"sequence", std::to_string(number)},
                         {"data", data}});
    documents_.push_back({{"number", number},
                          {"key", key},
                          {"time", time},
                          {"type", type},
                          {"plant", "HALL"},
                          {"company", "PUMP-WORKS"},
                          {"user", "planttwin"},
                          {"posting_date", "2025-05-05"},
                          {"period", "2025-05"},
                          {"data", data}});
  }

  static std::string lines(const std::vector<json>& rows) {
    std::string text;
    for (const json& row : rows) text += row.dump() + "\n";
    return text;
  }
  ProgramOutcome replay(const std::string& log = "log.jsonl") {
    if (log == "log.jsonl") folder_.write("log.jsonl", lines(messages_));
    folder_.write("documents.jsonl", lines(documents_));
    return run_program({"replay", "--traffic", log, "--scenario",
                        shipped("scenarios/library/12_real_erp/scenario.json"), "--record",
                        "documents.jsonl", "--mapping", "export.json", "--out", "audit"},
                       folder_.path());
  }
  json result() const { return json::parse(read_text(folder_.file("audit/reconciliation.json"))); }

  TemporaryFolder folder_;
  std::vector<json> messages_;
  Documents documents_;
};

TEST_F(ReplayTraffic, OfWhatWasBookedAsReportedFindsNothing) {
  const ProgramOutcome outcome = replay();
  ASSERT_EQ(outcome.exit_code, 0) << outcome.standard_error << outcome.standard_output;
  EXPECT_EQ(result()["matched"], 5);
  EXPECT_EQ(result()["residual"], 0);
  EXPECT_THAT(outcome.standard_output,
              AllOf(HasSubstr("5 postings reported"), HasSubstr("misreported"),
                    HasSubstr("rejected"), HasSubstr("undocumented_change")));
  // Again into the same folder.
  EXPECT_EQ(replay().exit_code, 0);
}

TEST_F(ReplayTraffic, FindsWhatIsMissingWrongAndTooMuch) {
  documents_[2]["data"]["quantity"] = 9;
  documents_[3]["data"]["lot"] = "HEAT-4";
  json twin = documents_[4];
  twin["number"] = 7;
  documents_.push_back(twin);
  documents_.erase(documents_.begin() + 1);
  const ProgramOutcome outcome = replay();
  ASSERT_EQ(outcome.exit_code, 1) << outcome.standard_error << outcome.standard_output;
  const json classes = result()["by_class"];
  EXPECT_EQ(classes["missing"], 1);
  EXPECT_EQ(classes["wrong_quantity"], 1);
  EXPECT_EQ(classes["wrong_lot"], 1);
  EXPECT_EQ(classes["duplicate"], 1);
  EXPECT_EQ(result()["residual"], 0);
  EXPECT_EQ(result()["unattributed"], 0);
}

TEST_F(ReplayTraffic, KnowsFromAnArchiveWhatWasRefused) {
  json entries = json::array();
  for (std::size_t i = 0; i < messages_.size(); ++i) {
    const bool refused = i == 4;
    const json said = refused ? json{{"code", "deficit"}} : json::object();
    entries.push_back(
        {{"request", {{"method", "POST"}, {"postData", {{"text", messages_[i].dump()}}}}},
         {"response", {{"status", refused ? 422 : 200}, {"content", {{"text", said.dump()}}}}}});
  }
  folder_.write("proxy.har", json{{"log", {{"entries", entries}}}}.dump());
  documents_.pop_back();
  const ProgramOutcome outcome = replay("proxy.har");
  EXPECT_EQ(outcome.exit_code, 1) << outcome.standard_error;
  EXPECT_EQ(result()["by_class"]["rejected"], 1);
  EXPECT_EQ(result()["by_class"]["missing"], 0);
  EXPECT_EQ(result()["traffic"]["answers"], true);
}

TEST_F(ReplayTraffic, NeedsPostingsInTheLog) {
  messages_ = {json{{"hello", "world"}}};
  const ProgramOutcome outcome = replay();
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("no posting in it"));
}

TEST_F(ReplayTraffic, WantsARunOrALog) {
  EXPECT_EQ(run_program({"replay"}, folder_.path()).exit_code, 2);
  EXPECT_EQ(run_program({"replay", "--traffic", "log.jsonl"}, folder_.path()).exit_code, 2);
}

}  // namespace
}  // namespace planttwin::testing
