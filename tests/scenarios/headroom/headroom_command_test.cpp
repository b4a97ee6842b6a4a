// `planttwin drive --find-headroom` against the reference ERP as a server.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

class HeadroomCommand : public ::testing::Test {
 protected:
  HeadroomCommand() { setenv("PLANTTWIN_ERP_KEY", "an-example-key-0001", 1); }

  ProgramOutcome run(const std::string& scenario, std::vector<std::string> more) const {
    const fs::path root = fs::absolute(PLANTTWIN_SOURCE_DIR);
    std::vector<std::string> words = {
        "drive",    (root / "scenarios/library" / scenario / "scenario.json").string(),
        "--stack",  (root / "data/stacks/reference-erp/stack.json").string(),
        "--manage", "--find-headroom",
        "--out",    "out"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words, folder_.path());
  }

  TemporaryFolder folder_;
};

// 36 hours in five seconds are as fast as this scenario can be told: 97 messages a second, which
// the reference ERP books a hundred at a time.
TEST_F(HeadroomCommand, SaysWhatTheStackSustains) {
  const ProgramOutcome outcome =
      run("12_real_erp", {"--speed", "100000", "--step", "5 s", "--most-p95", "2 s"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_output, HasSubstr("sustains 25920 times the real pace"));
  EXPECT_THAT(outcome.standard_output, HasSubstr("too short for more"));
  const json found = json::parse(read_text(folder_.file("out/headroom.json")));
  EXPECT_EQ(found["sustained_speed"], 25'920);
  EXPECT_TRUE(found["too_high_speed"].is_null());
  ASSERT_EQ(found["steps"].size(), 1U);
  const json& step = found["steps"][0];
  EXPECT_TRUE(step["sustained"]);
  EXPECT_EQ(step["messages"], 483);
  EXPECT_NEAR(step["orders_per_s"], 60 / 5.0, 0.1);
  EXPECT_GT(step["latency_s"]["p95"], 0);
  EXPECT_TRUE(fs::exists(folder_.file("out/speed-25920/result.json")));
}

TEST_F(HeadroomCommand, RefusesWhatCanNotBeCutOrDoesNotFit) {
  EXPECT_EQ(run("03_job_shop", {}).exit_code, 2);
  EXPECT_THAT(run("12_real_erp", {"--step", "soon"}).standard_error, HasSubstr("--step soon"));
  EXPECT_EQ(run("12_real_erp", {"--speed", "max"}).exit_code, 2);
  EXPECT_THAT(run("12_real_erp", {"--step", "10 s", "--most-p95", "6 s"}).standard_error,
              HasSubstr("at most half of it"));
  EXPECT_EQ(run("12_real_erp", {"--faults", "plan.json"}).exit_code, 2);
  EXPECT_FALSE(fs::exists(folder_.file("out")));
}

}  // namespace
}  // namespace planttwin::testing
