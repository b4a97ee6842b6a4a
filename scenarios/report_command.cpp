#include "scenarios/report_command.h"

#include <fmt/format.h>

#include <filesystem>

#include "scenarios/result.h"
#include "scenarios/run_reports.h"
#include "scenarios/summary.h"

namespace planttwin::scenario {

ExitCode report_command(const ReportOptions& options) {
  const std::filesystem::path folder(options.folder);
  const std::filesystem::path result_file = folder / "result.json";
  if (!std::filesystem::exists(result_file)) {
    throw UsageError("no result of a run in " + folder.string() + ": result.json is missing");
  }
  sim::Diagnostics diagnostics;
  const auto result = sim::JsonDocument::load(result_file.string(), diagnostics);
  diagnostics.throw_if_any();
  write_reports(folder);
  if (options.json) {
    fmt::print("{}", sim::pretty_json(result->root()));
  } else if (!options.quiet) {
    fmt::print("{}\n  reports in {}\n", summary_text(result->root()), folder.string());
  }
  return passed(result->root()) ? ExitCode::kDone : ExitCode::kNotMet;
}

}  // namespace planttwin::scenario
