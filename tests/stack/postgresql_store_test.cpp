// Replications of experiments in a real PostgreSQL: kept, resumed, and what happens when it goes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>

#include "tests/scenarios/experiment/queue_experiment.h"
#include "tests/stack/servers.h"

namespace planttwin::experiment {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::Program;
using testing::ProgramOutcome;
using testing::Server;

// Where Debian puts the programs of its one version.
std::optional<fs::path> postgresql_programs() {
  const fs::path all = "/usr/lib/postgresql";
  if (!fs::exists(all)) return std::nullopt;
  for (const auto& version : fs::directory_iterator(all)) {
    if (fs::exists(version.path() / "bin/initdb")) return version.path() / "bin";
  }
  return std::nullopt;
}

// PostgreSQL refuses to run as root.
std::vector<std::string> as_its_user(std::vector<std::string> command) {
  if (::getuid() != 0) return command;
  command.insert(command.begin(), {"runuser", "-u", "postgres", "--"});
  return command;
}

class PostgresqlStore : public QueueExperiment {
 protected:
  void SetUp() override {
    const auto programs = postgresql_programs();
    if (!programs) GTEST_SKIP() << "SKIPPED: PostgreSQL is not installed (scripts/setup.sh)";
    const fs::path data = folder_.path() / "server";
    fs::create_directory(data);
    fs::permissions(folder_.path(), fs::perms::all);
    fs::permissions(data, fs::perms::all);
    const std::string cluster = (data / "cluster").string();
    const auto command = as_its_user({(*programs / "initdb").string(), "-D", cluster, "-U",
                                      "planttwin", "--auth=trust", "--no-sync", "-E", "UTF8"});
    Program make("/usr/bin/env", command, data);
    const ProgramOutcome made = make.finish();
    ASSERT_EQ(made.exit_code, 0) << made.standard_output << made.standard_error;
    const int port = testing::free_port();
    server_.emplace(as_its_user({(*programs / "postgres").string(), "-D", cluster, "-p",
                                 std::to_string(port), "-k", data.string()}),
                    data, port);
    server_->start();
    psql_ = (*programs / "psql").string();
    store_ = "postgresql://planttwin@127.0.0.1:" + std::to_string(port) + "/postgres";
  }

  std::string query(const std::string& sql) const {
    Program psql("/usr/bin/env", {psql_, store_, "-tAc", sql}, folder_.path());
    std::string text = psql.finish().standard_output;
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }
  std::int64_t rows() const {
    const std::string count = query("SELECT count(*) FROM replication");
    return count.empty() ? 0 : std::stoll(count);
  }

  // The program, when the store has so many replications. Throws when it does not come so far.
  std::unique_ptr<Program> started_until(std::int64_t count) const {
    auto program =
        std::make_unique<Program>(arguments({"--store", store_, "--jobs", "2"}), folder_.path());
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (rows() < count) {
      if (std::chrono::steady_clock::now() > limit) throw std::runtime_error("nothing is kept");
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return program;
  }

  std::optional<Server> server_;
  std::string psql_;
  std::string store_;
};

const std::string kMembers = kKpis + kVariants + R"(, "replications": 40)";

TEST_F(PostgresqlStore, KeepsReplicationsAndGoesOnWithTheSameBytes) {
  run(kMembers, {"--out", "undisturbed"});
  const auto program = started_until(20);
  ::kill(program->process(), SIGKILL);
  program->finish();
  const ProgramOutcome resumed = run(kMembers, {"--store", store_, "--resume"});
  EXPECT_EQ(resumed.exit_code, 0) << resumed.standard_error;
  EXPECT_THAT(resumed.standard_error, HasSubstr("runs were there already"));
  EXPECT_EQ(text(), text("undisturbed"));
  EXPECT_EQ(rows(), 160);
  EXPECT_FALSE(fs::exists(folder_.file("runs/lathes/experiment.sqlite")));
  EXPECT_EQ(query("SELECT count(DISTINCT figures::json->>'throughput') > 10 FROM replication"),
            "t");
}

// Two teams in one database do not touch each other's experiments.
TEST_F(PostgresqlStore, IsSharedByExperiments) {
  run(kMembers, {"--store", store_});
  folder_.write("other.json",
                R"({"experiment": "other", "scenario": "queue.json", )" + kMembers + "}");
  testing::run_program({"experiment", "other.json", "--store", store_}, folder_.path());
  EXPECT_EQ(rows(), 320);
}

TEST_F(PostgresqlStore, ThatGoesAwayEndsTheExperiment) {
  write(kKpis + kVariants + R"(, "replications": 2000)");
  const auto program = started_until(20);
  server_->kill();
  const ProgramOutcome outcome = program->finish();
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.standard_error, HasSubstr("127.0.0.1"));
  EXPECT_FALSE(fs::exists(folder_.file("runs/lathes/experiment.json")));
}

}  // namespace
}  // namespace planttwin::experiment
