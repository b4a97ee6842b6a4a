#include "plant_models/import/tab_table.h"

#include <algorithm>
#include <utility>

#include "sim/json_scanner.h"

namespace planttwin::plant {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \r\f\v\t";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return text.substr(0, 0);
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// Code points, not bytes.
int characters(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

bool is_comment(std::string_view line) {
  const std::string_view text = trimmed(line);
  return text.empty() || text.starts_with('#') || text.starts_with("//");
}

// As JSON demands it: digits on both sides of the point and no plus sign.
std::string json_number_text(std::string_view text) {
  std::string number(text.substr(text.starts_with('+') ? 1 : 0));
  if (number.starts_with('.')) number.insert(0, "0");
  if (number.ends_with('.')) number.pop_back();
  return number;
}

}  // namespace

TabRow::TabRow(const TabTable& table, int line, std::string_view text)
    : table_(&table), line_(line), text_(text) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\t', begin), text.size());
    cells_.push_back(trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
}

int TabRow::column_of(std::size_t cell) const {
  if (cell >= cells_.size())
    return characters(text_.substr(0, text_.find_last_not_of('\r') + 1)) + 1;
  return characters(text_.substr(0, static_cast<std::size_t>(cells_[cell].data() - text_.data()))) +
         1;
}

std::string_view TabRow::text(const TabColumn& column) const {
  return column.index < cells_.size() ? cells_[column.index] : std::string_view();
}

std::string_view TabRow::required(const TabColumn& column) const {
  const std::string_view found = text(column);
  if (found.empty() && column.exists()) error(column, "is missing");
  return found;
}

std::optional<sim::Decimal> TabRow::decimal(const TabColumn& column) const {
  const std::string_view found = required(column);
  if (found.empty()) return std::nullopt;
  const sim::Parsed<sim::Decimal> number = sim::parse_decimal(json_number_text(found));
  if (!number.ok()) {
    error(column, "expected a number, found " + sim::in_quotes(found));
    return std::nullopt;
  }
  if (number.value() < sim::Decimal()) {
    error(column, "must not be negative, found " + std::string(found));
    return std::nullopt;
  }
  return number.value();
}

std::optional<std::int64_t> TabRow::count(const TabColumn& column, std::int64_t least,
                                          std::int64_t most) const {
  const std::optional<sim::Decimal> number = decimal(column);
  if (!number) return std::nullopt;
  const std::optional<std::int64_t> whole = number->steps(0);
  if (whole && *whole >= least && *whole <= most) return whole;
  error(column, "expected a whole number from " + std::to_string(least) + " to " +
                    std::to_string(most) + ", found " + std::string(text(column)));
  return std::nullopt;
}

void TabRow::error(const TabColumn& column, const std::string& message) const {
  table_->errors_.add(diagnostic(column, message));
}

void TabRow::remark(const TabColumn& column, const std::string& message) const {
  table_->remarks_.add(diagnostic(column, message));
}

sim::Diagnostic TabRow::diagnostic(const TabColumn& column, const std::string& message) const {
  const int place = column.exists() ? column_of(column.index) : 1;
  return {table_->file_, {line_, place}, "", column.name + ": " + message};
}

TabTable::TabTable(std::string text, std::string file, sim::Diagnostics& errors,
                   sim::Diagnostics& remarks)
    : text_(std::move(text)), file_(std::move(file)), errors_(errors), remarks_(remarks) {
  parse();
}

void TabTable::error(int line, std::string message) {
  complete_ = false;
  errors_.add({file_, {line, line > 0 ? 1 : 0}, "", std::move(message)});
}

void TabTable::parse() {
  std::string_view rest = text_;
  if (rest.starts_with(kByteOrderMark)) rest.remove_prefix(kByteOrderMark.size());
  const std::size_t invalid = sim::find_invalid_utf8(rest);
  if (invalid != std::string_view::npos) {
    const auto lines =
        std::count(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(invalid), '\n');
    return error(static_cast<int>(lines) + 1, "expected text in UTF-8");
  }
  int line = 0;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++line;
    if (is_comment(text)) continue;
    if (header_line_ == 0) {
      header_line_ = line;
      read_header(TabRow(*this, line, text));
    } else {
      rows_.emplace_back(*this, line, text);
    }
  }
  if (header_line_ == 0) error(0, "is empty; expected a line with the names of the columns");
}

void TabTable::read_header(const TabRow& header) {
  for (std::size_t i = 0; i < header.cell_count(); ++i) {
    std::string name(header.text({"", i}));
    if (!name.empty() && std::count(names_.begin(), names_.end(), name) > 0) {
      header.error({name, i}, "there are two columns of this name");
      complete_ = false;
    }
    names_.push_back(std::move(name));
  }
  while (!names_.empty() && names_.back().empty()) names_.pop_back();
  used_.resize(names_.size());
}

TabColumn TabTable::require(std::string_view name) {
  TabColumn column = find(name);
  if (!column.exists() && header_line_ > 0) {
    error(header_line_, "no column " + sim::in_quotes(name) + sim::nearest_clause(name, names_));
  }
  return column;
}

TabColumn TabTable::find(std::string_view name) {
  const auto place = std::find(names_.begin(), names_.end(), name);
  if (place == names_.end()) return {std::string(name), TabColumn::kNone};
  const auto index = static_cast<std::size_t>(place - names_.begin());
  used_[index] = true;
  return {std::string(name), index};
}

std::vector<TabRow> TabTable::rows() {
  std::size_t needed = 0;
  for (std::size_t i = 0; i < used_.size(); ++i) {
    if (used_[i]) needed = i + 1;
  }
  std::vector<TabRow> good;
  for (const TabRow& row : rows_) {
    std::size_t found = row.cell_count();
    while (found > names_.size() && row.text({"", found - 1}).empty()) --found;
    if (found >= needed && found <= names_.size()) {
      good.push_back(row);
      continue;
    }
    std::string message = "expected " + std::to_string(names_.size()) +
                          " cells, as in the header, found " + std::to_string(found);
    const bool short_row = found < needed;
    if (short_row) message += "; " + names_[needed - 1] + " is not there";
    const int place = row.column_of(short_row ? found : names_.size());
    errors_.add({file_, {row.line(), place}, "", std::move(message)});
  }
  return good;
}

std::vector<std::string_view> TabTable::cells_of(std::string_view name) const {
  std::vector<std::string_view> cells;
  const auto place = std::find(names_.begin(), names_.end(), name);
  if (place == names_.end()) return cells;
  const TabColumn column{std::string(name), static_cast<std::size_t>(place - names_.begin())};
  for (const TabRow& row : rows_) cells.push_back(row.text(column));
  return cells;
}

std::vector<std::string> TabTable::used_columns() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (used_[i]) names.push_back(names_[i]);
  }
  return names;
}

std::vector<std::string> TabTable::unused_columns() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (!used_[i]) names.push_back(names_[i].empty() ? "(no name)" : names_[i]);
  }
  return names;
}

}  // namespace planttwin::plant
