// What an experiment has finished is kept, whatever ends it, and --resume goes on with it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include "sim/database.h"
#include "tests/scenarios/experiment/queue_experiment.h"

namespace planttwin::experiment {
namespace {

using ::testing::HasSubstr;
using testing::Program;
using testing::ProgramOutcome;

class Resume : public QueueExperiment {
 protected:
  std::int64_t rows(const std::string& where = "1") const {
    const std::string file = folder_.file("runs/lathes/experiment.sqlite");
    if (!std::filesystem::exists(file)) return 0;
    try {
      sim::Database database(file, sim::Database::Mode::kReadOnly);
      sim::Statement count(database, "SELECT count(*) FROM replication WHERE " + where);
      return count.step() ? count.integer(0) : 0;
    } catch (const sim::OutputError&) {
      return 0;  // the table is not there yet
    }
  }
  // The program, killed by a signal when so many replications were kept.
  ProgramOutcome end_after(std::int64_t count, int signal) const {
    Program program(arguments({"--jobs", "2"}), folder_.path());
    while (rows() < count) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    ::kill(program.process(), signal);
    return program.finish();
  }
};

const std::string kMembers = kKpis + kVariants + R"(, "replications": 40)";

TEST_F(Resume, GoesOnAfterAnythingWithTheSameBytes) {
  run(kMembers, {"--out", "undisturbed"});
  const ProgramOutcome killed = end_after(20, SIGKILL);
  EXPECT_EQ(killed.exit_code, -1);
  EXPECT_FALSE(std::filesystem::exists(folder_.file("runs/lathes/experiment.json")));
  const ProgramOutcome resumed = run(kMembers, {"--resume"});
  EXPECT_EQ(resumed.exit_code, 0) << resumed.standard_error;
  EXPECT_THAT(resumed.standard_error, HasSubstr("runs were there already"));
  EXPECT_EQ(text(), text("undisturbed"));
  EXPECT_EQ(rows(), 160);
}

TEST_F(Resume, GoesOnAfterCtrlC) {
  write(kMembers);
  const ProgramOutcome stopped = end_after(20, SIGINT);
  EXPECT_EQ(stopped.exit_code, 1);
  EXPECT_THAT(stopped.standard_error, HasSubstr("--resume"));
  const std::int64_t kept = rows();
  EXPECT_GE(kept, 20);
  EXPECT_LT(kept, 160);
  EXPECT_THAT(run(kMembers, {"--resume"}).standard_error,
              HasSubstr(std::to_string(kept) + " runs were there already"));
}

TEST_F(Resume, WithoutItAnExperimentBeginsAnew) {
  run(kMembers + R"(, "seed": 5)");
  run(kMembers);
  EXPECT_EQ(rows(), 160);
  EXPECT_EQ(rows("seed = 1"), 4);
}

TEST_F(Resume, MakesAnewWhatOnlyOneVariantHasChanged) {
  run(kMembers);
  std::string changed = kMembers;
  changed.replace(changed.find("9 min"), 5, "7 min");
  const ProgramOutcome resumed = run(changed, {"--resume"});
  EXPECT_THAT(resumed.standard_error, HasSubstr("120 runs were there already"));
  const std::string found = text();
  run(changed);
  EXPECT_EQ(text(), found);
}

TEST_F(Resume, AddsReplicationsToThoseThatAreThere) {
  run(kMembers);
  const ProgramOutcome more = run(kMembers, {"--replications", "45", "--resume"});
  EXPECT_THAT(more.standard_error, HasSubstr("160 runs were there already"));
  EXPECT_EQ(number("/variants/two/kpis/wait/n"), 45);
}

TEST_F(Resume, OfAnOtherProgramsTableIsRefused) {
  std::filesystem::create_directories(folder_.file("runs/lathes"));
  folder_.write("runs/lathes/experiment.sqlite", "no database at all, but a text of some length");
  const ProgramOutcome outcome = run(kMembers, {"--resume"});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(outcome.standard_error, HasSubstr("experiment.sqlite"));
}

// A file may not grow beyond 150 KiB, as on a full disk: what was kept is good, and with more room
// it goes on.
TEST_F(Resume, GoesOnWhenAFullDiskHasRoomAgain) {
  const std::string many = kKpis + kVariants + R"(, "replications": 400)";
  run(many, {"--out", "undisturbed"});
  write(many);
  Program full("/bin/sh",
               {"-c", "trap '' XFSZ; ulimit -f 300; exec " + testing::program_path() +
                          " experiment experiment.json --quiet"},
               folder_.path());
  const ProgramOutcome outcome = full.finish();
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.standard_error, HasSubstr("experiment.sqlite"));
  EXPECT_GT(rows(), 10);
  EXPECT_EQ(run(many, {"--resume"}).exit_code, 0);
  EXPECT_EQ(text(), text("undisturbed"));
}

TEST_F(Resume, SaysWhenTheStoreCannotBeReached) {
  const ProgramOutcome outcome =
      run(kMembers, {"--store", "postgresql://planttwin:secret@127.0.0.1:1/plants"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.standard_error, HasSubstr("127.0.0.1:1/plants"));
  EXPECT_THAT(outcome.standard_error, ::testing::Not(HasSubstr("secret")));
  const ProgramOutcome odd =
      run(kMembers, {"--store", "postgresql://planttwin:se@cret@127.0.0.1:1/plants"});
  EXPECT_EQ(odd.exit_code, 2);
  EXPECT_THAT(odd.standard_error, ::testing::Not(HasSubstr("cret")));
  EXPECT_EQ(run(kMembers, {"--store", "postgresql://no database"}).exit_code, 2);
  EXPECT_EQ(run(kMembers, {"--store", "no/such/folder/store.sqlite"}).exit_code, 2);
}

}  // namespace
}  // namespace planttwin::experiment
