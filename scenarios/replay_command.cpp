#include "scenarios/replay_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "scenarios/fault_strikes.h"
#include "scenarios/live_files.h"
#include "scenarios/live_inputs.h"
#include "scenarios/live_outcome.h"
#include "scenarios/result.h"
#include "scenarios/run_reports.h"
#include "scenarios/summary.h"
#include "sim/input_journal.h"
#include "sim/replay_driver.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

std::unique_ptr<LiveInputs> inputs_of(const LiveSetup& setup) {
  std::unique_ptr<LiveInputs> inputs = load_live_inputs(setup.scenario, setup.stack, setup.edits);
  if (inputs->scenario.input_sha256 != setup.input_sha256) {
    throw UsageError(setup.scenario + " is not what it was when the run was driven");
  }
  return inputs;
}

// What has come from outside. Of the requests to stop only the last has ended the run, if any.
std::vector<sim::JournalRecord> inputs_from_outside(const LiveFiles& files, bool was_stopped) {
  std::vector<sim::JournalRecord> records =
      sim::read_journal(files.file("input.journal").string()).records;
  std::vector<sim::JournalRecord> end;
  if (was_stopped && !records.empty()) {
    end.push_back(std::move(records.back()));
    records.pop_back();
  }
  std::erase_if(records, [](const sim::JournalRecord& record) {
    return record.kind == sim::JournalRecord::Kind::kStop;
  });
  records.insert(records.end(), end.begin(), end.end());
  return records;
}

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
  const LiveFiles files = LiveFiles::open(live);
  if (!fs::exists(files.file("traffic.jsonl"))) {
    throw UsageError(options.run + " has not come to its end: drive it on");
  }
  const std::unique_ptr<LiveInputs> inputs = inputs_of(files.setup());
  const Scenario& scenario = inputs->scenario;
  const bridge::LiveRecord record = bridge::LiveRecord::load(files.file("record.jsonl"));
  const LiveTraffic traffic = load_traffic(files.file("traffic.jsonl"));
  const std::vector<TapSighting> sightings = load_sightings(files.file("taps.jsonl"));
  const FaultStrikes strikes = load_strikes(files.file("faults.jsonl"));
  const bool was_stopped = traffic.end == name_of(plant::RunEnd::Reason::kStopped);

  const std::string folder = options.out.value_or((live / "replay").string());
  OutputDirectory output(folder);
  plant::PlantRun run(scenario.plant, scenario.input, {.seed = files.setup().seed});
  ReportedMessages reported(inputs->stack);
  bridge::AuditedRun books(
      scenario.plant, scenario.input, files.setup().run_id, {},
      [&](const bridge::Message& message) { reported.add(message); }, habits_of(scenario));
  run.add_sink(books);
  const bool has_log = fs::exists(live / "events.sqlite");
  RunLog log(has_log ? Trace::kFull : Trace::kNone, output, scenario, run);
  sim::ReplayDriver driver(inputs_from_outside(files, was_stopped));
  const plant::RunEnd end = run.run_with(driver, sim::Time::never());
  log.finish(run.now(), end);
  const sim::JsonNode result =
      write_live_results(output, scenario, run, end, books,
                         {inputs->stack, record, traffic, sightings, reported, strikes});
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
