#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/diagnostics.h"

namespace planttwin::sim {

struct JsonMember;

// A value of a JSON document with the place where it stands. Members keep the order of the file.
// Owned by its document; immutable for readers.
struct JsonNode {
  enum class Kind : std::uint8_t { kNull, kBoolean, kInteger, kDecimal, kString, kArray, kObject };
  enum class Origin : std::uint8_t { kFile, kCommandLine };

  Kind kind = Kind::kNull;
  Origin origin = Origin::kFile;
  bool boolean = false;
  SourcePosition position;
  // The value of a string in UTF-8, or a number exactly as it was written.
  std::string text;
  std::vector<JsonNode> elements;   // of an array
  std::vector<JsonMember> members;  // of an object; names are unique

  bool is_object() const { return kind == Kind::kObject; }
  bool is_array() const { return kind == Kind::kArray; }
  bool is_number() const { return kind == Kind::kInteger || kind == Kind::kDecimal; }

  // Null when this is no object or has no such member.
  const JsonNode* member(std::string_view name) const;
  JsonNode* member(std::string_view name);
  // The member "id" of an object as text when it is a string or an integer, else empty.
  std::string id() const;
  // "a string", "an object": for messages. With the value when it is short: `the number 12`.
  std::string description() const;
};

struct JsonMember {
  std::string name;
  SourcePosition name_position;
  JsonNode value;
};

// Escapes a name for use in a JSON pointer: ~ as ~0 and / as ~1 (RFC 6901).
std::string escape_pointer(std::string_view name);
// The unescaped elements of a pointer. The pointer is empty or starts with a slash.
std::vector<std::string> split_pointer(std::string_view pointer);

}  // namespace planttwin::sim
