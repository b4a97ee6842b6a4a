#include "sim/input_journal.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sim/kernel.h"
#include "sim/paced_driver.h"
#include "sim/replay_driver.h"
#include "tests/sim/fake_wall_clock.h"
#include "tests/sim/journalled_model.h"

namespace planttwin::sim {
namespace {

using End = JournalContents::End;

Time at(std::int64_t us) { return Time::from_start(Duration::microseconds(us)); }

JournalRecord input(std::uint64_t sequence, const std::string& payload) {
  const auto time = static_cast<std::int64_t>(sequence) * 10;
  return {JournalRecord::Kind::kInput, sequence, at(time), at(time + 1), {"erp", payload}};
}

class JournalFile : public testing::Test {
 protected:
  JournalFile() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    path_ = testing::TempDir() + "journal_" + test->name() + std::to_string(::getpid());
    std::filesystem::remove(path_);
  }
  ~JournalFile() override { std::filesystem::remove(path_); }

  std::vector<JournalRecord> write_three() {
    std::vector<JournalRecord> records = {input(0, "first"), input(1, std::string("\0\xFF\n", 3)),
                                          input(2, std::string(5000, 'x'))};
    FileJournal journal = FileJournal::create(path_);
    for (const JournalRecord& record : records) journal.append(record);
    return records;
  }
  std::string bytes() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void set_bytes(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary) << bytes;
  }

  std::string path_;
};

TEST_F(JournalFile, GivesBackEveryRecord) {
  const std::vector<JournalRecord> written = write_three();
  const JournalContents contents = read_journal(path_);
  EXPECT_EQ(contents.records, written);
  EXPECT_EQ(contents.end, End::kClean);
  EXPECT_EQ(contents.valid_bytes, bytes().size());
  EXPECT_EQ(contents.ignored_bytes, 0u);
}

TEST_F(JournalFile, CutOffAnywhereKeepsTheWholeRecordsAndReportsTheRest) {
  const std::vector<JournalRecord> written = write_three();
  const std::string whole = bytes();
  std::size_t most = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    set_bytes(whole.substr(0, size));
    const JournalContents contents = read_journal(path_);
    ASSERT_TRUE(std::equal(contents.records.begin(), contents.records.end(), written.begin()));
    ASSERT_EQ(contents.valid_bytes + contents.ignored_bytes, size);
    ASSERT_EQ(contents.end == End::kClean, contents.ignored_bytes == 0 && size > 0) << size;
    ASSERT_NE(contents.end, End::kDamaged);
    ASSERT_GE(contents.records.size(), most);
    most = contents.records.size();
  }
  EXPECT_EQ(most, 2u);
}

TEST_F(JournalFile, ADamagedByteIsNeverTakenForAnInput) {
  const std::vector<JournalRecord> written = write_three();
  const std::string whole = bytes();
  for (std::size_t i = 8; i < whole.size(); i += i < 200 ? 1 : 97) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x20);
    set_bytes(damaged);
    const JournalContents contents = read_journal(path_);
    ASSERT_EQ(contents.end, End::kDamaged) << i;
    ASSERT_LT(contents.records.size(), 3u);
    ASSERT_TRUE(std::equal(contents.records.begin(), contents.records.end(), written.begin()));
    ASSERT_GT(contents.ignored_bytes, 0u);
    ASSERT_THROW(FileJournal::resume(path_), JournalError);
  }
}

TEST_F(JournalFile, ResumesAfterACutOffRecordWithTheNextSequence) {
  const std::vector<JournalRecord> written = write_three();
  const std::string whole = bytes();
  set_bytes(whole.substr(0, whole.size() - 1));
  {
    FileJournal journal = FileJournal::resume(path_, FileJournal::Durability::kPowerLoss);
    EXPECT_EQ(journal.next_sequence(), 2u);
    journal.append(written[2]);
  }
  EXPECT_EQ(bytes(), whole);
}

TEST_F(JournalFile, ResumesEvenWhenKilledBeforeTheFirstRecord) {
  set_bytes("PTI");
  { FileJournal::resume(path_).append(input(0, "first")); }
  EXPECT_EQ(read_journal(path_).records, std::vector<JournalRecord>{input(0, "first")});
}

TEST_F(JournalFile, RefusesAMissingRecord) {
  FileJournal journal = FileJournal::create(path_);
  journal.append(input(0, "first"));
  journal.append(input(2, "third"));
  EXPECT_EQ(read_journal(path_).end, End::kDamaged);
}

TEST_F(JournalFile, RefusesAFileThatIsNoJournal) {
  EXPECT_THROW(read_journal(path_), JournalError);
  EXPECT_THROW(FileJournal::resume(path_), JournalError);
  set_bytes(R"({"a": "JSON file"})");
  EXPECT_THROW(read_journal(path_), JournalError);
  EXPECT_THROW(FileJournal::resume(path_), JournalError);
}

TEST_F(JournalFile, NeverOverwritesTheRecordOfAnotherRun) {
  write_three();
  EXPECT_THROW(FileJournal::create(path_), JournalError);
  EXPECT_EQ(read_journal(path_).records.size(), 3u);
}

// Runs the model with inputs until the process is killed while it handles the 20th tick.
[[noreturn]] void run_and_die(const std::string& path) {
  FakeWallClock clock;
  OutsideInputQueue queue(clock, 100);
  FileJournal journal = FileJournal::create(path);
  JournalledModel model;
  model.start(at(0));
  int ticks = 0;
  model.on_tick = [&](Time) {
    if (queue.push({"erp", std::to_string(ticks)}) != PushResult::kAccepted) ::_exit(1);
    if (++ticks == 20) ::kill(::getpid(), SIGKILL);
  };
  PacedDriver driver(queue, journal, clock, Pace::real_time(), at(0));
  advance(model.calendar, model, driver, at(1'000'000));
  ::_exit(1);
}

TEST_F(JournalFile, SurvivesTheDeathOfTheProgramWithAllThatActed) {
  const pid_t child = ::fork();
  if (child == 0) run_and_die(path_);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  const JournalContents contents = read_journal(path_);
  EXPECT_EQ(contents.end, End::kClean);
  ASSERT_EQ(contents.records.size(), 19u);  // the 20th was pushed and had not acted
  JournalledModel model;
  model.start(at(0));
  ReplayDriver driver(contents.records);
  advance(model.calendar, model, driver, at(1'000'000));
  EXPECT_TRUE(driver.finished());
  EXPECT_NE(model.events.find("erp:18"), std::string::npos);
}

}  // namespace
}  // namespace planttwin::sim
