#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/parsed.h"

namespace planttwin::sim {

// A unit that a measured text may use, and how many of the smallest steps it holds.
struct UnitOfText {
  std::string_view name;
  std::int64_t steps;
};

// A text such as "2.5 kg" in two: the number as written and the name of the unit, with any white
// space between. The unit is empty for a bare number; the number is empty when there is none.
struct AmountText {
  std::string_view number;
  std::string_view unit;
};

AmountText split_amount(std::string_view text);

// "a unit is needed: write \"12 min\"": for a bare number.
std::string unit_needed(std::string_view number, std::string_view example_unit);
// "no unit \"mim\"; known: ...", or with the nearest names.
std::string unknown_unit(std::string_view unit, std::span<const UnitOfText> units);

// The exact count of steps in a text such as "1.2 m". The example unit is for the message about a
// bare number. Fails when the count is not whole or does not fit into 64 bits.
Parsed<std::int64_t> parse_measured(std::string_view text, std::span<const UnitOfText> units,
                                    std::string_view example_unit);

}  // namespace planttwin::sim
