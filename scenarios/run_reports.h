#pragma once

#include <filesystem>
#include <memory>

#include "plant_models/run/plant_run.h"
#include "scenarios/output_files.h"
#include "scenarios/run_command.h"
#include "scenarios/scenario.h"

namespace planttwin::scenario {

class EventLog;

// The event log of a run, events.sqlite, when one is wanted.
class RunLog {
 public:
  // Attaches itself to the run, which must not outlive it while it goes on.
  RunLog(Trace trace, const OutputDirectory& output, const Scenario& scenario,
         plant::PlantRun& run);
  ~RunLog();
  RunLog(const RunLog&) = delete;
  RunLog& operator=(const RunLog&) = delete;

  // Writes what is left. Throws OutputError, such as for a full disk.
  void finish(sim::Time now, const plant::RunEnd& end);

 private:
  std::unique_ptr<EventLog> log_;
};

// Writes junit.xml and report.html of a folder from its result.json and, where there is one, its
// events.sqlite; from a log of up to a million events also ocel.sqlite. Throws UsageError when the
// folder holds no result, OutputError when the reports can't be written.
void write_reports(const std::filesystem::path& folder);

}  // namespace planttwin::scenario
