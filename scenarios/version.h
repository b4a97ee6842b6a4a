#pragma once

#include <string_view>

namespace planttwin::scenario {

// Of the program, "0.1.0", by semantic versioning.
std::string_view program_version();

}  // namespace planttwin::scenario
