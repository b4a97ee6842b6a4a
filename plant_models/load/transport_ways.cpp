#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "plant_models/load/field_reader.h"

namespace planttwin::plant {

namespace {

// Lists of edges for all pairs of stops, of all fleets together, are kept up to this number.
constexpr std::size_t kMostWays = 20'000'000;
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

using Weight = boost::property<boost::edge_weight_t, std::int64_t,
                               boost::property<boost::edge_index_t, std::size_t>>;
using Graph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Weight>;

bool serves(const TransportNetwork& network, const Fleet& fleet, const Edge& edge) {
  if (fleet.edge_kind != edge.kind) return false;
  return !fleet.site.valid() || (network.nodes[edge.from.index()].site == fleet.site &&
                                 network.nodes[edge.to.index()].site == fleet.site);
}

// The first fleet that serves an edge; not valid for conveyors and where there is none.
FleetId server_of(const TransportNetwork& network, const Edge& edge) {
  for (std::size_t fleet = 0; fleet < network.fleets.size(); ++fleet) {
    if (serves(network, network.fleets[fleet], edge)) return FleetId(fleet);
  }
  return {};
}

// Whether an edge was read well enough to be part of the network.
bool complete(const Edge& edge) {
  return edge.from.valid() && edge.to.valid() && edge.from != edge.to &&
         edge.length <= kLongestEdge;
}

template <class Uses>
Graph graph_of(const TransportNetwork& network, Uses uses) {
  Graph graph(network.nodes.size());
  for (std::size_t i = 0; i < network.edges.size(); ++i) {
    const Edge& edge = network.edges[i];
    if (!complete(edge) || !uses(edge)) continue;
    const Weight weight(edge.length.count(), i);
    boost::add_edge(edge.from.index(), edge.to.index(), weight, graph);
    if (!edge.one_way) boost::add_edge(edge.to.index(), edge.from.index(), weight, graph);
  }
  return graph;
}

// Shortest ways from one stop to all others, by length.
class WaysFrom {
 public:
  WaysFrom(const TransportNetwork& network, const Graph& graph, std::size_t start)
      : network_(network), start_(start), last_edge_(network.nodes.size(), kNone) {
    std::vector<std::size_t> before(network.nodes.size());
    std::vector<std::int64_t> length(network.nodes.size());
    const auto index = boost::get(boost::vertex_index, graph);
    boost::dijkstra_shortest_paths(
        graph, start,
        boost::predecessor_map(boost::make_iterator_property_map(before.begin(), index))
            .distance_map(boost::make_iterator_property_map(length.begin(), index)));
    for (const auto& edge : boost::make_iterator_range(boost::edges(graph))) {
      note_edge(graph, edge, before, length);
    }
  }

  // The edges of the way to a stop; empty when there is none.
  std::vector<EdgeId> to(std::size_t stop) const {
    std::vector<EdgeId> way;
    for (std::size_t at = stop; at != start_; at = other_end(at)) {
      if (last_edge_[at] == kNone) return {};
      way.emplace_back(last_edge_[at]);
    }
    std::reverse(way.begin(), way.end());
    return way;
  }

 private:
  // Of several edges that end a shortest way to a stop, the first in the file counts.
  template <class E>
  void note_edge(const Graph& graph, const E& edge, const std::vector<std::size_t>& before,
                 const std::vector<std::int64_t>& length) {
    const std::size_t from = boost::source(edge, graph);
    const std::size_t end = boost::target(edge, graph);
    const std::int64_t weight = boost::get(boost::edge_weight, graph, edge);
    if (end == start_ || before[end] != from || length[from] + weight != length[end]) return;
    last_edge_[end] = std::min(last_edge_[end], boost::get(boost::edge_index, graph, edge));
  }

  std::size_t other_end(std::size_t stop) const {
    const Edge& edge = network_.edges[last_edge_[stop]];
    return edge.to.index() == stop ? edge.from.index() : edge.to.index();
  }

  const TransportNetwork& network_;
  std::size_t start_;
  std::vector<std::size_t> last_edge_;
};

template <class Uses>
std::vector<std::vector<EdgeId>> all_ways(const TransportNetwork& network, Uses uses) {
  const std::size_t n = network.nodes.size();
  const Graph graph = graph_of(network, uses);
  std::vector<std::vector<EdgeId>> ways(n * n);
  for (std::size_t from = 0; from < n; ++from) {
    const WaysFrom found(network, graph, from);
    for (std::size_t stop = 0; stop < n; ++stop) ways[from * n + stop] = found.to(stop);
  }
  return ways;
}

// Runs of edges that one fleet, or the conveyors, carry a lot over.
std::vector<Leg> legs_of(const TransportNetwork& network, std::size_t from,
                         const std::vector<EdgeId>& way) {
  std::vector<Leg> legs;
  NodeId at(from);
  for (const EdgeId id : way) {
    const Edge& edge = network.edges[id.index()];
    const NodeId next = edge.from == at ? edge.to : edge.from;
    const FleetId fleet = server_of(network, edge);
    if (legs.empty() || legs.back().fleet != fleet) legs.push_back({fleet, at, at});
    legs.back().to = next;
    at = next;
  }
  return legs;
}

bool too_large(PlantReading& reading) {
  const TransportNetwork& network = reading.plant.network;
  const std::size_t n = network.nodes.size();
  if (n <= kMostNodes && n * n * (network.fleets.size() + 2) <= kMostWays) return false;
  reading.root.error("network", "found " + std::to_string(n) + " nodes and " +
                                    std::to_string(network.fleets.size()) +
                                    " fleets; expected at most " + std::to_string(kMostNodes) +
                                    " nodes, and " + std::to_string(kMostWays) +
                                    " pairs of nodes of all fleets");
  return true;
}

void check_edges_are_served(PlantReading& reading) {
  const TransportNetwork& network = reading.plant.network;
  for (std::size_t i = 0; i < network.edges.size(); ++i) {
    const Edge& edge = network.edges[i];
    if (!complete(edge) || edge.conveyor() || server_of(network, edge).valid()) continue;
    std::vector<std::string> kinds{"conveyor"};
    for (const Fleet& fleet : network.fleets) kinds.push_back(fleet.edge_kind);
    reading.sections.edges[i].error("no fleet serves this edge of kind " +
                                    sim::in_quotes(edge.kind) +
                                    sim::nearest_clause(edge.kind, kinds));
  }
}

// A carrier must be able to come from its home to where legs begin, and back from where they end.
void check_fleets_come_home(PlantReading& reading) {
  const TransportNetwork& network = reading.plant.network;
  const std::size_t n = network.nodes.size();
  const auto reaches = [&](FleetId fleet, NodeId from, NodeId to) {
    return from == to || !network.fleet_ways[fleet.index()][from.index() * n + to.index()].empty();
  };
  std::vector<bool> reported(network.fleets.size());
  for (const std::vector<Leg>& legs : network.legs) {
    for (const Leg& leg : legs) {
      if (!leg.fleet.valid() || reported[leg.fleet.index()]) continue;
      const Fleet& fleet = network.fleets[leg.fleet.index()];
      if (!fleet.home.valid()) continue;
      const bool comes = reaches(leg.fleet, fleet.home, leg.from);
      if (comes && reaches(leg.fleet, leg.to, fleet.home)) continue;
      const NodeId stop = comes ? leg.to : leg.from;
      reading.sections.fleets[leg.fleet.index()].error(
          comes
              ? "no way back to the home " + sim::in_quotes(reading.names.nodes.name(fleet.home)) +
                    " from the node " + sim::in_quotes(reading.names.nodes.name(stop))
              : "no way from the home " + sim::in_quotes(reading.names.nodes.name(fleet.home)) +
                    " to the node " + sim::in_quotes(reading.names.nodes.name(stop)));
      reported[leg.fleet.index()] = true;
    }
  }
}

// Reports the first pair of stops without a way on each step of each routing.
class RouteCheck {
 public:
  explicit RouteCheck(PlantReading& reading) : reading_(reading) {}

  void run() {
    for (std::size_t i = 0; i < reading_.plant.routings.size(); ++i) {
      if (!reading_.routing_broken[i]) check_routing(i);
    }
  }

 private:
  void check_routing(std::size_t routing_index) {
    const Routing& routing = reading_.plant.routings[routing_index];
    for (std::size_t i = 0; i < routing.operations.size(); ++i) {
      sim::JsonReader& reader = reading_.sections.operations[routing_index][i];
      const Operation& operation = routing.operations[i];
      for (const Transition& way : operation.next) {
        if (way.to != kEndOfRouting) check_step(reader, routing, operation, way.to);
      }
      for (const OperationIndex branch : operation.branches) {
        check_step(reader, routing, operation, branch);
      }
      const bool last = operation.next.empty() && !operation.forks();
      if (last) check_delivery(reader, routing, operation);
    }
  }

  void check_step(sim::JsonReader& reader, const Routing& routing, const Operation& operation,
                  OperationIndex to) {
    const Operation& next = routing.operations[static_cast<std::size_t>(to)];
    for (const WorkCenterId a : operation.work_centers) {
      for (const WorkCenterId b : next.work_centers) {
        const WorkCenter& center = reading_.plant.work_center(b);
        const std::string goal = "the work center " + sim::in_quotes(center.id) + " of operation " +
                                 std::to_string(next.number);
        if (!check_pair(reader, a, center.node, goal)) return;
      }
    }
  }

  void check_delivery(sim::JsonReader& reader, const Routing& routing, const Operation& operation) {
    const LocationId stock = reading_.plant.finished_goods[routing.material.index()];
    if (!stock.valid()) return;
    const Location& location = reading_.plant.locations[stock.index()];
    for (const WorkCenterId center : operation.work_centers) {
      const std::string goal = "the location " + sim::in_quotes(location.id);
      if (!check_pair(reader, center, location.node, goal)) return;
    }
  }

  bool check_pair(sim::JsonReader& reader, WorkCenterId from, NodeId to, const std::string& goal) {
    const WorkCenter& center = reading_.plant.work_center(from);
    if (!center.node.valid() || !to.valid()) return true;
    if (reading_.plant.network.reachable(center.node, to)) return true;
    reader.error("no way in the transport network from the work center " +
                 sim::in_quotes(center.id) + " to " + goal);
    return false;
  }

  PlantReading& reading_;
};

}  // namespace

void compute_transport_ways(PlantReading& reading) {
  TransportNetwork& network = reading.plant.network;
  if (network.nodes.empty() || too_large(reading)) return;
  const std::size_t n = network.nodes.size();
  check_edges_are_served(reading);
  const auto usable = [&](const Edge& edge) {
    return edge.conveyor() || server_of(network, edge).valid();
  };
  const std::vector<std::vector<EdgeId>> ways = all_ways(network, usable);
  network.legs.resize(n * n);
  for (std::size_t i = 0; i < ways.size(); ++i) network.legs[i] = legs_of(network, i / n, ways[i]);
  for (const Fleet& fleet : network.fleets) {
    network.fleet_ways.push_back(
        all_ways(network, [&](const Edge& edge) { return serves(network, fleet, edge); }));
  }
  network.conveyor_ways = all_ways(network, [](const Edge& edge) { return edge.conveyor(); });
  check_fleets_come_home(reading);
  RouteCheck(reading).run();
}

}  // namespace planttwin::plant
