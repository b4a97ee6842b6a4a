#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string shipped(const std::string& name) {
  return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
}

// What the plant has told it is gone with its orders, and told again.
TEST(CareOfTryton, ResetsItToAnEmptyCompanyAndCleansItAway) {
  const TemporaryFolder folder;
  const auto run = [&](const std::vector<std::string>& words) {
    const ProgramOutcome outcome = run_program(words, folder.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error << outcome.standard_output;
    return outcome;
  };
  const auto documents = [&] {
    run({"drive", shipped("scenarios/library/12_real_erp/scenario.json"), "--stack",
         shipped("data/stacks/tryton/stack.json"), "--speed", "max", "--manage", "--out", "out",
         "--set", "/horizon=\"5 h\"", "--set", "/expectations=[]"});
    const json audit = json::parse(read_text(folder.file("out/reconciliation.json")));
    EXPECT_EQ(audit["against_stack"], 0);
    EXPECT_EQ(audit["by_class"].value("foreign", 0), 0);
    EXPECT_GE(audit["documents"], 40);
    return audit["documents"];
  };
  const json first = documents();
  const json reset = json::parse(run({"stack", "reset", "out", "--json"}).standard_output);
  EXPECT_EQ(reset["parts"], json::array({"erp"}));
  EXPECT_LT(reset["wall_s"], 30);
  EXPECT_EQ(documents(), first);
  run({"stack", "clean", "out"});
  EXPECT_TRUE(fs::is_empty(folder.file("out/live/parts")));
}

}  // namespace
}  // namespace planttwin::testing
