#include "scenarios/first_hour/traffic_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "erp_bridge/exports/traffic_log.h"
#include "erp_bridge/exports/traffic_truth.h"
#include "scenarios/json_build.h"
#include "scenarios/output_files.h"
#include "scenarios/reconciliation_report.h"
#include "scenarios/scenario.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

using bridge::RecordedTraffic;
using Opening = ExportEvidence::Opening;

RecordedTraffic traffic_of(const std::string& path) {
  sim::Diagnostics diagnostics;
  const std::string bytes = bridge::file_bytes(path, diagnostics);
  diagnostics.throw_if_any();
  const auto format =
      path.ends_with(".har") ? bridge::TrafficFormat::kHar : bridge::TrafficFormat::kJsonLines;
  RecordedTraffic traffic = bridge::read_traffic(bytes, format, path, diagnostics);
  if (diagnostics.empty() && traffic.postings.empty()) {
    diagnostics.add({path, {}, "", "no posting in it: nothing can be compared"});
  }
  diagnostics.throw_if_any();
  return traffic;
}

sim::UtcInstant first_time(const RecordedTraffic& traffic) {
  const auto first = std::min_element(traffic.postings.begin(), traffic.postings.end(),
                                      [](const auto& a, const auto& b) {
                                        return a.message.envelope.time < b.message.envelope.time;
                                      });
  return first->message.envelope.time;
}

bridge::RecordTerms terms_of(const bridge::ExportMapping& mapping) {
  bridge::RecordTerms terms;
  if (mapping.user) terms.user = *mapping.user;
  if (mapping.policies) terms.policies = *mapping.policies;
  if (mapping.resolution) terms.resolution = *mapping.resolution;
  return terms;
}

sim::JsonNode traffic_section(const RecordedTraffic& traffic) {
  return JsonObject()
      .add("messages", json_integer(traffic.messages))
      .add("postings", json_integer(static_cast<std::int64_t>(traffic.postings.size())))
      .add("repeated", json_integer(traffic.repeated))
      .add("altered", json_integer(traffic.altered))
      .add("others", json_integer(traffic.others))
      .add("answers", json_boolean(traffic.has_answers))
      .take();
}

std::string summary(const bridge::Reconciliation& audit, const RecordedTraffic& traffic,
                    const ExportEvidence& evidence) {
  std::string lines = fmt::format("  {:<22}{} messages, {} postings reported\n", "log",
                                  traffic.messages, traffic.postings.size());
  if (traffic.altered > 0) {
    lines += fmt::format("  {:<22}{:>10} with other content under the same key\n", "ALTERED",
                         traffic.altered);
  }
  lines += fmt::format("  {:<22}{} documents, {} postings booked as they were reported\n", "record",
                       audit.documents, audit.matched);
  for (int i = 0; i < bridge::kFindingClasses; ++i) {
    const std::int64_t found = audit.by_class[static_cast<std::size_t>(i)];
    if (found == 0) continue;
    lines += fmt::format("  {:<22}{:>10}\n",
                         bridge::finding_name(static_cast<bridge::FindingClass>(i)), found);
  }
  if (audit.residual > 0) {
    lines += fmt::format("  {:<22}{:>10} positions\n", "UNEXPLAINED", audit.residual);
  }
  lines += "\n  not judged:\n";
  for (const NotJudged& row : not_judged(evidence)) {
    lines += fmt::format("  {:<24}{}\n", row.finding, row.why);
  }
  return lines;
}

}  // namespace

ExitCode traffic_command(const TrafficOptions& options) {
  const Scenario scenario = load_scenario_or_throw(options.scenario);
  const RecordedTraffic traffic = traffic_of(options.log);
  ExportInputs inputs(options.files);
  if (options.files.stock && !options.files.opening) {
    throw UsageError("--stock needs --opening: a log does not say what there was before it");
  }
  bridge::RecordTerms terms = terms_of(inputs.mapping());
  const sim::UtcInstant start = first_time(traffic);
  inputs.read(start, terms.resolution.keeps(bridge::PostingType::kMaterialIssued,
                                            bridge::PostingMember::kTime));
  inputs.assume_opening({}, Opening::kNone);
  bridge::ExportedRecord& record = inputs.record();
  bridge::TrafficTruth truth(scenario.plant, traffic, start, record.opening_stock());
  ExportEvidence& evidence = inputs.evidence();
  evidence.knows_answers = traffic.has_answers;
  evidence.knows_floor = false;
  evidence.knows_keys = record.has_key([&](const std::string& key) { return truth.knows(key); });
  if (!evidence.knows_keys) {
    record.drop_keys();
    terms.resolution.leave_out(bridge::PostingMember::kKey);
  }
  inputs.complete(scenario.plant);

  const std::string folder = options.out.value_or("runs/" + scenario.id + "/traffic");
  prepare_folder(folder, {"reconciliation.json"});
  const bridge::Reconciliation audit = truth.audit(record, terms);
  const bool good = explained(audit) && audit.against_stack == 0;
  sim::JsonNode document =
      reconciliation_document(audit, {truth.plant(), truth.names(), truth.postings()});
  document.members.push_back({"traffic", {}, traffic_section(traffic)});
  document.members.push_back({"export", {}, export_section(evidence)});
  document.members.push_back({"passed", {}, json_boolean(good)});
  const fs::path file = fs::path(folder) / "reconciliation.json";
  write_text_file(file, sim::pretty_json(document));
  if (options.json) {
    fmt::print("{}", sim::pretty_json(document));
  } else if (!options.quiet) {
    fmt::print("{}\n  results: {}\n", summary(audit, traffic, evidence), file.string());
  }
  return good ? ExitCode::kDone : ExitCode::kNotMet;
}

}  // namespace planttwin::scenario
