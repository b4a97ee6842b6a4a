#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

namespace planttwin::testing {

// Where files need no disk: what a process has written is there when it is killed, without a sync.
inline std::filesystem::path memory_directory() {
  const std::filesystem::path memory = "/dev/shm";
  std::error_code error;
  const bool there = std::filesystem::is_directory(memory, error);
  return there ? memory : std::filesystem::temp_directory_path();
}

// A folder of its own, which is removed with everything in it at the end.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(
      const std::filesystem::path& parent = std::filesystem::temp_directory_path()) {
    std::string pattern = (parent / "planttwin-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// The name of a file in a folder of its own.
class TemporaryFile {
 public:
  std::filesystem::path path() const { return folder_.file("file"); }

 private:
  TemporaryFolder folder_;
};

}  // namespace planttwin::testing
