#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/scenarios/clean_pump_works.h"
#include "tests/scenarios/program.h"
#include "tests/stack/servers.h"

// The fault plans that are shipped, each against the stack that it is for: what has struck ends
// healed or surfaced, and what is found names its fault.
namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

std::string shipped(const std::string& name) {
  return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
}

class DriveWithFaultPlan : public ::testing::Test {
 protected:
  // A shipped stack that can be changed before it is written.
  static json stack(const std::string& folder, const std::string& file) {
    json stack = json::parse(read_text(shipped("data/stacks/" + folder + "/" + file)), nullptr,
                             true, /*ignore_comments=*/true);
    for (json& part : stack["parts"]) {
      const std::string program = fs::path(part["command"][0].get<std::string>()).filename();
      part["command"][0] = shipped("data/stacks/parts/" + program);
      if (!part.contains("environment")) continue;
      json& flows = part["environment"]["PLANTTWIN_PART_FLOWS"];
      const std::string name = fs::path(flows.get<std::string>()).filename();
      flows = shipped("data/stacks/tryton-nodered/" + name);
    }
    for (const char* system : {"record", "postings"}) {
      if (stack[system].contains("mapping")) {
        stack[system]["mapping"] = shipped("data/stacks/tryton/mapping.json");
      }
    }
    // Nobody wants to wait as long as in a plant.
    json& delivery = stack["delivery"];
    delivery["first_retry"] = "100 ms";
    delivery["longest_retry"] = "1 s";
    delivery["probe_every"] = "200 ms";
    delivery["answer_within"] = "10 s";
    return stack;
  }
  ProgramOutcome drive(const json& stack, const std::string& plan,
                       const std::string& speed = "max") const {
    folder_.write("stack.json", stack.dump(2));
    return run_program({"drive", shipped("scenarios/library/12_real_erp/scenario.json"), "--stack",
                        "stack.json", "--speed", speed, "--trace", "none", "--out", "out",
                        "--quiet", "--manage", "--faults", shipped("data/faults/" + plan)},
                       folder_.path());
  }
  json audit() const { return json::parse(read_text(folder_.file("out/reconciliation.json"))); }
  // All have struck, and those of these names alone have surfaced.
  void expect_struck(const std::set<std::string>& surfaced) const {
    const json result = json::parse(read_text(folder_.file("out/result.json")));
    const json& faults = result["integration"]["faults"];
    EXPECT_FALSE(faults.empty());
    for (const json& fault : faults) {
      EXPECT_GE(fault["struck"], 1) << fault;
      EXPECT_EQ(fault["struck"], fault["healed"].get<int>() + fault["surfaced"].get<int>())
          << fault;
      EXPECT_EQ(fault["surfaced"] > 0, surfaced.contains(fault["id"].get<std::string>())) << fault;
    }
  }
  void expect_the_same_when_replayed() const {
    const ProgramOutcome replayed = run_program({"replay", "out"}, folder_.path());
    EXPECT_EQ(replayed.exit_code, 0) << replayed.standard_output << replayed.standard_error;
  }

  TemporaryFolder folder_;
};

// Tryton knows no keys: where an answer is lost, what the mapping asks before it makes anything is
// all that keeps it from being made twice.
TEST_F(DriveWithFaultPlan, IsGotOverByTrytonButForWhatItRefuses) {
  const ProgramOutcome driven = drive(stack("tryton", "stack.json"), "tryton.json");
  EXPECT_EQ(driven.exit_code, 1) << driven.standard_error;
  expect_struck({"refused"});
  const json books = audit();
  EXPECT_EQ(books["residual"], 0);
  EXPECT_EQ(books["unattributed"], 0);
  for (const json& finding : books["list"]) {
    if (!finding["against_stack"]) continue;
    EXPECT_EQ(finding["class"], "rejected") << finding;
    EXPECT_EQ(finding["fault"], "refused") << finding;
  }
  expect_the_same_when_replayed();
}

// What it has promised while its broker was away is lost, and it is blamed for it.
TEST_F(DriveWithFaultPlan, IsLaidAtAMiddlewareThatPromisesWhatItHasNotDone) {
  const ProgramOutcome driven =
      drive(stack("tryton-nodered", "naive.json"), "naive-middleware.json", "4300");
  EXPECT_EQ(driven.exit_code, 1) << driven.standard_error;
  expect_struck({"broker_killed"});
  const json books = audit();
  EXPECT_GT(books["by_class"]["missing"], 0);
  EXPECT_EQ(books["residual"], 0);
  EXPECT_EQ(books["unattributed"], 0);
  for (const json& finding : books["list"]) {
    if (finding["class"] != "missing") continue;
    EXPECT_EQ(finding["last_right"], "middleware_in") << finding;
    EXPECT_EQ(finding["first_wrong"], "middleware_out") << finding;
    EXPECT_THAT(finding["fault"].get<std::string>(),
                ::testing::AnyOf("stack", HasSubstr("broker_killed")));
  }
  expect_the_same_when_replayed();
}

}  // namespace
}  // namespace planttwin::testing
