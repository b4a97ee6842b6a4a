#pragma once

#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/audit/audited_run.h"
#include "erp_bridge/live/stack_file.h"
#include "erp_bridge/systems/record.h"
#include "plant_models/run/plant_run.h"
#include "scenarios/fault_strikes.h"
#include "scenarios/integration_outcome.h"
#include "scenarios/live_files.h"
#include "scenarios/output_files.h"
#include "scenarios/scenario.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

// What was reported in a live run, as it was sent: what taps have heard is compared with it. Kept
// only where somebody listens.
class ReportedMessages {
 public:
  explicit ReportedMessages(const bridge::Stack& stack)
      : wanted_(stack.acknowledged_by || !stack.taps.empty()) {}

  void add(const bridge::Message& message) {
    if (wanted_) messages_.push_back(message);
  }
  const std::vector<bridge::Message>& all() const { return messages_; }

 private:
  bool wanted_;
  std::vector<bridge::Message> messages_;
};

// What is known of a live run when it is over, there and then or from its files.
struct LiveEvidence {
  const bridge::Stack& stack;
  const bridge::SystemOfRecord& record;
  const LiveTraffic& traffic;
  const std::vector<TapSighting>& sightings;
  const ReportedMessages& reported;
  const FaultStrikes& strikes;
};

// What is to be known of the record of a stack.
bridge::RecordTerms terms_of(const bridge::Mapping& mapping);

// What the audit of a live run comes to.
IntegrationOutcome audit_live_run(const Scenario& scenario, const plant::PlantRun& run,
                                  bridge::AuditedRun& books, const LiveEvidence& evidence,
                                  const bridge::RecordTerms& terms);

bridge::TrafficLog log_of(const LiveTraffic& traffic);

// Writes the results of a run whose record has been audited; `log` is null where nobody knows of
// its messages. It has not passed when something is wrong with the record.
sim::JsonNode write_outcome(const OutputDirectory& output, const Scenario& scenario,
                            const plant::PlantRun& run, const plant::RunEnd& end,
                            const bridge::AuditedRun& books, const IntegrationOutcome& outcome,
                            const bridge::TrafficLog* log);

// Audits a live run and writes its results: the same from the same evidence, byte by byte.
sim::JsonNode write_live_results(const OutputDirectory& output, const Scenario& scenario,
                                 const plant::PlantRun& run, const plant::RunEnd& end,
                                 bridge::AuditedRun& books, const LiveEvidence& evidence);

}  // namespace planttwin::scenario
