#include "scenarios/smt2020_files.h"

#include <set>

#include "scenarios/smt2020_json.h"
#include "sim/measure.h"

namespace planttwin::scenario {

using sim::JsonNode;
namespace smt = plant::smt2020;

namespace {

// What the steps at a tool family need, in all routes.
struct FamilyUse {
  std::set<std::string> setups;
  bool batches = false;
};

std::vector<FamilyUse> uses_of(const smt::Fab& fab) {
  std::vector<FamilyUse> uses(fab.families.size());
  for (const smt::Route& route : fab.routes) {
    for (const smt::Step& step : route.steps) {
      FamilyUse& use = uses[step.family.index()];
      if (!step.setup.empty()) use.setups.insert(step.setup);
      use.batches = use.batches || step.batch.has_value();
    }
  }
  return uses;
}

JsonNode dispatch_rule(Smt2020Dispatch dispatch, bool least_setup_first) {
  JsonArray rule;
  rule.add(json_string("minimum_run")).add(json_string("queue_time_limited"));
  if (least_setup_first) rule.add(json_string("setup"));
  rule.add(json_string("priority"));
  if (dispatch == Smt2020Dispatch::kCriticalRatio) {
    rule.add(json_string("critical_ratio"));
  } else {
    rule.add(json_string("fifo")).add(json_string("edd"));
  }
  return rule.take();
}

void add_setup_rules(const smt::Fab& fab, const FamilyUse& use, JsonObject& center) {
  JsonArray changes;
  for (const smt::SetupTime& setup : fab.setup_times) {
    if (!use.setups.contains(setup.to)) continue;
    if (!setup.from.empty() && !use.setups.contains(setup.from)) continue;
    JsonObject change;
    if (!setup.from.empty()) change.add("from", json_string(setup.from));
    changes.add(
        change.add("to", json_string(setup.to)).add("time", json_string(setup.time.text())).take());
  }
  JsonArray runs;
  for (const smt::SetupRun& run : fab.setup_runs) {
    if (run.lots == 0 || !use.setups.contains(run.setup)) continue;
    runs.add(JsonObject()
                 .add("family", json_string(run.setup))
                 .add("minimum", json_integer(run.lots))
                 .take());
  }
  JsonObject setup;
  JsonNode change_list = changes.take();
  JsonNode run_list = runs.take();
  const bool empty = change_list.elements.empty() && run_list.elements.empty();
  if (!change_list.elements.empty()) setup.add("changes", std::move(change_list));
  if (!run_list.elements.empty()) {
    setup.add("minimum_run_when_empty", json_string("hold"));  // MINRUN is a rule, not a wish
    setup.add("family_runs", std::move(run_list));
  }
  if (!empty) center.add("setup", std::move(setup));
}

JsonNode failure(const smt::Breakdown& breakdown) {
  JsonObject result;
  result.add("id", json_string(breakdown.id))
      .add("clock", json_string("calendar"))
      .add("time_to_failure", drawn_time_json(breakdown.time_to_failure));
  if (breakdown.first) result.add("first", drawn_time_json(*breakdown.first));
  return result.add("repair", drawn_time_json(breakdown.repair)).take();
}

JsonNode maintenance(const smt::MaintenancePlan& plan) {
  JsonObject result;
  result.add("id", json_string(plan.id));
  if (plan.pieces > 0) {
    result.add("trigger", json_string("units")).add("units", json_integer(plan.pieces));
    if (plan.first_pieces) result.add("first_units", json_integer(*plan.first_pieces));
  } else {
    result.add("trigger", json_string("calendar"))
        .add("interval", json_string(plan.interval.text()));
    if (plan.first) result.add("first", drawn_time_json(*plan.first));
  }
  return result.add("duration", drawn_time_json(plan.duration)).take();
}

void add_stops(const smt::Stops& stops, JsonObject& to) {
  JsonArray failures;
  for (const smt::Breakdown& breakdown : stops.breakdowns) failures.add(failure(breakdown));
  JsonArray plans;
  for (const smt::MaintenancePlan& plan : stops.maintenance) plans.add(maintenance(plan));
  if (!stops.breakdowns.empty()) to.add("failures", failures.take());
  if (!stops.maintenance.empty()) to.add("maintenance", plans.take());
}

JsonNode machine_groups(const smt::Fab& fab) {
  JsonArray groups;
  for (const smt::ToolGroup& group : fab.groups) {
    JsonObject result;
    result.add("id", json_string(group.id));
    add_stops(group.stops, result);
    groups.add(result.take());
  }
  return groups.take();
}

JsonNode work_center(const smt::Fab& fab, const smt::ToolFamily& family, const FamilyUse& use,
                     const Smt2020Translation& translation) {
  JsonObject center;
  center.add("id", json_string(family.id));
  if (family.group.valid()) {
    center.add("group", json_string(fab.groups[family.group.index()].id));
  }
  center.add("machines", json_integer(family.tools));
  if (family.cascading) {
    center.add("options", JsonObject().add("loading", json_string("beside_machine")));
  }
  if (family.least_setup_first) {
    center.add("dispatch", dispatch_rule(translation.dispatch, true));
  }
  add_setup_rules(fab, use, center);
  if (use.batches) {
    center.add("batch", JsonObject().add("limit", json_string("start_at_minimum")));
  }
  add_stops(family.stops, center);
  return center.take();
}

void add_lots(const smt::OrderLine& line, JsonObject& order) {
  order.add("quantity", json_string(pieces_text(line.lots * line.pieces)));
  if (line.lots > 1) order.add("lot_size", json_string(pieces_text(line.pieces)));
}

JsonNode source(const smt::Fab& fab, const smt::OrderLine& line) {
  JsonObject result;
  result.add("id", json_string(line.id))
      .add("product", json_string(fab.products[line.product.index()].id))
      .add("interarrival", drawn_time_json(*line.interval))
      .add("first", json_string(sim::format_duration(line.start - fab.start())));
  if (line.limit) result.add("limit", json_integer(*line.limit));
  add_lots(line, result);
  return result.add("due", json_string(sim::format_duration(line.allowed)))
      .add("priority", json_integer(line.priority))
      .add("class", json_string(line.id))
      .take();
}

// A line that does not repeat.
JsonNode single_order(const smt::Fab& fab, const smt::OrderLine& line) {
  JsonObject result;
  result.add("id", json_string(line.id))
      .add("product", json_string(fab.products[line.product.index()].id));
  add_lots(line, result);
  return result.add("release", json_string(sim::format_instant(line.start)))
      .add("due", json_string(sim::format_instant(line.start + line.allowed)))
      .add("priority", json_integer(line.priority))
      .add("class", json_string(line.id))
      .take();
}

JsonNode wip_order(const smt::Fab& fab, const smt::WipLot& lot) {
  const smt::OrderLine& line = fab.orders[lot.line.index()];
  return JsonObject()
      .add("id", json_string(lot.id))
      .add("product", json_string(fab.products[line.product.index()].id))
      .add("quantity", json_string(pieces_text(lot.pieces)))
      .add("release", json_string(sim::format_instant(lot.release)))
      .add("due", json_string(sim::format_instant(lot.due)))
      .add("priority", json_integer(lot.priority))
      .add("class", json_string(line.id))
      .take();
}

JsonNode initial_lots(const smt::Fab& fab) {
  JsonArray lots;
  for (const smt::WipLot& lot : fab.wip) {
    lots.add(JsonObject()
                 .add("order", json_string(lot.id))
                 .add("quantity", json_string(pieces_text(lot.pieces)))
                 .add("operation", json_integer(lot.step))
                 .add("place", json_string("queue"))
                 .take());
  }
  return lots.take();
}

}  // namespace

JsonNode smt2020_plant(const smt::Fab& fab, const Smt2020Translation& translation) {
  JsonArray materials;
  JsonArray routings;
  for (const smt::Product& product : fab.products) {
    materials.add(JsonObject().add("id", json_string(product.id)).take());
    routings.add(smt2020_routing(fab, product));
  }
  const std::vector<FamilyUse> uses = uses_of(fab);
  JsonArray centers;
  for (std::size_t i = 0; i < fab.families.size(); ++i) {
    centers.add(work_center(fab, fab.families[i], uses[i], translation));
  }
  return JsonObject()
      .add("id", json_string(translation.id))
      .add("unit", json_string("pcs"))
      .add("options", JsonObject()
                          .add("dispatch", dispatch_rule(translation.dispatch, false))
                          .add("compatibility", json_string("none")))
      .add("materials", materials.take())
      .add("machine_groups", machine_groups(fab))
      .add("work_centers", centers.take())
      .add("routings", routings.take())
      .take();
}

JsonNode smt2020_scenario(const smt::Fab& fab, const Smt2020Translation& translation,
                          JsonNode plant) {
  JsonArray sources;
  JsonArray orders;
  for (const smt::OrderLine& line : fab.orders) {
    if (line.interval) sources.add(source(fab, line));
    if (!line.interval) orders.add(single_order(fab, line));
  }
  for (const smt::WipLot& lot : fab.wip) orders.add(wip_order(fab, lot));
  return JsonObject()
      .add("scenario", json_string(translation.id))
      .add("plant", std::move(plant))
      .add("start", json_string(sim::format_instant(fab.start())))
      .add("horizon", json_string(std::to_string(translation.days) + " d"))
      .add("sources", sources.take())
      .add("orders", orders.take())
      .add("initial_state", JsonObject().add("lots", initial_lots(fab)))
      .take();
}

}  // namespace planttwin::scenario
