#include <string>
#include <vector>

#include "plant_models/load/field_reader.h"
#include "plant_models/load/operation_reader.h"

namespace planttwin::plant {

namespace {

// The material that a routing makes; without a member "material" the one called like the routing.
MaterialId read_product(const PlantReading& reading, sim::JsonReader& in, const std::string& id) {
  const MaterialId same_name = reading.names.materials.find(id);
  if (in.has("material")) return reading.names.materials.resolve(in, "material");
  if (!same_name.valid() && reading.names.materials.size() > 0) {
    in.error("no material is called " + sim::in_quotes(id) +
             "; say by \"material\" what the routing makes" +
             sim::nearest_clause(id, reading.names.materials.names()));
  }
  return same_name;
}

OperationTable names_of_operations(const std::vector<sim::JsonReader>& readers) {
  OperationTable operations("operation");
  for (const sim::JsonReader& reader : readers) operations.add(reader.node().id());
  return operations;
}

void check_period(sim::JsonReader& in, sim::Time from, sim::Time to) {
  if (to <= from) in.error("effective_to", "expected an instant after effective_from");
}

Routing read_routing(PlantReading& reading, sim::JsonReader& in,
                     std::vector<sim::JsonReader>& operations) {
  Routing routing;
  routing.id = in.id();
  routing.material = read_product(reading, in, routing.id);
  routing.revision = in.optional_string("revision");
  routing.effective_from = read_instant(reading, in, "effective_from", routing.effective_from);
  routing.effective_to = read_instant(reading, in, "effective_to", routing.effective_to);
  check_period(in, routing.effective_from, routing.effective_to);
  const sim::JsonValue list = in.required_value("operations");
  if (!list.muted() && list.node().is_array() && list.node().elements.empty()) {
    list.error("found an empty array; a routing needs at least one operation");
  }
  if (operations.size() > static_cast<std::size_t>(kMostOperations)) {
    list.error("found " + std::to_string(operations.size()) + " operations; expected at most " +
               std::to_string(kMostOperations));
    operations.clear();
  }
  routing.operations =
      read_operations(reading, operations, names_of_operations(operations), routing.material);
  in.finish();
  return routing;
}

}  // namespace

void read_routings(PlantReading& reading) {
  std::vector<sim::JsonReader>& sections = reading.sections.routings;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const std::size_t errors = reading.diagnostics.count();
    std::vector<sim::JsonReader>& operations = reading.sections.operations[i];
    Routing routing = read_routing(reading, sections[i], operations);
    const sim::JsonNode* list = sections[i].node().member("operations");
    const bool all_read = list != nullptr && list->elements.size() == routing.operations.size();
    const bool usable = all_read && routing.material.valid() && !routing.operations.empty();
    reading.routing_broken.push_back(reading.diagnostics.count() != errors || !usable);
    reading.plant.routings.push_back(std::move(routing));
  }
}

}  // namespace planttwin::plant
