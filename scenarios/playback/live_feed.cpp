#include "scenarios/playback/live_feed.h"

#include "scenarios/report/event_log_tables.h"
#include "sim/database.h"

namespace planttwin::playback {
namespace {

FloorPlan write_plan(const std::filesystem::path& file, const scenario::LogTitle& title,
                     const plant::RunState& run) {
  sim::Database log(scenario::empty_log_file(file), sim::Database::Mode::kCreate);
  scenario::create_log_tables(log);
  scenario::write_log_dictionaries(log, title, run);
  log.execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
  return read_floor_plan(log);
}

}  // namespace

LiveFeed::LiveFeed(const std::filesystem::path& folder, const scenario::LogTitle& title,
                   plant::PlantRun& run)
    : floor_(write_plan(folder / kFeedPlan, title, run.state())), server_(folder, floor_) {
  run.add_sink(floor_);
}

}  // namespace planttwin::playback
