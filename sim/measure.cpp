#include "sim/measure.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <span>

#include "sim/diagnostics.h"
#include "sim/ratio.h"
#include "sim/statistics/wide_integer.h"
#include "sim/unit_text.h"

namespace planttwin::sim {

namespace {

// In microseconds, from the largest to the smallest.
constexpr std::array kDurationUnits = {UnitOfText{"w", 604'800'000'000},
                                       UnitOfText{"d", 86'400'000'000},
                                       UnitOfText{"h", 3'600'000'000},
                                       UnitOfText{"min", 60'000'000},
                                       UnitOfText{"s", 1'000'000},
                                       UnitOfText{"ms", 1'000},
                                       UnitOfText{"us", 1}};
// In micrometres.
constexpr std::array kLengthUnits = {UnitOfText{"um", 1}, UnitOfText{"mm", 1'000},
                                     UnitOfText{"cm", 10'000}, UnitOfText{"m", 1'000'000},
                                     UnitOfText{"km", 1'000'000'000}};
// In milligrams.
constexpr std::array kMassUnits = {UnitOfText{"mg", 1}, UnitOfText{"g", 1'000},
                                   UnitOfText{"kg", 1'000'000}, UnitOfText{"t", 1'000'000'000}};

bool is_space(char c) { return c == ' ' || c == '\t'; }

// Takes "1 h" off the front of "1 h 30 min": up to where the next number begins.
std::string_view take_part(std::string_view& text) {
  std::size_t end = 0;
  bool unit_seen = false;
  for (; end < text.size(); ++end) {
    const char c = text[end];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (unit_seen && is_space(c)) break;
    unit_seen = unit_seen || letter;
  }
  const std::string_view part = text.substr(0, end);
  while (end < text.size() && is_space(text[end])) ++end;
  text.remove_prefix(end);
  return part;
}

// Position in the table of units; its size when unknown.
std::size_t rank_of_unit(std::string_view part) {
  const std::string_view unit = split_amount(part).unit;
  const auto place = std::find_if(kDurationUnits.begin(), kDurationUnits.end(),
                                  [&](const UnitOfText& u) { return u.name == unit; });
  return static_cast<std::size_t>(place - kDurationUnits.begin());
}

}  // namespace

Duration Speed::time_to_cover(Length length) const {
  assert(distance.count() > 0);
  return Duration::microseconds(
      divide_half_even(static_cast<WideInteger>(length.count()) * per.count(), distance.count()));
}

Parsed<Duration> parse_duration(std::string_view text) {
  using Result = Parsed<Duration>;
  std::string_view rest = text;
  while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
  while (!rest.empty() && is_space(rest.back())) rest.remove_suffix(1);
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  WideInteger total = 0;
  std::size_t previous_rank = 0;
  bool first = true;
  do {
    const std::string_view part = take_part(rest);
    const Parsed<std::int64_t> steps = parse_measured(part, kDurationUnits, "min");
    if (!steps.ok()) return Result::failure(steps.error());
    const std::size_t rank = rank_of_unit(part);
    if (part.find('-') != std::string_view::npos || (!first && rank <= previous_rank) ||
        (!rest.empty() && part.find('.') != std::string_view::npos)) {
      return Result::failure("found " + in_quotes(text) +
                             "; expected a duration such as \"12 min\" or \"1 h 30 min\"");
    }
    total += steps.value();
    previous_rank = rank;
    first = false;
  } while (!rest.empty());
  if (total > Duration::max().count()) {
    return Result::failure(in_quotes(text) + " is longer than the longest duration, " +
                           format_duration(Duration::max()));
  }
  const auto count = static_cast<std::int64_t>(total);
  return Duration::microseconds(negative ? -count : count);
}

std::string format_duration(Duration duration) {
  std::int64_t rest = duration.count();
  if (rest == 0) return "0 s";
  std::string result = rest < 0 ? "-" : "";
  const auto units = std::span(kDurationUnits).subspan(1);  // weeks read badly: 8 d, not 1 w 1 d
  bool first = true;
  for (const UnitOfText& unit : units) {
    const std::int64_t count = rest / unit.steps;
    rest -= count * unit.steps;
    if (count == 0) continue;
    const std::string digits = std::to_string(count);
    result += (first ? "" : " ") + digits.substr(digits.front() == '-' ? 1 : 0) + " ";
    result += unit.name;
    first = false;
  }
  return result;
}

Parsed<Length> parse_length(std::string_view text) {
  const Parsed<std::int64_t> steps = parse_measured(text, kLengthUnits, "m");
  if (!steps.ok()) return Parsed<Length>::failure(steps.error());
  return Length::micrometres(steps.value());
}

Parsed<Mass> parse_mass(std::string_view text) {
  const Parsed<std::int64_t> steps = parse_measured(text, kMassUnits, "kg");
  if (!steps.ok()) return Parsed<Mass>::failure(steps.error());
  return Mass::milligrams(steps.value());
}

Parsed<Speed> parse_speed(std::string_view text) {
  using Result = Parsed<Speed>;
  const AmountText amount = split_amount(text);
  if (!amount.number.empty() && amount.unit.empty()) {
    return Result::failure(unit_needed(amount.number, "m/s"));
  }
  const std::size_t slash = text.rfind('/');
  const std::string_view period =
      slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
  Speed speed;
  if (period == "s") {
    speed.per = Duration::seconds(1);
  } else if (period == "min") {
    speed.per = Duration::minutes(1);
  } else if (period == "h") {
    speed.per = Duration::hours(1);
  } else {
    return Result::failure("found " + in_quotes(text) +
                           "; expected a speed such as \"1.2 m/s\", \"30 m/min\" or \"5 km/h\"");
  }
  const Parsed<Length> distance = parse_length(text.substr(0, slash));
  if (!distance.ok()) return Result::failure(distance.error());
  speed.distance = distance.value();
  return speed;
}

}  // namespace planttwin::sim
