#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenarios/clean_pump_works.h"
#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* kKey = "an-example-key-0001";

// A pump works for a day and a half, against the reference ERP as a server: sixty orders, 483
// postings.
class DriveOfTheReferenceErp : public ::testing::Test {
 protected:
  DriveOfTheReferenceErp() { setenv("PLANTTWIN_ERP_KEY", kKey, 1); }

  static std::string shipped(const std::string& name) {
    return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
  }
  static std::vector<std::string> drive(const std::string& speed,
                                        std::vector<std::string> more = {}) {
    std::vector<std::string> words = {
        "drive",    shipped("scenarios/library/12_real_erp/scenario.json"),
        "--stack",  shipped("data/stacks/reference-erp/stack.json"),
        "--manage", "--speed",
        speed,      "--out",
        "out",      "--quiet"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  // A copy of the shipped stack with another text in it.
  void write_stack(const std::string& from, const std::string& to) const {
    std::string text = read_text(shipped("data/stacks/reference-erp/stack.json"));
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    folder_.write("stack.json", text.replace(at, from.size(), to));
    folder_.write("mapping.json", read_text(shipped("data/stacks/reference-erp/mapping.json")));
  }
  static std::vector<std::string> with_stack(std::vector<std::string> words,
                                             const std::string& stack) {
    words[3] = stack;
    return words;
  }
  json reconciliation() const {
    return json::parse(read_text(folder_.file("out/reconciliation.json")));
  }
  void expect_clean_books() const { expect_clean_pump_works(reconciliation()); }
  bool comes(const std::string& file) const {
    for (int i = 0; i < 600 && !fs::exists(folder_.file(file)); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return fs::exists(folder_.file(file));
  }

  TemporaryFolder folder_;
};

class DriveSpeed : public DriveOfTheReferenceErp,
                   public ::testing::WithParamInterface<const char*> {};

TEST_P(DriveSpeed, LeavesCleanBooksAndIsReplayedByteByByte) {
  const ProgramOutcome driven = run_program(drive(GetParam()), folder_.path());
  ASSERT_EQ(driven.exit_code, 0) << driven.standard_error << driven.standard_output;
  expect_clean_books();
  const ProgramOutcome replayed = run_program({"replay", "out"}, folder_.path());
  EXPECT_EQ(replayed.exit_code, 0) << replayed.standard_output;
  EXPECT_THAT(replayed.standard_output, HasSubstr("the same, byte by byte"));
}

// 36 hours in about four seconds where the pace is given.
INSTANTIATE_TEST_SUITE_P(Each, DriveSpeed, ::testing::Values("max", "lockstep", "30000"));

// Who has the folder of a run and the inputs somewhere else reproduces what it found.
TEST_F(DriveOfTheReferenceErp, IsReplayedWhereItsInputsAreElsewhere) {
  write_stack(R"("title")", R"("title")");
  fs::copy(shipped("scenarios/library/12_real_erp"), folder_.file("inputs"));
  auto words = with_stack(drive("max"), "stack.json");
  words[1] = "inputs/scenario.json";
  ASSERT_EQ(run_program(words, folder_.path()).exit_code, 0);
  EXPECT_EQ(fs::status(folder_.file("out")).permissions(), fs::perms::owner_all);
  fs::rename(folder_.file("inputs"), folder_.file("moved"));
  fs::rename(folder_.file("stack.json"), folder_.file("their.json"));

  const ProgramOutcome lost = run_program({"replay", "out"}, folder_.path());
  EXPECT_EQ(lost.exit_code, 2);
  EXPECT_THAT(lost.standard_error, HasSubstr("inputs/scenario.json: no such file; --scenario"));
  const ProgramOutcome found =
      run_program({"replay", "out", "--scenario", "moved/scenario.json", "--stack", "their.json"},
                  folder_.path());
  EXPECT_EQ(found.exit_code, 0) << found.standard_error;
  EXPECT_THAT(found.standard_output, HasSubstr("the same, byte by byte"));
  EXPECT_EQ(run_program({"replay", "out", "--scenario",
                         shipped("scenarios/library/01_one_machine/"
                                 "scenario.json"),
                         "--stack", "their.json"},
                        folder_.path())
                .exit_code,
            2);
}

TEST_F(DriveOfTheReferenceErp, GoesOnAfterItWasKilled) {
  for (int life = 0; life < 3; ++life) {
    Program program(drive("12000"), folder_.path());
    ASSERT_TRUE(comes("out/live/bridge.sqlite"));
    std::this_thread::sleep_for(std::chrono::milliseconds(2500));
    kill(program.process(), SIGKILL);
    EXPECT_EQ(program.finish().exit_code, -1);
  }
  const ProgramOutcome last = run_program(drive("max"), folder_.path());
  ASSERT_EQ(last.exit_code, 0) << last.standard_error << last.standard_output;
  expect_clean_books();
  EXPECT_EQ(run_program({"replay", "out"}, folder_.path()).exit_code, 0);
}

TEST_F(DriveOfTheReferenceErp, ReportsWhenItIsInterruptedAndGoesOn) {
  Program program(drive("9000"), folder_.path());
  ASSERT_TRUE(comes("out/live/bridge.sqlite"));
  std::this_thread::sleep_for(std::chrono::seconds(3));
  kill(program.process(), SIGINT);
  EXPECT_EQ(program.finish().exit_code, 1);
  const json stopped = json::parse(read_text(folder_.file("out/result.json")));
  EXPECT_EQ(stopped["end"]["reason"], "stopped");
  EXPECT_EQ(stopped["reconciliation"]["findings"], 0);
  EXPECT_TRUE(fs::exists(folder_.file("out/report.html")));
  EXPECT_EQ(run_program({"replay", "out"}, folder_.path()).exit_code, 0);

  ASSERT_EQ(run_program(drive("max"), folder_.path()).exit_code, 0);
  expect_clean_books();
  EXPECT_EQ(run_program({"replay", "out"}, folder_.path()).exit_code, 0);
}

TEST_F(DriveOfTheReferenceErp, FindsWhatTheErpLoses) {
  write_stack("\"--db\"", "\"--defect\", \"loses_posting=0.05\", \"--db\"");
  // What has been lost may be missing for others, which are tried again until then.
  const std::string stack = read_text(folder_.file("stack.json"));
  folder_.write("stack.json", "{ \"settle_within\": \"3 s\", " + stack.substr(1));
  const ProgramOutcome driven = run_program(with_stack(drive("max"), "stack.json"), folder_.path());
  EXPECT_EQ(driven.exit_code, 1);
  const json audit = reconciliation();
  EXPECT_GT(audit["by_class"]["missing"], 5);
  EXPECT_EQ(audit["residual"], 0);
  EXPECT_EQ(audit["unattributed"], 0);
}

// What is booked with the close of its order is no longer to come when that has been refused.
TEST_F(DriveOfTheReferenceErp, FindsOrdersRefusedThatAreBookedAsAWhole) {
  write_stack("\"--db\"", "\"--db\"");
  json mapping = json::parse(read_text(folder_.file("mapping.json")), nullptr, true,
                             /*ignore_comments=*/true);
  json& write = mapping["write"][0];
  write["takes"] = {
      "ProductionOrderReleased", "OperationCompleted", "MaterialIssued", "MaterialReturned",
      "ProductCompleted",        "ByProduct",          "Scrapped",       "ProductionOrderClosed"};
  write["collected_until"] = "ProductionOrderClosed";
  write["steps"] = {{{"send", R"({method: "GET", address: "/health"})"}}};
  write["result"] = R"([.batch[] | {key, is: "rejected", code: "conflict", text: "May is over"}])";
  mapping["ignores"] = {"GoodsReceived", "StockStatusChanged", "Shipped", "PostingReversed"};
  folder_.write("mapping.json", mapping.dump());
  const ProgramOutcome driven = run_program(
      with_stack(drive("max", {"--set", "/sources/PUMPS/limit=1", "--set",
                               "/sources/IMPELLERS/limit=3", "--set", "/expectations=[]"}),
                 "stack.json"),
      folder_.path());
  EXPECT_EQ(driven.exit_code, 1) << driven.standard_error;
  EXPECT_THAT(driven.standard_error, HasSubstr("postings were refused, the first of them with "
                                               "conflict: May is over"));
  const json audit = reconciliation();
  EXPECT_GT(audit["by_class"]["rejected"], 15);
  EXPECT_EQ(audit["by_class"]["in_flight"], 0);
  EXPECT_EQ(audit["residual"], 0);
}

TEST_F(DriveOfTheReferenceErp, EndsWhereTheKeyIsWrong) {
  write_stack("\"command\"",
              "\"environment\": {\"PLANTTWIN_ERP_KEY\": \"another-key-00001\"}, "
              "\"command\"");
  const ProgramOutcome driven = run_program(with_stack(drive("max"), "stack.json"), folder_.path());
  EXPECT_EQ(driven.exit_code, 3);
  EXPECT_THAT(driven.standard_error, HasSubstr("refuses the log-in"));
  EXPECT_THAT(driven.standard_error, ::testing::Not(HasSubstr(kKey)));
}

TEST_F(DriveOfTheReferenceErp, EndsWhereNobodyAnswers) {
  write_stack("\"ready_path\": \"/health\"", "\"port\": 1");
  std::vector<std::string> words = with_stack(drive("max"), "stack.json");
  std::erase(words, "--manage");
  const ProgramOutcome driven = run_program(words, folder_.path());
  EXPECT_EQ(driven.exit_code, 3);
  EXPECT_THAT(driven.standard_error, HasSubstr("does not answer"));
}

TEST_F(DriveOfTheReferenceErp, EndsWhereAPartDoesNotStart) {
  write_stack("\"--db\"", "\"--no-such-option\", \"--db\"");
  const ProgramOutcome driven = run_program(with_stack(drive("max"), "stack.json"), folder_.path());
  EXPECT_EQ(driven.exit_code, 3);
  EXPECT_THAT(driven.standard_error, AllOf(HasSubstr("part erp"), HasSubstr("no-such-option")));
}

TEST_F(DriveOfTheReferenceErp, SaysWhereAStackFileHasATypo) {
  write_stack("\"connections\"", "\"conections\"");
  const ProgramOutcome driven = run_program(with_stack(drive("max"), "stack.json"), folder_.path());
  EXPECT_EQ(driven.exit_code, 2);
  EXPECT_THAT(driven.standard_error, AllOf(HasSubstr("stack.json:"), HasSubstr("conections")));
  EXPECT_FALSE(fs::exists(folder_.file("out")));
}

TEST_F(DriveOfTheReferenceErp, WantsASecretThatIsThere) {
  unsetenv("PLANTTWIN_ERP_KEY");
  const ProgramOutcome driven = run_program(drive("max"), folder_.path());
  EXPECT_EQ(driven.exit_code, 2);
  EXPECT_THAT(driven.standard_error, HasSubstr("PLANTTWIN_ERP_KEY"));
  EXPECT_FALSE(fs::exists(folder_.file("out")));
}

// What has not begun may be begun otherwise in the same folder.
TEST_F(DriveOfTheReferenceErp, BeginsAnewWhereItCouldNotBegin) {
  write_stack("\"--db\"", "\"--no-such-option\", \"--db\"");
  EXPECT_EQ(run_program(with_stack(drive("max"), "stack.json"), folder_.path()).exit_code, 3);
  const ProgramOutcome again = run_program(drive("max"), folder_.path());
  EXPECT_EQ(again.exit_code, 0) << again.standard_error;
  expect_clean_books();
}

TEST_F(DriveOfTheReferenceErp, WritesToOtherMachinesOnlyWhenItMay) {
  write_stack("http://127.0.0.1:${erp.port}", "http://erp.example.com:${erp.port}");
  const ProgramOutcome driven = run_program(with_stack(drive("max"), "stack.json"), folder_.path());
  EXPECT_EQ(driven.exit_code, 2);
  EXPECT_THAT(driven.standard_error, HasSubstr("--allow-write erp.example.com"));
  EXPECT_FALSE(fs::exists(folder_.file("out")));
}

TEST_F(DriveOfTheReferenceErp, IsNotDrivenTwiceAtOnce) {
  Program first(drive("3000"), folder_.path());
  ASSERT_TRUE(comes("out/live/bridge.sqlite"));
  const ProgramOutcome second = run_program(drive("3000"), folder_.path());
  EXPECT_EQ(second.exit_code, 2);
  EXPECT_THAT(second.standard_error, HasSubstr("another program"));
  kill(first.process(), SIGINT);
  EXPECT_EQ(first.finish().exit_code, 1);
}

TEST_F(DriveOfTheReferenceErp, DoesNotGoOnWithSomethingElse) {
  ASSERT_EQ(run_program(drive("max"), folder_.path()).exit_code, 0);
  const ProgramOutcome other = run_program(drive("max", {"--seed", "2"}), folder_.path());
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.standard_error, HasSubstr("was begun with another"));
  expect_clean_books();
}

// Files may not grow beyond 300 kB: as on a full disk, a write fails. Nothing is lost: with room
// the same command goes on.
TEST_F(DriveOfTheReferenceErp, GoesOnWhenThereIsRoomAgainOnAFullDisk) {
  // The ERP is a program of its own, with a disk of its own.
  write_stack("\"${planttwin}\"", "\"/usr/bin/prlimit\", \"--fsize=unlimited\", \"${planttwin}\"");
  std::string words = "ulimit -S -f 300; trap '' XFSZ; exec '" + program_path() + "'";
  for (const std::string& word : with_stack(drive("max"), "stack.json")) words += " '" + word + "'";
  const ProgramOutcome full = Program("/bin/bash", {"-c", words}, folder_.path()).finish();
  EXPECT_EQ(full.exit_code, 4) << full.standard_error;
  EXPECT_FALSE(fs::exists(folder_.file("out/result.json")));
  const ProgramOutcome again = run_program(with_stack(drive("max"), "stack.json"), folder_.path());
  ASSERT_EQ(again.exit_code, 0) << again.standard_error;
  expect_clean_books();
}

TEST_F(DriveOfTheReferenceErp, RefusesToReplayWhatIsNoLiveRun) {
  folder_.write("out/result.json", "{}");
  const ProgramOutcome replayed = run_program({"replay", "out"}, folder_.path());
  EXPECT_EQ(replayed.exit_code, 2);
  EXPECT_THAT(replayed.standard_error, HasSubstr("no live run"));
}

}  // namespace
}  // namespace planttwin::testing
