#include "scenarios/planning_reader.h"

#include <algorithm>
#include <string>

namespace planttwin::scenario {
namespace {

using plant::RunInputReading;

bridge::ItemPlanning read_item(const RunInputReading& reading, sim::JsonReader& in) {
  bridge::ItemPlanning item;
  item.item = reading.names.materials.resolve(in, "id");
  item.lead_time = in.duration("lead_time", sim::Duration());
  if (in.has("multiple")) item.multiple = read_amount(reading, in, "multiple", item.item);
  item.supplier = reading.names.suppliers.resolve_optional(in, "supplier");
  if (item.supplier.valid()) {
    item.location = reading.names.locations.resolve(in, "location");
  } else {
    if (in.has("lot_size")) item.lot_size = read_amount(reading, in, "lot_size", item.item);
    if (item.item.valid() && !reading.plant.made(item.item)) {
      in.error("id", "the material " + sim::in_quotes(reading.plant.material(item.item).id) +
                         " has no routing: name its supplier");
    }
  }
  in.finish();
  return item;
}

bridge::CustomerDemand read_demand(const RunInputReading& reading, sim::JsonReader& in,
                                   const bridge::PlanningSetup& setup) {
  bridge::CustomerDemand demand;
  demand.id = in.id();
  demand.item = reading.names.materials.resolve(in, "item");
  demand.quantity = read_amount(reading, in, "quantity", demand.item);
  demand.due = read_later_time(reading, in, "due");
  demand.customer = reading.names.customers.resolve_optional(in, "customer");
  in.finish();
  if (!demand.item.valid()) return demand;
  const std::string name = sim::in_quotes(reading.plant.material(demand.item).id);
  const bool planned =
      std::any_of(setup.items.begin(), setup.items.end(),
                  [&](const bridge::ItemPlanning& item) { return item.item == demand.item; });
  if (!planned) in.error("item", "/erp/planning/items does not say how " + name + " is planned");
  if (!reading.plant.finished_goods[demand.item.index()].valid()) {
    in.error("item", "finished lots of " + name +
                         " leave the plant: give the material a location of finished goods");
  }
  return demand;
}

}  // namespace

bridge::PlanningSetup read_planning(const RunInputReading& reading, sim::JsonReader& erp,
                                    sim::JsonReader& planning) {
  bridge::PlanningSetup setup;
  setup.first = sim::Time::from_start(planning.duration("first", sim::Duration()));
  setup.every = planning.duration("every", sim::DurationRange::positive(), sim::Duration::days(1));
  setup.release_ahead = planning.duration("release_ahead", setup.every);
  setup.ship_ahead = planning.duration("ship_ahead", setup.every);
  if (planning.has("revise_after")) setup.revise_after = planning.duration("revise_after");
  for (sim::JsonReader& item : planning.objects("items")) {
    setup.items.push_back(read_item(reading, item));
  }
  planning.finish();
  for (sim::JsonReader& demand : erp.objects("demand")) {
    setup.demand.push_back(read_demand(reading, demand, setup));
  }
  return setup;
}

}  // namespace planttwin::scenario
