#include "sim/input_journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "sim/checksum.h"

namespace planttwin::sim {

namespace {

static_assert(std::endian::native == std::endian::little, "journals are little-endian");

constexpr std::string_view kMagic = "PTINPUT\1";  // the last byte is the version
constexpr std::uint32_t kMaxLength = std::uint32_t{1} << 30;

struct RecordHead {
  std::uint32_t length;
  std::uint32_t complement;
  std::uint64_t checksum;
};

struct RecordBody {
  std::uint64_t kind;
  std::uint64_t sequence;
  std::int64_t accepted_after;
  std::int64_t takes_effect;
  std::uint64_t source_size;  // the source follows, then the payload to the end of the record
};

[[noreturn]] void fail(const std::string& what, const std::string& path) {
  throw JournalError(what + " " + path + ": " + std::strerror(errno));
}

template <class T>
std::string_view bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

std::string encode(const JournalRecord& record, const std::string& path) {
  const RecordBody body{static_cast<std::uint64_t>(record.kind), record.sequence,
                        record.accepted_after.count(), record.takes_effect.count(),
                        record.input.source.size()};
  const std::uint64_t length =
      sizeof(body) + record.input.source.size() + record.input.payload.size();
  if (length > kMaxLength) throw JournalError("an input is too large for the journal " + path);
  std::string bytes(sizeof(RecordHead), '\0');
  bytes.reserve(sizeof(RecordHead) + length);
  bytes.append(bytes_of(body)).append(record.input.source).append(record.input.payload);
  const auto short_length = static_cast<std::uint32_t>(length);
  const RecordHead head{short_length, ~short_length,
                        crc64(std::string_view(bytes).substr(sizeof(RecordHead)))};
  std::memcpy(bytes.data(), &head, sizeof(head));
  return bytes;
}

std::optional<JournalRecord> decode(std::string_view bytes) {
  RecordBody body{};
  if (bytes.size() < sizeof(body)) return std::nullopt;
  std::memcpy(&body, bytes.data(), sizeof(body));
  bytes.remove_prefix(sizeof(body));
  if (body.kind > 1 || body.source_size > bytes.size()) return std::nullopt;
  const auto time = [](std::int64_t us) { return Time::from_start(Duration::microseconds(us)); };
  return JournalRecord{static_cast<JournalRecord::Kind>(body.kind),
                       body.sequence,
                       time(body.accepted_after),
                       time(body.takes_effect),
                       {std::string(bytes.substr(0, body.source_size)),
                        std::string(bytes.substr(body.source_size))}};
}

// Takes one record from the front of `rest`, or says why there is none.
JournalContents::End take_record(std::string_view& rest, std::vector<JournalRecord>& records) {
  using End = JournalContents::End;
  RecordHead head{};
  if (rest.size() < sizeof(head)) return End::kCutOff;
  std::memcpy(&head, rest.data(), sizeof(head));
  if (head.complement != ~head.length) return End::kDamaged;
  if (rest.size() - sizeof(head) < head.length) return End::kCutOff;
  const std::string_view body = rest.substr(sizeof(head), head.length);
  if (crc64(body) != head.checksum) return End::kDamaged;
  std::optional<JournalRecord> record = decode(body);
  if (!record || record->sequence != records.size()) return End::kDamaged;
  records.push_back(std::move(*record));
  rest.remove_prefix(sizeof(head) + head.length);
  return End::kClean;
}

}  // namespace

JournalContents read_journal(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) fail("can't read the journal", path);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) fail("can't read the journal", path);
  JournalContents contents;
  std::string_view rest = bytes;
  if (rest.size() < kMagic.size() && kMagic.starts_with(rest)) {
    contents.end = JournalContents::End::kCutOff;
    contents.ignored_bytes = rest.size();
    return contents;
  }
  if (!rest.starts_with(kMagic)) throw JournalError("no input journal of this version: " + path);
  rest.remove_prefix(kMagic.size());
  while (!rest.empty() && contents.end == JournalContents::End::kClean) {
    contents.end = take_record(rest, contents.records);
  }
  contents.ignored_bytes = rest.size();
  contents.valid_bytes = bytes.size() - rest.size();
  return contents;
}

FileJournal FileJournal::create(const std::string& path, Durability durability) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) fail("can't create the journal", path);
  FileJournal journal(path, file, durability, 0);
  journal.write(kMagic);
  return journal;
}

FileJournal FileJournal::resume(const std::string& path, Durability durability) {
  const JournalContents contents = read_journal(path);
  if (contents.end == JournalContents::End::kDamaged) {
    throw JournalError("the journal " + path + " is damaged after byte " +
                       std::to_string(contents.valid_bytes));
  }
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file < 0) fail("can't write the journal", path);
  FileJournal journal(path, file, durability, contents.records.size());
  if (::ftruncate(file, static_cast<off_t>(contents.valid_bytes)) != 0) {
    fail("can't write the journal", path);
  }
  if (contents.valid_bytes == 0) journal.write(kMagic);
  return journal;
}

FileJournal::FileJournal(std::string path, int file, Durability durability,
                         std::uint64_t next_sequence)
    : path_(std::move(path)), file_(file), durability_(durability), next_sequence_(next_sequence) {}

FileJournal::FileJournal(FileJournal&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      durability_(other.durability_),
      next_sequence_(other.next_sequence_) {}

FileJournal::~FileJournal() {
  if (file_ >= 0) ::close(file_);
}

void FileJournal::append(const JournalRecord& record) {
  write(encode(record, path_));
  ++next_sequence_;
}

void FileJournal::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) give_up();
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (durability_ == Durability::kPowerLoss && ::fdatasync(file_) != 0) give_up();
}

void FileJournal::give_up() {
  const int reason = errno;
  ::close(std::exchange(file_, -1));
  errno = reason;
  fail("can't write the journal", path_);
}

}  // namespace planttwin::sim
