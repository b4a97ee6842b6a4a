#include "scenarios/live_replay.h"

#include <utility>

#include "scenarios/exit_code.h"
#include "scenarios/result.h"
#include "sim/input_journal.h"
#include "sim/replay_driver.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

LiveFiles finished_run(const fs::path& folder) {
  LiveFiles files = LiveFiles::open(folder);
  if (!fs::exists(files.file("traffic.jsonl"))) {
    throw UsageError(folder.string() + " has not come to its end: drive it on");
  }
  return files;
}

std::string place_of(const std::string& was, const std::string& now, const char* option) {
  if (!now.empty()) return now;
  if (!fs::exists(was)) {
    throw UsageError(was + ": no such file; " + option + " says where it is now");
  }
  return was;
}

std::unique_ptr<LiveInputs> inputs_of(const LiveSetup& setup, const MovedInputs& moved) {
  const std::string scenario = place_of(setup.scenario, moved.scenario, "--scenario");
  const std::string stack = place_of(setup.stack, moved.stack, "--stack");
  std::unique_ptr<LiveInputs> inputs = load_live_inputs(scenario, stack, setup.edits);
  if (inputs->scenario.input_sha256 != setup.input_sha256) {
    throw UsageError(scenario + " is not what it was when the run was driven");
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

}  // namespace

LiveReplay::LiveReplay(const fs::path& folder, const MovedInputs& moved)
    : files_(finished_run(folder)),
      inputs_(inputs_of(files_.setup(), moved)),
      traffic_(load_traffic(files_.file("traffic.jsonl"))),
      sightings_(load_sightings(files_.file("taps.jsonl"))),
      strikes_(load_strikes(files_.file("faults.jsonl"))),
      run_(inputs_->scenario.plant, inputs_->scenario.input, {.seed = files_.setup().seed}),
      reported_(inputs_->stack),
      books_(
          inputs_->scenario.plant, inputs_->scenario.input, files_.setup().run_id, {},
          [this](const bridge::Message& message) { reported_.add(message); },
          habits_of(inputs_->scenario)) {
  run_.add_sink(books_);
}

plant::RunEnd LiveReplay::play() {
  const bool was_stopped = traffic_.end == name_of(plant::RunEnd::Reason::kStopped);
  sim::ReplayDriver driver(inputs_from_outside(files_, was_stopped));
  return run_.run_with(driver, sim::Time::never());
}

}  // namespace planttwin::scenario
