// Processes that do tasks: in any order, killed, crashed.

#include "scenarios/experiment/workers.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>

#include "tests/scenarios/program.h"

namespace planttwin::experiment {
namespace {

using testing::TemporaryFolder;

std::vector<std::string> work(const Workers& workers, std::size_t count, const Workers::Task& task,
                              const Workers::Together& together = nullptr) {
  std::vector<std::string> found(count);
  workers.run(
      count, task, [](std::size_t) {},
      [&](std::size_t number, const std::string& bytes) { found[number] = bytes; },
      [] { return false; }, together);
  return found;
}

TEST(WorkersTest, GiveBackWhatTheyFoundInTheOrderOfTasks) {
  const auto task = [](std::size_t number) { return std::string(number * 40'000, 'x'); };
  for (const std::size_t side_by_side : {1, 3, 16}) {
    const std::vector<std::string> found = work(Workers(side_by_side), 7, task);
    ASSERT_EQ(found.size(), 7U);
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i].size(), i * 40'000);
  }
}

TEST(WorkersTest, MakeATaskAgainWhoseProcessWasKilled) {
  const TemporaryFolder folder;
  const std::vector<std::string> found = work(Workers(3), 9, [&](std::size_t number) {
    const std::filesystem::path been = folder.path() / std::to_string(number);
    if (number % 2 == 1 && !std::filesystem::exists(been)) {
      std::ofstream(been) << "here";
      ::raise(SIGKILL);
    }
    return std::to_string(number);
  });
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], std::to_string(i));
}

TEST(WorkersTest, GiveUpATaskThatAlwaysCrashesAndSayWhatIsWrong) {
  const auto crash = [](std::size_t number) -> std::string {
    if (number == 4) ::raise(SIGKILL);
    return "";
  };
  EXPECT_THROW(work(Workers(2), 6, crash), std::runtime_error);
  const auto complain = [](std::size_t) -> std::string { throw std::runtime_error("no oil"); };
  try {
    work(Workers(2), 6, complain);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "no oil");
  }
}

std::size_t all_together(std::size_t first) { return 1'000 - first; }

TEST(WorkersTest, MakeSeveralTasksInAProcess) {
  const std::vector<std::string> found = work(
      Workers(2), 100, [](std::size_t) { return std::to_string(::getpid()); }, all_together);
  const std::set<std::string> processes(found.begin(), found.end());
  EXPECT_LT(processes.size(), 40U);
  EXPECT_EQ(found[0], found[1]);
  EXPECT_NE(found[98], found[0]);
}

// The task that a process was at counts as failed, those behind it do not.
TEST(WorkersTest, MakeAgainWhatAKilledProcessHasLeft) {
  const TemporaryFolder folder;
  const auto die_at_thirds = [&](std::size_t number) {
    const std::filesystem::path been = folder.path() / std::to_string(number);
    if (number % 3 == 0 && !std::filesystem::exists(been)) {
      std::ofstream(been) << "here";
      ::raise(SIGKILL);
    }
    return std::to_string(number);
  };
  const std::vector<std::string> found = work(Workers(2), 60, die_at_thirds, all_together);
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], std::to_string(i));
}

}  // namespace
}  // namespace planttwin::experiment
