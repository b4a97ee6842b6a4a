#include "scenarios/first_hour/reconcile_command.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <utility>

#include "erp_bridge/live/live_record.h"
#include "scenarios/human_text.h"
#include "scenarios/live_replay.h"
#include "scenarios/reconciliation_report.h"
#include "scenarios/result.h"
#include "scenarios/run_reports.h"
#include "scenarios/scenario_documents.h"
#include "scenarios/summary.h"
#include "scenarios/timing.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;
using Opening = ExportEvidence::Opening;

// What the mapping of an export says otherwise than that of the stack.
bridge::RecordTerms terms_for(const bridge::ExportMapping& mapping, bridge::RecordTerms terms) {
  if (mapping.user) terms.user = *mapping.user;
  if (mapping.policies) terms.policies = *mapping.policies;
  if (mapping.resolution) terms.resolution = *mapping.resolution;
  return terms;
}

bool keeps_time(const bridge::RecordTerms& terms) {
  return terms.resolution.keeps(bridge::PostingType::kMaterialIssued, bridge::PostingMember::kTime);
}

class Reconcile {
 public:
  explicit Reconcile(const ReconcileOptions& options)
      : options_(options), begin_(Clock::now()), inputs_(options.files) {}

  ExitCode of_live_run() {
    if (options_.seed || !options_.edits.empty()) {
      throw UsageError("--seed and --set are for a scenario; a live run has its own");
    }
    const fs::path live = options_.run;
    LiveReplay replay(live);
    const auto terms = terms_for(inputs_.mapping(), terms_of(*replay.stack().record.mapping));
    inputs_.read(replay.scenario().input.start, keeps_time(terms));
    OutputDirectory output(options_.out.value_or((live / "reconcile").string()));
    const auto before = bridge::LiveRecord::load(replay.files().file("opening.jsonl"));
    inputs_.record().set_items(before.counted_items());
    inputs_.assume_opening(before.opening_stock(), Opening::kDrive);
    inputs_.complete(replay.scenario().plant);
    inputs_.evidence().knows_answers = true;
    const plant::RunEnd end = replay.play();
    IntegrationOutcome outcome = audit_live_run(replay.scenario(), replay.run(), replay.books(),
                                                replay.evidence(inputs_.record()), terms);
    outcome.exported = export_section(inputs_.evidence());
    const bridge::TrafficLog log = log_of(replay.traffic());
    return finish(
        output, replay.run(),
        write_outcome(output, replay.scenario(), replay.run(), end, replay.books(), outcome, &log));
  }

  ExitCode of_scenario() {
    const Scenario scenario = load_scenario_or_throw(options_.run, parse_edits(options_.edits));
    if (scenario.erp && scenario.erp->stack) {
      throw UsageError(options_.run +
                       ": it has a simulated ERP that plans, asks or has a landscape, and what "
                       "its plant does depends on that one; take a scenario without, or the "
                       "folder of a live run");
    }
    const std::uint64_t seed =
        options_.seed ? static_cast<std::uint64_t>(*options_.seed) : scenario.seed;
    bridge::RecordTerms terms = terms_for(inputs_.mapping(), {});
    inputs_.read(scenario.input.start, keeps_time(terms));
    OutputDirectory output(
        options_.out.value_or(fmt::format("runs/{}/reconcile-{}", scenario.id, seed)));
    plant::PlantRun run(scenario.plant, scenario.input, {.seed = seed});
    bridge::MessageTraces traces;
    bridge::AuditedRun books(
        scenario.plant, scenario.input, fmt::format("{}-{}", scenario.id, seed), {},
        [&](const bridge::Message& message) { traces.insert(acknowledged(message, scenario)); },
        habits_of(scenario));
    run.add_sink(books);
    const plant::RunEnd end =
        run.run(scenario.input.until_done() ? sim::Time::never()
                                            : sim::Time::from_start(scenario.input.horizon));
    const auto is_known = [&](const std::string& key) { return traces.count(key) > 0; };
    if (!inputs_.record().has_key(is_known)) {
      inputs_.record().drop_keys();
      terms.resolution.leave_out(bridge::PostingMember::kKey);
      inputs_.evidence().knows_keys = false;
    }
    inputs_.assume_opening(bridge::stock_rows(terms.resolution.as_kept(books.truth()).opening(),
                                              books.names(), scenario.plant),
                           Opening::kPlant);
    inputs_.complete(scenario.plant);
    IntegrationOutcome outcome{
        books.audit(run.state(), traces, inputs_.record(), terms), std::nullopt, {}, {}, {}};
    outcome.document = reconciliation_document(outcome.audit, books);
    outcome.exported = export_section(inputs_.evidence());
    return finish(output, run, write_outcome(output, scenario, run, end, books, outcome, nullptr));
  }

 private:
  // Nobody knows what the record has answered: that it has taken everything.
  static bridge::MessageTraces::value_type acknowledged(const bridge::Message& message,
                                                        const Scenario& scenario) {
    bridge::MessageTrace trace;
    trace.state = bridge::MessageTrace::State::kAcknowledged;
    trace.acknowledged = sim::Time::from_start(message.envelope.time - scenario.input.start);
    trace.taken_by_record = true;
    return {message.envelope.idempotency_key, trace};
  }

  ExitCode finish(OutputDirectory& output, const plant::PlantRun& run,
                  const sim::JsonNode& result) const {
    const std::chrono::duration<double> wall = Clock::now() - begin_;
    write_text_file(
        output.file("timing.json"),
        sim::pretty_json(Timing{wall.count(), run.state().statistics.events}.to_json()));
    write_reports(output.folder());
    output.publish();
    if (options_.json) {
      fmt::print("{}", sim::pretty_json(result));
    } else if (!options_.quiet) {
      fmt::print("{}\n  {} against {}\n  results: {}\n  report:  {}\n", summary_text(result),
                 human_duration(wall.count()), options_.files.record, output.target().string(),
                 (output.target() / "report.html").string());
    }
    return passed(result) ? ExitCode::kDone : ExitCode::kNotMet;
  }

  const ReconcileOptions& options_;
  Clock::time_point begin_;
  ExportInputs inputs_;
};

}  // namespace

ExitCode reconcile_command(const ReconcileOptions& options) {
  std::error_code error;
  Reconcile reconcile(options);
  return fs::is_directory(options.run, error) ? reconcile.of_live_run() : reconcile.of_scenario();
}

}  // namespace planttwin::scenario
