#include "erp_bridge/messages/keys.h"

#include "sim/sha256.h"

namespace planttwin::bridge {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kShortLength = 13;
constexpr unsigned kBitsPerDigit = 5;

unsigned hexadecimal_value(char digit) {
  return static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

}  // namespace

std::string short_key(std::string_view long_key) {
  const std::string digest = sim::sha256(long_key);
  std::string key;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (std::size_t i = 0; key.size() < kShortLength; ++i) {
    bits = bits << 4 | hexadecimal_value(digest[i]);
    held += 4;
    if (held < kBitsPerDigit) continue;
    held -= kBitsPerDigit;
    key += kAlphabet[bits >> held & 31];
  }
  return key;
}

MessageKey KeyRing::next(std::string_view type, const std::string& business_key) {
  std::string key = run_id_ + "/" + std::string(type) + "/" + business_key;
  const std::int64_t n = ++given_[key];
  key += "/" + std::to_string(n);
  MessageKey made{key, short_key(key)};
  if (!short_keys_.insert(made.short_form).second) {
    throw KeyCollision("the short key " + made.short_form + " of " + key +
                       " was given to another message before");
  }
  return made;
}

std::string business_key(std::initializer_list<std::string_view> parts) {
  std::string key;
  bool first = true;
  for (const std::string_view part : parts) {
    if (!first) key += '/';
    first = false;
    for (const char c : part) {
      if (c == '/' || c == '%') {
        key += c == '/' ? "%2F" : "%25";
      } else {
        key += c;
      }
    }
  }
  return key;
}

}  // namespace planttwin::bridge
