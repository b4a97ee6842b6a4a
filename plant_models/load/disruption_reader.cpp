#include <string>

#include "plant_models/load/field_reader.h"
#include "plant_models/load/option_names.h"
#include "plant_models/load/run_input_reading.h"

namespace planttwin::plant {

namespace {

// A rush order is an order of its own: it is released when the disruption happens.
void read_rush_order(RunInputReading& reading, sim::JsonReader& in, Disruption& disruption) {
  OrderInput order = read_order(reading, in);
  order.release = disruption.at;
  if (reading.orders.find(order.id).valid()) {
    in.error("id", "an order is called " + sim::in_quotes(order.id) + " already");
    return;
  }
  disruption.order = static_cast<std::int32_t>(reading.orders.size());
  disruption.material = order.product;
  reading.orders.add(order.id);
  reading.input.orders.push_back(std::move(order));
}

void read_absence(RunInputReading& reading, sim::JsonReader& in, Disruption& disruption) {
  disruption.pool = reading.names.labor.resolve(in, "pool");
  disruption.count = read_count(in, "count", {1, kMostPeople});
  if (!disruption.pool.valid()) return;
  const LaborPool& pool = reading.plant.labor[disruption.pool.index()];
  if (disruption.count > pool.size) {
    in.error("count", "found " + std::to_string(disruption.count) + "; the pool " +
                          sim::in_quotes(pool.id) + " has " + std::to_string(pool.size));
  }
}

void read_subject(RunInputReading& reading, sim::JsonReader& in, Disruption& disruption) {
  switch (disruption.kind) {
    case DisruptionKind::kMachineDown:
      disruption.machine = reading.names.machines.resolve(in, "machine");
      break;
    case DisruptionKind::kAbsentCrew:
      read_absence(reading, in, disruption);
      break;
    case DisruptionKind::kHoldMaterial:
      disruption.material = reading.names.materials.resolve(in, "material");
      disruption.lot = in.optional_string("lot");
      break;
    case DisruptionKind::kHoldLots:
      disruption.material = reading.names.materials.resolve(in, "product");
      break;
    case DisruptionKind::kRushOrder:
      read_rush_order(reading, in, disruption);
      break;
    case DisruptionKind::kEdgeClosed:
      disruption.edge = reading.names.edges.resolve(in, "edge");
      break;
  }
}

}  // namespace

void read_disruptions(RunInputReading& reading) {
  for (sim::JsonReader& in : reading.root.objects("disruptions")) {
    Disruption disruption;
    disruption.id = in.id();
    const std::optional<DisruptionKind> kind =
        in.required_value("kind").enumeration(kDisruptionKindNames);
    disruption.at = read_later_time(reading, in, "at");
    if (!kind) continue;  // what else belongs to it is not known
    disruption.kind = *kind;
    if (*kind != DisruptionKind::kRushOrder) {
      disruption.duration =
          in.duration("duration", {sim::Duration::microseconds(1), kLongestHorizon});
    }
    read_subject(reading, in, disruption);
    in.finish();
    reading.input.disruptions.push_back(std::move(disruption));
  }
}

}  // namespace planttwin::plant
