#include "erp_bridge/exports/csv_reader.h"

#include <fmt/format.h>

#include <utility>

namespace planttwin::bridge {

CsvReader::CsvReader(std::string_view text, std::string file, char separator,
                     sim::Diagnostics& diagnostics)
    : text_(text), file_(std::move(file)), separator_(separator), diagnostics_(diagnostics) {}

bool CsvReader::next(std::vector<CsvCell>& row) {
  while (!broken_ && !only_line_ends_follow()) {
    if (!read_row(row)) {
      broken_ = true;
      return false;
    }
    if (columns_ == 0) columns_ = row.size();
    if (row.size() == columns_) return true;
    diagnostics_.add({file_, row.front().position, "",
                      fmt::format("{} columns, but the first line has {}", row.size(), columns_)});
  }
  return false;
}

bool CsvReader::read_row(std::vector<CsvCell>& row) {
  row.clear();
  for (;;) {
    if (!read_cell(row.emplace_back())) return false;
    if (at_ == text_.size()) return true;
    const char end = text_[at_];
    advance();
    if (end == separator_) continue;
    if (end == '\r') {
      if (at_ == text_.size() || text_[at_] != '\n') {
        return fail(position_, "a carriage return without a line feed");
      }
      advance();
    }
    return true;
  }
}

bool CsvReader::read_cell(CsvCell& cell) {
  cell.position = position_;
  if (at_ < text_.size() && text_[at_] == '"') return read_quoted(cell);
  const std::size_t begin = at_;
  while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' &&
         text_[at_] != '\r') {
    if (text_[at_] == '"') {
      return fail(position_, "a quote in a cell that does not begin with one");
    }
    if (at_ - begin == kLongestCell) return fail(cell.position, "the cell is too long");
    advance();
  }
  cell.text = text_.substr(begin, at_ - begin);
  return true;
}

bool CsvReader::read_quoted(CsvCell& cell) {
  advance();
  for (;;) {
    if (at_ == text_.size()) return fail(cell.position, "the quote is never closed");
    if (cell.text.size() == kLongestCell) {
      return fail(cell.position, "the cell is too long: is its quote closed?");
    }
    const char c = text_[at_];
    advance();
    if (c == '"') {
      if (at_ == text_.size() || text_[at_] != '"') break;
      advance();
    }
    cell.text += c;
  }
  const bool ends =
      at_ == text_.size() || text_[at_] == separator_ || text_[at_] == '\n' || text_[at_] == '\r';
  return ends || fail(position_, "text behind the closing quote of a cell");
}

bool CsvReader::only_line_ends_follow() const {
  return text_.find_first_not_of("\r\n", at_) == std::string_view::npos;
}

void CsvReader::advance() {
  const char c = text_[at_++];
  if (c == '\n') {
    ++position_.line;
    position_.column = 1;
  } else if (at_ == text_.size() || (static_cast<unsigned char>(text_[at_]) & 0xC0U) != 0x80U) {
    ++position_.column;
  }
}

bool CsvReader::fail(sim::SourcePosition position, std::string message) {
  diagnostics_.add({file_, position, "", std::move(message)});
  return false;
}

}  // namespace planttwin::bridge
