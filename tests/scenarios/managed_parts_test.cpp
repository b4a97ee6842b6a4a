#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenarios/program.h"
#include "tests/scenarios/small_plant.h"

namespace planttwin::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* kStack = R"({
  "id": "mine",
  "parts": [ { "id": "erp", "ready_path": "/health",
    "command": [ "${planttwin}", "serve", "erp", "--scenario", "${scenario}",
                 "--port", "${erp.port}", "--db", "${erp.directory}/books.sqlite" ],
    "environment": { "PLANTTWIN_ERP_KEY": "${secret.key}" } } ],
  "secrets": { "key": { "file": "key" } },
  "connections": [ { "id": "erp", "url": "http://127.0.0.1:${erp.port}" } ],
  "record": { "connection": "erp", "mapping": "mapping.json" }
})";

class ManagedPartsOfADrive : public ::testing::Test {
 protected:
  ManagedPartsOfADrive() {
    folder_.write("plant.json", kPressPlant);
    folder_.write("scenario.json", kPressScenario);
    folder_.write("stack.json", kStack);
    folder_.write("key", "an-example-key-0001\n");
    const std::string shipped = PLANTTWIN_SOURCE_DIR "/data/stacks/reference-erp/mapping.json";
    folder_.write("mapping.json", read_text(shipped));
  }

  std::vector<std::string> drive(const std::string& speed) const {
    return {"drive", "scenario.json", "--stack", "stack.json", "--manage", "--speed",
            speed,   "--out",         "out",     "--trace",    "none"};
  }
  bool comes(const std::string& file) const {
    for (int i = 0; i < 400 && !std::filesystem::exists(folder_.file(file)); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return std::filesystem::exists(folder_.file(file));
  }

  TemporaryFolder folder_;
};

TEST_F(ManagedPartsOfADrive, EndWithAKilledProgramSoThatTheSameCommandGoesOn) {
  Program killed(drive("1"), folder_.path());
  ASSERT_TRUE(comes("out/live/input.journal"));
  kill(killed.process(), SIGKILL);
  EXPECT_EQ(killed.finish().exit_code, -1);
  const ProgramOutcome early = run_program({"replay", "out"}, folder_.path());
  EXPECT_EQ(early.exit_code, 2);
  EXPECT_THAT(early.standard_error, HasSubstr("out has not come to its end"));
  const ProgramOutcome outcome = run_program(drive("max"), folder_.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_error, HasSubstr("going on with the run of out"));
}

TEST_F(ManagedPartsOfADrive, AreNamedWithWhatTheySaidWhenTheyEndAtOnce) {
  folder_.write("key", "short\n");
  const ProgramOutcome outcome = run_program(drive("max"), folder_.path());
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.standard_error,
              AllOf(HasSubstr("part erp has ended"), HasSubstr("PLANTTWIN_ERP_KEY")));
}

}  // namespace
}  // namespace planttwin::testing
