#include "plant_models/import/drawn_time.h"

#include <array>

#include "plant_models/import/tab_choice.h"
#include "sim/distribution.h"
#include "sim/measure.h"
#include "sim/ratio.h"
#include "sim/statistics/wide_integer.h"

namespace planttwin::plant {

namespace {

using sim::WideInteger;

struct UnitEntry {
  std::string_view name;  // in our files
  std::int64_t microseconds;
};

constexpr std::array<UnitEntry, 5> kUnits = {{{"s", 1'000'000},
                                              {"min", 60'000'000},
                                              {"h", 3'600'000'000},
                                              {"d", 86'400'000'000},
                                              {"w", 604'800'000'000}}};

constexpr TabName<TimeUnit> kUnitNames[] = {
    {"s", TimeUnit::kSecond},   {"sec", TimeUnit::kSecond}, {"min", TimeUnit::kMinute},
    {"h", TimeUnit::kHour},     {"hr", TimeUnit::kHour},    {"hour", TimeUnit::kHour},
    {"hours", TimeUnit::kHour}, {"d", TimeUnit::kDay},      {"day", TimeUnit::kDay},
    {"days", TimeUnit::kDay},   {"wk", TimeUnit::kWeek},    {"week", TimeUnit::kWeek},
    {"weeks", TimeUnit::kWeek}};

constexpr TabName<DrawShape> kShapeNames[] = {{"constant", DrawShape::kConstant},
                                              {"uniform", DrawShape::kUniform},
                                              {"normal", DrawShape::kNormal},
                                              {"exponential", DrawShape::kExponential}};

const UnitEntry& entry(TimeUnit unit) { return kUnits[static_cast<std::size_t>(unit)]; }

// Times are computed in 10^-18 microseconds, in which every number that can be read is whole.
WideInteger power_of_ten(int exponent) {
  WideInteger power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

sim::Duration rounded(WideInteger parts, WideInteger divisor) {
  return sim::Duration::microseconds(
      sim::divide_half_even(parts, divisor * power_of_ten(sim::Decimal::kMaxScale)));
}

// Nothing, after an error, when the time is longer than any that can be drawn.
std::optional<WideInteger> read_parts(const TabRow& row, const TabColumn& column, TimeUnit unit) {
  const std::optional<sim::Decimal> number = row.decimal(column);
  if (!number) return std::nullopt;
  const WideInteger count = static_cast<WideInteger>(number->digits()) * entry(unit).microseconds;
  if (count > sim::kLongestSample.count() * power_of_ten(number->scale())) {
    row.error(column, "longer than the longest time, " + sim::format_duration(sim::kLongestSample));
    return std::nullopt;
  }
  return count * power_of_ten(sim::Decimal::kMaxScale - number->scale());
}

bool second_given(const TabRow& row, const DrawnTimeColumns& columns) {
  if (row.has(columns.second)) return true;
  row.error(columns.mean.exists() && !columns.second.exists() ? columns.mean : columns.second,
            "this distribution needs a second number in " + columns.second.name);
  return false;
}

std::optional<DrawnTime> uniform_time(const TabRow& row, const DrawnTimeColumns& columns,
                                      WideInteger mean, TimeUnit unit) {
  if (!second_given(row, columns)) return std::nullopt;
  const std::optional<WideInteger> spread = read_parts(row, columns.second, unit);
  if (!spread) return std::nullopt;
  if (*spread > 2 * mean) {
    row.error(columns.second, "the spread " + std::string(row.text(columns.second)) +
                                  " is more than twice the mean: times would be negative");
    return std::nullopt;
  }
  return DrawnTime{DrawShape::kUniform,
                   {rounded(2 * mean - *spread, 2), unit},
                   {rounded(2 * mean + *spread, 2), unit}};
}

void note_unused_second(const TabRow& row, const TabColumn& second) {
  if (!row.has(second)) return;
  const std::optional<sim::Decimal> number = row.decimal(second);
  if (!number || *number == sim::Decimal()) return;
  row.remark(second,
             std::string(row.text(second)) + " is not used: the distribution has one number");
}

}  // namespace

std::string StatedTime::text() const {
  constexpr int kMostDecimals = 9;
  const UnitEntry& in = entry(unit);
  for (int decimals = 0; decimals <= kMostDecimals; ++decimals) {
    const WideInteger count = time.count() * power_of_ten(decimals);
    if (count % in.microseconds != 0) continue;
    return sim::decimal_text(static_cast<std::int64_t>(count / in.microseconds), decimals) + " " +
           std::string(in.name);
  }
  return sim::format_duration(time);
}

std::optional<TimeUnit> read_time_unit(const TabRow& row, const TabColumn& column) {
  return read_choice(row, column, "unit of time", kUnitNames);
}

std::optional<StatedTime> read_stated_time(const TabRow& row, const TabColumn& number,
                                           const TabColumn& unit, ZeroTime zero) {
  DrawnTimeColumns columns;
  columns.mean = number;
  columns.unit = unit;
  const std::optional<DrawnTime> drawn = read_drawn_time(row, columns, zero);
  return drawn ? std::optional(drawn->first) : std::nullopt;
}

std::optional<DrawnTime> read_drawn_time(const TabRow& row, const DrawnTimeColumns& columns,
                                         ZeroTime zero) {
  const std::optional<DrawShape> shape =
      row.has(columns.shape) ? read_choice(row, columns.shape, "distribution", kShapeNames)
                             : DrawShape::kConstant;
  const std::optional<TimeUnit> unit = read_time_unit(row, columns.unit);
  const std::optional<WideInteger> mean =
      read_parts(row, columns.mean, unit.value_or(TimeUnit::kSecond));
  if (!shape || !unit || !mean) return std::nullopt;
  const StatedTime stated{rounded(*mean, 1), *unit};
  if (stated.is_zero() && (zero == ZeroTime::kRefused || *shape == DrawShape::kExponential)) {
    row.error(columns.mean, "expected a time above zero");
    return std::nullopt;
  }
  switch (*shape) {
    case DrawShape::kUniform:
      return uniform_time(row, columns, *mean, *unit);
    case DrawShape::kNormal: {
      if (!second_given(row, columns)) return std::nullopt;
      const std::optional<WideInteger> deviation = read_parts(row, columns.second, *unit);
      if (!deviation) return std::nullopt;
      return DrawnTime{DrawShape::kNormal, stated, {rounded(*deviation, 1), *unit}};
    }
    case DrawShape::kConstant:
    case DrawShape::kExponential:
      break;
  }
  note_unused_second(row, columns.second);
  return DrawnTime{*shape, stated, {}};
}

}  // namespace planttwin::plant
