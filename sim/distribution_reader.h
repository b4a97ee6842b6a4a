#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "sim/distribution.h"
#include "sim/json_value.h"

namespace planttwin::sim {

// What the reader of a distribution must know about its place.
struct DistributionPlace {
  // Where relative paths of tables start: the folder of the file being read.
  std::filesystem::path directory;
  // Whether values below 0 make sense here, as for a deviation; they are an error elsewhere.
  bool may_be_negative = false;
};

// Read a distribution of times or of plain numbers: {"exponential": {"mean": "8 h"}}, or a plain
// "8 h" or 8 for a constant. The forms are those of distribution_forms(). Every error is recorded
// with its position; what cannot be made is then the constant 0.
DurationDistribution read_duration_distribution(const JsonValue& value,
                                                const DistributionPlace& place = {});
NumberDistribution read_number_distribution(const JsonValue& value,
                                            const DistributionPlace& place = {});

// One way to write a distribution, for the reference and for messages. Parameters called amounts
// are durations in a distribution of times and numbers elsewhere.
struct DistributionForm {
  std::string_view name;
  std::string_view parameters;
};
std::span<const DistributionForm> distribution_forms();

}  // namespace planttwin::sim
