#include "scenarios/run_reports.h"

#include "scenarios/report/event_log.h"
#include "scenarios/report/html_page.h"
#include "scenarios/report/junit.h"
#include "scenarios/result.h"
#include "scenarios/version.h"

namespace planttwin::scenario {

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
  write_html_page(folder);
}

}  // namespace planttwin::scenario
