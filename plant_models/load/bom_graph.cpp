#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <boost/graph/topological_sort.hpp>
#include <iterator>
#include <string>
#include <vector>

#include "plant_models/load/plant_reading.h"

namespace planttwin::plant {

namespace {

// Vertices are materials; an edge leads from a product to what it consumes.
using Graph = boost::adjacency_list<boost::setS, boost::vecS, boost::directedS>;

void add_component(Graph& graph, MaterialId product, MaterialId component) {
  if (component.valid()) boost::add_edge(product.index(), component.index(), graph);
}

Graph graph_of(const Plant& plant) {
  Graph graph(plant.materials.size());
  for (const Bom& bom : plant.boms) {
    if (!bom.material.valid()) continue;
    for (const BomItem& item : bom.items) {
      if (item.by_product) continue;
      add_component(graph, bom.material, item.component);
      for (const AlternateComponent& alternate : item.alternates) {
        add_component(graph, bom.material, alternate.component);
      }
    }
  }
  return graph;
}

// Collects every cycle that a depth-first search closes, as lists of materials.
class CycleFinder : public boost::default_dfs_visitor {
 public:
  CycleFinder(std::vector<std::size_t>& path, std::vector<std::vector<std::size_t>>& cycles)
      : path_(path), cycles_(cycles) {}

  void discover_vertex(std::size_t vertex, const Graph& /*graph*/) { path_.push_back(vertex); }
  void finish_vertex(std::size_t /*vertex*/, const Graph& /*graph*/) { path_.pop_back(); }
  template <class Edge>
  void back_edge(const Edge& edge, const Graph& graph) {
    const std::size_t top = boost::target(edge, graph);
    const auto from = std::find(path_.begin(), path_.end(), top);
    cycles_.emplace_back(from, path_.end());
  }

 private:
  std::vector<std::size_t>& path_;
  std::vector<std::vector<std::size_t>>& cycles_;
};

std::vector<std::vector<std::size_t>> cycles_of(const Graph& graph) {
  std::vector<std::size_t> path;
  std::vector<std::vector<std::size_t>> cycles;
  boost::depth_first_search(graph, boost::visitor(CycleFinder(path, cycles)));
  return cycles;
}

void report_cycle(PlantReading& reading, const std::vector<std::size_t>& cycle) {
  const Plant& plant = reading.plant;
  std::string text;
  for (const std::size_t material : cycle) text += plant.materials[material].id + " -> ";
  text += plant.materials[cycle.front()].id;
  for (std::size_t i = 0; i < plant.boms.size(); ++i) {
    const MaterialId product = plant.boms[i].material;
    if (!product.valid() || product.index() != cycle.front()) continue;
    reading.sections.boms[i].error("a material cannot be a component of itself: " + text);
    return;
  }
}

// One more than the deepest product that consumes the material.
void compute_low_level_codes(Plant& plant, const Graph& graph) {
  std::vector<std::size_t> products_first;
  boost::topological_sort(graph, std::back_inserter(products_first));
  std::reverse(products_first.begin(), products_first.end());
  for (const std::size_t product : products_first) {
    for (const auto& edge : boost::make_iterator_range(boost::out_edges(product, graph))) {
      std::int32_t& code = plant.low_level_code[boost::target(edge, graph)];
      code = std::max(code, plant.low_level_code[product] + 1);
    }
  }
}

}  // namespace

void check_bom_graph(PlantReading& reading) {
  const Graph graph = graph_of(reading.plant);
  const std::vector<std::vector<std::size_t>> cycles = cycles_of(graph);
  for (const std::vector<std::size_t>& cycle : cycles) report_cycle(reading, cycle);
  if (cycles.empty()) compute_low_level_codes(reading.plant, graph);
}

}  // namespace planttwin::plant
