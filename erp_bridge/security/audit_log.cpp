#include "erp_bridge/security/audit_log.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <charconv>
#include <chrono>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <utility>

#include "sim/json_reader.h"
#include "sim/output_error.h"
#include "sim/utc_instant.h"

namespace planttwin::bridge {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMacDigits = 64;
constexpr std::string_view kBeforeMac = ",\"mac\":\"";
constexpr std::string_view kBehindMac = "\"}";
constexpr std::string_view kBeforeNumber = "{\"number\":";
constexpr std::string_view kBeginning = "planttwin audit log, version 1";
constexpr std::size_t kMostFaults = 20;

std::string hexadecimal(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += {kDigits[bytes[i] / 16], kDigits[bytes[i] % 16]};
  return text;
}

std::string wall_clock_text() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return sim::format_instant(sim::UtcInstant::from_epoch(sim::Duration::microseconds(
      std::chrono::duration_cast<std::chrono::microseconds>(since).count())));
}

std::string mac_of(std::string_view key, std::string_view before, std::string_view said) {
  return hmac_sha256(key, std::string(before) + "\n" + std::string(said));
}

std::string seal_of(std::string_view key, const AuditHead& head) {
  return hmac_sha256(key, "head\n" + std::to_string(head.lines) + "\n" + head.mac);
}

// A line without its end.
struct Line {
  std::string_view said;  // what the code is over
  std::string_view mac;
  std::int64_t number = 0;
};

std::optional<Line> line_of(std::string_view text) {
  constexpr std::size_t kTail = kBeforeMac.size() + kMacDigits + kBehindMac.size();
  if (text.size() < kTail || !text.starts_with(kBeforeNumber)) return std::nullopt;
  const std::string_view tail = text.substr(text.size() - kTail);
  if (!tail.starts_with(kBeforeMac) || !tail.ends_with(kBehindMac)) return std::nullopt;
  Line line{text.substr(0, text.size() - kTail), tail.substr(kBeforeMac.size(), kMacDigits)};
  const char* digits = text.data() + kBeforeNumber.size();
  std::from_chars(digits, text.data() + text.size(), line.number);
  return line;
}

std::string read_whole(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  sim::Diagnostics diagnostics;
  if (!in) diagnostics.add({file.string(), {}, "", "cannot be read"});
  diagnostics.throw_if_any();
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_file(const fs::path& file, std::string_view text, std::ios::openmode mode) {
  std::error_code error;
  const bool is_new = !fs::exists(file, error);
  std::ofstream out(file, std::ios::binary | mode);
  if (is_new) fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, error);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (!out) throw sim::OutputError(file.string() + ": the audit log can't be written");
}

// Goes through the lines of a log, and stops where nothing can be said of what follows.
class Checking {
 public:
  Checking(std::string_view key, const AuditHead* head) : key_(key), head_(head) {}

  AuditCheck check(std::string_view text) {
    std::string before(kBeginning);
    while (!text.empty() && check_.faults.size() < kMostFaults) {
      const std::size_t end = text.find('\n');
      ++check_.lines;
      if (end == std::string_view::npos) {
        fault("is cut off");
        break;
      }
      take(text.substr(0, end), before);
      text.remove_prefix(end + 1);
    }
    check_.mac = before;
    if (head_ != nullptr) compare_with_head();
    return std::move(check_);
  }

 private:
  void fault(const std::string& what) {
    check_.faults.push_back("line " + std::to_string(check_.lines) + " " + what);
  }

  void take(std::string_view text, std::string& before) {
    const std::optional<Line> line = line_of(text);
    if (!line) {
      fault("is no line of an audit log");
      return;
    }
    if (line->number != check_.lines) {
      fault("has the number " + std::to_string(line->number) +
            ": lines are missing, were added or stand in another order");
    } else if (mac_of(key_, before, line->said) != line->mac) {
      fault("is not as it was written, or follows one that is not, or the key is another one");
    }
    before = line->mac;
    if (head_ != nullptr && check_.lines == head_->lines) at_head_ = before;
  }

  void compare_with_head() {
    if (seal_of(key_, *head_) != head_->seal) {
      check_.faults.emplace_back("the head is not of this key, or was changed");
    } else if (check_.lines < head_->lines) {
      check_.faults.push_back("the end is missing: the head says " + std::to_string(head_->lines) +
                              " lines, and there are " + std::to_string(check_.lines));
    } else if (at_head_ != head_->mac) {
      check_.faults.push_back("line " + std::to_string(head_->lines) +
                              " is not the one that the head was made of");
    }
  }

  std::string_view key_;
  const AuditHead* head_;
  AuditCheck check_;
  std::string at_head_;
};

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data, text.size(), bytes.data(),
           &size) == nullptr) {
    throw std::runtime_error("OpenSSL can't make a message authentication code");
  }
  return hexadecimal(bytes.data(), size);
}

std::string random_audit_key() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("OpenSSL has no random numbers");
  }
  return hexadecimal(bytes.data(), bytes.size());
}

std::string AuditHead::to_json() const {
  return JsonFields().number("lines", lines).text("mac", mac).text("seal", seal).take();
}

AuditHead load_audit_head(const std::string& file, sim::Diagnostics& diagnostics) {
  AuditHead head;
  const auto document = sim::JsonDocument::load(file, diagnostics);
  if (!document) return head;
  sim::JsonReader in(*document, diagnostics);
  constexpr std::int64_t kMostLines = 1'000'000'000;
  head.lines = in.integer("lines", {1, kMostLines});
  head.mac = in.required_string("mac");
  head.seal = in.required_string("seal");
  in.finish();
  return head;
}

AuditLog::AuditLog(fs::path file, std::string key)
    : file_(std::move(file)), key_(std::move(key)), mac_(kBeginning) {
  if (!fs::exists(file_)) return;
  remove_torn_line();
  const AuditCheck check = check_audit_log(file_, key_);
  if (!check.faults.empty()) {
    sim::Diagnostics diagnostics;
    diagnostics.add(
        {file_.string(), {}, "", "the audit log can't be continued: " + check.faults.front()});
    diagnostics.throw_if_any();
  }
  lines_ = check.lines;
  mac_ = check.mac;
}

// What a full disk has left of a line was never told to anybody.
void AuditLog::remove_torn_line() {
  const std::string text = read_whole(file_);
  const std::size_t whole = text.rfind('\n') + 1;  // 0 where there is none
  if (whole < text.size()) fs::resize_file(file_, whole);
}

void AuditLog::add(std::string_view event, const JsonFields& fields) {
  std::string said = JsonFields()
                         .number("number", lines_ + 1)
                         .text("time", wall_clock_text())
                         .text("event", event)
                         .take();
  const std::string more = fields.take();
  said.pop_back();
  if (more.size() > 2) said += "," + more.substr(1, more.size() - 2);
  const std::string mac = mac_of(key_, mac_, said);
  said.append(kBeforeMac).append(mac).append(kBehindMac).append("\n");
  write_file(file_, said, std::ios::app);
  ++lines_;
  mac_ = mac;
  write_file(file_.string() + ".head", head().to_json() + "\n", std::ios::trunc);
}

AuditHead AuditLog::head() const {
  AuditHead head{lines_, mac_, ""};
  head.seal = seal_of(key_, head);
  return head;
}

AuditCheck check_audit_log(const fs::path& file, std::string_view key) {
  return Checking(key, nullptr).check(read_whole(file));
}

AuditCheck check_audit_log(const fs::path& file, std::string_view key, const AuditHead& head) {
  return Checking(key, &head).check(read_whole(file));
}

}  // namespace planttwin::bridge
