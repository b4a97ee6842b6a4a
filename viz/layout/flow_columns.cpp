#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/topological_sort.hpp>
#include <cstddef>
#include <iterator>
#include <tuple>

#include "viz/layout/flow_graph.h"

namespace planttwin::view {
namespace {

using Columns = std::vector<std::vector<int>>;
using Directed = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
using Undirected = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;

constexpr int kSweeps = 4;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

template <class Graph>
Graph graph_of(const FlowGraph& flow) {
  Graph graph(at(flow.size));
  for (const FlowGraph::Step& step : flow.steps) boost::add_edge(at(step.from), at(step.to), graph);
  return graph;
}

// The number of steps of the longest way to each. What has nothing before it stands right before
// the first that it leads to.
std::vector<int> ranks_of(const FlowGraph& forward) {
  const auto graph = graph_of<Directed>(forward);
  std::vector<std::size_t> from_the_end;
  boost::topological_sort(graph, std::back_inserter(from_the_end));
  std::vector<int> rank(at(forward.size), 0);
  for (auto center = from_the_end.rbegin(); center != from_the_end.rend(); ++center) {
    for (auto [edge, end] = boost::out_edges(*center, graph); edge != end; ++edge) {
      int& next = rank[boost::target(*edge, graph)];
      next = std::max(next, rank[*center] + 1);
    }
  }
  for (std::size_t center = 0; center < rank.size(); ++center) {
    if (boost::in_degree(center, graph) > 0 || boost::out_degree(center, graph) == 0) continue;
    int nearest = forward.size;
    for (auto [edge, end] = boost::out_edges(center, graph); edge != end; ++edge) {
      nearest = std::min(nearest, rank[boost::target(*edge, graph)]);
    }
    rank[center] = nearest - 1;
  }
  return rank;
}

std::vector<bool> reached_by(const FlowGraph& flow) {
  std::vector<bool> reached(at(flow.size), false);
  for (const FlowGraph::Step& step : flow.steps) {
    reached[at(step.from)] = true;
    reached[at(step.to)] = true;
  }
  return reached;
}

// Sorts columns by where those before, or after, stand: barycentres (Sugiyama, Tagawa and Toda
// 1981).
class Sweeps {
 public:
  Sweeps(const FlowGraph& flow, const std::vector<int>& rank, Columns& columns)
      : columns_(columns),
        rank_(rank),
        part_(at(flow.size)),
        place_(part_.size()),
        neighbours_(part_.size()) {
    boost::connected_components(graph_of<Undirected>(flow), part_.data());
    for (const FlowGraph::Step& step : flow.steps) {
      neighbours_[at(step.from)].push_back({step.to, step.weight});
      neighbours_[at(step.to)].push_back({step.from, step.weight});
    }
    for (const std::vector<int>& column : columns_) note_places(column);
  }

  void run() {
    for (int i = 0; i < kSweeps; ++i) {
      for (std::vector<int>& column : columns_) sort(column, /*by_those_before=*/true);
      for (auto column = columns_.rbegin(); column != columns_.rend(); ++column) {
        sort(*column, /*by_those_before=*/false);
      }
    }
  }

 private:
  struct Neighbour {
    int center = 0;
    std::int64_t weight = 0;
  };

  void sort(std::vector<int>& column, bool by_those_before) {
    std::vector<std::tuple<int, double, int>> keys;
    for (const int center : column) {
      keys.emplace_back(part_[at(center)], barycentre(center, by_those_before), center);
    }
    std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) {
      return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
    });
    std::transform(keys.begin(), keys.end(), column.begin(),
                   [](const auto& key) { return std::get<2>(key); });
    note_places(column);
  }

  double barycentre(int center, bool by_those_before) const {
    double sum = 0;
    double weights = 0;
    for (const Neighbour& other : neighbours_[at(center)]) {
      const int distance = rank_[at(center)] - rank_[at(other.center)];
      if (distance == 0 || (distance > 0) != by_those_before) continue;
      const double weight = static_cast<double>(other.weight) / std::abs(distance);
      sum += weight * place_[at(other.center)];
      weights += weight;
    }
    return weights > 0 ? sum / weights : place_[at(center)];
  }

  void note_places(const std::vector<int>& column) {
    for (std::size_t i = 0; i < column.size(); ++i) {
      place_[at(column[i])] = (static_cast<double>(i) + 0.5) / static_cast<double>(column.size());
    }
  }

  Columns& columns_;
  const std::vector<int>& rank_;
  std::vector<int> part_;
  std::vector<double> place_;  // from 0 to 1 within its column
  std::vector<std::vector<Neighbour>> neighbours_;
};

}  // namespace

Columns columns_along(const FlowGraph& flow) {
  const std::vector<bool> reached = reached_by(flow);
  std::vector<int> rank = ranks_of(without_steps_back(flow));
  int last = -1;
  for (std::size_t i = 0; i < rank.size(); ++i) {
    if (reached[i]) last = std::max(last, rank[i]);
  }
  for (std::size_t i = 0; i < rank.size(); ++i) {
    if (!reached[i]) rank[i] = last + 1;
  }
  Columns columns(at(last + 2));
  for (int center = 0; center < flow.size; ++center)
    columns[at(rank[at(center)])].push_back(center);
  std::erase_if(columns, [](const std::vector<int>& column) { return column.empty(); });
  Sweeps(flow, rank, columns).run();
  return columns;
}

}  // namespace planttwin::view
