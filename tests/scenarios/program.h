#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace planttwin::testing {

// What a finished program left behind.
struct ProgramOutcome {
  int exit_code = -1;  // -1: killed by a signal
  std::string standard_output;
  std::string standard_error;
};

// Another class than that of tests/support/temporary_file.h, which a program of tests may have,
// too.
inline namespace of_programs {

// A folder of its own for a test, removed with everything in it at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string file(const std::string& name) const { return (path_ / name).string(); }
  void write(const std::string& name, const std::string& text) const;
  // All files and folders below, relative to the folder, sorted.
  std::vector<std::string> entries() const;

 private:
  std::filesystem::path path_;
};

}  // namespace of_programs

std::string read_text(const std::filesystem::path& path);

// planttwin, as the macro PLANTTWIN_PROGRAM names it, started in a folder.
class Program {
 public:
  Program(const std::vector<std::string>& arguments, const std::filesystem::path& folder);
  // Starts another program in place of planttwin, such as a shell.
  Program(const std::string& executable, const std::vector<std::string>& arguments,
          const std::filesystem::path& folder);

  pid_t process() const { return process_; }
  // Waits for the end.
  ProgramOutcome finish();

 private:
  pid_t process_ = -1;
  std::filesystem::path output_;
  std::filesystem::path error_;
};

std::string program_path();
ProgramOutcome run_program(const std::vector<std::string>& arguments,
                           const std::filesystem::path& folder);

}  // namespace planttwin::testing
