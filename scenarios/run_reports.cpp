#include "scenarios/run_reports.h"

#include "scenarios/report/event_log.h"
#include "scenarios/report/html_report.h"
#include "scenarios/report/junit.h"
#include "scenarios/report/ocel_export.h"
#include "scenarios/result.h"
#include "scenarios/version.h"

namespace planttwin::scenario {
namespace {

// The object-centric log of more events takes its time and has to be asked for.
constexpr std::int64_t kMostExportedEvents = 1'000'000;

}  // namespace

RunLog::RunLog(Trace trace, const OutputDirectory& output, const Scenario& scenario,
               plant::PlantRun& run) {
  if (trace == Trace::kNone) return;
  const LogTitle title{scenario.id, std::string(program_version())};
  log_ = std::make_unique<EventLog>(output.file("events.sqlite"), title, run.state());
  run.add_sink(*log_);
}

RunLog::~RunLog() = default;

void RunLog::finish(sim::Time now, const plant::RunEnd& end) {
  if (log_) log_->finish(now, std::string(name_of(end.reason)));
}

void write_reports(const std::filesystem::path& folder) {
  write_junit(folder);
  write_html_report(folder);
  const std::filesystem::path log = folder / "events.sqlite";
  if (std::filesystem::exists(log) && count_events(log) <= kMostExportedEvents) {
    export_ocel(log, folder / "ocel.sqlite");
  }
}

}  // namespace planttwin::scenario
