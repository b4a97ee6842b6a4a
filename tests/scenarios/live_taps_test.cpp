#include "scenarios/live_taps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "erp_bridge/formats/json_format.h"
#include "tests/scenarios/away_erp.h"
#include "tests/scenarios/clean_pump_works.h"
#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using scenario::messages_in;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kKey = "an-example-key-0001";

std::string message(const std::string& key) {
  bridge::GoodsReceived received;
  received.item = "SEAL";
  received.quantity = sim::Decimal(3, 0);
  received.unit = "pcs";
  received.location = "STORE";
  bridge::Message made;
  made.envelope.id = made.envelope.idempotency_key = key;
  made.envelope.source = "/planttwin/PUMP-WORKS";
  made.envelope.run_id = "run";
  made.envelope.sequence = 1;
  made.envelope.partition_key = made.envelope.short_key = key;
  made.envelope.plant = "HALL";
  made.envelope.posting_date = "2025-05-05";
  made.body = received;
  return bridge::to_json(made);
}

TEST(MessagesIn, AreOneOrAnArrayOfThem) {
  EXPECT_THAT(messages_in(message("a")), ElementsAre(message("a")));
  EXPECT_THAT(messages_in("[" + message("a") + "," + message("b") + "]"),
              ElementsAre(HasSubstr("\"a\""), HasSubstr("\"b\"")));
}

// Nor is a password that stands in one.
TEST(MessagesIn, AreNotWhatElsePasses) {
  EXPECT_THAT(messages_in(""), IsEmpty());
  EXPECT_THAT(messages_in("<order/>"), IsEmpty());
  EXPECT_THAT(messages_in(R"({"method": "login", "params": ["admin", "secret"]})"), IsEmpty());
  EXPECT_THAT(messages_in(R"([1, {"a": 2}])"), IsEmpty());
}

// A pump works that reports to the reference ERP through a tap.
class DriveThroughATap : public ::testing::Test {
 protected:
  DriveThroughATap() { setenv("PLANTTWIN_ERP_KEY", kKey, 1); }

  static std::string shipped(const std::string& name) {
    return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
  }
  void write_stack(const std::string& url_of_tap, const std::vector<std::string>& options = {}) {
    json stack = json::parse(read_text(shipped("data/stacks/reference-erp/stack.json")), nullptr,
                             true, /*ignore_comments=*/true);
    for (const std::string& option : options) stack["parts"][0]["command"].push_back(option);
    stack["connections"].push_back({{"id", "tap"}, {"url", url_of_tap}});
    stack["postings"]["connection"] = "tap";
    stack["taps"] = {{{"hop", "record_in"},
                      {"connection", "tap"},
                      {"address", "/messages"},
                      {"forward_to", "erp"}}};
    // A clean run waits only as long as it has to; behind what an ERP loses others wait for ever.
    stack["settle_within"] = options.empty() ? "60 s" : "3 s";
    folder_.write("stack.json", stack.dump());
    folder_.write("mapping.json", read_text(shipped("data/stacks/reference-erp/mapping.json")));
  }
  ProgramOutcome drive() const {
    return run_program({"drive", shipped("scenarios/library/12_real_erp/scenario.json"), "--stack",
                        "stack.json", "--manage", "--speed", "max", "--out", "out"},
                       folder_.path());
  }
  static std::string url() { return "http://127.0.0.1:" + std::to_string(spare_port()); }
  json reconciliation() const {
    return json::parse(read_text(folder_.file("out/reconciliation.json")));
  }

  TemporaryFolder folder_;
};

TEST_F(DriveThroughATap, KeepsWhatPassesAndBendsNothing) {
  write_stack(url());
  const ProgramOutcome driven = drive();
  ASSERT_EQ(driven.exit_code, 0) << driven.standard_error << driven.standard_output;
  const json audit = reconciliation();
  expect_clean_pump_works(audit);
  std::set<std::string> heard;
  int passed = 0;
  std::ifstream taps(folder_.file("out/live/taps.jsonl"));
  for (std::string line; std::getline(taps, line);) {
    const json row = json::parse(line);
    EXPECT_EQ(row["hop"], "record_in");
    if (row.contains("passed")) {
      EXPECT_EQ(row["passed"], "POST /messages/batch");
      EXPECT_EQ(row["status"], 200);
      ++passed;
    } else {
      heard.insert(json::parse(row["message"].get<std::string>())["idempotencykey"]);
    }
  }
  EXPECT_EQ(heard.size(), audit["postings"]);
  EXPECT_GT(passed, 0);
  EXPECT_THAT(read_text(folder_.file("out/live/taps.jsonl")), Not(HasSubstr(kKey)));
  EXPECT_EQ(run_program({"replay", "out"}, folder_.path()).exit_code, 0);
}

TEST_F(DriveThroughATap, LaysWhatTheErpLosesAtItsDoor) {
  write_stack(url(), {"--defect", "loses_posting=0.05"});
  EXPECT_EQ(drive().exit_code, 1);
  const json audit = reconciliation();
  EXPECT_GT(audit["by_class"]["missing"], 5);
  for (const json& finding : audit["list"]) {
    if (finding["class"] != "missing") continue;
    EXPECT_EQ(finding["last_right"], "record_in") << finding;
    EXPECT_EQ(finding["first_wrong"], "record") << finding;
  }
}

TEST_F(DriveThroughATap, EndsWhereTheTapCannotListen) {
  write_stack("http://127.0.0.1:${erp.port}");
  const ProgramOutcome driven = drive();
  EXPECT_EQ(driven.exit_code, 3);
  EXPECT_THAT(driven.standard_error, HasSubstr("can't listen on 127.0.0.1:"));
}

}  // namespace
}  // namespace planttwin::testing
