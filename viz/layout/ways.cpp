#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <cstddef>

#include "viz/layout/floor_layout.h"

namespace planttwin::view {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                                    boost::property<boost::edge_weight_t, double>>;

Graph graph_of(const FloorPlan& plan, const std::string& kind) {
  Graph graph(plan.nodes.size());
  for (const FloorPlan::Edge& edge : plan.edges) {
    if (edge.from < 0 || edge.to < 0 || (!kind.empty() && edge.kind != kind)) continue;
    const auto from = static_cast<std::size_t>(edge.from);
    const auto to = static_cast<std::size_t>(edge.to);
    const double length = std::max(edge.length_m, 0.0);
    boost::add_edge(from, to, length, graph);
    if (!edge.one_way) boost::add_edge(to, from, length, graph);
  }
  return graph;
}

// The nodes of the shortest way, both ends included; empty when there is none.
std::vector<std::size_t> shortest(const Graph& graph, std::size_t from, std::size_t to) {
  std::vector<std::size_t> before(boost::num_vertices(graph));
  boost::dijkstra_shortest_paths(graph, from, boost::predecessor_map(before.data()));
  if (before[to] == to && from != to) return {};
  std::vector<std::size_t> nodes{to};
  while (nodes.back() != from) nodes.push_back(before[nodes.back()]);
  std::reverse(nodes.begin(), nodes.end());
  return nodes;
}

}  // namespace

std::vector<Point> FloorLayout::way(const FloorPlan& plan, std::int32_t from_node,
                                    std::int32_t to_node, const std::string& edge_kind) const {
  const auto from = static_cast<std::size_t>(from_node);
  const auto to = static_cast<std::size_t>(to_node);
  if (from_node < 0) return to_node < 0 ? std::vector<Point>{} : std::vector<Point>{nodes[to]};
  if (to_node < 0 || from == to) return {nodes[from]};
  std::vector<Point> corners;
  for (const std::size_t node : shortest(graph_of(plan, edge_kind), from, to)) {
    corners.push_back(nodes[node]);
  }
  if (corners.empty()) corners = {nodes[from], nodes[to]};
  return corners;
}

}  // namespace planttwin::view
