#include "sim/distribution_table.h"

#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include "sim/decimal.h"
#include "sim/diagnostics.h"
#include "sim/distribution.h"
#include "sim/measure.h"

namespace planttwin::sim {
namespace {

constexpr std::uintmax_t kMaxBytes = std::uintmax_t{64} << 20;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// The part before a separator; takes it and the separator off the rest.
std::string_view next_part(std::string_view& rest, std::string_view separators) {
  const std::size_t end = rest.find_first_of(separators);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return part;
}

Parsed<double> parse_number(std::string_view text) {
  const Parsed<Decimal> decimal = parse_decimal(text);
  if (!decimal.ok()) return Parsed<double>::failure(decimal.error());
  return decimal.value().to_double();
}

Parsed<double> parse_amount(std::string_view text, AmountKind kind) {
  if (kind == AmountKind::kNumber) return parse_number(text);
  const Parsed<Duration> duration = parse_duration(text);
  if (!duration.ok()) return Parsed<double>::failure(duration.error());
  if (duration.value() > kLongestSample || duration.value() < -kLongestSample) {
    return Parsed<double>::failure("the duration is longer than 71 years");
  }
  return static_cast<double>(duration.value().count());
}

// Adds one row; returns what is wrong with it, or nothing.
std::string add_row(std::string_view line, AmountKind kind, ValueTable& table) {
  std::string_view rest = line;
  const Parsed<double> value = parse_amount(trimmed(next_part(rest, ",;")), kind);
  if (!value.ok()) return value.error();
  double weight = 1;
  if (!trimmed(rest).empty()) {
    const Parsed<double> parsed = parse_number(trimmed(rest));
    if (!parsed.ok()) return "weight: " + parsed.error();
    weight = parsed.value();
    if (weight < 0) return "a weight must not be negative";
  }
  table.values.push_back(value.value());
  table.weights.push_back(weight);
  return {};
}

bool is_heading(std::string_view line) {
  std::string_view rest = line;
  return trimmed(next_part(rest, ",;")) == "value" &&
         (trimmed(rest).empty() || trimmed(rest) == "weight");
}

}  // namespace

Parsed<ValueTable> parse_value_table(std::string_view text, AmountKind kind) {
  ValueTable table;
  int number = 0;
  bool first = true;
  while (!text.empty()) {
    ++number;
    std::string_view line = next_part(text, "\n");
    line = trimmed(next_part(line, "#"));
    if (line.empty()) continue;
    const bool heading = first && is_heading(line);
    first = false;
    if (heading) continue;
    const std::string wrong = add_row(line, kind, table);
    if (!wrong.empty()) {
      return Parsed<ValueTable>::failure("line " + std::to_string(number) + ": " + wrong);
    }
  }
  if (table.values.empty()) return Parsed<ValueTable>::failure("the table has no values");
  return table;
}

Parsed<ValueTable> read_value_table(const std::filesystem::path& directory, const std::string& file,
                                    AmountKind kind) {
  const auto failure = [&](const std::string& reason) {
    return Parsed<ValueTable>::failure(in_quotes(file) + ": " + reason);
  };
  const std::filesystem::path path(file);
  if (path.is_absolute()) return failure("the path must be relative to the file that names it");
  const std::filesystem::path whole = directory / path;
  std::error_code error;
  if (!std::filesystem::is_regular_file(whole, error)) return failure("no such file");
  const std::uintmax_t size = std::filesystem::file_size(whole, error);
  if (error || size > kMaxBytes) return failure("the file is larger than 64 MiB");
  std::ifstream in(whole, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in && !in.eof()) return failure("the file cannot be read");
  const Parsed<ValueTable> table = parse_value_table(text, kind);
  return table.ok() ? table : failure(table.error());
}

}  // namespace planttwin::sim
