#include "scenarios/erp_setup.h"

#include <algorithm>
#include <string>
#include <utility>

#include "erp_bridge/delivery/delivery_reader.h"
#include "erp_bridge/postings/posting_policy_reader.h"
#include "scenarios/gate_reader.h"
#include "scenarios/landscape_reader.h"
#include "scenarios/middleware_reader.h"
#include "scenarios/planning_reader.h"
#include "scenarios/quality_reader.h"

namespace planttwin::scenario {
namespace {

std::vector<std::string> known_defects() {
  std::vector<std::string> names;
  for (const bridge::DefectName& row : bridge::erp_defect_names()) names.emplace_back(row.name);
  return names;
}

bridge::InjectedDefect read_defect(sim::JsonReader& in) {
  bridge::InjectedDefect injected;
  const std::string id = in.id();
  const std::vector<bridge::DefectName>& names = bridge::erp_defect_names();
  const auto row = std::find_if(names.begin(), names.end(),
                                [&](const bridge::DefectName& name) { return name.name == id; });
  if (row != names.end()) {
    injected.defect = row->defect;
  } else if (!id.empty()) {
    in.error("id", "no defect " + sim::in_quotes(id) + sim::nearest_clause(id, known_defects()));
  }
  injected.share = in.fraction("share", sim::Decimal(1, 0)).to_double();
  in.finish();
  return injected;
}

bridge::ReportingErrorShare read_reporting_error(sim::JsonReader& in) {
  bridge::ReportingErrorShare row;
  const std::string id = in.id();
  std::vector<std::string> known;
  bool found = false;
  for (int i = 0; i < bridge::kReportingErrors; ++i) {
    const auto error = static_cast<bridge::ReportingError>(i);
    known.emplace_back(reporting_error_name(error));
    if (known.back() != id) continue;
    row.error = error;
    found = true;
  }
  if (!found && !id.empty()) {
    in.error("id", "no reporting error " + sim::in_quotes(id) + sim::nearest_clause(id, known));
  }
  row.share = in.fraction("share").to_double();
  if (in.has("noticed_after")) row.noticed_after = in.duration("noticed_after");
  in.finish();
  return row;
}

bridge::DeliveryOptions default_delivery() {
  bridge::DeliveryOptions options;
  // Nobody looks at what is set aside while a run lasts: those behind it go on.
  options.stuck_head = bridge::StuckHead::kSkip;
  options.can_ask = true;
  return options;
}

bridge::StackSetup& stack_of(ErpSetup& setup) {
  if (!setup.stack) setup.stack.emplace();
  return *setup.stack;
}

void check_horizon(sim::JsonReader& scenario, const ErpSetup& setup) {
  if (!setup.stack || scenario.has("horizon")) return;
  scenario.error("horizon",
                 "a run with a landscape, with an ERP that plans, with quality events, gates, a "
                 "middleware, taps or deadlines needs a horizon");
}

}  // namespace

std::optional<ErpSetup> read_erp_setup(sim::JsonReader& scenario, const ErpSetupPlace& place) {
  std::optional<sim::JsonReader> in = scenario.optional_object("erp");
  std::optional<sim::JsonReader> landscape = scenario.optional_object("landscape");
  if (!in) {
    if (landscape) scenario.error("landscape", "a landscape needs an ERP: add \"erp\": {}");
    for (const char* member : {"reporting_errors", "over_issues"}) {
      if (!scenario.has(member)) continue;
      scenario.error(member, "nobody hears reports without an ERP: add \"erp\": {}");
    }
    return std::nullopt;
  }
  plant::RunInputReading reading(scenario, place.plant, place.directory, place.diagnostics);
  reading.input.start = place.start;
  ErpSetup setup;
  for (sim::JsonReader& defect : in->objects("defects")) {
    setup.defects.push_back(read_defect(defect));
  }
  setup.policies = bridge::read_posting_policies(*in);
  for (sim::JsonReader& error : scenario.objects("reporting_errors")) {
    setup.reporting.errors.push_back(read_reporting_error(error));
  }
  setup.reporting.over_issues = scenario.fraction("over_issues", sim::Decimal(0, 0)).to_double();
  if (std::optional<sim::JsonReader> planning = in->optional_object("planning")) {
    stack_of(setup).planning = read_planning(reading, *in, *planning);
  } else if (in->has("demand")) {
    in->error("demand", "demand is for an ERP that plans: add \"planning\"");
  }
  if (in->has("quality")) stack_of(setup).quality = read_quality(reading, *in);
  if (in->has("gates")) {
    setup.gates = read_gates(reading, *in);
    stack_of(setup);  // which answers
  }
  if (has_middleware_members(*in)) stack_of(setup);  // on whose way messages pass
  setup.has_landscape = landscape.has_value();
  if (landscape) read_landscape(reading, *landscape, stack_of(setup));
  if (setup.stack) {
    if (!landscape) use_ideal_landscape(*setup.stack, in->has("middleware"));
    read_middleware(*in, *setup.stack);
    setup.stack->defects = setup.defects;
    setup.stack->policies = setup.policies;
    setup.stack->reporting = setup.reporting;
    std::optional<sim::JsonReader> delivery = in->optional_object("delivery");
    setup.stack->delivery =
        delivery ? bridge::read_delivery(*delivery, default_delivery()) : default_delivery();
    setup.stack->settle_within = in->duration("settle_within", setup.stack->settle_within);
  }
  in->finish();
  check_horizon(scenario, setup);
  return setup;
}

std::vector<plant::MaterialId> planned_items(const ErpSetup& setup) {
  std::vector<plant::MaterialId> items;
  if (!setup.stack || !setup.stack->planning) return items;
  for (const bridge::ItemPlanning& item : setup.stack->planning->items) items.push_back(item.item);
  std::sort(items.begin(), items.end());
  return items;
}

}  // namespace planttwin::scenario
