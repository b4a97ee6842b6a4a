#include "sim/archive.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <utility>

#include "sim/checksum.h"

namespace planttwin::sim {

namespace {

constexpr std::string_view kMagic = "PTSTATE\n";  // a transfer as text changes its last byte

struct StateHeader {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t reserved;
  std::uint64_t length;
  std::uint64_t checksum;
};
static_assert(sizeof(StateHeader) == internal::kStateHeaderSize);

std::uint64_t checksum_of(const StateHeader& header, std::string_view fields) {
  std::array<char, offsetof(StateHeader, checksum)> head;
  std::memcpy(head.data(), &header, head.size());
  return crc64(fields, crc64({head.data(), head.size()}));
}

[[noreturn]] void fail(const std::string& what, const std::string& path) {
  throw StateError(what + " " + path + ": " + std::strerror(errno));
}

// Writes all bytes and makes them durable; false with errno when the system refuses.
bool write_durably(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file) == 0;
}

}  // namespace

std::string StateWriter::finish() {
  StateHeader header{{}, version_, 0, bytes_.size() - sizeof(StateHeader), 0};
  std::memcpy(header.magic.data(), kMagic.data(), kMagic.size());
  header.checksum =
      checksum_of(header, std::string_view(bytes_).substr(internal::kStateHeaderSize));
  std::memcpy(bytes_.data(), &header, sizeof(header));
  return std::move(bytes_);
}

StateReader::StateReader(std::string_view file, std::uint32_t version) {
  StateHeader header{};
  if (!file.starts_with(kMagic)) throw StateError("not a saved state of planttwin");
  if (file.size() < sizeof(header)) throw StateError("the saved state is cut off in its header");
  std::memcpy(&header, file.data(), sizeof(header));
  rest_ = file.substr(sizeof(header));
  if (header.version != version) {
    throw StateError("the saved state has layout version " + std::to_string(header.version) +
                     "; this program reads version " + std::to_string(version));
  }
  if (header.length > rest_.size()) {
    throw StateError("the saved state is cut off: " + std::to_string(rest_.size()) + " of " +
                     std::to_string(header.length) + " bytes are there");
  }
  if (header.length < rest_.size()) {
    throw StateError("the saved state is followed by bytes that don't belong to it");
  }
  if (checksum_of(header, rest_) != header.checksum) {
    throw StateError("the saved state is damaged: its checksum does not match");
  }
}

void StateReader::finish() const {
  if (rest_.empty()) return;
  throw StateError("the saved state holds " + std::to_string(rest_.size()) +
                   " bytes more than this program reads");
}

void write_state_file(const std::string& path, std::string_view bytes) {
  const std::string draft = path + ".part";
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) fail("can't write", draft);
  const bool written = write_durably(file, bytes);
  const int reason = errno;
  ::close(file);
  if (!written) {
    ::unlink(draft.c_str());
    errno = reason;
    fail("can't write", draft);
  }
  if (std::rename(draft.c_str(), path.c_str()) != 0) fail("can't replace", path);
}

std::string read_state_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) fail("can't read", path);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) fail("can't read", path);
  return bytes;
}

}  // namespace planttwin::sim
