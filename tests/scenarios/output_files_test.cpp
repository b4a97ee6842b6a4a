#include "scenarios/output_files.h"

#include <gtest/gtest.h>

#include "scenarios/exit_code.h"
#include "tests/scenarios/program.h"

namespace planttwin::scenario {
namespace {

using testing::read_text;
using testing::TemporaryFolder;

TEST(OutputDirectory, AppearsOnlyWhenItIsPublished) {
  TemporaryFolder folder;
  OutputDirectory output(folder.file("runs/a/1"));
  write_text_file(output.file("result.json"), "{}");
  EXPECT_FALSE(std::filesystem::exists(folder.file("runs/a/1")));
  output.publish();
  EXPECT_EQ(read_text(folder.file("runs/a/1/result.json")), "{}");
}

TEST(OutputDirectory, LeavesTheOldResultsWhenItIsNotPublished) {
  TemporaryFolder folder;
  folder.write("run/result.json", "old");
  {
    OutputDirectory output(folder.file("run/"));
    write_text_file(output.file("result.json"), "new");
  }
  EXPECT_EQ(read_text(folder.file("run/result.json")), "old");
  EXPECT_EQ(folder.entries(), (std::vector<std::string>{"run", "run/result.json"}));
}

TEST(OutputDirectory, ReplacesTheOldResultsAsAWhole) {
  TemporaryFolder folder;
  folder.write("run/result.json", "old");
  folder.write("run/events.sqlite", "old");
  OutputDirectory output(folder.file("run"));
  write_text_file(output.file("result.json"), "new");
  output.publish();
  EXPECT_EQ(read_text(folder.file("run/result.json")), "new");
  EXPECT_EQ(folder.entries(), (std::vector<std::string>{"run", "run/result.json"}));
}

TEST(OutputDirectory, TakesAnEmptyFolderAndRefusesOneWithOtherThings) {
  TemporaryFolder folder;
  std::filesystem::create_directory(folder.file("empty"));
  OutputDirectory output(folder.file("empty"));
  write_text_file(output.file("result.json"), "new");
  output.publish();
  EXPECT_EQ(read_text(folder.file("empty/result.json")), "new");
  folder.write("home/letter.txt", "dear");
  EXPECT_THROW(OutputDirectory(folder.file("home")), UsageError);
  EXPECT_THROW(OutputDirectory(folder.file("home/letter.txt")), UsageError);
}

TEST(TextFiles, SayWhyTheyCannotBeWritten) {
  TemporaryFolder folder;
  try {
    write_text_file(folder.file("no/such/file"), "x");
    FAIL() << "expected an error";
  } catch (const OutputError& error) {
    EXPECT_EQ(std::string(error.what()),
              "cannot write " + folder.file("no/such/file") + ": No such file or directory");
  }
  // A device that is always full.
  EXPECT_THROW(write_text_file("/dev/full", "x"), OutputError);
}

TEST(Writability, IsCheckedWithoutWriting) {
  TemporaryFolder folder;
  require_writable(folder.file("state"));
  EXPECT_TRUE(folder.entries().empty());
  EXPECT_THROW(require_writable(folder.file("no/state")), UsageError);
  EXPECT_THROW(require_writable(folder.path()), UsageError);
}

}  // namespace
}  // namespace planttwin::scenario
