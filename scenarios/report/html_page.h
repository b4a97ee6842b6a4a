#pragma once

#include <filesystem>

namespace planttwin::scenario {

// Writes report.html beside the result.json of a folder: one self-contained file, readable offline,
// with charts from result.json and, where there is one, from events.sqlite. What it holds of a log
// is bounded: figures are gathered in bins, the Gantt chart keeps the first days that fit.
// Throws OutputError.
void write_html_page(const std::filesystem::path& folder);

}  // namespace planttwin::scenario
