#pragma once

#include <filesystem>
#include <string>

#include "sim/json_node.h"

namespace planttwin::scenario {

// A result as a JUnit XML report for CI servers: one test case for each expectation, and one for
// the way the run ended. Only characters that XML 1.0 allows are written, markup is escaped.
std::string junit_report(const sim::JsonNode& result, double wall_s);

// Writes junit.xml beside the result.json of a folder. Throws OutputError.
void write_junit(const std::filesystem::path& folder);

}  // namespace planttwin::scenario
