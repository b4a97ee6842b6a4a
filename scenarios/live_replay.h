#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "erp_bridge/audit/audited_run.h"
#include "plant_models/run/plant_run.h"
#include "scenarios/fault_strikes.h"
#include "scenarios/live_files.h"
#include "scenarios/live_inputs.h"
#include "scenarios/live_outcome.h"

namespace planttwin::scenario {

// Where the inputs of a run are now; empty: where they were.
struct MovedInputs {
  std::string scenario;
  std::string stack;
};

// The plant of a live run, played again from the files of the run, and what is known of its
// messages.
class LiveReplay {
 public:
  // Throws UsageError where the folder holds no live run that has come to its end, or where its
  // scenario is not what it was, and sim::InputError.
  explicit LiveReplay(const std::filesystem::path& folder, const MovedInputs& moved = {});
  LiveReplay(const LiveReplay&) = delete;
  LiveReplay& operator=(const LiveReplay&) = delete;

  // Once. What listens to the run has been added before.
  plant::RunEnd play();

  const Scenario& scenario() const { return inputs_->scenario; }
  const bridge::Stack& stack() const { return inputs_->stack; }
  const LiveFiles& files() const { return files_; }
  const LiveTraffic& traffic() const { return traffic_; }
  plant::PlantRun& run() { return run_; }
  bridge::AuditedRun& books() { return books_; }
  LiveEvidence evidence(const bridge::SystemOfRecord& record) const {
    return {inputs_->stack, record, traffic_, sightings_, reported_, strikes_};
  }

 private:
  LiveFiles files_;
  std::unique_ptr<LiveInputs> inputs_;
  LiveTraffic traffic_;
  std::vector<TapSighting> sightings_;
  FaultStrikes strikes_;
  plant::PlantRun run_;
  ReportedMessages reported_;
  bridge::AuditedRun books_;
};

}  // namespace planttwin::scenario
