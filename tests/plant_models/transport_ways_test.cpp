#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/plant_models/loading.h"

namespace planttwin::plant {
namespace {

// Four stops in a ring of aisles with a road to a fifth; the conveyor from 2 to 3 is a shortcut.
Plant ring() {
  PlantText text;
  text.others = R"("network": {
    "nodes": [{"id": "1"}, {"id": "2"}, {"id": "3"}, {"id": "4"}, {"id": "5"}],
    "edges": [
      {"id": "12", "from": "1", "to": "2", "length": "10 m"},
      {"id": "23", "from": "2", "to": "3", "length": "10 m"},
      {"id": "34", "from": "3", "to": "4", "length": "10 m"},
      {"id": "41", "from": "4", "to": "1", "length": "100 m"},
      {"id": "C23", "from": "2", "to": "3", "kind": "conveyor", "length": "5 m", "speed": "1 m/s"},
      {"id": "45", "from": "4", "to": "5", "kind": "road", "length": "2 km"}],
    "fleets": [{"id": "AGV", "speed": "1 m/s", "home": "1"},
               {"id": "TRUCK", "edge_kind": "road", "speed": "50 km/h", "home": "4"}]},)";
  return good_plant(text.text());
}

std::vector<std::string> legs(const Plant& plant, std::size_t from, std::size_t to) {
  const TransportNetwork& network = plant.network;
  std::vector<std::string> texts;
  for (const Leg& leg : network.legs[from * network.nodes.size() + to]) {
    const std::string by =
        leg.fleet.valid() ? network.fleets[leg.fleet.index()].id : std::string("conveyor");
    texts.push_back(network.nodes[leg.from.index()].id + "-" + network.nodes[leg.to.index()].id +
                    " " + by);
  }
  return texts;
}

std::vector<std::string> edges(const Plant& plant, const std::vector<EdgeId>& way) {
  std::vector<std::string> ids;
  for (const EdgeId edge : way) ids.push_back(plant.network.edges[edge.index()].id);
  return ids;
}

TEST(TransportWays, LegsChangeWhereTheCarrierChanges) {
  const Plant plant = ring();
  EXPECT_EQ(legs(plant, 0, 4),
            (std::vector<std::string>{"1-2 AGV", "2-3 conveyor", "3-4 AGV", "4-5 TRUCK"}));
}

TEST(TransportWays, ConveyorsMoveOneWay) {
  EXPECT_EQ(legs(ring(), 2, 1), std::vector<std::string>{"3-2 AGV"});
}

TEST(TransportWays, AStopHasNoWayToItselfAndIsReachable) {
  const Plant plant = ring();
  EXPECT_TRUE(legs(plant, 1, 1).empty());
  EXPECT_TRUE(plant.network.reachable(NodeId(1), NodeId(1)));
}

TEST(TransportWays, AFleetUsesItsOwnEdgesOnly) {
  const Plant plant = ring();
  const std::size_t n = plant.network.nodes.size();
  EXPECT_EQ(edges(plant, plant.network.fleet_ways[0][0 * n + 2]),
            (std::vector<std::string>{"12", "23"}));
  EXPECT_TRUE(plant.network.fleet_ways[0][0 * n + 4].empty());
  EXPECT_EQ(edges(plant, plant.network.fleet_ways[1][4 * n + 3]), std::vector<std::string>{"45"});
  EXPECT_EQ(edges(plant, plant.network.conveyor_ways[1 * n + 2]), std::vector<std::string>{"C23"});
}

}  // namespace
}  // namespace planttwin::plant
