#include <algorithm>
#include <map>

#include "scenarios/smt2020_json.h"

namespace planttwin::scenario {

using plant::DrawnTime;
using plant::DrawShape;
using sim::JsonNode;
namespace smt = plant::smt2020;

namespace {

JsonNode stated_json(const plant::StatedTime& time) { return json_string(time.text()); }

JsonNode distribution(std::string_view name, std::string_view first_name, const DrawnTime& time,
                      std::string_view second_name = "") {
  JsonObject parameters;
  parameters.add(first_name, stated_json(time.first));
  if (!second_name.empty()) parameters.add(second_name, stated_json(time.second));
  return JsonObject().add(name, std::move(parameters)).take();
}

// Null where lots are not carried from the one place to the other.
const DrawnTime* transport_between(const smt::Fab& fab, const std::string& from,
                                   const std::string& to) {
  const auto found =
      std::find_if(fab.transports.begin(), fab.transports.end(),
                   [&](const smt::Transport& way) { return way.from == from && way.to == to; });
  return found == fab.transports.end() ? nullptr : &found->time;
}

JsonNode batch_bound(const smt::ToolFamily& family, std::int64_t bound) {
  return family.batches_in_lots ? json_integer(bound) : json_string(pieces_text(bound));
}

void add_process(const smt::Step& step, const smt::ToolFamily& family, JsonObject& operation) {
  operation.add("time", drawn_time_json(step.process));
  // With an interval per piece, the process time is that of the first piece.
  const bool per_first_piece = step.cascade && step.cascade->per_piece;
  if (step.per == smt::ProcessPer::kPiece && !per_first_piece) {
    operation.add("per", json_string("unit")).add("draw", json_string("once"));
  } else {
    operation.add("per", json_string(step.per == smt::ProcessPer::kBatch ? "batch" : "lot"));
  }
  if (!family.load.is_zero()) operation.add("load", stated_json(family.load));
  if (!family.unload.is_zero()) operation.add("unload", stated_json(family.unload));
  if (step.cascade) {
    operation.add("cascade",
                  JsonObject()
                      .add("per", json_string(step.cascade->per_piece ? "unit" : "batch"))
                      .add("interval", stated_json(step.cascade->interval)));
  }
  if (step.batch) {
    JsonObject batch;
    if (step.batch->minimum) batch.add("minimum", batch_bound(family, *step.batch->minimum));
    operation.add("batch", batch.add("maximum", batch_bound(family, step.batch->maximum)));
    operation.add("batch_family", json_string(step.name));
  }
}

void add_setup(const smt::Step& step, JsonObject& operation) {
  if (step.setup.empty()) return;
  operation.add("setup_family", json_string(step.setup));
  if (step.setup_time) operation.add("setup", stated_json(*step.setup_time));
}

void add_limits(const smt::Step& step, JsonObject& operation) {
  if (step.sampled_percent && *step.sampled_percent < sim::Decimal(100, 0)) {
    operation.add("sampling", share_json(*step.sampled_percent));
  }
  if (step.queue_time_limit) {
    JsonArray limits;
    limits.add(JsonObject()
                   .add("until", json_integer(step.queue_time_limit->until))
                   .add("within", stated_json(step.queue_time_limit->within))
                   .add("reaction", json_string("report"))
                   .take());
    operation.add("queue_time_limits", limits.take());
  }
  if (step.rework && step.rework->percent > sim::Decimal()) {
    operation.add("rework", JsonObject()
                                .add("probability", share_json(step.rework->percent))
                                .add("to", json_integer(step.rework->to)));
  }
}

}  // namespace

JsonNode drawn_time_json(const DrawnTime& time) {
  switch (time.shape) {
    case DrawShape::kUniform:
      if (time.first.time == time.second.time) break;
      return distribution("uniform", "min", time, "max");
    case DrawShape::kNormal:
      if (time.second.is_zero()) break;
      return distribution("normal", "mean", time, "sd");
    case DrawShape::kExponential:
      return distribution("exponential", "mean", time);
    case DrawShape::kConstant:
      break;
  }
  return stated_json(time.first);
}

bool is_always_zero(const DrawnTime& time) { return time.first.is_zero() && time.second.is_zero(); }

JsonNode share_json(const sim::Decimal& percent) {
  return json_quantity(percent.digits(), {.name = "", .decimals = percent.scale() + 2});
}

std::string pieces_text(std::int64_t pieces) { return std::to_string(pieces) + " pcs"; }

JsonNode smt2020_routing(const smt::Fab& fab, const smt::Product& product) {
  const std::vector<smt::Step>& steps = fab.routes[product.route.index()].steps;
  std::map<std::int64_t, std::int64_t> same_tool_as;  // of a step: the earlier one
  for (const smt::Step& step : steps) {
    if (step.same_tool_for) same_tool_as[*step.same_tool_for] = step.number;
  }
  JsonArray operations;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const smt::Step& step = steps[i];
    const smt::ToolFamily& family = fab.families[step.family.index()];
    JsonObject operation;
    operation.add("id", json_integer(step.number));
    if (!step.name.empty()) operation.add("name", json_string(step.name));
    operation.add("work_center", json_string(family.id));
    add_process(step, family, operation);
    add_setup(step, operation);
    const auto earlier = same_tool_as.find(step.number);
    if (earlier != same_tool_as.end()) {
      operation.add("same_machine_as", json_integer(earlier->second));
    }
    add_limits(step, operation);
    if (i + 1 < steps.size()) {
      const std::string& next = fab.families[steps[i + 1].family.index()].location;
      const DrawnTime* way = transport_between(fab, family.location, next);
      if (way != nullptr && !is_always_zero(*way))
        operation.add("transport", drawn_time_json(*way));
    }
    operations.add(operation.take());
  }
  return JsonObject()
      .add("id", json_string(product.id))
      .add("operations", operations.take())
      .take();
}

}  // namespace planttwin::scenario
