#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/json_node.h"

namespace planttwin::scenario {

// One test of a JUnit XML report. `group` is its class name; an empty failure has passed.
struct JunitCase {
  std::string group;
  std::string name;
  std::string failure;
};

// A JUnit XML report for CI servers. Only characters that XML 1.0 allows are written, markup is
// escaped.
std::string junit_suite(std::string_view name, const std::vector<JunitCase>& cases, double wall_s);

// A result as such a report: one test case for each expectation, and one for the way the run ended.
std::string junit_report(const sim::JsonNode& result, double wall_s);

// Writes junit.xml beside the result.json of a folder. Throws OutputError.
void write_junit(const std::filesystem::path& folder);

}  // namespace planttwin::scenario
