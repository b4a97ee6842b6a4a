#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace planttwin::bridge {

// Two messages of one run would have the same short key: the run can't be told apart by it.
struct KeyCollision : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The key by which a receiver knows a message again, however often it comes. The long one is
// "RUN/TYPE/BUSINESS KEY/N", where N counts from 1 what would be alike otherwise. The short one is
// for systems whose text fields are short.
struct MessageKey {
  std::string long_form;
  std::string short_form;
};

// 13 characters of Crockford's base 32 (no I, L, O, U): the first 65 bits of the SHA-256 digest.
std::string short_key(std::string_view long_key);

// Gives the messages of one run their keys. The business key names what the message is about, such
// as "ORDER-1/20/SEAL": parts with a slash between them, see business_key().
class KeyRing {
 public:
  explicit KeyRing(std::string run_id) : run_id_(std::move(run_id)) {}

  const std::string& run_id() const { return run_id_; }
  // Throws KeyCollision when the short key was given before.
  MessageKey next(std::string_view type, const std::string& business_key);

 private:
  std::string run_id_;
  std::unordered_map<std::string, std::int64_t> given_;
  std::unordered_set<std::string> short_keys_;
};

// The parts joined by slashes; a slash or a percent sign within a part is escaped as %2F or %25.
std::string business_key(std::initializer_list<std::string_view> parts);

}  // namespace planttwin::bridge
