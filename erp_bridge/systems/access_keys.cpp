#include "erp_bridge/systems/access_keys.h"

#include <array>
#include <random>
#include <utility>

#include "sim/json_reader.h"
#include "sim/sha256.h"

namespace planttwin::bridge {
namespace {

constexpr std::size_t kDigestDigits = 64;

constexpr std::array<sim::NamedValue<AccessRole>, 2> kRoles = {
    {{"viewer", AccessRole::kViewer}, {"operator", AccessRole::kOperator}}};

// Looks at all characters, however many are alike.
bool alike(const std::string& a, const std::string& b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

bool is_digest(const std::string& text) {
  return text.size() == kDigestDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

void read_key(sim::JsonReader in, AccessKeys& keys) {
  const AccessRole role = in.enumeration("role", kRoles);
  if (in.has("key") == in.has("key_sha256")) {
    in.error("expected either \"key\" or \"key_sha256\"");
  } else if (in.has("key")) {
    const std::string key = in.required_string("key");
    if (key.size() < AccessKeys::kShortest) in.error("key", "a key has at least 16 characters");
    keys.add(key, role);
  } else {
    const std::string digest = in.required_string("key_sha256");
    if (!is_digest(digest)) in.error("key_sha256", "expected 64 hexadecimal digits in lower case");
    keys.add_digest(digest, role);
  }
  in.finish();
}

}  // namespace

void AccessKeys::add(std::string_view key, AccessRole role) { add_digest(sim::sha256(key), role); }

void AccessKeys::add_digest(std::string sha256, AccessRole role) {
  keys_.push_back({std::move(sha256), role});
}

std::optional<AccessRole> AccessKeys::role(std::string_view key) const {
  const std::string digest = sim::sha256(key);
  std::optional<AccessRole> found;
  for (const Key& known : keys_) {
    if (alike(known.digest, digest)) found = known.role;
  }
  return found;
}

AccessKeys load_access_keys(const std::string& file, sim::Diagnostics& diagnostics) {
  AccessKeys keys;
  const std::optional<sim::JsonDocument> document = sim::JsonDocument::load(file, diagnostics);
  if (!document) return keys;
  if (!document->root().is_array() || document->root().elements.empty()) {
    diagnostics.add({file, document->root().position, "", "expected an array of keys"});
    return keys;
  }
  const sim::JsonValue root(*document, diagnostics);
  for (const sim::JsonValue& element : root.elements()) read_key(sim::JsonReader(element), keys);
  return keys;
}

std::string random_access_key() {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  constexpr int kCharacters = 43;
  std::random_device device;
  std::string key;
  for (int i = 0; i < kCharacters; ++i) key += kDigits[device() % kDigits.size()];
  return key;
}

}  // namespace planttwin::bridge
