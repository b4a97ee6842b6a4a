#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/decimal.h"
#include "sim/diagnostics.h"

namespace planttwin::plant {

class TabTable;

// A column that was asked for. The name is that of the header, also when there is no such column.
struct TabColumn {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::string name;
  std::size_t index = kNone;
  bool exists() const { return index != kNone; }
};

// A row of a table. Cells are trimmed of blanks; an empty cell means "not given". What is wrong
// with a cell is recorded with file, line, column and the name of the column; the readers below
// then return nothing. Refers to its table.
class TabRow {
 public:
  TabRow(const TabTable& table, int line, std::string_view text);

  int line() const { return line_; }
  std::size_t cell_count() const { return cells_.size(); }
  // Of the first character in the row's line, counted from 1.
  int column_of(std::size_t cell) const;

  std::string_view text(const TabColumn& column) const;  // empty when not given
  bool has(const TabColumn& column) const { return !text(column).empty(); }
  // Reports an empty cell.
  std::string_view required(const TabColumn& column) const;
  // A number that is not negative; must be given.
  std::optional<sim::Decimal> decimal(const TabColumn& column) const;
  // A whole number within limits, also written as "10.0"; must be given.
  std::optional<std::int64_t> count(const TabColumn& column, std::int64_t least,
                                    std::int64_t most) const;

  void error(const TabColumn& column, const std::string& message) const;
  void remark(const TabColumn& column, const std::string& message) const;

 private:
  sim::Diagnostic diagnostic(const TabColumn& column, const std::string& message) const;

  const TabTable* table_;
  int line_;
  std::string_view text_;
  std::vector<std::string_view> cells_;
};

// A text table: a line of column names, then a line per row, cells separated by tabs. Lines end
// with LF or CRLF. Empty lines and lines that begin with "#" or "//" are left out, and so are
// empty cells beyond the last column. First ask for all columns, then for the rows. Errors go to
// `errors`, what is left out of account to `remarks`; both must outlive the table.
class TabTable {
 public:
  TabTable(std::string text, std::string file, sim::Diagnostics& errors, sim::Diagnostics& remarks);
  TabTable(const TabTable&) = delete;
  TabTable& operator=(const TabTable&) = delete;

  const std::string& file() const { return file_; }
  // Whether the text could be read and all columns asked for by `require` are there.
  bool complete() const { return complete_; }

  // A column that must be there; else it is reported with the nearest names.
  TabColumn require(std::string_view name);
  // A column that may be left out.
  TabColumn find(std::string_view name);

  // All rows that reach the last column asked for and not beyond the header; the others are
  // reported. Rows may end early where the rest of the columns is not used.
  std::vector<TabRow> rows();

  // The cells of a column as far as they are there; nothing is reported or noted.
  std::vector<std::string_view> cells_of(std::string_view name) const;

  std::size_t row_count() const { return rows_.size(); }
  std::vector<std::string> used_columns() const;
  std::vector<std::string> unused_columns() const;

 private:
  friend class TabRow;

  void parse();
  void read_header(const TabRow& header);
  void error(int line, std::string message);

  std::string text_;
  std::string file_;
  sim::Diagnostics& errors_;
  sim::Diagnostics& remarks_;
  bool complete_ = true;
  int header_line_ = 0;
  std::vector<std::string> names_;
  std::vector<bool> used_;  // by column
  std::vector<TabRow> rows_;
};

}  // namespace planttwin::plant
