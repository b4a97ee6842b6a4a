#include "sim/unit_text.h"

#include <algorithm>

#include "sim/decimal.h"
#include "sim/diagnostics.h"
#include "sim/statistics/wide_integer.h"

namespace planttwin::sim {

namespace {

constexpr std::string_view kSpaces = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) + 1 - first);
}

}  // namespace

AmountText split_amount(std::string_view text) {
  text = trimmed(text);
  std::size_t end = std::min(text.find_first_not_of("+-.0123456789"), text.size());
  // An exponent belongs to the number only when digits follow: "2e3 kg" but "2 each".
  if (end > 0 && end + 1 < text.size() && (text[end] == 'e' || text[end] == 'E')) {
    const std::size_t digits = text.find_first_not_of("+-", end + 1);
    if (digits != std::string_view::npos && text[digits] >= '0' && text[digits] <= '9') {
      end = std::min(text.find_first_not_of("0123456789", digits), text.size());
    }
  }
  return {.number = text.substr(0, end), .unit = trimmed(text.substr(end))};
}

std::string unit_needed(std::string_view number, std::string_view example_unit) {
  return "a unit is needed: write \"" + std::string(number) + " " + std::string(example_unit) +
         "\" if that is meant";
}

std::string unknown_unit(std::string_view unit, std::span<const UnitOfText> units) {
  std::string list;
  for (const UnitOfText& known : units)
    list += (list.empty() ? "" : ", ") + std::string(known.name);
  return "no unit " + in_quotes(unit) + "; expected one of " + list;
}

Parsed<std::int64_t> parse_measured(std::string_view text, std::span<const UnitOfText> units,
                                    std::string_view example_unit) {
  using Result = Parsed<std::int64_t>;
  const AmountText amount = split_amount(text);
  if (amount.number.empty()) {
    return Result::failure("found " + in_quotes(text) +
                           "; expected a number and a unit such as \"1 " +
                           std::string(example_unit) + "\"");
  }
  const Parsed<Decimal> number = parse_decimal(amount.number);
  if (!number.ok()) return Result::failure(number.error());
  if (amount.unit.empty()) return Result::failure(unit_needed(amount.number, example_unit));
  const auto unit = std::find_if(units.begin(), units.end(),
                                 [&](const UnitOfText& u) { return u.name == amount.unit; });
  if (unit == units.end()) return Result::failure(unknown_unit(amount.unit, units));
  const Decimal& value = number.value();
  WideInteger steps = static_cast<WideInteger>(value.digits()) * unit->steps;
  for (int i = 0; i < value.scale(); ++i) {
    if (steps % 10 != 0) {
      return Result::failure(in_quotes(text) + " is finer than the smallest step that is kept");
    }
    steps /= 10;
  }
  const auto narrow = static_cast<std::int64_t>(steps);
  if (narrow != steps) return Result::failure(in_quotes(text) + " is too large");
  return narrow;
}

}  // namespace planttwin::sim
