#include "tests/scenarios/program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace planttwin::testing {

namespace fs = std::filesystem;

namespace {

fs::path new_folder() {
  std::string pattern = (fs::temp_directory_path() / "planttwin-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return pattern;
}

void redirect(const fs::path& file, int descriptor) {
  const int opened = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (opened < 0 || dup2(opened, descriptor) < 0) _exit(126);
  close(opened);
}

}  // namespace

TemporaryFolder::TemporaryFolder() : path_(new_folder()) {}

TemporaryFolder::~TemporaryFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

void TemporaryFolder::write(const std::string& name, const std::string& text) const {
  fs::create_directories((path_ / name).parent_path());
  std::ofstream(path_ / name, std::ios::binary) << text;
}

std::vector<std::string> TemporaryFolder::entries() const {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path_)) {
    names.push_back(fs::relative(entry.path(), path_).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Absolute, because the program is started in folders of its own.
std::string program_path() { return fs::absolute(PLANTTWIN_PROGRAM).string(); }

Program::Program(const std::vector<std::string>& arguments, const fs::path& folder)
    : Program(program_path(), arguments, folder) {}

Program::Program(const std::string& executable, const std::vector<std::string>& arguments,
                 const fs::path& folder) {
  const fs::path files = new_folder();
  output_ = files / "output";
  error_ = files / "error";
  std::vector<std::string> words{executable};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  process_ = fork();
  if (process_ < 0) throw std::runtime_error("cannot fork");
  if (process_ > 0) return;
  redirect(output_, STDOUT_FILENO);
  redirect(error_, STDERR_FILENO);
  if (chdir(folder.c_str()) != 0) _exit(126);
  execv(pointers[0], pointers.data());
  _exit(127);
}

ProgramOutcome Program::finish() {
  int status = 0;
  while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  ProgramOutcome outcome;
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
  outcome.standard_output = read_text(output_);
  outcome.standard_error = read_text(error_);
  fs::remove_all(output_.parent_path());
  return outcome;
}

ProgramOutcome run_program(const std::vector<std::string>& arguments, const fs::path& folder) {
  return Program(arguments, folder).finish();
}

}  // namespace planttwin::testing
