#include <string>
#include <vector>

#include "plant_models/load/field_reader.h"
#include "plant_models/load/option_names.h"

namespace planttwin::plant {

namespace {

void join_loop(PlantReading& reading, const sim::JsonValue& value, ReleaseLoopId loop) {
  const MaterialId product = reading.names.materials.resolve(value);
  if (!product.valid()) return;
  ReleaseLoopId& present = reading.plant.loop_of[product.index()];
  if (present.valid()) {
    value.error("the product belongs to the release loop " +
                sim::in_quotes(reading.names.release_loops.name(present)) + " already");
    return;
  }
  if (!reading.plant.made(product)) {
    value.error("the material has no routing: only what is made can be in a release loop");
  }
  present = loop;
  reading.plant.release_loops[loop.index()].products.push_back(product);
}

// The order quantity, the order-up-to level and the reorder point of what is not a kanban.
void read_levels(sim::JsonReader& in, const sim::Unit& unit, Replenishment& rule) {
  rule.reorder_point = in.quantity("reorder_point", unit);
  if (in.has("order_up_to")) {
    rule.order_up_to = in.quantity("order_up_to", unit);
    if (*rule.order_up_to <= rule.reorder_point) {
      in.error("order_up_to", "expected more than the reorder point");
    }
    if (in.has("order_quantity")) {
      in.error("order_quantity", "a rule has either order_quantity or order_up_to, not both");
    }
    return;
  }
  rule.order_quantity = in.quantity("order_quantity", unit);
  if (in.has("order_quantity") && rule.order_quantity.is_zero()) {
    in.error("order_quantity", "expected a quantity above zero");
  }
}

// So many cards with a container each: ordered when one container has been used up.
void read_cards(sim::JsonReader& in, const sim::Unit& unit, Replenishment& rule) {
  const std::int32_t cards = read_count(in, "cards", {1, kMostLots});
  rule.order_quantity = in.quantity("container", unit);
  if (in.has("container") && rule.order_quantity.is_zero()) {
    in.error("container", "expected a quantity above zero");
  }
  const sim::WideInteger point =
      static_cast<sim::WideInteger>(rule.order_quantity.count()) * (cards - 1);
  if (point > sim::Duration::max().count()) {
    in.error("container", "cards times containers is more than 64 bits can hold");
    return;
  }
  rule.reorder_point = sim::Quantity::steps(static_cast<std::int64_t>(point));
}

Replenishment read_replenishment(PlantReading& reading, sim::JsonReader& in) {
  Replenishment rule;
  rule.id = in.id();
  const auto kind = in.required_value("kind").enumeration(kReplenishmentKindNames);
  rule.material = reading.names.materials.resolve(in, "material");
  rule.location = reading.names.locations.resolve(in, "location");
  rule.supplier = reading.names.suppliers.resolve_optional(in, "supplier");
  rule.priority = read_count(in, "priority", {-kMostLots, kMostLots}, 0);
  if (!kind || !rule.material.valid()) return rule;
  rule.kind = *kind;
  const Material& material = reading.plant.material(rule.material);
  if (rule.kind == ReplenishmentKind::kPeriodicReview) {
    rule.review_interval = in.duration("review_interval", sim::DurationRange::positive());
  }
  if (material.unit.name.empty()) return rule;
  if (rule.kind == ReplenishmentKind::kKanban) {
    read_cards(in, material.unit, rule);
  } else {
    read_levels(in, material.unit, rule);
  }
  if (!in.has("supplier") && !reading.plant.made(rule.material)) {
    in.error("no supplier is given, and the material " + sim::in_quotes(material.id) +
             " has no routing to make it by");
  }
  in.finish();
  return rule;
}

}  // namespace

void read_release_loops(PlantReading& reading) {
  Plant& plant = reading.plant;
  for (sim::JsonReader& in : reading.sections.release_loops) {
    const ReleaseLoopId id(plant.release_loops.size());
    plant.release_loops.push_back({.id = in.id(), .products = {}, .limit = 1});
    plant.release_loops.back().limit = read_count(in, "limit", {1, kMostLots});
    const sim::JsonValue products = in.required_value("products");
    for (const sim::JsonValue& product : products.elements()) join_loop(reading, product, id);
    in.finish();
  }
}

void read_replenishments(PlantReading& reading) {
  Plant& plant = reading.plant;
  for (sim::JsonReader& in : reading.sections.replenishments) {
    Replenishment rule = read_replenishment(reading, in);
    if (rule.material.valid()) {
      plant.replenishments_of[rule.material.index()].emplace_back(plant.replenishments.size());
    }
    plant.replenishments.push_back(std::move(rule));
  }
}

}  // namespace planttwin::plant
