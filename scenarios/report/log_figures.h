#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

namespace planttwin::scenario {

// What the charts of the report need from an event log: work in process and queues over time, the
// jobs of machines by day, cycle times, the flow between work centers, lateness, downtime.
// Times in seconds, quantities in units. Throws OutputError when the log can't be read.
nlohmann::json log_figures(const std::filesystem::path& log);

}  // namespace planttwin::scenario
