#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/parsed.h"

namespace planttwin::sim {

// What the values of a distribution are: durations in microseconds, or plain numbers.
enum class AmountKind : std::uint8_t { kDuration, kNumber };

// Observed values and how often each occurs; both lists have the same length.
struct ValueTable {
  std::vector<double> values;
  std::vector<double> weights;
};

// Reads rows of a value and an optional weight (1 when absent), divided by a comma or semicolon:
// "12 min, 3". Durations carry their unit. Empty lines, text after # and a first line
// "value,weight" are skipped. The error names the line.
Parsed<ValueTable> parse_value_table(std::string_view text, AmountKind kind);

// Reads such a file at a path relative to a directory, of at most 64 MiB. The error names the file.
Parsed<ValueTable> read_value_table(const std::filesystem::path& directory, const std::string& file,
                                    AmountKind kind);

}  // namespace planttwin::sim
