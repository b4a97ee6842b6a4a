// Runs of an experiment over ranks: who makes what, and what happens when a process is lost. The
// link is one within this process; tests/ranks has the one by MPI.

#include "scenarios/experiment/rank_executor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <memory>
#include <set>

#include "scenarios/exit_code.h"
#include "scenarios/experiment/local_executor.h"
#include "scenarios/experiment/ranks.h"
#include "tests/scenarios/experiment/queue_experiment.h"
#include "tests/scenarios/program.h"

namespace planttwin::experiment {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(TaskQueueTest, KeepsAWorkerToWhatItHasLoadedAndThenGoesWhereMostIsLeft) {
  const std::vector<Task> tasks = {{0, 0}, {0, 1}, {1, 0}, {1, 1}, {1, 2}, {1, 3}, {2, 0}};
  TaskQueue queue(tasks);
  EXPECT_EQ(queue.take(0, {}), 0U);
  EXPECT_EQ(queue.take(0, {}), 1U);
  EXPECT_EQ(queue.take(0, {}), 2U);       // nothing is left of variant 0, and most of variant 1
  EXPECT_EQ(queue.take({}, {1}), 3U);     // 3 for 2 workers are more than 1 for 1
  EXPECT_EQ(queue.take({}, {1, 1}), 6U);  // 2 for 3 workers are not
  queue.put_back(2);
  EXPECT_EQ(queue.take(1, {}), 2U);
  EXPECT_EQ(queue.take(2, {1}), 4U);
  EXPECT_EQ(queue.take(1, {}), 5U);
  EXPECT_FALSE(queue.take(1, {}).has_value());
}

TEST(MessageSocketTest, PassesWholeMessagesAndSaysWhenTheOtherEndIsGone) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  MessageSocket one(ends[0]);
  auto other = std::make_unique<MessageSocket>(ends[1]);
  EXPECT_FALSE(one.receive().has_value());
  const std::string large(100'000, 'x');
  EXPECT_TRUE(other->send(""));
  EXPECT_TRUE(other->send(large));
  EXPECT_EQ(one.receive(), "");
  EXPECT_FALSE(one.is_over());
  other.reset();
  EXPECT_EQ(one.wait(), large);
  EXPECT_FALSE(one.receive().has_value());
  EXPECT_TRUE(one.is_over());
  EXPECT_FALSE(one.send("to nobody"));
}

constexpr const char* kExperiment = R"({"experiment": "lathes", "scenario": "queue.json",
  "kpis": [{"id": "wait", "pointer": "/products/PART/wait_s/mean"}],
  "variants": [{"id": "one"},
    {"id": "two", "changes": {"/plant/work_centers/LATHE/machines": 2}},
    {"id": "gone", "changes": {"/plant/work_centers/LATHE/machines": 0}}]})";

// Ranks 1 and up are fork servers of this process.
class LinkWithin : public RankLink {
 public:
  LinkWithin(const Experiment& experiment, int others) {
    for (int i = 0; i < others; ++i) {
      servers_.push_back(std::make_unique<ForkServer>(experiment));
    }
  }

  int rank() const override { return 0; }
  int count() const override { return static_cast<int>(servers_.size()) + 1; }
  ForkServer& server(int rank) { return *servers_[static_cast<std::size_t>(rank) - 1]; }

  void send(int to, const std::string& bytes) override {
    if (order_of(bytes).kind == Order::Kind::kEnd) {
      say(to, {.kind = Answer::Kind::kEnded, .place = 0, .text = {}});
    } else {
      server(to).socket().send(bytes);
    }
  }

  std::optional<Received> receive() override {
    for (int rank = 1; rank < count(); ++rank) {
      if (const auto bytes = server(rank).socket().receive()) {
        makers.insert(rank);
        return Received{rank, *bytes};
      }
      if (server(rank).socket().is_over() && lost_.insert(rank).second) {
        say(rank, {.kind = Answer::Kind::kLost, .place = 0, .text = {}});
      }
    }
    if (said_.empty()) return std::nullopt;
    const Received received = said_.front();
    said_.pop_front();
    return received;
  }

  std::set<int> makers;  // the ranks that have made something

 private:
  void say(int from, const Answer& answer) { said_.push_back({from, to_bytes(answer)}); }

  std::vector<std::unique_ptr<ForkServer>> servers_;
  std::deque<Received> said_;
  std::set<int> lost_;
};

class RankExecutorTest : public ::testing::Test {
 protected:
  RankExecutorTest() {
    folder_.write("queue.json", kQueue);
    folder_.write("experiment.json", kExperiment);
    sim::Diagnostics diagnostics;
    experiment_ = load_experiment(folder_.file("experiment.json"), diagnostics);
    diagnostics.throw_if_any();
    for (std::size_t variant = 0; variant < 2; ++variant) {
      for (std::int64_t number = 0; number < 8; ++number) tasks_.push_back({variant, number});
    }
  }

  std::vector<Replicated> make(Executor& executor, const std::function<void()>& meanwhile = {}) {
    std::vector<Replicated> found(tasks_.size());
    executor.make(
        tasks_,
        [&](std::size_t task, Replicated replications) {
          EXPECT_TRUE(found[task].empty());
          found[task] = std::move(replications);
          if (meanwhile) meanwhile();
        },
        [] { return false; });
    return found;
  }

  std::vector<Replicated> alone(std::optional<sim::Duration> warm_up = {}) {
    LocalExecutor executor(experiment_, 2);
    if (warm_up) executor.use_warm_up(*warm_up);
    return make(executor);
  }

  testing::TemporaryFolder folder_;
  Experiment experiment_;
  std::vector<Task> tasks_;
};

TEST_F(RankExecutorTest, MakesTheSameAsOneMachine) {
  const std::vector<Replicated> expected = alone();
  LinkWithin link(experiment_, 2);
  ForkServer own(experiment_);
  RankExecutor executor(link, &own);
  EXPECT_EQ(make(executor), expected);
  EXPECT_THAT(link.makers, ElementsAre(1, 2));
}

TEST_F(RankExecutorTest, TellsAllRanksOfAWarmUp) {
  const auto warm_up = sim::Duration::hours(20);
  const std::vector<Replicated> expected = alone(warm_up);
  EXPECT_NE(expected, alone());
  LinkWithin link(experiment_, 2);
  ForkServer own(experiment_);
  RankExecutor executor(link, &own);
  make(executor);
  executor.use_warm_up(warm_up);
  EXPECT_EQ(make(executor), expected);
}

TEST_F(RankExecutorTest, MakesElsewhereWhatALostProcessWasMaking) {
  const std::vector<Replicated> expected = alone();
  LinkWithin link(experiment_, 2);
  ForkServer own(experiment_);
  RankExecutor executor(link, &own);
  ::kill(own.process(), SIGKILL);
  int taken = 0;
  EXPECT_EQ(make(executor,
                 [&] {
                   if (++taken == 3) ::kill(link.server(1).process(), SIGKILL);
                 }),
            expected);
}

TEST_F(RankExecutorTest, GivesUpWhenAllAreLost) {
  LinkWithin link(experiment_, 1);
  ForkServer own(experiment_);
  RankExecutor executor(link, &own);
  ::kill(own.process(), SIGKILL);
  ::kill(link.server(1).process(), SIGKILL);
  EXPECT_THROW(make(executor), std::runtime_error);
}

TEST_F(RankExecutorTest, SaysWhichRankCanNotWorkAndWhy) {
  tasks_ = {{2, 0}};
  LinkWithin link(experiment_, 1);
  RankExecutor executor(link, nullptr);
  try {
    make(executor);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), ::testing::AllOf(HasSubstr("rank 1: "), HasSubstr("\"gone\"")));
  }
}

TEST_F(RankExecutorTest, EndsInTheMiddleWhenItIsInterrupted) {
  LinkWithin link(experiment_, 2);
  ForkServer own(experiment_);
  RankExecutor executor(link, &own);
  int taken = 0;
  EXPECT_THROW(
      executor.make(
          tasks_, [&](std::size_t, const Replicated&) { ++taken; }, [&] { return taken >= 3; }),
      Interrupted);
  EXPECT_LT(taken, 16);
}

// What launchers leave in the environment: Open MPI 4.1, and srun of Slurm 22.05.
class RankOfThisProcess : public ::testing::Test {
 protected:
  ~RankOfThisProcess() override {
    for (const std::string& name : names_) ::unsetenv(name.c_str());
  }
  void set(const std::string& name, const char* value) {
    ::setenv(name.c_str(), value, 1);
    names_.push_back(name);
  }

 private:
  std::vector<std::string> names_;
};

TEST_F(RankOfThisProcess, IsWhatMpirunSays) {
  EXPECT_FALSE(rank_of_this_process().has_value());
  set("OMPI_COMM_WORLD_RANK", "3");
  set("OMPI_COMM_WORLD_SIZE", "5");
  EXPECT_EQ(rank_of_this_process()->number, 3);
  EXPECT_EQ(rank_of_this_process()->count, 5);
  EXPECT_TRUE(is_follower());
  set("OMPI_COMM_WORLD_RANK", "0");
  set("OMPI_COMM_WORLD_SIZE", "1");
  EXPECT_FALSE(rank_of_this_process().has_value());
  EXPECT_FALSE(is_follower());
}

TEST_F(RankOfThisProcess, IsWhatSrunSaysWithPmix) {
  set("SLURM_NTASKS", "4");
  EXPECT_FALSE(rank_of_this_process().has_value());
  set("SLURM_STEP_NUM_TASKS", "4");
  EXPECT_THROW(rank_of_this_process(), scenario::UsageError);
  set("PMIX_RANK", "2");
  EXPECT_EQ(rank_of_this_process()->number, 2);
  EXPECT_EQ(rank_of_this_process()->count, 4);
}

}  // namespace
}  // namespace planttwin::experiment
