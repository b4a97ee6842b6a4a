#include <limits>
#include <string>
#include <vector>

#include "plant_models/load/field_reader.h"
#include "plant_models/load/option_names.h"

namespace planttwin::plant {

namespace {

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

// A quantity above zero in a material's unit; nothing when the material is not known.
sim::Quantity read_need(const PlantReading& reading, sim::JsonReader& in, MaterialId material) {
  const sim::JsonValue value = in.required_value("quantity");
  if (!has_unit(reading.plant, material)) return {};
  const std::optional<sim::Quantity> need = value.quantity(reading.plant.material(material).unit);
  if (need && need->is_zero()) value.error("expected a quantity above zero");
  return need.value_or(sim::Quantity());
}

sim::Ratio read_scrap_factor(sim::JsonReader& in) {
  constexpr int kMostDecimals = 6;
  if (!in.has("scrap_factor")) return {0, 1};
  const sim::Decimal factor = in.fraction("scrap_factor");
  const std::optional<std::int64_t> steps = factor.steps(kMostDecimals);
  if (!steps) {
    in.error("scrap_factor", "found the number " + factor.text() + "; expected at most " +
                                 std::to_string(kMostDecimals) + " decimals");
  }
  return {steps.value_or(0), power_of_ten(kMostDecimals)};
}

// Reads where in the product's routing an item is needed.
class ItemPlace {
 public:
  ItemPlace(const PlantReading& reading, MaterialId product) : plant_(reading.plant) {
    if (!product.valid()) return;
    known_ = true;
    for (const RoutingId id : plant_.routings_of[product.index()]) {
      if (reading.routing_broken[id.index()]) known_ = false;
      routings_.push_back(&plant_.routing(id));
    }
  }

  void read(sim::JsonReader& in, BomItem& item) const {
    const std::optional<sim::JsonValue> operation = in.value("operation");
    const std::optional<sim::JsonValue> phase = in.value("phase");
    if (!known_) return;
    if (routings_.empty()) {
      if (operation) operation->error("the product has no routing");
      return;
    }
    item.operation = item.by_product ? last() : 0;
    if (operation) item.operation = find_operation(*operation);
    if (phase) item.phase = find_phase(*phase, item.operation);
    check_supply(in, item);
  }

 private:
  // Components lie at the supply of the work center that takes them, and by-products go there.
  void check_supply(sim::JsonReader& in, const BomItem& item) const {
    const auto place = static_cast<std::size_t>(item.operation);
    for (const Routing* routing : routings_) {
      if (place >= routing->operations.size()) continue;
      const Operation& operation = routing->operations[place];
      for (const WorkCenterId id : operation.work_centers) {
        if (!id.valid() || plant_.work_center(id).supply.valid()) continue;
        in.error("component", "is needed at operation " + std::to_string(operation.number) +
                                  ", whose work center " +
                                  sim::in_quotes(plant_.work_center(id).id) +
                                  " has no \"supply\": the location where its components lie");
      }
    }
  }

  OperationIndex last() const {
    return static_cast<OperationIndex>(routings_.front()->operations.size()) - 1;
  }

  OperationIndex find_operation(const sim::JsonValue& value) const {
    const std::optional<std::string> number = value.name();
    if (!number) return 0;
    std::optional<OperationIndex> found;
    for (const Routing* routing : routings_) {
      sim::IdTable<Id<struct OperationTag>> names("operation");
      for (const Operation& operation : routing->operations) {
        names.add(std::to_string(operation.number));
      }
      const auto id = names.find(*number);
      if (!id.valid()) {
        value.error("no operation " + sim::in_quotes(*number) + " in routing " +
                    sim::in_quotes(routing->id) + sim::nearest_clause(*number, names.names()));
      } else if (found && *found != id.number()) {
        value.error("operation " + *number + " has another position in routing " +
                    sim::in_quotes(routing->id) + " than in " +
                    sim::in_quotes(routings_.front()->id));
      }
      if (!found) found = id.valid() ? id.number() : 0;
    }
    return *found;
  }

  std::int32_t find_phase(const sim::JsonValue& value, OperationIndex operation) const {
    const std::optional<std::string> name = value.name();
    if (!name) return -1;
    std::vector<std::string> known;
    const auto place = static_cast<std::size_t>(operation);
    const auto& phases = routings_.front()->operations[place].phases;
    for (std::size_t i = 0; i < phases.size(); ++i) {
      if (phases[i].id == *name) return static_cast<std::int32_t>(i);
      known.push_back(phases[i].id);
    }
    value.error("no phase " + sim::in_quotes(*name) + " in operation " +
                std::to_string(routings_.front()->operations[place].number) +
                sim::nearest_clause(*name, known));
    return -1;
  }

  const Plant& plant_;
  std::vector<const Routing*> routings_;
  bool known_ = false;
};

BomItem read_item(const PlantReading& reading, sim::JsonReader& in, const ItemPlace& place) {
  BomItem item;
  item.component = reading.names.materials.resolve(in, "component");
  item.quantity = read_need(reading, in, item.component);
  item.scrap_factor = read_scrap_factor(in);
  item.by_product = in.boolean("by_product", false);
  item.again_on_rework = in.boolean("again_on_rework", false);
  place.read(in, item);
  if (in.has("issue")) item.issue = in.enumeration("issue", kIssueAtNames);
  for (sim::JsonReader& alternate : in.plain_objects("alternates")) {
    AlternateComponent other;
    other.component = reading.names.materials.resolve(alternate, "component");
    other.quantity = read_need(reading, alternate, other.component);
    alternate.finish();
    if (item.by_product) alternate.error("a by-product has no alternates");
    item.alternates.push_back(other);
  }
  in.finish();
  return item;
}

// The product of a BOM; without a member "material" the one called like the BOM.
MaterialId read_product(const PlantReading& reading, sim::JsonReader& in, const std::string& id) {
  const MaterialId same_name = reading.names.materials.find(id);
  if (in.has("material")) return reading.names.materials.resolve(in, "material");
  if (!same_name.valid() && reading.names.materials.size() > 0) {
    in.error("no material is called " + sim::in_quotes(id) +
             "; say by \"material\" what the BOM is of" +
             sim::nearest_clause(id, reading.names.materials.names()));
  }
  return same_name;
}

Bom read_bom(PlantReading& reading, sim::JsonReader& in) {
  Bom bom;
  bom.id = in.id();
  bom.material = read_product(reading, in, bom.id);
  bom.revision = in.optional_string("revision");
  bom.effective_from = read_instant(reading, in, "effective_from", bom.effective_from);
  bom.effective_to = read_instant(reading, in, "effective_to", bom.effective_to);
  if (bom.effective_to <= bom.effective_from) {
    in.error("effective_to", "expected an instant after effective_from");
  }
  const std::optional<sim::JsonValue> base = in.value("base_quantity");
  if (has_unit(reading.plant, bom.material)) {
    const Material& material = reading.plant.material(bom.material);
    bom.base_quantity = sim::Quantity::steps(power_of_ten(material.unit.decimals));
    if (base) bom.base_quantity = base->quantity(material.unit).value_or(bom.base_quantity);
    if (bom.base_quantity.is_zero()) base->error("expected a quantity above zero");
    if (!material.phantom && !reading.plant.made(bom.material)) {
      in.error("the material " + sim::in_quotes(material.id) +
               " has a BOM but no routing, and is no phantom: it can never be made");
    }
  }
  const ItemPlace place(reading, bom.material);
  const sim::JsonValue items = in.required_value("items");
  for (sim::JsonReader& item : in.plain_objects("items")) {
    bom.items.push_back(read_item(reading, item, place));
  }
  if (items.node().is_array() && items.node().elements.empty()) {
    items.error("found an empty array; expected at least one component");
  }
  in.finish();
  return bom;
}

}  // namespace

void read_boms(PlantReading& reading) {
  for (sim::JsonReader& in : reading.sections.boms) {
    reading.plant.boms.push_back(read_bom(reading, in));
  }
}

}  // namespace planttwin::plant
