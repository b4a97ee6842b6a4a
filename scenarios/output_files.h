#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

namespace planttwin::scenario {

// Writes a whole file. Throws OutputError with the path and the system's reason.
void write_text_file(const std::filesystem::path& path, std::string_view text);

// The same; an older file stays until the new one is whole.
void replace_text_file(const std::filesystem::path& path, const std::string& text);

// Throws UsageError when no file can be made or replaced at this path. Writes nothing.
void require_writable(const std::filesystem::path& path);

// Makes a folder, unless it is there, in which these files can be made or replaced. Throws
// UsageError when that can't be.
void prepare_folder(const std::filesystem::path& folder, std::initializer_list<const char*> files);

// A folder of results that appears at once: files are written into a folder beside it, which takes
// its place when all are there. Until then, and after an error, the old results stay. An unfinished
// folder is removed.
class OutputDirectory {
 public:
  // Throws UsageError when the folder can't be created, or when it exists and holds something that
  // is no earlier result (a file result.json tells).
  // A folder of a live run keeps what lies there under "live": its files are put into it, the
  // results last.
  explicit OutputDirectory(const std::filesystem::path& target);
  ~OutputDirectory();
  OutputDirectory(const OutputDirectory&) = delete;
  OutputDirectory& operator=(const OutputDirectory&) = delete;

  // A file in the folder that is being written.
  std::filesystem::path file(std::string_view name) const { return aside_ / name; }
  const std::filesystem::path& folder() const { return aside_; }
  const std::filesystem::path& target() const { return target_; }
  // Puts the folder in place. Throws OutputError.
  void publish();

 private:
  void publish_into_target();

  std::filesystem::path target_;
  std::filesystem::path aside_;
};

}  // namespace planttwin::scenario
