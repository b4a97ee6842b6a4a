#include "scenarios/output_files.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "scenarios/exit_code.h"
#include "sim/archive.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail_to_write(const fs::path& path, const std::string& reason) {
  throw OutputError("cannot write " + path.string() + ": " + reason);
}

// Beside the target, so that a rename is enough. Other runs have other process numbers.
fs::path beside(const fs::path& target, std::string_view purpose) {
  return target.parent_path() / ("." + target.filename().string() + "." + std::string(purpose) +
                                 "-" + std::to_string(getpid()));
}

fs::path without_trailing_slash(const fs::path& path) {
  const fs::path absolute = fs::absolute(path).lexically_normal();
  return absolute.has_filename() ? absolute : absolute.parent_path();
}

void refuse_foreign_content(const fs::path& target) {
  std::error_code error;
  if (!fs::exists(target, error)) return;
  if (!fs::is_directory(target, error)) {
    throw UsageError("cannot write results to " + target.string() + ": it is no folder");
  }
  if (!fs::is_empty(target, error) && !fs::exists(target / "result.json", error) &&
      !fs::exists(target / "live", error)) {
    throw UsageError("will not replace " + target.string() +
                     ": it is not empty and holds no result of an earlier run");
  }
}

}  // namespace

void write_text_file(const fs::path& path, std::string_view text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) fail_to_write(path, std::strerror(errno));
  errno = 0;
  const bool written =
      std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
  const int reason = errno;
  const bool closed = std::fclose(file) == 0;
  if (!written || !closed) fail_to_write(path, std::strerror(reason != 0 ? reason : errno));
}

void replace_text_file(const fs::path& path, const std::string& text) {
  try {
    sim::write_state_file(path.string(), text);
  } catch (const sim::StateError& error) {
    throw OutputError(error.what());
  }
}

void require_writable(const fs::path& path) {
  const fs::path folder = fs::absolute(path).parent_path();
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    throw UsageError("cannot write " + path.string() + ": no folder " + folder.string());
  }
  if (fs::is_directory(path, error)) {
    throw UsageError("cannot write " + path.string() + ": it is a folder");
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    throw UsageError("cannot write " + path.string() + ": " + std::strerror(errno));
  }
}

void prepare_folder(const fs::path& folder, std::initializer_list<const char*> files) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw UsageError("cannot make " + folder.string() + ": " + error.message());
  for (const char* file : files) require_writable(folder / file);
}

OutputDirectory::OutputDirectory(const fs::path& target)
    : target_(without_trailing_slash(target)), aside_(beside(target_, "partial")) {
  refuse_foreign_content(target_);
  std::error_code error;
  fs::remove_all(aside_, error);
  fs::create_directories(aside_, error);
  if (error) {
    throw UsageError("cannot write results to " + target_.string() + ": " + error.message());
  }
}

OutputDirectory::~OutputDirectory() {
  std::error_code error;
  fs::remove_all(aside_, error);
}

void OutputDirectory::publish_into_target() {
  std::error_code error;
  const auto put = [&](const fs::path& file) {
    if (!error) fs::remove_all(target_ / file.filename(), error);
    if (!error) fs::rename(file, target_ / file.filename(), error);
  };
  for (const fs::directory_entry& entry : fs::directory_iterator(aside_)) {
    if (entry.path().filename() != "result.json") put(entry.path());
  }
  if (fs::exists(aside_ / "result.json")) put(aside_ / "result.json");
  if (error) fail_to_write(target_, error.message());
}

void OutputDirectory::publish() {
  if (fs::exists(target_ / "live")) return publish_into_target();
  const fs::path old = beside(target_, "old");
  std::error_code error;
  const bool replaces = fs::exists(target_, error);
  if (replaces) fs::rename(target_, old, error);
  if (!error) {
    fs::rename(aside_, target_, error);
    std::error_code undo;
    if (error && replaces) fs::rename(old, target_, undo);
  }
  if (error) fail_to_write(target_, error.message());
  fs::remove_all(old, error);
}

}  // namespace planttwin::scenario
