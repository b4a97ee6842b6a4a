#include "scenarios/replay_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "erp_bridge/live/live_record.h"
#include "scenarios/live_replay.h"
#include "scenarios/run_reports.h"
#include "scenarios/summary.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

std::vector<std::string> different_files(const fs::path& run, const fs::path& replayed) {
  std::vector<std::string> different;
  for (const char* name : {"result.json", "reconciliation.json", "events.sqlite", "report.html",
                           "junit.xml", "messages.sqlite"}) {
    if (bytes_of(run / name) != bytes_of(replayed / name)) different.emplace_back(name);
  }
  return different;
}

}  // namespace

ExitCode replay_command(const ReplayOptions& options) {
  const fs::path live = options.run;
  LiveReplay replay(live, options.moved);
  const bridge::LiveRecord record = bridge::LiveRecord::load(replay.files().file("record.jsonl"));
  const std::string folder = options.out.value_or((live / "replay").string());
  OutputDirectory output(folder);
  const bool has_log = fs::exists(live / "events.sqlite");
  RunLog log(has_log ? Trace::kFull : Trace::kNone, output, replay.scenario(), replay.run());
  const plant::RunEnd end = replay.play();
  log.finish(replay.run().now(), end);
  const sim::JsonNode result = write_live_results(output, replay.scenario(), replay.run(), end,
                                                  replay.books(), replay.evidence(record));
  fs::copy_file(live / "timing.json", output.file("timing.json"));
  write_reports(output.folder());
  output.publish();

  const std::vector<std::string> different = different_files(live, folder);
  if (options.json) {
    fmt::print("{}", sim::pretty_json(result));
  } else if (!options.quiet) {
    fmt::print("{}\n  replayed into {}: {}\n", summary_text(result), folder,
               different.empty()
                   ? "the same, byte by byte"
                   : "not the same: " + fmt::format("{}", fmt::join(different, ", ")));
  }
  return different.empty() ? ExitCode::kDone : ExitCode::kNotMet;
}

}  // namespace planttwin::scenario
