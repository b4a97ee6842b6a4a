#include <algorithm>
#include <string>
#include <vector>

#include "plant_models/load/field_reader.h"
#include "plant_models/load/option_names.h"

namespace planttwin::plant {

namespace {

const std::vector<sim::Unit>& built_in_units() {
  static const std::vector<sim::Unit> kUnits = {{"pcs", 0}, {"kg", 3}, {"g", 0}, {"t", 3},
                                                {"l", 3},   {"ml", 0}, {"m", 3}, {"mm", 0},
                                                {"m2", 3},  {"m3", 3}};
  return kUnits;
}

const sim::Unit* find_unit(const PlantReading& reading, std::string_view name) {
  const auto place = std::find_if(reading.units.begin(), reading.units.end(),
                                  [&](const sim::Unit& unit) { return unit.name == name; });
  return place == reading.units.end() ? nullptr : &*place;
}

// A unit without a name after an error.
sim::Unit resolve_unit(const PlantReading& reading, const sim::JsonValue& value) {
  const std::optional<std::string> name = value.string();
  if (!name) return {};
  if (const sim::Unit* unit = find_unit(reading, *name)) return *unit;
  std::vector<std::string> known;
  for (const sim::Unit& unit : reading.units) known.push_back(unit.name);
  value.error("no unit " + sim::in_quotes(*name) + sim::nearest_clause(*name, known));
  return {};
}

sim::Unit read_material_unit(const PlantReading& reading, sim::JsonReader& in) {
  if (in.has("unit") || !reading.default_unit) {
    return resolve_unit(reading, in.required_value("unit"));
  }
  return *reading.default_unit;
}

Material read_material(PlantReading& reading, sim::JsonReader& in) {
  Material material;
  material.id = in.id();
  material.name = in.optional_string("name");
  material.unit = read_material_unit(reading, in);
  material.control = in.enumeration("control", kMaterialControlNames, MaterialControl::kNone);
  if (in.has("shelf_life")) {
    material.shelf_life = in.duration("shelf_life", sim::DurationRange::positive());
  }
  material.standard_cost = in.money("standard_cost", reading.currency, sim::Money());
  if (material.standard_cost < sim::Money()) {
    in.error("standard_cost", "expected a cost that is not negative");
  }
  material.phantom = in.boolean("phantom", false);
  if (material.control == MaterialControl::kSerial && material.unit.decimals > 0) {
    in.error("control", "serial numbers need whole pieces, but amounts in " + material.unit.name +
                            " have " + std::to_string(material.unit.decimals) + " decimals");
  }
  return material;
}

}  // namespace

void read_units(PlantReading& reading) {
  reading.units = built_in_units();
  for (sim::JsonReader& in : reading.root.objects("units")) {
    const sim::Unit unit{in.id(), read_count(in, "decimals", {0, sim::Unit::kMaxDecimals})};
    in.finish();
    if (find_unit(reading, unit.name) != nullptr) {
      in.error("id", "the unit " + sim::in_quotes(unit.name) + " is built in");
    } else {
      reading.units.push_back(unit);
    }
  }
  reading.currency.name = reading.root.optional_string("currency", "EUR");
  if (const std::optional<sim::JsonValue> unit = reading.root.value("unit")) {
    reading.default_unit = resolve_unit(reading, *unit);
  }
}

void read_materials(PlantReading& reading) {
  Plant& plant = reading.plant;
  for (sim::JsonReader& in : reading.sections.materials) {
    plant.materials.push_back(read_material(reading, in));
    plant.finished_goods.push_back(reading.names.locations.resolve_optional(in, "finished_goods"));
    in.finish();
  }
}

void read_locations(PlantReading& reading) {
  for (sim::JsonReader& in : reading.sections.locations) {
    Location location;
    location.id = in.id();
    location.site = read_site(reading, in);
    location.node = reading.names.nodes.resolve_optional(in, "node");
    location.pickers = read_optional_count(in, "pickers", {1, kMostPeople});
    in.finish();
    reading.plant.locations.push_back(std::move(location));
  }
}

void read_defect_causes(PlantReading& reading) {
  for (sim::JsonReader& in : reading.sections.defect_causes) {
    DefectCause cause;
    cause.id = in.id();
    cause.capa_after = read_count(in, "capa_after", {1, kMostLots}, 0);
    if (cause.capa_after > 0) {
      cause.capa_delay = in.duration("capa_delay", sim::Duration());
      cause.capa_effect = read_fraction(in, "capa_effect");
    }
    in.finish();
    reading.plant.defect_causes.push_back(std::move(cause));
  }
}

}  // namespace planttwin::plant
