#include "scenarios/checklist/checklist_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "erp_bridge/faults/fault_plan.h"
#include "scenarios/checklist/checklist.h"
#include "scenarios/live_files.h"
#include "scenarios/output_files.h"
#include "sim/json_document.h"

namespace planttwin::scenario {
namespace {

namespace fs = std::filesystem;

sim::JsonNode load(const fs::path& file) {
  sim::Diagnostics diagnostics;
  auto document = sim::JsonDocument::load(file.string(), diagnostics);
  diagnostics.throw_if_any();
  return document->root();
}

// The title of a stack file; its path when it is not there any more.
std::string title_of(const std::string& stack) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::load(stack, diagnostics);
  const sim::JsonNode* title = document ? document->root().member("title") : nullptr;
  return title == nullptr ? stack : title->text;
}

std::vector<ChecklistRun::Flow> flows_of(const LiveTraffic& traffic) {
  std::vector<ChecklistRun::Flow> flows;
  for (const bridge::MessageJourney& journey : traffic.journeys) {
    if (journey.collected && journey.complete.is_never()) continue;  // not sent yet
    auto flow = std::find_if(flows.begin(), flows.end(),
                             [&](const auto& each) { return each.type == journey.type; });
    if (flow == flows.end()) flow = flows.insert(flows.end(), {journey.type});
    ++flow->sent;
    if (journey.taken) ++flow->taken;
    if (!journey.taken && !journey.ended.is_never()) ++flow->refused;
  }
  return flows;
}

ChecklistRun load_run(const std::string& folder) {
  const LiveFiles files = LiveFiles::open(folder);
  for (const char* name : {"result.json", "reconciliation.json"}) {
    if (!fs::exists(fs::path(folder) / name)) {
      throw UsageError(folder + ": the run is not finished: " + name + " is missing");
    }
  }
  return {.id = files.setup().run_id,
          .folder = folder,
          .stack = title_of(files.setup().stack),
          .result = load(fs::path(folder) / "result.json"),
          .reconciliation = load(fs::path(folder) / "reconciliation.json"),
          .flows = flows_of(load_traffic(files.file("traffic.jsonl")))};
}

std::string summary(const sim::JsonNode& checklist) {
  std::string text;
  for (const sim::JsonNode& section : checklist.member("sections")->elements) {
    const auto count = [&](const char* name) { return section.member(name)->text; };
    text +=
        fmt::format("  {:<12} {:>3} in all, {:>3} untested, {:>3} failed\n", count("id"),
                    section.member("rows")->elements.size(), count("untested"), count("failed"));
  }
  return text;
}

}  // namespace

ExitCode checklist_command(const ChecklistOptions& options) {
  require_writable(options.out);
  std::vector<ChecklistRun> runs;
  for (const std::string& folder : options.runs) {
    runs.push_back(load_run(folder));
    const auto same = [&](const ChecklistRun& run) { return run.id == runs.back().id; };
    if (std::count_if(runs.begin(), runs.end(), same) > 1) {
      throw UsageError(folder + ": the run " + runs.back().id + " is named twice");
    }
  }
  std::vector<std::string_view> fault_kinds;
  for (const bridge::FaultKindRow& row : bridge::kFaultKinds) fault_kinds.push_back(row.name);
  const sim::JsonNode found = checklist(runs, fault_kinds);
  replace_text_file(options.out, checklist_page(found));
  if (options.json) {
    fmt::print("{}", sim::pretty_json(found));
  } else if (!options.quiet) {
    fmt::print("{}  page: {}\n", summary(found), options.out);
  }
  return found.member("ready")->boolean ? ExitCode::kDone : ExitCode::kNotMet;
}

}  // namespace planttwin::scenario
