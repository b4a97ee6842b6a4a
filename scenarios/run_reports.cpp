#include "scenarios/run_reports.h"

namespace planttwin::scenario {

class EventLog {};

RunLog::RunLog(Trace, const OutputDirectory&, const Scenario&, plant::PlantRun&) {}
RunLog::~RunLog() = default;

void RunLog::finish(sim::Time) {}

void write_reports(const std::filesystem::path&) {}

}  // namespace planttwin::scenario
