#include "erp_bridge/transports/file_drop.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <thread>

#include "erp_bridge/transports/transport_makers.h"

namespace planttwin::bridge {
namespace {

namespace fs = std::filesystem;

constexpr auto kLook = std::chrono::milliseconds(20);
constexpr std::size_t kDigits = 12;
constexpr std::size_t kLongestKey = 200;
constexpr const char* kDone = "done";
// Bytes of UTF-8 are percent-encoded too: file servers disagree about them.
constexpr const char* kKeptInNames = "-_.";

struct Extension {
  std::string_view name, content_type;
};
constexpr std::array kExtensions = {
    Extension{".json", "application/json"}, Extension{".xml", "application/xml"},
    Extension{".csv", "text/csv"},          Extension{".txt", "text/plain"},
    Extension{".xml", "text/xml"},          Extension{".bin", "application/octet-stream"},
};

std::string_view extension_of(std::string_view content_type) {
  const std::string_view bare = content_type.substr(0, content_type.find(';'));
  for (const Extension& one : kExtensions) {
    if (one.content_type == bare) return one.name;
  }
  return bare.ends_with("+json") ? ".json" : bare.ends_with("+xml") ? ".xml" : ".bin";
}

std::string content_type_of(const std::string& extension) {
  for (const Extension& one : kExtensions) {
    if (one.name == extension) return std::string(one.content_type);
  }
  return "application/octet-stream";
}

[[noreturn]] void fail(const std::string& what) {
  throw fs::filesystem_error(what, std::error_code(errno, std::generic_category()));
}

class File {
 public:
  File(const fs::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0640)) {
    if (descriptor_ < 0) fail("open");
  }
  ~File() { ::close(descriptor_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() const {
    if (::fsync(descriptor_) != 0) fail("fsync");
  }

 private:
  int descriptor_;
};

void sync_folder(const fs::path& folder) { File(folder, O_RDONLY | O_DIRECTORY).sync(); }

// The number in front of a name, or nothing.
std::optional<long> number_of(const std::string& name) {
  if (name.size() <= kDigits) return std::nullopt;
  long number = 0;
  const char* end = name.data() + kDigits;
  const auto [stop, error] = std::from_chars(name.data(), end, number);
  const bool ends = name[kDigits] == '_' || name[kDigits] == '.';
  return error == std::errc{} && stop == end && ends ? std::optional(number) : std::nullopt;
}

std::string numbered(long number) {
  const std::string digits = std::to_string(number);
  return std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits;
}

long highest_in(const fs::path& folder) {
  long highest = 0;
  if (!fs::is_directory(folder)) return highest;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    highest = std::max(highest, number_of(entry.path().filename().string()).value_or(0));
  }
  return highest;
}

// The key in a name of ours; all but the extension of others.
std::string key_of(const std::string& name) {
  const std::string stem = fs::path(name).stem().string();
  if (!number_of(name)) return stem;
  if (stem.size() <= kDigits + 1) return "";
  try {
    return percent_decoded(stem.substr(kDigits + 1));
  } catch (const std::invalid_argument&) {
    return stem.substr(kDigits + 1);
  }
}

bool is_whole(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  std::error_code error;
  return !name.starts_with('.') && !name.ends_with(".part") && !name.ends_with(".tmp") &&
         entry.is_regular_file(error) && !entry.is_symlink(error);
}

// Below `folder`, and nowhere else.
std::optional<fs::path> folder_below(const fs::path& folder, const std::string& address) {
  const fs::path way = fs::path(address).lexically_normal();
  if (way.is_absolute() || (!way.empty() && *way.begin() == "..")) return std::nullopt;
  return address.empty() ? folder : folder / way;
}

Receipt not_sent(std::string reason) {
  return {.kind = Receipt::Kind::kNotSent, .reason = std::move(reason)};
}

}  // namespace

std::vector<Receipt> FileSender::send(const std::vector<Parcel>& parcels) {
  std::vector<Receipt> receipts;
  for (const Parcel& parcel : parcels) receipts.push_back(drop(parcel));
  return receipts;
}

Receipt FileSender::drop(const Parcel& parcel) {
  const std::optional<fs::path> folder = folder_below(folder_, parcel.address);
  if (!folder)
    return not_sent("'" + parcel.address + "' is no folder below that of the connection");
  const std::string key = percent_encoded(parcel.key, kKeptInNames);
  if (key.size() > kLongestKey) return not_sent("the key is too long for the name of a file");
  std::error_code missing;
  if (!fs::is_directory(*folder, missing))
    return not_sent("there is no folder " + folder->string());
  const std::string rest =
      (key.empty() ? "" : "_" + key) + std::string(extension_of(parcel.content_type));
  const fs::path part = *folder / ("." + std::to_string(::getpid()) + rest + ".part");
  try {
    {
      const File file(part, O_WRONLY | O_CREAT | O_TRUNC);
      file.write(parcel.body);
      file.sync();
    }
    publish(part, *folder, rest);
  } catch (const fs::filesystem_error& error) {
    fs::remove(part, missing);
    return not_sent(error.code().message());
  }
  try {
    sync_folder(*folder);
  } catch (const fs::filesystem_error& error) {
    return {.kind = Receipt::Kind::kUnknown, .reason = error.code().message()};
  }
  return {.kind = Receipt::Kind::kArrived};
}

// Gives the file the next name that is free. Two programs may write to one folder.
void FileSender::publish(const fs::path& part, const fs::path& folder, const std::string& rest) {
  const auto [last, fresh] = last_.try_emplace(folder, 0);
  if (fresh) last->second = std::max(highest_in(folder), highest_in(folder / kDone));
  for (;;) {
    const fs::path name = folder / (numbered(++last->second) + rest);
    if (::link(part.c_str(), name.c_str()) == 0) break;
    if (errno == EEXIST) continue;
    // Some file servers know no second name.
    if (errno != EPERM && errno != EOPNOTSUPP) fail("link");
    if (fs::exists(name)) continue;
    fs::rename(part, name);
    return;
  }
  fs::remove(part);
}

std::optional<Parcel> FileReceiver::receive(std::chrono::milliseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  for (;;) {
    if (given_.size() < kMostUnacknowledged) {
      if (waiting_.empty()) look();
      if (std::optional<Parcel> parcel = take()) return parcel;
    }
    const auto now = std::chrono::steady_clock::now();
    if (now >= until) return std::nullopt;
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(kLook, until - now));
  }
}

void FileReceiver::look() {
  trouble_.clear();
  try {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
      const std::string name = entry.path().filename().string();
      if (is_whole(entry) && !given_.contains(name)) waiting_.insert(name);
    }
  } catch (const fs::filesystem_error& error) {
    trouble_ = "can't read " + folder_.string() + ": " + error.code().message();
  }
}

std::optional<Parcel> FileReceiver::take() {
  if (waiting_.empty()) return std::nullopt;
  const std::string name = *waiting_.begin();
  waiting_.erase(waiting_.begin());
  std::ifstream file(folder_ / name, std::ios::binary);
  Parcel parcel;
  parcel.body.assign(std::istreambuf_iterator<char>(file), {});
  if (!file.is_open() || file.bad()) {
    trouble_ = "can't read " + (folder_ / name).string();
    return std::nullopt;
  }
  parcel.address = address_;
  parcel.key = key_of(name);
  parcel.content_type = content_type_of(fs::path(name).extension().string());
  given_.insert(name);
  return parcel;
}

void FileReceiver::acknowledge() {
  if (given_.empty()) return;
  const fs::path done = folder_ / kDone;
  try {
    fs::create_directory(done);
    while (!given_.empty()) {
      const std::string name = *given_.begin();
      fs::path target = done / name;
      for (int copy = 2; fs::exists(target); ++copy) {
        target = done / (name + "." + std::to_string(copy));
      }
      if (fs::exists(folder_ / name)) fs::rename(folder_ / name, target);
      given_.erase(given_.begin());
    }
    sync_folder(folder_);
  } catch (const fs::filesystem_error& error) {
    // They stay given, and are not read again by this object.
    trouble_ = "can't move to " + done.string() + ": " + error.code().message();
  }
}

std::unique_ptr<Sender> make_file_sender(const Connection&, const TransportUrl& url) {
  return std::make_unique<FileSender>(percent_decoded(url.path));
}

std::unique_ptr<Receiver> make_file_receiver(const Connection&, const TransportUrl& url,
                                             const std::string& address) {
  const std::optional<fs::path> folder = folder_below(percent_decoded(url.path), address);
  if (!folder) throw std::invalid_argument("the folder of a receiver lies outside of its URL");
  return std::make_unique<FileReceiver>(*folder, address);
}

}  // namespace planttwin::bridge
