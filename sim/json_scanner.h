#pragma once

#include <cstddef>
#include <string_view>

#include "sim/diagnostics.h"

namespace planttwin::sim {

// Walks over JSON text and knows the line and column of every token. It checks nothing: it
// follows a parser that has accepted the tokens that it is asked for.
class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : text_(text) {}

  // Moves to the start of the next value, member name or closing bracket, past white space,
  // comments, commas and colons.
  void find_token();
  // Moves past the token that starts here and returns it.
  std::string_view take_token();
  // Moves to the start of the token that holds the byte at an offset or ends before it, counting
  // commas and colons as tokens; to the end of the text if there is none.
  void find_offset(std::size_t offset);
  // Moves on to the byte at an offset. Never moves back.
  void advance_to(std::size_t offset);

  SourcePosition position() const { return position_; }
  std::size_t offset() const { return offset_; }

 private:
  void step();
  void skip_blanks(bool separators_too);
  bool at(std::string_view token) const { return text_.substr(offset_).starts_with(token); }
  std::size_t token_end() const;

  std::string_view text_;
  std::size_t offset_ = 0;
  SourcePosition position_{.line = 1, .column = 1};
};

// The offset of the first byte that is not UTF-8 (RFC 3629) or is NUL; npos when all is well.
std::size_t find_invalid_utf8(std::string_view text);

}  // namespace planttwin::sim
