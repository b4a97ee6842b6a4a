#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "sim/json_node.h"

namespace planttwin::scenario {

// The figures of an event log that the report draws; their size is bounded whatever the length of
// the log. The window is the measured part of the run, from the result.
sim::JsonNode report_figures(const std::filesystem::path& log, const sim::JsonNode& result);

// The report as one HTML page that needs no network: charts, styles and data are in it, and its
// content security policy admits nothing else. `figures` is null when there is no log,
// `integration` (integration_figures.h) without an ERP, `picture` (the bytes of a PNG file) empty
// when nobody has made one.
std::string html_report(const sim::JsonNode& result, const sim::JsonNode& figures,
                        const sim::JsonNode& integration, std::string_view picture);

// Writes report.html of a folder from its result.json and, where there are any, its events.sqlite,
// reconciliation.json, messages.sqlite and plant.png.
// Throws OutputError.
void write_html_report(const std::filesystem::path& folder);

}  // namespace planttwin::scenario
