#include "sim/quantity.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "sim/diagnostics.h"
#include "sim/unit_text.h"

namespace planttwin::sim {

namespace {

constexpr std::array kRatePeriods = {
    std::pair<std::string_view, Duration>{"s", Duration::seconds(1)},
    std::pair<std::string_view, Duration>{"min", Duration::minutes(1)},
    std::pair<std::string_view, Duration>{"h", Duration::hours(1)},
    std::pair<std::string_view, Duration>{"d", Duration::days(1)},
    std::pair<std::string_view, Duration>{"w", Duration::days(7)},
};

template <class Tag>
Parsed<Amount<Tag>> parse_amount(std::string_view text, const Unit& unit) {
  const Parsed<std::int64_t> steps = parse_steps(text, unit);
  if (!steps.ok()) return Parsed<Amount<Tag>>::failure(steps.error());
  return Amount<Tag>::steps(steps.value());
}

template <class Tag>
Parsed<Rate<Tag>> parse_rate(std::string_view text, const Unit& unit) {
  using Result = Parsed<Rate<Tag>>;
  const std::size_t slash = text.rfind('/');
  if (slash == std::string_view::npos) {
    return Result::failure("found " + in_quotes(text) +
                           "; expected an amount per time such as \"60 " + unit.name + "/h\"");
  }
  const std::string_view name = text.substr(slash + 1);
  const auto period = std::find_if(kRatePeriods.begin(), kRatePeriods.end(),
                                   [&](const auto& row) { return row.first == name; });
  if (period == kRatePeriods.end()) {
    return Result::failure("no unit of time " + in_quotes(name) +
                           "; expected one of s, min, h, d, w");
  }
  const Parsed<std::int64_t> steps = parse_steps(text.substr(0, slash), unit);
  if (!steps.ok()) return Result::failure(steps.error());
  return Rate<Tag>{.amount = Amount<Tag>::steps(steps.value()), .per = period->second};
}

}  // namespace

Parsed<std::int64_t> parse_steps(std::string_view text, const Unit& unit) {
  using Result = Parsed<std::int64_t>;
  const AmountText amount = split_amount(text);
  if (amount.number.empty()) {
    return Result::failure("found " + in_quotes(text) + "; expected a number and the unit " +
                           unit.name);
  }
  const Parsed<Decimal> number = parse_decimal(amount.number);
  if (!number.ok()) return Result::failure(number.error());
  if (amount.unit.empty()) return Result::failure(unit_needed(amount.number, unit.name));
  if (amount.unit != unit.name) {
    return Result::failure("found the unit " + in_quotes(amount.unit) + "; expected " +
                           in_quotes(unit.name));
  }
  if (number.value().scale() > unit.decimals) {
    return Result::failure(in_quotes(text) + " has more decimals than " + unit.name + " carries (" +
                           std::to_string(unit.decimals) + ")");
  }
  const std::optional<std::int64_t> steps = number.value().steps(unit.decimals);
  if (!steps) return Result::failure(in_quotes(text) + " is too large");
  return *steps;
}

Parsed<Quantity> parse_quantity(std::string_view text, const Unit& unit) {
  return parse_amount<QuantityTag>(text, unit);
}

Parsed<Money> parse_money(std::string_view text, const Unit& currency) {
  return parse_amount<MoneyTag>(text, currency);
}

Parsed<MoneyRate> parse_money_rate(std::string_view text, const Unit& currency) {
  return parse_rate<MoneyTag>(text, currency);
}

Parsed<QuantityRate> parse_quantity_rate(std::string_view text, const Unit& unit) {
  return parse_rate<QuantityTag>(text, unit);
}

}  // namespace planttwin::sim
