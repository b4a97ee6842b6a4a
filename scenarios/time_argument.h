#pragma once

#include <string>

#include "sim/time.h"
#include "sim/utc_instant.h"

namespace planttwin::scenario {

// The time that an option of the command line names: "7 d" from the start, or an instant such as
// "2025-03-30T06:00Z". Throws UsageError.
sim::Time parse_time(const std::string& option, const std::string& text, sim::UtcInstant start);

}  // namespace planttwin::scenario
