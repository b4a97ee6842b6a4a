#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/diagnostics.h"

namespace planttwin::bridge {

struct CsvCell {
  std::string text;
  sim::SourcePosition position;  // of its first character, or of its quote
};

// Reads a table of comma-separated values row by row, as in RFC 4180: cells with separators, line
// ends or quotes stand in quotes, a quote within them twice. Lines end with CR LF or LF. Strict:
// a quote that is never closed, a quote in the middle of a cell, text behind a closing quote, a
// lone CR, a cell longer than kLongestCell and a row with more or fewer cells than the first are
// diagnostics. Empty lines at the end are passed over.
class CsvReader {
 public:
  static constexpr std::size_t kLongestCell = std::size_t{1} << 16U;

  // The text is UTF-8 without a byte order mark, and outlives it.
  CsvReader(std::string_view text, std::string file, char separator, sim::Diagnostics& diagnostics);

  // The next row that is as long as the first one; false behind the last, and behind a fault
  // after which nobody knows where the next row begins.
  bool next(std::vector<CsvCell>& row);

 private:
  bool read_row(std::vector<CsvCell>& row);
  bool read_cell(CsvCell& cell);
  bool read_quoted(CsvCell& cell);
  bool only_line_ends_follow() const;
  void advance();
  bool fail(sim::SourcePosition position, std::string message);

  std::string_view text_;
  std::string file_;
  char separator_;
  sim::Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  sim::SourcePosition position_{1, 1};
  std::size_t columns_ = 0;  // 0: not known yet
  bool broken_ = false;
};

}  // namespace planttwin::bridge
