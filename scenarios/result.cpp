#include "scenarios/result.h"

#include "scenarios/json_build.h"
#include "scenarios/reconciliation_report.h"
#include "scenarios/result_sections.h"
#include "scenarios/version.h"
#include "sim/time_zone.h"

namespace planttwin::scenario {

using sim::JsonNode;

namespace {

constexpr std::int64_t kSchemaVersion = 1;

JsonNode end_section(const plant::RunEnd& end) {
  JsonArray cycle;
  for (const std::string& step : end.cycle) cycle.add(json_string(step));
  return JsonObject()
      .add("reason", json_string(name_of(end.reason)))
      .add("cycle", cycle.take())
      .take();
}

JsonNode window_section(const plant::Statistics& statistics, sim::Time now) {
  return JsonObject()
      .add("from_s", json_number(statistics.since.in_seconds()))
      .add("to_s", json_number(now.in_seconds()))
      .take();
}

void add_measurements(const plant::RunState& run, sim::Time now, JsonObject& result) {
  result.add("orders", orders_section(run, now))
      .add("order_classes", order_classes_section(run))
      .add("products", products_section(run, now))
      .add("materials", materials_section(run, now))
      .add("work_centers", work_centers_section(run, now))
      .add("machines", machines_section(run, now))
      .add("buffers", buffers_section(run, now))
      .add("labor", labor_section(run, now))
      .add("carriers", carriers_section(run, now))
      .add("defects", defects_section(run))
      .add("kpis", kpis_section(run, now));
}

}  // namespace

std::string_view name_of(plant::RunEnd::Reason reason) {
  switch (reason) {
    case plant::RunEnd::Reason::kHorizon:
      return "horizon";
    case plant::RunEnd::Reason::kCompleted:
      return "completed";
    case plant::RunEnd::Reason::kStalled:
      return "stalled";
    case plant::RunEnd::Reason::kDeadlock:
      return "deadlock";
    case plant::RunEnd::Reason::kEndlessRounds:
      return "endless_rounds";
    case plant::RunEnd::Reason::kStopped:
      return "stopped";
  }
  return "stopped";
}

bool ended_well(plant::RunEnd::Reason reason) {
  return reason == plant::RunEnd::Reason::kHorizon || reason == plant::RunEnd::Reason::kCompleted;
}

JsonNode make_result(const Scenario& scenario, const plant::PlantRun& run, const plant::RunEnd& end,
                     const IntegrationOutcome* outcome) {
  const plant::RunState& state = run.state();
  JsonObject result;
  result.add("schema_version", json_integer(kSchemaVersion))
      .add("planttwin", json_string(program_version()))
      .add("input_sha256", json_string(scenario.input_sha256))
      .add("tzdata", json_string(sim::time_zone_database_version()))
      .add("scenario", json_string(scenario.id))
      .add("title", json_string(scenario.title))
      .add("plant", json_string(scenario.plant.id))
      .add("seed", json_integer(static_cast<std::int64_t>(state.seed)))
      .add("replication", json_integer(state.replication))
      .add("start", json_string(sim::format_instant(scenario.input.start)))
      .add("simulated_s", json_number(run.now().in_seconds()))
      .add("window", window_section(state.statistics, run.now()))
      .add("events", json_integer(state.statistics.events))
      .add("end", end_section(end));
  add_measurements(state, run.now(), result);
  if (outcome != nullptr) {
    result.add("integration", integration_section(*outcome));
    result.add("reconciliation", reconciliation_section(outcome->audit));
    if (outcome->exported) result.add("export", *outcome->exported);
  } else {
    result.add("integration", JsonObject()).add("reconciliation", JsonObject());
  }
  return result.take();
}

void add_verdict(const Scenario& scenario, const plant::RunEnd& end, JsonNode& result,
                 const IntegrationOutcome* outcome) {
  JsonArray outcomes;
  bool all = ended_well(end.reason) && (outcome == nullptr || explained(outcome->audit));
  for (const Expectation& expectation : scenario.expectations) {
    const ExpectationResult judged = judge(expectation, result);
    all = all && judged.passed;
    outcomes.add(to_json(judged));
  }
  result.members.push_back({"expectations", {}, outcomes.take()});
  result.members.push_back({"passed", {}, json_boolean(all)});
}

bool passed(const JsonNode& result) {
  const JsonNode* verdict = result.member("passed");
  return verdict != nullptr && verdict->boolean;
}

}  // namespace planttwin::scenario
