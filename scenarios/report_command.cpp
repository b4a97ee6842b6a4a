#include "scenarios/report_command.h"

#include <fmt/format.h>

#include <filesystem>

#include "scenarios/experiment/experiment_report.h"
#include "scenarios/result.h"
#include "scenarios/run_reports.h"
#include "scenarios/summary.h"

namespace planttwin::scenario {

namespace {

ExitCode report_experiment(const ReportOptions& options) {
  const sim::JsonDocument result = experiment::write_experiment_report(options.folder);
  if (options.json) {
    fmt::print("{}", sim::pretty_json(result.root()));
  } else if (!options.quiet) {
    const std::filesystem::path report = std::filesystem::path(options.folder) / "report.html";
    fmt::print("{}\n  report: {}\n", result.root().member("title")->text, report.string());
  }
  return result.root().member("precise")->boolean ? ExitCode::kDone : ExitCode::kNotMet;
}

}  // namespace

ExitCode report_command(const ReportOptions& options) {
  const std::filesystem::path folder(options.folder);
  const std::filesystem::path result_file = folder / "result.json";
  if (!std::filesystem::exists(result_file)) {
    if (std::filesystem::exists(folder / "experiment.json")) return report_experiment(options);
    throw UsageError("no result of a run or an experiment in " + folder.string() +
                     ": result.json and experiment.json are missing");
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
