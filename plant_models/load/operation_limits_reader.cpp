#include "plant_models/load/operation_limits_reader.h"

#include <string>

#include "plant_models/load/field_reader.h"
#include "plant_models/load/option_names.h"

namespace planttwin::plant {

namespace {

// A number of lots, or a quantity of all lots together.
void read_batch_bound(sim::JsonReader& in, std::string_view key, const sim::Unit* unit,
                      std::int32_t& lots, sim::Quantity& quantity) {
  const std::optional<sim::JsonValue> value = in.value(key);
  if (!value) return;
  if (value->node().kind != sim::JsonNode::Kind::kString) {
    lots = read_count(in, key, {1, kMostLots});
    return;
  }
  if (unit == nullptr) return;  // the routing makes nothing that is known
  quantity = in.quantity(key, *unit);
  if (quantity.is_zero()) value->error("expected a quantity above zero");
}

std::optional<BatchSize> read_batch_size(sim::JsonReader& parent, const sim::Unit* unit) {
  std::optional<sim::JsonReader> in = parent.optional_object("batch");
  if (!in) return std::nullopt;
  BatchSize size;
  in->required_value("maximum");
  read_batch_bound(*in, "maximum", unit, size.maximum, size.maximum_quantity);
  read_batch_bound(*in, "minimum", unit, size.minimum, size.minimum_quantity);
  if (in->has("minimum") && size.by_quantity() != !size.minimum_quantity.is_zero()) {
    in->error("minimum", "minimum and maximum are both numbers of lots or both quantities");
  } else if (size.by_quantity() ? size.minimum_quantity > size.maximum_quantity
                                : size.minimum > size.maximum) {
    in->error("minimum", "expected at most the maximum");
  }
  in->finish();
  return size;
}

Cascade read_cascade(sim::JsonReader& parent) {
  Cascade cascade;
  std::optional<sim::JsonReader> in = parent.optional_object("cascade");
  if (!in) return cascade;
  cascade.basis = in->enumeration("per", kCascadeBasisNames);
  cascade.interval = in->duration("interval", sim::DurationRange::positive());
  in->finish();
  return cascade;
}

// The operation must be an earlier one, in the order of the routing.
OperationIndex read_earlier(sim::JsonReader& in, std::string_view key,
                            const OperationTable& operations, OperationIndex index) {
  const sim::JsonValue value = in.required_value(key);
  if (value.muted()) return 0;
  const OperationIndex found = read_operation(operations, value);
  if (found >= index) value.error("expected an operation before this one");
  return found;
}

QueueTimeLimit read_queue_time_limit(sim::JsonReader& in, const OperationTable& operations,
                                     OperationIndex index) {
  QueueTimeLimit limit;
  const sim::JsonValue until = in.required_value("until");
  limit.until = read_operation(operations, until);
  if (!until.muted() && limit.until <= index) until.error("expected an operation after this one");
  limit.within = in.duration("within", sim::DurationRange::positive());
  limit.reaction = in.enumeration("reaction", kQueueTimeReactionNames, QueueTimeReaction::kReport);
  if (limit.reaction == QueueTimeReaction::kRework) {
    limit.rework_to = read_earlier(in, "rework_to", operations, limit.until);
  }
  in.finish();
  return limit;
}

}  // namespace

void read_operation_limits(sim::JsonReader& in, const OperationTable& operations,
                           OperationIndex index, const sim::Unit* unit, Operation& operation) {
  operation.batch = read_batch_size(in, unit);
  operation.cascade = read_cascade(in);
  operation.sampling = read_fraction(in, "sampling", 1);
  if (in.has("same_machine_as")) {
    operation.same_machine_as = read_earlier(in, "same_machine_as", operations, index);
  }
  for (sim::JsonReader& limit : in.plain_objects("queue_time_limits")) {
    operation.queue_time_limits.push_back(read_queue_time_limit(limit, operations, index));
  }
  if (operation.cascade.active() && !operation.phases.empty()) {
    in.error("cascade", "the phases of a recipe take the vessel until the last one ends");
  }
}

void check_dedications(std::vector<Operation>& operations, std::vector<sim::JsonReader>& readers) {
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const OperationIndex earlier = operations[i].same_machine_as;
    if (earlier < 0 || static_cast<std::size_t>(earlier) >= i) continue;
    Operation& before = operations[static_cast<std::size_t>(earlier)];
    before.remembers_machine = true;
    if (before.work_centers == operations[i].work_centers) continue;
    readers[i].error("same_machine_as", "the two operations are done at different work centers");
  }
}

}  // namespace planttwin::plant
