#pragma once

#include <filesystem>
#include <string>

#include "sim/json_document.h"

namespace planttwin::experiment {

// The report of an experiment as one HTML page that needs no network, like that of a run
// (report/html_report.h). The result has passed check_result_shape.
std::string experiment_report(const sim::JsonNode& result);

// Writes report.html of a folder anew from its experiment.json, which it returns. Throws
// sim::InputError, with nothing written, when that is damaged or of another version, and
// OutputError.
sim::JsonDocument write_experiment_report(const std::filesystem::path& folder);

}  // namespace planttwin::experiment
