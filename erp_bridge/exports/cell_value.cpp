#include "erp_bridge/exports/cell_value.h"

#include <algorithm>
#include <vector>

#include "sim/decimal.h"
#include "sim/diagnostics.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

using sim::Parsed;

constexpr std::size_t kMostDigits = 15;  // that a double has, and so jq
constexpr std::size_t kGroup = 3;

Parsed<std::string> fail(std::string message) {
  return Parsed<std::string>::failure(std::move(message));
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// The digits before the decimal sign, without what stands between groups of three; empty when they
// are no number.
std::string whole_digits(std::string_view text, const std::optional<std::string>& grouping) {
  if (all_digits(text) || !grouping) return all_digits(text) ? std::string(text) : "";
  std::string digits;
  for (bool first = true;; first = false) {
    const std::size_t end = text.find(*grouping);
    const std::string_view group = text.substr(0, end);
    const bool fits = first ? !group.empty() && group.size() <= kGroup : group.size() == kGroup;
    if (!fits || !all_digits(group)) return "";
    digits += group;
    if (end == std::string_view::npos) return digits;
    text.remove_prefix(end + grouping->size());
  }
}

Parsed<std::string> number(std::string_view text, const ExportMapping& mapping, bool whole) {
  const auto wrong = [&] {
    const std::string example = mapping.decimal == ',' ? "1234,5" : "1234.5";
    return fail("expected a number such as " + (whole ? "1234" : example) + ", found " +
                sim::in_quotes(text));
  };
  // Some write the sign behind the number.
  std::string_view rest = text;
  bool is_negative = false;
  if (rest.starts_with('-') || rest.starts_with('+')) {
    is_negative = rest.front() == '-';
    rest.remove_prefix(1);
  } else if (rest.ends_with('-')) {
    is_negative = true;
    rest.remove_suffix(1);
  }
  const std::size_t sign = rest.find(mapping.decimal);
  const bool has_decimals = sign != std::string_view::npos;
  const std::string_view decimals = has_decimals ? rest.substr(sign + 1) : "";
  std::string digits = whole_digits(rest.substr(0, sign), mapping.grouping);
  if (digits.empty() || !all_digits(decimals) || (has_decimals && decimals.empty())) return wrong();
  if (whole && decimals.find_first_not_of('0') != std::string_view::npos) return wrong();
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  if (digits.size() + decimals.size() > kMostDigits) {
    return fail("the number has more than 15 digits; read it as a text");
  }
  if (!decimals.empty() && !whole) digits.append(".").append(decimals);
  return (is_negative ? "-" : "") + digits;
}

std::string expected_formats(const ExportColumn& column) {
  std::string text;
  for (const DateFormat& format : column.formats) {
    text += (text.empty() ? "" : " or ") + format.pattern();
  }
  return text;
}

Parsed<std::string> moment(std::string_view text, const ExportColumn& column,
                           const ExportMapping& mapping) {
  for (const DateFormat& format : column.formats) {
    const std::optional<DateFormat::Moment> read = format.read(text);
    if (!read) continue;
    if (column.kind == CellKind::kDate) return sim::json_string(read->date.text());
    const sim::UtcInstant local =
        sim::UtcInstant::from_epoch(sim::Duration::hours(24 * read->date.days_since_1970())) +
        read->time_of_day;
    if (read->utc_offset) return sim::json_string(sim::format_instant(local - *read->utc_offset));
    const sim::UtcInstant utc = mapping.zone.to_utc(read->date, read->time_of_day);
    const sim::LocalTime shown = mapping.zone.local_time(utc);
    if (shown.date != read->date || shown.time_of_day != read->time_of_day) {
      return fail("clocks in " + mapping.zone.name() + " never show " + sim::in_quotes(text));
    }
    return sim::json_string(sim::format_instant(utc));
  }
  return fail(std::string("expected a ") + (column.kind == CellKind::kDate ? "date" : "time") +
              " as " + expected_formats(column) + ", found " + sim::in_quotes(text));
}

Parsed<std::string> by_code(std::string_view text, const ExportColumn& column) {
  const auto found = column.codes.find(std::string(text));
  if (found != column.codes.end()) {
    return found->second ? sim::json_string(*found->second) : "null";
  }
  std::vector<std::string> known;
  for (const auto& [code, unused] : column.codes) known.push_back(code);
  return fail("no code " + sim::in_quotes(text) + " in \"codes\" of the mapping" +
              sim::nearest_clause(text, known));
}

}  // namespace

Parsed<std::string> cell_value(std::string_view text, const ExportColumn& column,
                               const ExportMapping& mapping) {
  const std::string_view value = trimmed(text);
  if (value.empty()) return std::string("null");
  switch (column.kind) {
    case CellKind::kNumber:
    case CellKind::kInteger:
      return number(value, mapping, column.kind == CellKind::kInteger);
    case CellKind::kDate:
    case CellKind::kInstant:
      return moment(value, column, mapping);
    case CellKind::kText:
      break;
  }
  return column.codes.empty() ? sim::json_string(text) : by_code(value, column);
}

}  // namespace planttwin::bridge
