#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/diagnostics.h"

namespace planttwin::bridge {

// What the holder of a key may do: a viewer reads, an operator posts as well.
enum class AccessRole : std::uint8_t { kViewer, kOperator };

// The API keys of a server. Only their digests are kept, and comparing takes the same time whether
// a key is known or not.
class AccessKeys {
 public:
  static constexpr std::size_t kShortest = 16;  // characters of a key that a person chooses

  void add(std::string_view key, AccessRole role);
  // `sha256` has 64 hexadecimal digits in lower case.
  void add_digest(std::string sha256, AccessRole role);
  bool empty() const { return keys_.empty(); }
  // The role of a key; nothing for one that is not known.
  std::optional<AccessRole> role(std::string_view key) const;

 private:
  struct Key {
    std::string digest;
    AccessRole role = AccessRole::kViewer;
  };
  std::vector<Key> keys_;
};

// Keys from a JSON file: [{"key_sha256": "…", "role": "viewer"}, {"key": "…", "role": "operator"}].
// What is wrong with it is added to the diagnostics, which do not show keys.
AccessKeys load_access_keys(const std::string& file, sim::Diagnostics& diagnostics);

// 43 characters with 256 random bits.
std::string random_access_key();

}  // namespace planttwin::bridge
