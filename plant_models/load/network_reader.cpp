#include <string>
#include <vector>

#include "plant_models/load/field_reader.h"

namespace planttwin::plant {

namespace {

Edge read_edge(const PlantReading& reading, sim::JsonReader& in) {
  Edge edge;
  edge.id = in.id();
  edge.from = reading.names.nodes.resolve(in, "from");
  edge.to = reading.names.nodes.resolve(in, "to");
  edge.kind = in.optional_string("kind", "aisle");
  edge.length = in.length("length");
  if (edge.length > kLongestEdge) in.error("length", "expected at most 100000 km");
  if (edge.conveyor() || in.has("speed")) edge.speed = in.speed("speed");
  edge.one_way = in.boolean("one_way", edge.conveyor());
  edge.capacity = read_count(in, "capacity", {1, kMostLots}, 0);
  if (edge.from.valid() && edge.from == edge.to) {
    in.error("to", "the edge ends where it begins");
  }
  if (edge.conveyor() && !edge.one_way) {
    in.error("one_way", "a conveyor moves one way; use two conveyors for both directions");
  }
  in.finish();
  return edge;
}

Fleet read_fleet(const PlantReading& reading, sim::JsonReader& in) {
  Fleet fleet;
  fleet.id = in.id();
  fleet.kind = in.optional_string("kind", "agv");
  fleet.edge_kind = in.optional_string("edge_kind", "aisle");
  fleet.site = reading.names.sites.resolve_optional(in, "site");
  fleet.count = read_count(in, "count", {1, kMostPeople}, 1);
  fleet.capacity = read_count(in, "capacity", {1, kMostLots}, 1);
  fleet.speed = in.speed("speed");
  fleet.load = read_time_or_zero(reading, in, "load");
  fleet.unload = read_time_or_zero(reading, in, "unload");
  fleet.home = reading.names.nodes.resolve(in, "home");
  fleet.depart_every = in.duration("depart_every", sim::DurationRange::positive(), sim::Duration());
  fleet.shift = reading.names.shifts.resolve_optional(in, "shift");
  if (fleet.edge_kind == "conveyor") {
    in.error("edge_kind", "conveyors move by themselves; a fleet cannot use them");
  }
  in.finish();
  return fleet;
}

}  // namespace

void read_network(PlantReading& reading) {
  TransportNetwork& network = reading.plant.network;
  for (sim::JsonReader& in : reading.sections.nodes) {
    Node node;
    node.id = in.id();
    node.site = read_site(reading, in);
    node.position = read_position(in);
    in.finish();
    network.nodes.push_back(std::move(node));
  }
  for (sim::JsonReader& in : reading.sections.edges) {
    network.edges.push_back(read_edge(reading, in));
  }
  for (sim::JsonReader& in : reading.sections.fleets) {
    network.fleets.push_back(read_fleet(reading, in));
  }
}

}  // namespace planttwin::plant
