#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenarios/program.h"
#include "tests/scenarios/small_plant.h"

// planttwin stack reset and stack clean, with the reference ERP as the part of a stack.
namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

class CareOfAStack : public ::testing::Test {
 protected:
  CareOfAStack() {
    folder_.write("plant.json", kPressPlant);
    folder_.write("scenario.json", kPressScenario);
    folder_.write("key", "an-example-key-0001\n");
    folder_.write("mapping.json",
                  read_text(PLANTTWIN_SOURCE_DIR "/data/stacks/reference-erp/mapping.json"));
    write_stack(false);
  }

  void write_stack(bool production) const {
    folder_.write("stack.json",
                  json::parse(R"({
      "id": "mine",
      "parts": [ { "id": "erp", "ready_path": "/health",
        "command": [ "${planttwin}", "serve", "erp", "--scenario", "${scenario}",
                     "--port", "${erp.port}", "--db", "${erp.directory}/books.sqlite" ],
        "environment": { "PLANTTWIN_ERP_KEY": "${secret.key}" } } ],
      "secrets": { "key": { "file": "key" } },
      "connections": [ { "id": "erp", "url": "http://127.0.0.1:${erp.port}" } ],
      "record": { "connection": "erp", "mapping": "mapping.json" } })")
                      .patch({{{"op", "add"}, {"path", "/production"}, {"value", production}}})
                      .dump());
  }
  static std::vector<std::string> drive_words(const std::string& speed = "max") {
    return {"drive", "scenario.json", "--stack", "stack.json", "--manage", "--speed",
            speed,   "--out",         "out",     "--trace",    "none"};
  }
  ProgramOutcome drive() const { return run_program(drive_words(), folder_.path()); }
  ProgramOutcome care(const std::string& what, const std::string& run = "out") const {
    return run_program({"stack", what, run}, folder_.path());
  }
  json matched() const {
    return json::parse(read_text(folder_.file("out/reconciliation.json")))["matched"];
  }
  bool is_there(const std::string& file) const { return fs::exists(folder_.file(file)); }
  void expect_refused(const std::string& what, const std::string& said) const {
    const ProgramOutcome outcome = care(what);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.standard_error, HasSubstr(said));
    EXPECT_TRUE(is_there("out/live/parts/erp/books.sqlite"));
    EXPECT_TRUE(is_there("out/live/opening.jsonl"));
  }

  TemporaryFolder folder_;
};

TEST_F(CareOfAStack, ResetsPartsSoThatTheRunBeginsAnew) {
  ASSERT_EQ(drive().exit_code, 0);
  const json before = matched();
  const std::string port = read_text(folder_.file("out/live/parts/erp/port"));
  const ProgramOutcome reset = care("reset");
  ASSERT_EQ(reset.exit_code, 0) << reset.standard_error;
  EXPECT_THAT(reset.standard_output, HasSubstr("reset erp in"));
  EXPECT_EQ(read_text(folder_.file("out/live/parts/erp/port")), port);
  EXPECT_TRUE(is_there("out/live/parts/erp/books.sqlite"));  // it was started, with the stock
  EXPECT_FALSE(is_there("out/live/bridge.sqlite"));
  EXPECT_TRUE(is_there("out/live/audit.log"));
  const ProgramOutcome again = drive();
  EXPECT_EQ(again.exit_code, 0) << again.standard_error;
  EXPECT_THAT(again.standard_error, ::testing::Not(HasSubstr("going on")));
  EXPECT_EQ(matched(), before);
  EXPECT_EQ(
      run_program({"audit-log", "verify", "out/live/audit.log", "--key-file", "out/live/audit.key"},
                  folder_.path())
          .exit_code,
      0);
}

TEST_F(CareOfAStack, CleansWhatPartsWroteAndKeepsTheEvidence) {
  ASSERT_EQ(drive().exit_code, 0);
  const ProgramOutcome clean = run_program({"stack", "clean", "out", "--json"}, folder_.path());
  ASSERT_EQ(clean.exit_code, 0) << clean.standard_error;
  const json said = json::parse(clean.standard_output);
  EXPECT_EQ(said["parts"], json::array({"erp"}));
  EXPECT_GT(said["removed_bytes"], 10'000);
  EXPECT_FALSE(is_there("out/live/parts/erp"));
  EXPECT_EQ(run_program({"replay", "out"}, folder_.path()).exit_code, 0);
  EXPECT_EQ(care("clean").exit_code, 0);

  // Without its books it can't go on; with new ones it can begin.
  const ProgramOutcome lost = drive();
  EXPECT_EQ(lost.exit_code, 2);
  EXPECT_THAT(lost.standard_error, AllOf(HasSubstr("part erp"), HasSubstr("stack reset out")));
  EXPECT_EQ(care("reset").exit_code, 0);
  EXPECT_EQ(drive().exit_code, 0);
}

TEST_F(CareOfAStack, TouchesNoStackForProduction) {
  ASSERT_EQ(drive().exit_code, 0);
  write_stack(true);
  expect_refused("reset", "\"production\": false");
  expect_refused("clean", "\"production\": false");
}

TEST_F(CareOfAStack, RemovesNothingBesideFilesOfSomebodyElse) {
  ASSERT_EQ(drive().exit_code, 0);
  folder_.write("out/live/parts/notes.txt", "mine");
  expect_refused("clean", "parts/notes.txt is not the folder of a part");
  expect_refused("reset", "parts/notes.txt is not the folder of a part");
  fs::remove(folder_.file("out/live/parts/notes.txt"));
  fs::create_directory(folder_.file("out/live/parts/archive"));
  expect_refused("clean", "parts/archive is not the folder of a part");
}

TEST_F(CareOfAStack, FollowsNoLinkOutOfItsFolder) {
  ASSERT_EQ(drive().exit_code, 0);
  folder_.write("elsewhere/port", "1\n");
  folder_.write("elsewhere/precious", "mine");
  const fs::path erp = folder_.file("out/live/parts/erp");
  fs::create_directory_symlink(folder_.file("elsewhere"), erp / "link");
  ASSERT_EQ(care("clean").exit_code, 0);
  EXPECT_TRUE(is_there("elsewhere/precious"));
  fs::create_directory_symlink(folder_.file("elsewhere"), erp);
  EXPECT_EQ(care("clean").exit_code, 2);
  EXPECT_TRUE(is_there("elsewhere/precious"));
}

TEST_F(CareOfAStack, WaitsForNobodyWhoDrivesTheRun) {
  Program driven(drive_words("1"), folder_.path());
  for (int i = 0; i < 400 && !is_there("out/live/input.journal"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  expect_refused("reset", "another program is driving this run");
  kill(driven.process(), SIGKILL);
  driven.finish();
  EXPECT_EQ(care("clean").exit_code, 0);  // the parts of a killed program end with it
}

TEST_F(CareOfAStack, RemovesNothingThatItCouldNotStartAgain) {
  ASSERT_EQ(drive().exit_code, 0);
  fs::remove(folder_.file("key"));
  expect_refused("reset", "the secret \"key\"");
}

TEST_F(CareOfAStack, SaysWhatIsNoDrivenRun) {
  const ProgramOutcome outcome = care("clean", ".");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("holds no live run"));
  EXPECT_EQ(run_program({"stack"}, folder_.path()).exit_code, 2);
}

}  // namespace
}  // namespace planttwin::testing
