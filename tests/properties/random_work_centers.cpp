#include <algorithm>

#include "tests/properties/json_text.h"
#include "tests/properties/plant_draft.h"

namespace planttwin::testing {
namespace {

std::string crew(PlantDraft& d) {
  const auto pool =
      static_cast<std::size_t>(d.dice.from(0, static_cast<std::int64_t>(d.pools.size()) - 1));
  return ObjectText()
      .text("pool", d.pools[pool])
      .number("count", d.dice.from(1, std::min<std::int64_t>(2, d.pool_sizes[pool])))
      .str();
}

std::string failure(PlantDraft& d, const std::string& id) {
  Dice& dice = d.dice;
  ObjectText mode;
  const std::string clock = dice.pick({"operating", "operating_and_setup", "calendar", "cycles"});
  mode.text("id", id).text("clock", clock).json("repair", draft_time(d, dice.from(5, 90)));
  if (clock == "cycles") {
    mode.json("cycles_to_failure", R"({"geometric": {"probability": 0.1}})");
  } else {
    mode.json("time_to_failure", draft_time(d, dice.from(200, 2000)));
  }
  if (clock == "calendar" && dice.chance(40)) mode.text("next_from", "failure_start");
  mode.text("while_stopped", dice.pick({"deferred", "overlaps"}));
  if (d.has.labor && dice.chance(60)) {
    mode.json("crew", crew(d));
    mode.text("repair_time", dice.pick({"continuous", "crew_shifts"}));
  }
  return mode.str();
}

std::string failures(PlantDraft& d) {
  std::vector<std::string> modes;
  d.modes.back() = {"MODE1"};
  if (d.dice.chance(50)) d.modes.back().push_back("MODE2");
  for (const std::string& id : d.modes.back()) modes.push_back(failure(d, id));
  return array_of(modes);
}

std::string maintenance(PlantDraft& d) {
  Dice& dice = d.dice;
  ObjectText rule;
  std::string trigger = dice.pick({"calendar", "operating_time", "cycles", "planned"});
  if (d.has.fab && trigger == "cycles") trigger = "units";
  rule.text("id", "CARE").text("trigger", trigger);
  if (trigger == "planned") {
    rule.json("windows", R"([{"from": "7 h", "to": "9 h"}, {"from": "30 h", "to": "31 h"}])");
  } else {
    rule.json("duration", draft_time(d, dice.from(5, 60)));
    if (trigger == "cycles") {
      rule.number("cycles", dice.from(5, 40));
    } else if (trigger == "units") {
      rule.number("units", dice.from(20, 200)).number("first_units", dice.from(1, 50));
    } else {
      rule.json("interval", dice.span(4, 20, "h"));
    }
    if (dice.chance(40)) rule.json("opportunity", dice.span(1, 3, "h"));
  }
  if (d.has.labor && dice.chance(50)) rule.json("crew", crew(d));
  rule.text("start", dice.pick({"after_operation", "immediate"}));
  rule.json("renews_failure_clocks", dice.pick({"true", "false"}));
  rule.json("restores_condition", dice.pick({"true", "false"}));
  return array_of({rule.str()});
}

std::string setup_rules(PlantDraft& d) {
  Dice& dice = d.dice;
  ObjectText rules;
  std::vector<std::string> changes;
  for (const std::string& family : d.families) {
    changes.push_back(
        ObjectText().text("to", family).json("time", draft_time(d, dice.from(2, 20))).str());
  }
  if (d.families.size() > 1) {
    changes.push_back(ObjectText()
                          .text("from", d.families[0])
                          .text("to", d.families[1])
                          .json("time", dice.span(1, 30, "min"))
                          .str());
  }
  rules.json("changes", array_of(changes));
  if (dice.chance(40)) {
    rules.number("minimum_run", dice.from(2, 4));
    rules.text("minimum_run_when_empty", dice.pick({"release", "release", "hold"}));
  }
  if (d.has.fab) {
    rules.json(
        "family_runs",
        array_of(
            {ObjectText().text("family", d.families[0]).number("minimum", dice.from(1, 5)).str()}));
  }
  for (const char* after : {"after_failure", "after_maintenance", "after_idle"}) {
    rules.text(after, dice.pick({"kept", "kept", "lost"}));
  }
  return rules.str();
}

std::string batch_rules(PlantDraft& d) {
  Dice& dice = d.dice;
  ObjectText batch;
  const std::int64_t maximum = dice.from(2, 5);
  batch.number("maximum", maximum).number("minimum", dice.from(1, maximum));
  batch.text("family", dice.pick({"operation", "product", "family", "any"}));
  const std::string limit = dice.pick({"none", "partial_after_wait", "start_at_minimum"});
  batch.text("limit", limit);
  if (limit == "partial_after_wait") batch.json("wait_limit", dice.span(10, 200, "min"));
  batch.text("at_end", dice.pick({"start", "wait"}));
  batch.text("when_interrupted", dice.pick({"as_one", "per_lot"}));
  batch.json("scrap_probability", dice.fraction(0, 100));
  if (d.has.fab) batch.text("choice", dice.pick({"first", "largest"}));
  return batch.str();
}

std::string options(PlantDraft& d) {
  Dice& dice = d.dice;
  ObjectText o;
  o.text("blocking", dice.pick({"after_service", "after_service", "before_service"}));
  o.text("interrupted_work", dice.pick({"resume", "repeat", "repeat_redrawn", "scrap"}));
  o.text("labor_while_interrupted", dice.pick({"released", "kept"}));
  o.text("tools_while_interrupted", dice.pick({"released", "kept"}));
  o.text("shift_end", dice.pick({"pause", "finish", "no_start_unless_finished"}));
  if (d.has.preemption) o.text("preemption", "preemptive_resume");
  o.text("rework_queue", dice.pick({"back", "front"}));
  o.text("partial_rework", dice.pick({"split_and_rejoin", "split", "whole_lot"}));
  o.text("shortage", dice.pick({"all_or_nothing", "partial", "alternate_first"}));
  o.text("issue", dice.pick({"start", "backflush"}));
  o.text("rule_times", dice.pick({"planned", "actual"}));
  if (d.has.fab && dice.chance(40)) o.text("loading", "beside_machine");
  return o.str();
}

std::string rule(PlantDraft& d) {
  const std::string first = d.dice.pick({"fifo", "lifo", "spt", "lpt", "edd", "slack",
                                         "slack_per_operation", "critical_ratio", "atc", "wspt",
                                         "mwkr", "lwkr", "mopnr", "setup", "priority", "release"});
  if (d.has.fab && d.dice.chance(50)) {
    return array_of_names({"minimum_run", "queue_time_limited", "queue_time_slack", first});
  }
  if (d.dice.chance(50)) return array_of_names({first});
  return array_of_names({first == "priority" ? "setup" : "priority", first});
}

// Where it stands and what it draws on.
void place(PlantDraft& d, ObjectText& wc) {
  Dice& dice = d.dice;
  wc.text("site", dice.pick(d.sites));
  if (d.has.shifts && dice.chance(50)) wc.text("shift", dice.pick(d.shifts));
  if (d.has.network && dice.chance(85)) {
    wc.text("node", dice.pick(d.nodes));
    if (dice.chance(50)) wc.number("output_places", dice.from(0, 2));
  }
  if (d.locations.empty()) return;
  wc.text("supply", dice.pick(d.locations));
  if (d.has.staging && dice.chance(50)) wc.json("staging", draft_time(d, dice.from(1, 10)));
}

std::string work_center(PlantDraft& d, std::size_t index) {
  Dice& dice = d.dice;
  ObjectText wc;
  wc.text("id", d.work_centers[index]).number("machines", d.machine_counts[index]);
  wc.text("cost", "43.21 EUR/h");
  place(d, wc);
  if (d.has.finite_buffers && dice.chance(60)) wc.number("queue_capacity", dice.from(0, 4));
  wc.json("dispatch", rule(d));
  if (!d.families.empty() && dice.chance(70)) wc.json("setup", setup_rules(d));
  d.modes.emplace_back();
  if (d.has.breakdowns && dice.chance(70)) wc.json("failures", failures(d));
  if (d.has.maintenance && dice.chance(70)) wc.json("maintenance", maintenance(d));
  if (d.has.wear) {
    wc.json("degradation", R"({"speed_loss_per_cycle": 0.01, "speed_floor": 0.5,
                               "defect_growth_per_cycle": 0.05})");
  }
  if (d.has.batches && dice.chance(40)) {
    wc.json("batch", batch_rules(d));
  } else if (d.has.lines && !d.has.fab && dice.chance(40)) {
    wc.json("indexing_line", ObjectText().number("stations", dice.from(2, 4)).str());
    d.line_centers.push_back(d.work_centers[index]);
  }
  wc.json("options", options(d));
  return wc.str();
}

}  // namespace

std::string draft_work_centers(PlantDraft& d) {
  std::vector<std::string> centers;
  for (std::size_t i = 0; i < d.work_centers.size(); ++i) centers.push_back(work_center(d, i));
  return array_of(centers);
}

// A ring of aisles with a conveyor across it.
std::string draft_network(PlantDraft& d) {
  Dice& dice = d.dice;
  std::vector<std::string> nodes;
  for (const std::string& node : d.nodes) {
    nodes.push_back(ObjectText().text("id", node).text("site", d.sites.front()).str());
  }
  std::vector<std::string> edges;
  const auto edge = [&](std::size_t from, std::size_t to, const std::string& kind) {
    ObjectText e;
    d.edges.push_back("EDGE" + std::to_string(d.edges.size() + 1));
    e.text("id", d.edges.back()).text("from", d.nodes[from]).text("to", d.nodes[to]);
    e.text("kind", kind).json("length", dice.span(10, 200, "m"));
    if (kind == "conveyor") e.text("speed", "0.5 m/s").json("one_way", "true");
    if (dice.chance(50)) e.number("capacity", dice.from(1, 3));
    edges.push_back(e.str());
  };
  for (std::size_t i = 1; i < d.nodes.size(); ++i) edge(i - 1, i, "aisle");
  if (dice.chance(50)) edge(0, d.nodes.size() - 1, "conveyor");
  ObjectText fleet;
  fleet.text("id", "FLEET").text("edge_kind", "aisle").number("count", dice.from(1, 3));
  fleet.number("capacity", dice.from(1, 3)).text("speed", "1 m/s").text("home", d.nodes[0]);
  fleet.json("load", draft_time(d, 1)).json("unload", draft_time(d, 1));
  if (dice.chance(25)) fleet.json("depart_every", dice.span(10, 60, "min"));
  if (d.has.shifts && dice.chance(25)) fleet.text("shift", dice.pick(d.shifts));
  return ObjectText()
      .json("nodes", array_of(nodes))
      .json("edges", array_of(edges))
      .json("fleets", array_of({fleet.str()}))
      .str();
}

}  // namespace planttwin::testing
