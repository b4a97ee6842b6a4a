#include "plant_models/load/operation_reader.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "plant_models/load/field_reader.h"
#include "plant_models/load/operation_limits_reader.h"
#include "plant_models/load/option_names.h"

namespace planttwin::plant {

namespace {

constexpr double kProbabilityTolerance = 1e-9;

// One operation while it is read.
struct OperationReading {
  const PlantReading& reading;
  const OperationTable& operations;
  sim::JsonReader& in;
  OperationIndex index;
  const sim::Unit* unit;  // of what the routing makes; null: not known
  Operation operation;
};

bool is_end(const sim::JsonValue& value) {
  return value.node().kind == sim::JsonNode::Kind::kString && value.node().text == "end";
}

OperationIndex read_target(const OperationTable& operations, const sim::JsonValue& value) {
  return is_end(value) ? kEndOfRouting : read_operation(operations, value);
}

void read_work_centers(OperationReading& r) {
  const auto& centers = r.reading.names.work_centers;
  if (!r.in.has("work_centers")) {
    const WorkCenterId center = centers.resolve(r.in, "work_center");
    if (center.valid()) r.operation.work_centers = {center};
    return;
  }
  if (r.in.has("work_center")) {
    r.in.error("work_center", "an operation has either work_center or work_centers, not both");
  }
  r.operation.work_centers = centers.resolve_all(r.in, "work_centers");
  const sim::JsonValue list = r.in.required_value("work_centers");
  if (list.node().is_array() && list.node().elements.empty()) {
    list.error("found an empty array; expected at least one work center");
  }
  auto& found = r.operation.work_centers;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (std::find(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(i), found[i]) !=
        found.begin() + static_cast<std::ptrdiff_t>(i)) {
      list.error("the work center " + sim::in_quotes(centers.name(found[i])) + " is listed twice");
    }
  }
  r.operation.choice =
      r.in.enumeration("choice", kAlternateChoiceNames, AlternateChoice::kLeastWork);
}

RecipePhase read_phase(OperationReading& r, sim::JsonReader& in) {
  RecipePhase phase;
  phase.id = in.id();
  phase.duration = read_time(r.reading, in, "duration");
  phase.per_unit = in.boolean("per_unit", false);
  if (std::optional<sim::JsonReader> control = in.optional_object("control")) {
    phase.parameter = control->required_string("parameter");
    phase.parameter_unit = control->optional_string("unit");
    phase.setpoint = control->decimal("setpoint").to_double();
    const sim::Decimal tolerance = control->decimal("tolerance");
    if (tolerance < sim::Decimal()) {
      control->error("tolerance", "expected a number that is not negative");
    }
    phase.tolerance = tolerance.to_double();
    if (const std::optional<sim::JsonValue> disturbance = control->value("disturbance")) {
      phase.disturbance = sim::read_number_distribution(
          *disturbance, {.directory = r.reading.place.directory, .may_be_negative = true});
    }
    control->finish();
  }
  in.finish();
  return phase;
}

void read_times(OperationReading& r) {
  for (sim::JsonReader& phase : r.in.objects("phases")) {
    r.operation.phases.push_back(read_phase(r, phase));
  }
  if (r.in.has("phases")) {
    if (r.in.has("time")) {
      r.in.error("time", "the phases say how long the operation takes; leave out \"time\"");
    }
    if (r.operation.phases.empty() && r.in.required_value("phases").node().is_array() &&
        r.in.required_value("phases").node().elements.empty()) {
      r.in.error("phases", "found an empty array; expected at least one phase");
    }
    r.operation.basis = TimeBasis::kPerBatch;
    if (r.in.has("per")) r.in.error("per", "phases say for themselves what they are per");
  } else {
    r.operation.process = read_time(r.reading, r.in, "time");
    r.operation.basis = r.in.enumeration("per", kTimeBasisNames);
    r.operation.one_draw_per_lot =
        r.in.enumeration("draw", kUnitDrawNames, UnitDraw::kEach) == UnitDraw::kOnce;
    if (r.in.has("draw") && r.operation.basis != TimeBasis::kPerUnit) {
      r.in.error("draw", "only for times per unit");
    }
  }
  r.operation.load = read_time_or_zero(r.reading, r.in, "load");
  r.operation.unload = read_time_or_zero(r.reading, r.in, "unload");
  r.operation.setup_family =
      r.reading.names.setup_families.find(r.in.optional_string("setup_family"));
  r.operation.setup = read_optional_time(r.reading, r.in, "setup");
  r.operation.transport = read_time_or_zero(r.reading, r.in, "transport");
}

void read_resources(OperationReading& r) {
  for (sim::JsonReader& in : r.in.plain_objects("labor")) {
    LaborNeed need;
    need.skill = r.reading.names.skills.resolve(in, "skill");
    need.count = read_count(in, "count", {1, kMostPeople}, 1);
    need.during = in.enumeration("during", kNeededDuringNames, NeededDuring::kSetupAndRun);
    in.finish();
    r.operation.labor.push_back(need);
  }
  for (sim::JsonReader& in : r.in.plain_objects("tools")) {
    ToolNeed need;
    need.tool = r.reading.names.tools.resolve(in, "tool");
    need.count = read_count(in, "count", {1, kMostPeople}, 1);
    in.finish();
    r.operation.tools.push_back(need);
  }
}

void read_quality(OperationReading& r) {
  r.operation.yield = read_fraction(r.in, "yield", 1);
  r.operation.yield_basis = r.in.enumeration("yield_basis", kYieldBasisNames, YieldBasis::kPerUnit);
  for (sim::JsonReader& in : r.in.plain_objects("defects")) {
    DefectRisk risk;
    risk.cause = r.reading.names.defect_causes.resolve(in, "cause");
    risk.probability = read_fraction(in, "probability");
    in.finish();
    r.operation.defects.push_back(risk);
  }
  r.operation.inspection = read_inspection(r.reading, r.in, r.operations);
}

OperationIndex following(const OperationReading& r) {
  const auto next = static_cast<std::size_t>(r.index) + 1;
  return next < r.operations.size() ? r.index + 1 : kEndOfRouting;
}

void add_way(std::vector<Transition>& ways, OperationIndex to, double probability) {
  const auto same =
      std::find_if(ways.begin(), ways.end(), [&](const Transition& way) { return way.to == to; });
  if (same == ways.end()) {
    ways.push_back({to, probability});
  } else {
    same->probability += probability;
  }
}

void read_way_list(OperationReading& r, const sim::JsonValue& list) {
  double sum = 0;
  bool complete = true;
  for (const sim::JsonValue& element : list.elements()) {
    sim::JsonReader way(element);
    const sim::JsonValue to = way.required_value("to");
    const bool alone = list.node().elements.size() == 1;
    const double probability =
        alone ? read_fraction(way, "probability", 1) : read_fraction(way, "probability");
    complete = complete && !way.muted() && !to.muted() && (alone || way.has("probability"));
    way.finish();
    add_way(r.operation.next, read_target(r.operations, to), probability);
    sum += probability;
  }
  if (list.node().elements.empty()) list.error("found an empty array; expected at least one way");
  if (complete && !list.node().elements.empty() && std::fabs(sum - 1) > kProbabilityTolerance) {
    list.error("the probabilities of the ways add up to " +
               sim::Decimal(std::llround(sum * 1e6), 6).text() + "; expected 1");
  }
}

// Rework in short: back with a probability, else on.
void read_rework(OperationReading& r) {
  std::optional<sim::JsonReader> rework = r.in.optional_object("rework");
  if (!rework) return;
  const double probability = read_fraction(*rework, "probability");
  const OperationIndex to = read_operation(r.operations, rework->required_value("to"));
  rework->finish();
  if (r.operation.next.size() > 1) {
    rework->error("the ways of \"next\" have probabilities: add the rework to them instead");
    return;
  }
  const OperationIndex onward =
      r.operation.next.empty() ? following(r) : r.operation.next.front().to;
  r.operation.next.clear();
  add_way(r.operation.next, onward, 1 - probability);
  add_way(r.operation.next, to, probability);
}

void read_branches(OperationReading& r) {
  std::optional<sim::JsonReader> parallel = r.in.optional_object("parallel");
  if (!parallel) return;
  const sim::JsonValue list = parallel->required_value("branches");
  for (const sim::JsonValue& branch : list.elements()) {
    r.operation.branches.push_back(read_operation(r.operations, branch));
  }
  if (list.node().is_array() && list.node().elements.size() < 2) {
    list.error("expected at least two branches");
  }
  r.operation.join = read_operation(r.operations, parallel->required_value("join"));
  parallel->finish();
  if (r.in.has("next")) r.in.error("next", "the branches say what comes next; leave out \"next\"");
  if (r.in.has("rework")) {
    r.in.error("rework", "an operation before parallel branches cannot send lots to rework");
  }
  r.operation.next.clear();
}

void read_ways(OperationReading& r) {
  if (const std::optional<sim::JsonValue> next = r.in.value("next")) {
    if (next->node().is_array()) {
      read_way_list(r, *next);
    } else {
      add_way(r.operation.next, read_target(r.operations, *next), 1);
    }
  }
  read_rework(r);
  if (r.operation.next.empty() && following(r) != kEndOfRouting) {
    add_way(r.operation.next, following(r), 1);
  }
  read_branches(r);
}

Operation read_one(OperationReading r) {
  r.operation.number = read_count(r.in, "id", {1, 1'000'000'000});
  r.operation.name = r.in.optional_string("name");
  read_work_centers(r);
  read_times(r);
  read_resources(r);
  read_quality(r);
  read_ways(r);
  r.operation.split_into = read_count(r.in, "split_into", {2, kMostLots}, 0);
  r.operation.merge_of = read_count(r.in, "merge_of", {2, kMostLots}, 0);
  r.operation.batch_family = r.in.optional_string("batch_family");
  read_operation_limits(r.in, r.operations, r.index, r.unit, r.operation);
  r.in.finish();
  return std::move(r.operation);
}

}  // namespace

OperationIndex read_operation(const OperationTable& operations, const sim::JsonValue& value) {
  const auto id = operations.resolve(value);
  return id.valid() ? id.number() : 0;
}

std::vector<Operation> read_operations(const PlantReading& reading,
                                       std::vector<sim::JsonReader>& readers,
                                       const OperationTable& operations, MaterialId product) {
  const sim::Unit* unit =
      has_unit(reading.plant, product) ? &reading.plant.material(product).unit : nullptr;
  std::vector<Operation> result;
  for (sim::JsonReader& in : readers) {
    const auto index = static_cast<OperationIndex>(result.size());
    result.push_back(read_one({reading, operations, in, index, unit, {}}));
  }
  check_dedications(result, readers);
  return result;
}

}  // namespace planttwin::plant
