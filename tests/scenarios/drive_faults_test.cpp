#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/scenarios/clean_pump_works.h"
#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

// A pump works that posts to the reference ERP over a way on which things go wrong on purpose.
class DriveWithFaults : public ::testing::Test {
 protected:
  DriveWithFaults() {
    setenv("PLANTTWIN_ERP_KEY", "an-example-key-0001", 1);
    folder_.write("mapping.json", read_text(shipped("data/stacks/reference-erp/mapping.json")));
    json stack = json::parse(read_text(shipped("data/stacks/reference-erp/stack.json")), nullptr,
                             true, /*ignore_comments=*/true);
    // Nobody wants to wait as long as in a plant.
    stack["delivery"] = {{"first_retry", "50 ms"},
                         {"longest_retry", "1 s"},
                         {"probe_every", "100 ms"},
                         {"answer_within", "2 s"}};
    stack["settle_within"] = "20 s";
    write_stack(stack);
  }

  static std::string shipped(const std::string& name) {
    return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
  }
  void write_stack(const json& stack) {
    stack_ = stack;
    folder_.write("stack.json", stack.dump(2));
  }
  ProgramOutcome drive(const std::string& plan, const std::string& out = "out",
                       const std::vector<std::string>& more = {"--manage"}) const {
    std::vector<std::string> words = {
        "drive",   shipped("scenarios/library/12_real_erp/scenario.json"),
        "--stack", "stack.json",
        "--speed", "lockstep",
        "--trace", "none",
        "--out",   out,
        "--quiet", "--faults",
        plan};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words, folder_.path());
  }
  json load(const std::string& file) const { return json::parse(read_text(folder_.file(file))); }
  // Of result.json, by id.
  std::map<std::string, json> faults(const std::string& out = "out") const {
    std::map<std::string, json> all;
    const json result = load(out + "/result.json");
    for (const json& row : result["integration"]["faults"]) {
      all[row["id"]] = row;
    }
    return all;
  }
  void expect_the_same_when_replayed() const {
    const ProgramOutcome replayed = run_program({"replay", "out"}, folder_.path());
    EXPECT_EQ(replayed.exit_code, 0) << replayed.standard_output << replayed.standard_error;
    EXPECT_THAT(replayed.standard_output, HasSubstr("the same, byte by byte"));
  }

  TemporaryFolder folder_;
  json stack_;
};

TEST_F(DriveWithFaults, GetsOverAllThatTheErpAndItsMappingCanGetOver) {
  const ProgramOutcome driven = drive(shipped("data/faults/reference-erp.json"));
  EXPECT_EQ(driven.exit_code, 0) << driven.standard_error;
  const json audit = load("out/reconciliation.json");
  EXPECT_EQ(audit["by_class"]["missing"], 0);
  EXPECT_EQ(audit["by_class"]["duplicate"], 0);
  EXPECT_EQ(audit["by_class"]["rejected"], 0);
  expect_clean_pump_works(audit);
  const auto all = faults();
  EXPECT_EQ(all.size(), 17U);
  for (const auto& [id, row] : all) {
    EXPECT_GE(row["struck"], 1) << id;
    EXPECT_EQ(row["healed"], row["struck"]) << id;
    EXPECT_EQ(row["surfaced"], 0) << id;
  }
  expect_the_same_when_replayed();
}

TEST_F(DriveWithFaults, FindsWhatIsAcknowledgedAndLostAndNamesTheFault) {
  const ProgramOutcome driven = drive(shipped("data/faults/lost.json"));
  EXPECT_EQ(driven.exit_code, 1) << driven.standard_error;
  const auto all = faults();
  EXPECT_EQ(all.at("lost")["struck"], 2);
  EXPECT_EQ(all.at("lost")["surfaced"], 2);
  EXPECT_EQ(all.at("garbled")["struck"], 1);
  EXPECT_EQ(all.at("garbled")["healed"], 1);
  const json audit = load("out/reconciliation.json");
  EXPECT_GE(audit["by_class"]["missing"], 2);
  EXPECT_EQ(audit["by_class"]["duplicate"], 0);
  EXPECT_EQ(audit["residual"], 0);
  EXPECT_EQ(audit["unattributed"], 0);
  for (const json& finding : audit["list"]) {
    if (!finding["against_stack"]) continue;
    EXPECT_THAT(finding["fault"].dump(), ::testing::AnyOf(HasSubstr("lost"), HasSubstr("late")))
        << finding.dump();
  }
  EXPECT_THAT(read_text(folder_.file("out/report.html")), HasSubstr("\"kind\":\"drop\""));
  expect_the_same_when_replayed();
}

TEST_F(DriveWithFaults, FindsWhatTheErpHasBelievedAndGetsOverWhatItRefuses) {
  const ProgramOutcome driven = drive(shipped("data/faults/messages.json"));
  EXPECT_EQ(driven.exit_code, 1) << driven.standard_error;
  const auto all = faults();
  EXPECT_EQ(all.size(), 9U);
  for (const auto& [id, row] : all) EXPECT_GE(row["struck"], 1) << id;
  for (const char* believed : {"in_pairs", "tomorrow", "other_place"}) {
    EXPECT_EQ(all.at(believed)["surfaced"], all.at(believed)["struck"]) << believed;
  }
  for (const char* got_over : {"renamed", "record_away", "record_cut_off"}) {
    EXPECT_EQ(all.at(got_over)["surfaced"], 0) << got_over;
  }
  const json audit = load("out/reconciliation.json");
  EXPECT_EQ(audit["residual"], 0);
  EXPECT_EQ(audit["unattributed"], 0);
  std::map<std::string, std::set<std::string>> found;
  for (const json& finding : audit["list"]) {
    if (finding["against_stack"]) found[finding["fault"]].insert(finding["class"]);
  }
  EXPECT_TRUE(found["in_pairs"].contains("wrong_quantity"));
  EXPECT_TRUE(found["tomorrow"].contains("wrong_date"));
  EXPECT_TRUE(found["other_place"].contains("wrong_location"));
  expect_the_same_when_replayed();
}

// Who reads the audit log sees what was broken on purpose, and can trust that no line is missing.
TEST_F(DriveWithFaults, WritesEachStrikeIntoTheAuditLog) {
  ASSERT_EQ(drive(shipped("data/faults/lost.json")).exit_code, 1);
  const auto rows = [&](const std::string& file) {
    std::vector<json> all;
    std::istringstream lines(read_text(folder_.file(file)));
    for (std::string line; std::getline(lines, line);) all.push_back(json::parse(line));
    return all;
  };
  std::vector<json> kept = rows("out/live/faults.jsonl");
  std::erase_if(kept, [](const json& row) { return row.contains("planned"); });
  std::vector<json> told = rows("out/live/audit.log");
  EXPECT_EQ(told.front()["faults"],
            fs::path(shipped("data/faults/lost.json")).lexically_normal().string());
  EXPECT_EQ(told.front()["faults_sha256"].get<std::string>().size(), 64U);
  std::erase_if(told, [](const json& row) { return row["event"] != "fault_struck"; });
  ASSERT_EQ(told.size(), kept.size());
  EXPECT_GE(told.size(), 3U);
  for (std::size_t i = 0; i < told.size(); ++i) {
    for (const char* member : {"fault", "kind", "strike", "keys"}) {
      EXPECT_EQ(told[i][member], kept[i][member]) << member;
    }
    EXPECT_EQ(told[i]["connection"], "erp");
  }
  const ProgramOutcome verified =
      run_program({"audit-log", "verify", "out/live/audit.log", "--key-file", "out/live/audit.key"},
                  folder_.path());
  EXPECT_EQ(verified.exit_code, 0) << verified.standard_error;
}

// The run id, which differs, has no part in what is drawn.
TEST_F(DriveWithFaults, StrikesTheSameWithTheSameSeed) {
  const std::string plan = R"({ "seed": 3, "faults": [ { "id": "away", "kind": "status_5xx",
      "connection": "erp", "share": 0.1, "of": ["ProductionOrderClosed"], "status": 503 } ] })";
  folder_.write("plan.json", plan);
  const auto struck = [&](const std::string& out) {
    EXPECT_EQ(drive("plan.json", out).exit_code, 0);
    std::vector<std::string> keys;
    std::istringstream lines(read_text(folder_.file(out + "/live/faults.jsonl")));
    for (std::string line; std::getline(lines, line);) {
      const json row = json::parse(line);
      for (const json& key : row.value("keys", json::array())) {
        const auto text = key.get<std::string>();
        if (text.find("ProductionOrderClosed") == std::string::npos) continue;
        keys.push_back(text.substr(text.find('/')));
      }
    }
    std::sort(keys.begin(), keys.end());
    return keys;
  };
  const std::vector<std::string> first = struck("first");
  EXPECT_GE(first.size(), 1U);
  EXPECT_EQ(struck("second"), first);
}

TEST_F(DriveWithFaults, LaysAtTheStackWhatNoFaultHasDone) {
  json stack = stack_;
  for (const char* word : {"--defect", "loses_posting=0.02"}) {
    stack["parts"][0]["command"].push_back(word);
  }
  stack["settle_within"] = "2 s";
  stack["delivery"]["most_attempts"] = 3;  // what needs something that is lost is soon given up
  write_stack(stack);
  folder_.write("plan.json", R"({ "seed": 1, "faults": [ { "id": "twice", "kind": "duplicate",
      "connection": "erp", "every": 100 } ] })");
  EXPECT_EQ(drive("plan.json").exit_code, 1);
  const json audit = load("out/reconciliation.json");
  EXPECT_GE(audit["by_class"]["missing"], 1);
  int at_stack = 0;
  for (const json& finding : audit["list"]) at_stack += finding["fault"] == "stack" ? 1 : 0;
  EXPECT_GE(at_stack, 1);
}

// Found by a soak: refusals were laid at whatever had last made a message go again.
TEST_F(DriveWithFaults, LaysARefusalAtWhatHasKeptTheStockFromTheBooks) {
  json stack = stack_;
  stack["settle_within"] = "2 s";
  stack["delivery"]["most_attempts"] = 3;
  write_stack(stack);
  folder_.write("plan.json", R"({ "seed": 1, "faults": [
    { "id": "again", "kind": "reset_before_send", "connection": "erp", "every": 1,
      "of": ["MaterialIssued"] },
    { "id": "lost", "kind": "drop", "connection": "erp", "of": ["ProductCompleted"], "every": 1,
      "most": 1, "status": 202, "body": "{results: [.keys[] | {status: 202}]}" } ] })");
  EXPECT_EQ(drive("plan.json").exit_code, 1);
  const json audit = load("out/reconciliation.json");
  EXPECT_GE(audit["by_class"]["rejected"], 1);
  for (const json& finding : audit["list"]) {
    if (!finding["against_stack"]) continue;
    EXPECT_EQ(finding["fault"], "lost") << finding.dump();
  }
  EXPECT_EQ(faults().at("again")["surfaced"], 0);
}

// Found by a soak: a session that was over twice in a row set a message aside at once.
TEST_F(DriveWithFaults, SendsAgainWhatASecondExpiredLoginHasKeptBack) {
  folder_.write("plan.json", R"({ "seed": 1, "faults": [ { "id": "logged_out",
      "kind": "expired_login", "connection": "erp", "of": ["OperationCompleted"], "share": 0.5 } ] })");
  const ProgramOutcome driven = drive("plan.json");
  EXPECT_EQ(driven.exit_code, 0) << driven.standard_error;
  EXPECT_EQ(load("out/reconciliation.json")["by_class"]["rejected"], 0);
  EXPECT_GE(faults().at("logged_out")["struck"], 50);
}

TEST_F(DriveWithFaults, InjectsNothingIntoProduction) {
  for (const bool said : {true, false}) {
    json stack = stack_;
    stack["production"] = true;
    if (!said) stack.erase("production");
    write_stack(stack);
    const ProgramOutcome driven = drive(shipped("data/faults/lost.json"));
    EXPECT_EQ(driven.exit_code, 2);
    EXPECT_THAT(driven.standard_error, HasSubstr("\"production\": false"));
    EXPECT_FALSE(fs::exists(folder_.file("out")));
  }
}

TEST_F(DriveWithFaults, WantsPartsThatItHasStartedForFaultsOfThem) {
  json stack = stack_;
  stack["parts"][0]["port"] = 1;
  write_stack(stack);
  const ProgramOutcome driven = drive(shipped("data/faults/reference-erp.json"), "out", {});
  EXPECT_EQ(driven.exit_code, 2);
  EXPECT_THAT(driven.standard_error, AllOf(HasSubstr("frozen"), HasSubstr("--manage")));
}

TEST_F(DriveWithFaults, SaysWhatThePlanNamesAndTheStackDoesNotHave) {
  folder_.write("plan.json", R"({ "seed": 1, "faults": [
    { "id": "a", "kind": "duplicate", "connection": "epr", "every": 2 },
    { "id": "b", "kind": "restart", "part": "er", "at": "1 s", "lasts": "1 s" } ] })");
  const ProgramOutcome driven = drive("plan.json");
  EXPECT_EQ(driven.exit_code, 2);
  EXPECT_THAT(driven.standard_error,
              AllOf(HasSubstr("plan.json:2:"), HasSubstr("/faults/a/connection"),
                    HasSubstr("nearest: \"erp\""), HasSubstr("/faults/b/part")));
  EXPECT_FALSE(fs::exists(folder_.file("out")));
}

TEST_F(DriveWithFaults, HasItsPlanChecked) {
  const ProgramOutcome good =
      run_program({"check", shipped("data/faults/lost.json")}, folder_.path());
  EXPECT_EQ(good.exit_code, 0);
  EXPECT_THAT(good.standard_output, HasSubstr("good fault plan of 3 faults"));
  folder_.write("plan.json", R"({ "seed": 1, "faults": [ { "id": "a", "kind": "dupplicate" } ] })");
  const ProgramOutcome bad = run_program({"check", "plan.json"}, folder_.path());
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.standard_error, HasSubstr("nearest: \"duplicate\""));
}

}  // namespace
}  // namespace planttwin::testing
