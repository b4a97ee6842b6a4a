#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/scenarios/program.h"

// The audit log of a driven run, and how a change in it is found.
namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kKey = "an-example-key-0001";

std::string shipped(const std::string& name) {
  return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
}

class AuditedDrive : public ::testing::Test {
 protected:
  AuditedDrive() {
    setenv("PLANTTWIN_ERP_KEY", kKey, 1);
    unsetenv("PLANTTWIN_AUDIT_KEY");
  }
  ProgramOutcome drive(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"drive",
                                      shipped("scenarios/library/12_real_erp/scenario.json"),
                                      "--stack",
                                      shipped("data/stacks/reference-erp/stack.json"),
                                      "--manage",
                                      "--speed",
                                      "max",
                                      "--out",
                                      "out",
                                      "--quiet",
                                      "--audit-key-file",
                                      "audit.key"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words, folder_.path());
  }
  ProgramOutcome verify() const {
    return run_program({"audit-log", "verify", "out/live/audit.log", "--key-file", "audit.key"},
                       folder_.path());
  }
  std::vector<json> lines() const {
    std::istringstream in(read_text(folder_.file("out/live/audit.log")));
    std::vector<json> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
    return lines;
  }

  TemporaryFolder folder_;
};

TEST_F(AuditedDrive, SaysWhatItMayDoAndHowItEnded) {
  ASSERT_EQ(drive({"--allow-write", "erp-test.example.com"}).exit_code, 0);
  const ProgramOutcome verified = verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.standard_error;
  EXPECT_THAT(verified.standard_output, HasSubstr("each as it was written\n"));
  const std::vector<json> all = lines();
  EXPECT_EQ(all.front()["event"], "started");
  EXPECT_EQ(all.front()["manage"], true);
  EXPECT_EQ(all.front()["production"], false);
  EXPECT_EQ(all.front()["allow_write"], json({"erp-test.example.com"}));
  EXPECT_EQ(all[1]["event"], "connected");
  EXPECT_EQ(all[1]["parts"], json({"erp"}));
  EXPECT_EQ(all[1]["record"]["connection"], "erp");
  EXPECT_THAT(all[1]["record"]["url"], ::testing::StartsWith("http://127.0.0.1:"));
  EXPECT_EQ(all.front()["stack_sha256"].get<std::string>().size(), 64U);
  EXPECT_EQ(all.back()["event"], "stopped");
  EXPECT_EQ(all.back()["messages"], 483);
  const json timing = json::parse(read_text(folder_.file("out/timing.json")));
  EXPECT_EQ(timing["audit_head"]["lines"], all.size());
  EXPECT_EQ(timing["audit_head"]["mac"], all.back()["mac"]);
  struct stat status {};
  ASSERT_EQ(stat(folder_.file("audit.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  const std::string log = read_text(folder_.file("out/live/audit.log"));
  EXPECT_THAT(log, Not(HasSubstr(kKey)));
  const std::string audit_key = read_text(folder_.file("audit.key"));
  EXPECT_THAT(log, Not(HasSubstr(audit_key.substr(0, audit_key.find('\n')))));
  EXPECT_EQ(run_program({"replay", "out"}, folder_.path()).exit_code, 0);
}

TEST_F(AuditedDrive, IsFoundOutWhereTheLogWasChangedAndDoesNotGoOn) {
  ASSERT_EQ(drive().exit_code, 0);
  const std::string log = read_text(folder_.file("out/live/audit.log"));
  const std::size_t last = log.rfind('\n', log.size() - 2) + 1;
  folder_.write("out/live/audit.log", log.substr(0, last));
  ProgramOutcome verified = verify();
  EXPECT_EQ(verified.exit_code, 1);
  EXPECT_THAT(verified.standard_error, HasSubstr("the end is missing"));
  std::string changed = log;
  changed.replace(changed.find("\"manage\":true"), 13, "\"manage\":null");
  folder_.write("out/live/audit.log", changed);
  verified = verify();
  EXPECT_EQ(verified.exit_code, 1);
  EXPECT_THAT(verified.standard_error, HasSubstr("line 1 is not as it was written"));
  const ProgramOutcome again = drive();
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.standard_error, HasSubstr("can't be continued"));
}

TEST_F(AuditedDrive, WantsAKeyThatIsLongEnough) {
  folder_.write("audit.key", "short\n");
  const ProgramOutcome driven = drive();
  EXPECT_EQ(driven.exit_code, 2);
  EXPECT_THAT(driven.standard_error, AllOf(HasSubstr("at least 32"), Not(HasSubstr("short"))));
}

}  // namespace
}  // namespace planttwin::testing
