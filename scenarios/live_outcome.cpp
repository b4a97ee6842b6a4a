#include "scenarios/live_outcome.h"

#include <unordered_map>

#include "erp_bridge/formats/json_format.h"
#include "scenarios/reconciliation_report.h"
#include "scenarios/report/message_log.h"
#include "scenarios/result.h"

namespace planttwin::scenario {
namespace {

using bridge::Hop;
using bridge::TapEvidence;

sim::Time run_time(const bridge::Message& message, sim::UtcInstant start) {
  return sim::Time::from_start(message.envelope.time - start);
}

// What the taps have seen, and whoever has acknowledged a message.
TapEvidence tap_evidence(const LiveEvidence& evidence, sim::UtcInstant start) {
  TapEvidence taps;
  for (const bridge::Message& message : evidence.reported.all()) taps.expect(message);
  for (const TapSighting& sighting : evidence.sightings) {
    sim::Diagnostics unreadable;
    const auto message = bridge::from_json(sighting.message, unreadable);
    if (message) taps.note(sighting.hop, *message, run_time(*message, start));
  }
  if (!evidence.stack.acknowledged_by) return taps;
  for (const bridge::Message& message : evidence.reported.all()) {
    const auto trace = evidence.traffic.traces.find(message.envelope.idempotency_key);
    const bool acknowledged = trace != evidence.traffic.traces.end() &&
                              trace->second.state == bridge::MessageTrace::State::kAcknowledged;
    if (acknowledged) {
      taps.note(*evidence.stack.acknowledged_by, message, run_time(message, start));
    }
  }
  return taps;
}

// Where a tap could listen, and where one does. Where the record takes messages itself, only in
// front of it.
bridge::Witnesses witnesses(const LiveEvidence& evidence, const TapEvidence& taps) {
  bridge::Witnesses witnesses;
  witnesses.evidence = &taps;
  const bridge::Stack& stack = evidence.stack;
  if (stack.acknowledged_by || stack.answers || !stack.taps.empty()) {
    witnesses.places = {Hop::kMiddlewareIn, Hop::kMiddlewareOut, Hop::kRecordIn};
  }
  for (const bridge::StackTap& tap : stack.taps) witnesses.taps.add(tap.hop);
  if (stack.acknowledged_by) witnesses.taps.add(*stack.acknowledged_by);
  return witnesses;
}

}  // namespace

bridge::RecordTerms terms_of(const bridge::Mapping& mapping) {
  bridge::RecordTerms terms;
  if (!mapping.user.empty()) terms.user = mapping.user;
  terms.policies = mapping.policies;
  terms.resolution = mapping.resolution;
  for (const bridge::MappingWrite& write : mapping.writes) {
    if (write.collected_until != bridge::posting_name(bridge::PostingType::kOrderClosed)) continue;
    for (const std::string& name : write.takes) {
      if (const auto type = bridge::find_posting_type(name)) terms.collected.insert(*type);
    }
  }
  return terms;
}

IntegrationOutcome audit_live_run(const Scenario& scenario, const plant::PlantRun& run,
                                  bridge::AuditedRun& books, const LiveEvidence& evidence,
                                  const bridge::RecordTerms& terms) {
  const TapEvidence taps = tap_evidence(evidence, scenario.input.start);
  const bridge::FaultLog struck = fault_log(evidence.strikes);
  const bool has_plan = !evidence.strikes.faults.empty();
  bridge::Witnesses seen = witnesses(evidence, taps);
  if (has_plan) seen.systems.push_back({&struck, bridge::Witnesses::kAnywhere});
  IntegrationOutcome outcome{
      books.audit(run.state(), evidence.traffic.traces, evidence.record, terms, seen),
      traffic_of(log_of(evidence.traffic)),
      {},
      {},
      {}};
  if (has_plan) {
    lay_at_faults(struck, outcome.audit);
    outcome.faults = fault_figures(evidence.strikes, outcome.audit);
  }
  outcome.document = reconciliation_document(outcome.audit, books);
  return outcome;
}

sim::JsonNode write_live_results(const OutputDirectory& output, const Scenario& scenario,
                                 const plant::PlantRun& run, const plant::RunEnd& end,
                                 bridge::AuditedRun& books, const LiveEvidence& evidence) {
  const IntegrationOutcome outcome =
      audit_live_run(scenario, run, books, evidence, terms_of(*evidence.stack.record.mapping));
  const bridge::TrafficLog log = log_of(evidence.traffic);
  return write_outcome(output, scenario, run, end, books, outcome, &log);
}

sim::JsonNode write_outcome(const OutputDirectory& output, const Scenario& scenario,
                            const plant::PlantRun& run, const plant::RunEnd& end,
                            const bridge::AuditedRun& books, const IntegrationOutcome& outcome,
                            const bridge::TrafficLog* log) {
  write_text_file(output.file("reconciliation.json"), sim::pretty_json(outcome.document));
  write_message_log(output.file("messages.sqlite"), log, outcome.audit.genealogy, books.names());
  sim::JsonNode result = make_result(scenario, run, end, &outcome);
  add_verdict(scenario, end, result, &outcome);
  // Whoever audits a real record wants to know that something is wrong with it.
  if (outcome.audit.against_stack > 0) result.member("passed")->boolean = false;
  write_text_file(output.file("result.json"), sim::pretty_json(result));
  return result;
}

bridge::TrafficLog log_of(const LiveTraffic& traffic) {
  return {traffic.journeys, traffic.backlog};
}

}  // namespace planttwin::scenario
