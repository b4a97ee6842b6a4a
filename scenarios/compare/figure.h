#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace planttwin::compare {

// Which change of a figure is an improvement. kSame: none is, it is to stay as it was.
enum class Better : std::uint8_t { kUnsaid, kMore, kLess, kSame };
std::string_view name_of(Better better);  // "more", "less", "same", "unsaid"

// What is known of a figure: n independent observations, their mean and the standard deviation of
// the sample. n is 0 where there is no data, 1 for the figure of a single run.
struct Sample {
  std::int64_t n = 0;
  double mean = 0;
  double sd = 0;
  // One by one, by replication; nothing where a replication has no data. Empty when the file
  // doesn't have them: then nothing can be paired.
  std::vector<std::optional<double>> values;
};

// A figure that can be compared: of a variant of an experiment, or of a single run.
struct Figure {
  std::string variant;  // empty in a single run
  std::string kpi;      // its id in the experiment; in a single run the pointer
  std::string pointer;  // into result.json
  Better better = Better::kUnsaid;
  bool yes_or_no = false;  // a truth value: 1 or 0
  std::int64_t replications = 1;
  Sample sample;
};

// "today: throughput", or the KPI alone in a single run.
std::string full_name(const Figure& figure);

// Whether a pointer fits a pattern: a pointer in which an element "*" stands for any one.
bool fits(std::string_view pattern, std::string_view pointer);

}  // namespace planttwin::compare
