#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenarios/clean_pump_works.h"
#include "tests/scenarios/program.h"
#include "tests/stack/servers.h"

// A pump works driven against Tryton: directly, through a broker and a middleware, and through a
// middleware that promises what it has not done. Each run has sixty orders and 483 postings.
namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

std::string shipped(const std::string& name) {
  return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
}

class DriveOfTryton : public ::testing::Test {
 protected:
  static std::vector<std::string> drive(const std::string& stack, const std::string& speed) {
    return {"drive",   shipped("scenarios/library/12_real_erp/scenario.json"),
            "--stack", shipped("data/stacks/" + stack),
            "--speed", speed,
            "--out",   "out",
            "--manage"};
  }
  // A copy of the shipped stack, in a folder of its own, with another text in it.
  void write_stack(const std::string& from, const std::string& to) const {
    std::string stack = read_text(shipped("data/stacks/tryton/stack.json"));
    const auto change = [&stack](const std::string& old, const std::string& now) {
      const std::size_t at = stack.find(old);
      ASSERT_NE(at, std::string::npos);
      stack.replace(at, old.size(), now);
    };
    change(from, to);
    change("../parts/tryton", shipped("data/stacks/parts/tryton"));
    folder_.write("stack/stack.json", stack);
    for (const std::string name : {"mapping.json", "tryton.jq"}) {
      folder_.write("stack/" + name, read_text(shipped("data/stacks/tryton/" + name)));
    }
  }
  static std::vector<std::string> drive_of_own_stack() {
    std::vector<std::string> words = drive("tryton/stack.json", "max");
    words[3] = "stack/stack.json";
    return words;
  }
  json reconciliation() const {
    return json::parse(read_text(folder_.file("out/reconciliation.json")));
  }
  void expect_clean_books() const {
    const json audit = reconciliation();
    expect_clean_pump_works(audit);
    EXPECT_EQ(audit["residual_value"], 0);
    EXPECT_EQ(audit["genealogy"]["recall"], 1);
    EXPECT_EQ(audit["genealogy"]["precision"], 1);
  }
  void expect_the_same_replayed() const {
    const ProgramOutcome replayed = run_program({"replay", "out"}, folder_.path());
    EXPECT_EQ(replayed.exit_code, 0) << replayed.standard_output;
  }
  bool comes(const std::string& file) const {
    for (int i = 0; i < 2400 && !fs::exists(folder_.file(file)); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return fs::exists(folder_.file(file));
  }

  TemporaryFolder folder_;
};

// Killed once in the midst: what was posted is found by its reference, and nothing is posted twice.
TEST_F(DriveOfTryton, LeavesCleanBooksThoughItWasKilledOnce) {
  Program killed(drive("tryton/stack.json", "max"), folder_.path());
  ASSERT_TRUE(comes("out/live/bridge.sqlite"));
  std::this_thread::sleep_for(std::chrono::seconds(7));
  kill(killed.process(), SIGKILL);
  killed.finish();
  const ProgramOutcome driven = run_program(drive("tryton/stack.json", "max"), folder_.path());
  ASSERT_EQ(driven.exit_code, 0) << driven.standard_error << driven.standard_output;
  expect_clean_books();
  expect_the_same_replayed();
}

TEST_F(DriveOfTryton, LeavesCleanBooksThroughABrokerAndNodeRed) {
  const ProgramOutcome driven =
      run_program(drive("tryton-nodered/stack.json", "max"), folder_.path());
  ASSERT_EQ(driven.exit_code, 0) << driven.standard_error << driven.standard_output;
  expect_clean_books();
  expect_the_same_replayed();
}

// Two order points, which Tryton's supply wizard fills: an order each, exploded by Tryton, made by
// the plant, and booked with what really went into it.
TEST_F(DriveOfTryton, MakesWhatTrytonHasPlanned) {
  std::vector<std::string> words = drive("tryton/planned.json", "max");
  for (const char* word : {"--set", "/sources=[]", "--set", "/expectations=[]"}) {
    words.emplace_back(word);
  }
  const ProgramOutcome driven = run_program(words, folder_.path());
  ASSERT_EQ(driven.exit_code, 0) << driven.standard_error << driven.standard_output;
  const json result = json::parse(read_text(folder_.file("out/result.json")));
  EXPECT_EQ(result["products"]["IMPELLER"]["released"], 60);
  EXPECT_EQ(result["products"]["PUMP"]["released"], 25);
  EXPECT_EQ(result["integration"]["to_plant"]["taken"], 2);
  EXPECT_EQ(result["reconciliation"]["findings"], 0);
  EXPECT_EQ(result["reconciliation"]["matched"], result["reconciliation"]["postings"]);
  EXPECT_EQ(result["reconciliation"]["unattributed"], 0);
  expect_the_same_replayed();
}

std::set<std::string> sighted(const fs::path& file) {
  std::set<std::string> keys;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const json message = json::parse(json::parse(line)["message"].get<std::string>());
    keys.insert(message["idempotencykey"].get<std::string>());
  }
  return keys;
}

// While the broker is away a naive middleware answers 202 all the same. What it has so promised and
// never passed on is known exactly, and it alone is blamed: either the posting itself is missing,
// or one that is booked together with it is not what it should be.
TEST_F(DriveOfTryton, BlamesAMiddlewareThatPromisesWhatItHasNotDone) {
  Program program(drive("tryton-nodered/naive.json", "4300"), folder_.path());
  ASSERT_TRUE(comes("out/live/bridge.sqlite"));
  std::this_thread::sleep_for(std::chrono::seconds(8));
  const fs::path broker = folder_.path() / "out/live/parts/broker";
  int port = 0;
  std::ifstream(broker / "port") >> port;
  // Its process is the one that has the configuration in its folder.
  const std::string stop = "pkill -TERM -f 'mosquitto -[c] " + broker.string() + "'";
  ASSERT_EQ(std::system(stop.c_str()), 0);
  std::this_thread::sleep_for(std::chrono::seconds(4));
  Server again = Server::part("mosquitto", broker, port);
  again.start();
  const ProgramOutcome driven = program.finish();
  EXPECT_EQ(driven.exit_code, 1) << driven.standard_error;

  const std::set<std::string> passed_on = sighted(folder_.file("out/live/taps.jsonl"));
  std::set<std::string> lost;
  std::ifstream traffic(folder_.file("out/live/traffic.jsonl"));
  for (std::string line; std::getline(traffic, line);) {
    const json row = json::parse(line);
    if (row["kind"] != "message") continue;
    EXPECT_TRUE(row["taken"]) << row;  // 202, all of them
    const std::string key = row["key"];
    if (!passed_on.contains(key)) lost.insert(key);
  }
  EXPECT_GT(lost.size(), 5);
  EXPECT_LT(lost.size(), 200);

  const json audit = reconciliation();
  std::set<std::string> missing;
  for (const json& finding : audit["list"]) {
    if (!finding["against_stack"]) continue;
    if (finding["class"] != "missing") {
      // An order without its release is booked with a quantity that the middleware has made up.
      EXPECT_EQ(finding["class"], "orphan") << finding;
      EXPECT_THAT(finding["detail"].get<std::string>(), HasSubstr("ProductionOrderReleased"));
      continue;
    }
    EXPECT_EQ(finding["last_right"], "middleware_in") << finding;
    EXPECT_EQ(finding["first_wrong"], "middleware_out") << finding;
    missing.insert(finding["key"].get<std::string>());
  }
  EXPECT_EQ(audit["residual"], 0);
  EXPECT_EQ(audit["unattributed"], 0);
  // Exactly what was lost is missing, but for releases where what was made up happens to be right.
  for (const std::string& key : missing) EXPECT_TRUE(lost.contains(key)) << key;
  for (const std::string& key : lost) {
    const bool made_up = key.find("/ProductionOrderReleased/") != std::string::npos;
    EXPECT_TRUE(missing.contains(key) || made_up) << key;
  }
}

TEST_F(DriveOfTryton, SaysThatThePasswordIsWrong) {
  write_stack("\"${erp.directory}/password\"", "\"wrong\"");
  folder_.write("stack/wrong", "not-the-password\n");
  const ProgramOutcome driven = run_program(drive_of_own_stack(), folder_.path());
  EXPECT_EQ(driven.exit_code, 3);
  EXPECT_THAT(driven.standard_error, HasSubstr("wrong login or password"));
  EXPECT_THAT(driven.standard_error, ::testing::Not(HasSubstr("not-the-password")));
  EXPECT_FALSE(fs::exists(folder_.file("out/result.json")));
}

// A plant is to be driven against an ERP that has its own master data, and has none of it.
TEST_F(DriveOfTryton, SaysWhichItemsAreUnknown) {
  write_stack("\"master\": \"plant\"", "\"master\": \"erp\"");
  const ProgramOutcome driven = run_program(drive_of_own_stack(), folder_.path());
  EXPECT_EQ(driven.exit_code, 2);
  EXPECT_THAT(driven.standard_error, HasSubstr("no product for CASTING, BAR-20, SEAL"));
}

}  // namespace
}  // namespace planttwin::testing
