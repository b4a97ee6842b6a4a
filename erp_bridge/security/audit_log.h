#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/formats/json_text.h"

// A log of what a run was allowed to do and did, which shows whether somebody has changed it.
namespace planttwin::bridge {

// HMAC-SHA-256 (RFC 2104) in 64 lower-case hexadecimal digits.
std::string hmac_sha256(std::string_view key, std::string_view text);
// 64 hexadecimal digits of 256 bits from the system's source of random numbers.
std::string random_audit_key();
inline constexpr std::size_t kShortestAuditKey = 32;  // characters

// How far a log goes. Kept elsewhere, it tells when lines are missing at the end.
struct AuditHead {
  std::int64_t lines = 0;
  std::string mac;   // of the last line
  std::string seal;  // by the key, over both: a head is not made of a line alone
  std::string to_json() const;
};
// What is wrong with it is added to the diagnostics.
AuditHead load_audit_head(const std::string& file, sim::Diagnostics& diagnostics);

// Lines are JSON objects with "number" (from 1), "time" (UTC), "event" and, as their last member,
// "mac": that of the line before and of this line without it. So whoever has no key can't change,
// add, drop or move a line unseen, but can drop lines at the end, which the head tells.
//
// Beside FILE lies FILE.head, with the head as of the last line. Only the owner can read either.
class AuditLog {
 public:
  // Begins a log, or goes on with one. Throws sim::OutputError where it can't be written, and
  // sim::InputError for one that has been changed or belongs to another key.
  AuditLog(std::filesystem::path file, std::string key);

  // Throws sim::OutputError. Not for several threads at a time.
  void add(std::string_view event, const JsonFields& fields = {});
  AuditHead head() const;

 private:
  void remove_torn_line();

  const std::filesystem::path file_;
  const std::string key_;
  std::int64_t lines_ = 0;
  std::string mac_;
};

// What is wrong with a log.
struct AuditCheck {
  std::int64_t lines = 0;
  std::vector<std::string> faults;  // sentences for people, each with the number of its line
  std::string mac;                  // of the last line
};
// Throws sim::InputError where the file can't be read.
AuditCheck check_audit_log(const std::filesystem::path& file, std::string_view key);
// The same, and whether it goes as far as the head says.
AuditCheck check_audit_log(const std::filesystem::path& file, std::string_view key,
                           const AuditHead& head);

}  // namespace planttwin::bridge
