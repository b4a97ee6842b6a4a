#pragma once

#include <cstdint>
#include <optional>

#include "sim/quantity.h"
#include "sim/statistics/wide_integer.h"

namespace planttwin::scenario {

// A quotient of counts; nothing when there is nothing to divide by.
inline std::optional<double> fraction(sim::WideInteger part, sim::WideInteger whole) {
  if (whole <= 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

// Seconds per occurrence, from a total in microseconds.
inline std::optional<double> seconds_each(std::int64_t total_us, std::int64_t occurrences) {
  if (occurrences <= 0) return std::nullopt;
  return static_cast<double>(total_us) / static_cast<double>(occurrences) / 1e6;
}

// A mean count of steps of a unit, in units. For output only.
inline double in_units(double steps, const sim::Unit& unit) {
  for (int i = 0; i < unit.decimals; ++i) steps /= 10;
  return steps;
}

}  // namespace planttwin::scenario
