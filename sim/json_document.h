#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "sim/diagnostics.h"
#include "sim/json_node.h"

namespace planttwin::sim {

// A JSON text (RFC 8259) with comments (// and /* */), read with the position of every value and
// every member name. Read in UTF-8; a byte order mark of UTF-8 is skipped.
//
// Refused with a diagnostic: syntax errors, duplicate names, other encodings, nesting deeper than
// kMaxDepth, numbers beyond the range of a double or integers beyond 64 bits, files larger than
// kMaxBytes, empty and missing files, directories, anything after the value.
class JsonDocument {
 public:
  static constexpr int kMaxDepth = 100;
  static constexpr std::size_t kMaxBytes = std::size_t{256} << 20;

  JsonDocument() = default;
  // Nothing when the text is refused; the reasons are added to the diagnostics.
  static std::optional<JsonDocument> parse(std::string_view text, std::string file,
                                           Diagnostics& diagnostics);
  // The path is also the name of the file in diagnostics.
  static std::optional<JsonDocument> load(const std::string& path, Diagnostics& diagnostics);

  const JsonNode& root() const { return root_; }
  const std::string& file() const { return file_; }

  // The value at a pointer such as "/work_centers/LATHE/machines", where elements of an array of
  // objects are named by their "id"; null when there is none.
  const JsonNode* find(std::string_view pointer) const;

  // Replaces the value at a pointer, or adds a last member to an object that exists. The new
  // value's diagnostics name the file "--set". False, with a diagnostic, when the text is no
  // JSON, an element on the way is missing (with the nearest names), or an array index is used:
  // an index would retarget when an element is inserted.
  bool set(std::string_view pointer, std::string_view json_text, Diagnostics& diagnostics);

 private:
  JsonNode root_;
  std::string file_;
};

// JSON text in a stable layout: two spaces of indentation, members in their order, scalar arrays
// on one line, a newline at the end. Numbers are written as they were read.
std::string pretty_json(const JsonNode& node);

// The text that names an input for hashing: sorted names, no white space or comments, numbers in
// lowest decimal form (1.50 and 15e-1 are both 1.5). The same for every layout, order of keys and
// spelling of one content.
std::string canonical_json(const JsonNode& node);

// A JSON string literal with its quotes.
std::string json_string(std::string_view text);

}  // namespace planttwin::sim
