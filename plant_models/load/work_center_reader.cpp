#include <string>
#include <vector>

#include "plant_models/load/breakdown_reader.h"
#include "plant_models/load/field_reader.h"
#include "plant_models/load/option_names.h"
#include "sim/random.h"

namespace planttwin::plant {

namespace {

void add_machine(PlantReading& reading, WorkCenter& center, const std::string& name, double speed) {
  Machine machine;
  machine.id = center.id + "/" + name;
  machine.work_center = WorkCenterId(reading.plant.work_centers.size());
  machine.ordinal = static_cast<std::int32_t>(center.machine_count);
  machine.speed = speed;
  machine.key = sim::name_key(machine.id);
  reading.names.machines.add(machine.id);
  reading.plant.machines.push_back(std::move(machine));
  ++center.machine_count;
}

// A count, or an array of machines with names and speeds of their own; one when absent.
void read_machines(PlantReading& reading, sim::JsonReader& in, WorkCenter& center) {
  center.first_machine = reading.plant.machines.size();
  center.machine_count = 0;
  const std::optional<sim::JsonValue> machines = in.value("machines");
  if (machines && machines->node().is_array()) {
    for (sim::JsonReader& machine : in.objects("machines")) {
      const std::string name = machine.id();
      add_machine(reading, center, name, read_positive(machine, "speed", 1));
      machine.finish();
    }
    if (machines->node().elements.empty()) {
      machines->error("found an empty array; expected at least one machine");
    }
    return;
  }
  std::int32_t count = read_count(in, "machines", {1, kMostMachines}, 1);
  const std::size_t present = reading.plant.machines.size();
  if (present + static_cast<std::size_t>(count) > static_cast<std::size_t>(kMostMachines)) {
    in.error("machines", "the plant has more than " + std::to_string(kMostMachines) + " machines");
    count = 1;
  }
  for (std::int32_t i = 1; i <= count; ++i) add_machine(reading, center, std::to_string(i), 1);
}

// A shared buffer by name, or a place of the work center's own.
void read_buffer(PlantReading& reading, sim::JsonReader& in, WorkCenter& center) {
  if (in.has("buffer")) {
    center.buffer = reading.names.buffers.resolve(in, "buffer");
    if (in.has("queue_capacity")) {
      in.error("queue_capacity", "the buffer says how much it holds; leave out queue_capacity");
    }
    if (center.buffer.valid()) {
      Buffer& shared = reading.plant.buffers[center.buffer.index()];
      if (!shared.site.valid()) shared.site = center.site;
    }
    return;
  }
  Buffer own{.id = center.id, .capacity = {}, .site = center.site};
  own.capacity = read_optional_count(in, "queue_capacity", {0, kMostLots});
  if (reading.names.buffers.find(own.id).valid()) {
    in.error("the buffer " + sim::in_quotes(own.id) +
             " is called like the work center; refer to it by \"buffer\" or rename it");
    return;
  }
  center.buffer = BufferId(reading.plant.buffers.size());
  reading.plant.buffers.push_back(std::move(own));
}

void read_setup(PlantReading& reading, sim::JsonReader& parent, SetupRules& setup) {
  std::optional<sim::JsonReader> in = parent.optional_object("setup");
  if (!in) return;
  for (sim::JsonReader& change : in->plain_objects("changes")) {
    SetupChange row;
    row.from = reading.names.setup_families.resolve_optional(change, "from");
    row.to = reading.names.setup_families.resolve(change, "to");
    row.time = read_time(reading, change, "time");
    change.finish();
    for (const SetupChange& other : setup.changes) {
      if (other.to.valid() && other.to == row.to && other.from == row.from) {
        change.error("this change of setup is listed twice");
        break;
      }
    }
    setup.changes.push_back(std::move(row));
  }
  setup.minimum_run = read_count(*in, "minimum_run", {0, kMostLots}, 0);
  for (sim::JsonReader& row : in->plain_objects("family_runs")) {
    FamilyRun run;
    run.family = reading.names.setup_families.resolve(row, "family");
    run.minimum = read_count(row, "minimum", {0, kMostLots});
    row.finish();
    for (const FamilyRun& other : setup.family_runs) {
      if (other.family == run.family) row.error("family", "this setup family is listed twice");
    }
    setup.family_runs.push_back(run);
  }
  setup.minimum_run_when_empty = in->enumeration(
      "minimum_run_when_empty", kMinimumRunWhenEmptyNames, MinimumRunWhenEmpty::kRelease);
  setup.after_failure =
      in->enumeration("after_failure", kSetupAfterStopNames, SetupAfterStop::kKept);
  setup.after_maintenance =
      in->enumeration("after_maintenance", kSetupAfterStopNames, SetupAfterStop::kKept);
  setup.after_idle = in->enumeration("after_idle", kSetupAfterStopNames, SetupAfterStop::kKept);
  in->finish();
}

void read_batch(sim::JsonReader& parent, BatchRules& batch) {
  std::optional<sim::JsonReader> in = parent.optional_object("batch");
  if (!in) return;
  // Without bounds, the operations have batch sizes of their own.
  if (in->has("minimum") || in->has("maximum")) {
    batch.maximum = read_count(*in, "maximum", {1, kMostLots});
  }
  batch.minimum = read_count(*in, "minimum", {1, kMostLots}, 1);
  if (in->has("maximum") && batch.minimum > batch.maximum) {
    in->error("minimum", "found " + std::to_string(batch.minimum) +
                             "; expected at most the maximum of " + std::to_string(batch.maximum));
  }
  batch.family = in->enumeration("family", kBatchFamilyNames, BatchFamily::kOperation);
  batch.limit = in->enumeration("limit", kBatchLimitNames, BatchLimit::kNone);
  batch.choice = in->enumeration("choice", kBatchChoiceNames, BatchChoice::kFirst);
  if (batch.limit == BatchLimit::kPartialAfterWait) {
    batch.wait_limit = in->duration("wait_limit");
  }
  batch.at_end = in->enumeration("at_end", kBatchAtEndNames, BatchAtEnd::kStart);
  batch.when_interrupted =
      in->enumeration("when_interrupted", kInterruptedBatchNames, InterruptedBatch::kAsOne);
  batch.scrap_probability = read_fraction(*in, "scrap_probability", 1);
  in->finish();
}

void read_indexing_line(sim::JsonReader& parent, IndexingLine& line) {
  std::optional<sim::JsonReader> in = parent.optional_object("indexing_line");
  if (!in) return;
  line.stations = read_count(*in, "stations", {1, kMostMachines});
  in->finish();
}

void read_place(PlantReading& reading, sim::JsonReader& in, WorkCenter& center) {
  center.site = read_site(reading, in);
  center.shift = reading.names.shifts.resolve_optional(in, "shift");
  center.node = reading.names.nodes.resolve_optional(in, "node");
  center.supply = reading.names.locations.resolve_optional(in, "supply");
  center.staging = read_optional_time(reading, in, "staging");
  center.output_places = read_optional_count(in, "output_places", {0, kMostLots});
  center.position = read_position(in);
}

WorkCenter read_work_center(PlantReading& reading, sim::JsonReader& in) {
  WorkCenter center;
  center.id = in.id();
  center.name = in.optional_string("name");
  center.kind = in.optional_string("kind", center.kind);
  read_place(reading, in, center);
  read_machines(reading, in, center);
  read_buffer(reading, in, center);
  center.rule = read_dispatch_rule(in, reading.default_rule);
  read_setup(reading, in, center.setup);
  read_batch(in, center.batch);
  read_indexing_line(in, center.line);
  read_breakdowns(reading, in, center);
  center.speed = read_positive(in, "speed", 1);
  center.cost = in.money_rate("cost", reading.currency, sim::MoneyRate());
  center.options = reading.default_options;
  if (std::optional<sim::JsonReader> options = in.optional_object("options")) {
    center.options = read_work_center_options(*options, reading.default_options);
    options->finish();
  }
  if (center.line.active() && center.batch.batches()) {
    in.error("indexing_line", "an indexing line moves single lots; leave out \"batch\"");
  }
  if (center.line.active() && center.options.loading == Loading::kBesideMachine) {
    in.error(
        "indexing_line",
        "lots are loaded on the stations of an indexing line; set \"loading\": \"on_machine\"");
  }
  in.finish();
  return center;
}

}  // namespace

void read_buffers(PlantReading& reading) {
  for (sim::JsonReader& in : reading.sections.buffers) {
    Buffer buffer;
    buffer.id = in.id();
    buffer.capacity = read_optional_count(in, "capacity", {0, kMostLots});
    buffer.site = reading.names.sites.resolve_optional(in, "site");
    in.finish();
    reading.plant.buffers.push_back(std::move(buffer));
  }
}

void read_work_centers(PlantReading& reading) {
  for (sim::JsonReader& in : reading.sections.work_centers) {
    WorkCenter center = read_work_center(reading, in);
    reading.plant.work_centers.push_back(std::move(center));
  }
}

}  // namespace planttwin::plant
