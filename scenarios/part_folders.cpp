#include "scenarios/part_folders.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <system_error>
#include <thread>
#include <utility>

#include "erp_bridge/transports/tcp_sockets.h"
#include "scenarios/exit_code.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kPort = "port";  // that ManagedParts keeps in each folder
constexpr auto kGlance = std::chrono::milliseconds(50);
constexpr auto kConnectsWithin = std::chrono::seconds(1);
constexpr auto kEndsWithin = std::chrono::seconds(15);

bool listens(int port) {
  return bridge::TcpPeer::connect("127.0.0.1", port, kConnectsWithin) != nullptr;
}

bool is_folder(const fs::path& path) {
  return fs::symlink_status(path).type() == fs::file_type::directory;
}

std::int64_t bytes_in(const fs::path& path) {
  if (!is_folder(path))
    return fs::is_regular_file(fs::symlink_status(path))
               ? static_cast<std::int64_t>(fs::file_size(path))
               : 0;
  std::int64_t bytes = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) bytes += bytes_in(entry);
  return bytes;
}

std::int64_t take_away(const fs::path& path) {
  try {
    const std::int64_t bytes = bytes_in(path);
    fs::remove_all(path);
    return bytes;
  } catch (const fs::filesystem_error& error) {
    throw OutputError(fmt::format("can't remove {}: {}", path.string(), error.code().message()));
  }
}

}  // namespace

PartFolders::PartFolders(fs::path parts, const bridge::Stack& stack) : parts_(std::move(parts)) {
  if (!is_folder(parts_)) {
    throw UsageError(fmt::format(
        "{} is no folder: the run had no parts that planttwin has started, and what others have "
        "started is theirs",
        parts_.string()));
  }
  for (const fs::directory_entry& folder : fs::directory_iterator(parts_)) look_at(folder, stack);
  std::sort(ids_.begin(), ids_.end());
}

void PartFolders::look_at(const fs::directory_entry& folder, const bridge::Stack& stack) {
  const std::string id = folder.path().filename().string();
  const bool known = std::any_of(stack.parts.begin(), stack.parts.end(),
                                 [&](const bridge::StackPart& part) { return part.id == id; });
  const fs::path port_file = folder.path() / kPort;
  const bool is_ours =
      known && is_folder(folder.path()) &&
      (fs::is_empty(folder.path()) || fs::is_regular_file(fs::symlink_status(port_file)));
  if (!is_ours) {
    throw UsageError(
        fmt::format("{} is not the folder of a part of the stack {}: nothing is removed",
                    folder.path().string(), stack.id));
  }
  ids_.push_back(id);
  int port = 0;
  std::ifstream(port_file) >> port;
  const Clock::time_point until = Clock::now() + kEndsWithin;
  while (port > 0 && listens(port)) {  // it may be about to end
    if (Clock::now() > until) {
      throw UsageError(
          fmt::format("something listens at port {} of the part {}: end it first", port, id));
    }
    std::this_thread::sleep_for(kGlance);
  }
}

std::int64_t PartFolders::empty() const {
  std::int64_t bytes = 0;
  for (const std::string& id : ids_) {
    for (const fs::directory_entry& entry : fs::directory_iterator(parts_ / id)) {
      if (entry.path().filename() != kPort) bytes += take_away(entry.path());
    }
  }
  return bytes;
}

std::int64_t PartFolders::remove() const {
  std::int64_t bytes = 0;
  for (const std::string& id : ids_) bytes += take_away(parts_ / id);
  return bytes;
}

}  // namespace planttwin::scenario
