#include "plant_models/load/routing_graph.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <limits>

namespace planttwin::plant {

namespace {

// How many joins a lot in parallel branches may wait for.
constexpr int kDeepestBranches = 2;

// Vertices are operations; the last one is the end of the routing.
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

std::size_t vertex_of(OperationIndex to, std::size_t end) {
  return to == kEndOfRouting ? end : static_cast<std::size_t>(to);
}

bool has_disposition_rework(const Inspection& inspection) {
  return inspection.on_defect == OnDefect::kHold && inspection.disposition.rework > 0;
}

// Ways that lots take: transitions that can happen, branches, and rework after an inspection.
std::vector<std::size_t> ways_out(const Routing& routing, std::size_t operation) {
  const Operation& from = routing.operations[operation];
  const std::size_t end = routing.operations.size();
  std::vector<std::size_t> ways;
  for (const Transition& way : from.next) {
    if (way.probability > 0) ways.push_back(vertex_of(way.to, end));
  }
  for (const OperationIndex branch : from.branches) ways.push_back(vertex_of(branch, end));
  if (from.next.empty() && !from.forks()) ways.push_back(end);
  if (from.inspection && (from.inspection->on_defect == OnDefect::kRework ||
                          has_disposition_rework(*from.inspection))) {
    ways.push_back(vertex_of(from.inspection->rework_to, end));
  }
  return ways;
}

Graph graph_of(const Routing& routing) {
  Graph graph(routing.operations.size() + 1);
  for (std::size_t i = 0; i < routing.operations.size(); ++i) {
    for (const std::size_t to : ways_out(routing, i)) boost::add_edge(i, to, graph);
  }
  return graph;
}

template <class G>
std::vector<bool> reached_from(const G& graph, std::size_t start) {
  std::vector<boost::default_color_type> colors(boost::num_vertices(graph));
  boost::breadth_first_search(graph, start,
                              boost::color_map(boost::make_iterator_property_map(
                                  colors.begin(), boost::get(boost::vertex_index, graph))));
  std::vector<bool> reached(colors.size());
  for (std::size_t i = 0; i < colors.size(); ++i) reached[i] = colors[i] == boost::black_color;
  return reached;
}

std::string number_of(const Routing& routing, std::size_t operation) {
  return std::to_string(routing.operations[operation].number);
}

// A circle through an operation within its strong component: "10 -> 20 -> 10".
std::string circle_through(const Routing& routing, const Graph& graph,
                           const std::vector<std::size_t>& component, std::size_t start) {
  std::string text = number_of(routing, start);
  std::vector<bool> seen(component.size());
  std::size_t at = start;
  do {
    seen[at] = true;
    std::size_t next = at;
    for (const auto& edge : boost::make_iterator_range(boost::out_edges(at, graph))) {
      const std::size_t to = boost::target(edge, graph);
      if (component[to] != component[start]) continue;
      if (next == at || to == start || seen[next]) next = to;
    }
    at = next;
    text += " -> " + number_of(routing, at);
  } while (at != start && !seen[at]);
  return text;
}

// Operations that cannot reach the end: one fault for each circle that no lot leaves.
void find_endless(const Routing& routing, const Graph& graph, std::vector<RoutingFault>& faults) {
  const std::size_t end = routing.operations.size();
  const std::vector<bool> reaches_end = reached_from(boost::make_reverse_graph(graph), end);
  std::vector<std::size_t> component(boost::num_vertices(graph));
  const auto map =
      boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph));
  const std::size_t count = boost::strong_components(graph, map);
  std::vector<bool> is_left(count);
  for (const auto& edge : boost::make_iterator_range(boost::edges(graph))) {
    const std::size_t from = component[boost::source(edge, graph)];
    if (from != component[boost::target(edge, graph)]) is_left[from] = true;
  }
  std::vector<bool> named(count);
  for (std::size_t i = 0; i < end; ++i) {
    if (reaches_end[i] || is_left[component[i]] || named[component[i]]) continue;
    named[component[i]] = true;
    std::string stuck;
    for (std::size_t other = 0; other < end; ++other) {
      if (!reaches_end[other]) stuck += (stuck.empty() ? "" : ", ") + number_of(routing, other);
    }
    faults.push_back({static_cast<OperationIndex>(i),
                      "the end cannot be reached from " + stuck + ": lots circle for ever, " +
                          circle_through(routing, graph, component, i)});
  }
}

void find_unreachable(const Routing& routing, const Graph& graph,
                      std::vector<RoutingFault>& faults) {
  const std::vector<bool> reached = reached_from(graph, 0);
  for (std::size_t i = 0; i < routing.operations.size(); ++i) {
    if (reached[i]) continue;
    faults.push_back({static_cast<OperationIndex>(i),
                      "no lot ever comes to operation " + number_of(routing, i)});
  }
}

// The parallel branches of one operation.
class BranchCheck {
 public:
  BranchCheck(const Routing& routing, std::size_t fork, std::vector<RoutingFault>& faults)
      : routing_(routing),
        fork_(fork),
        join_(vertex_of(routing.operations[fork].join, routing.operations.size())),
        branch_of_(routing.operations.size(), kNone),
        faults_(faults) {}

  // Adds one to the depth of every operation in a branch.
  void run(std::vector<int>& depth) {
    const std::vector<OperationIndex>& heads = routing_.operations[fork_].branches;
    for (std::size_t branch = 0; branch < heads.size(); ++branch) {
      if (!walk(branch, static_cast<std::size_t>(heads[branch]))) return;
    }
    check_entries();
    for (std::size_t i = 0; i < depth.size(); ++i) depth[i] += branch_of_[i] == kNone ? 0 : 1;
  }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  // Follows a branch to its join. False after a fault.
  bool walk(std::size_t branch, std::size_t head) {
    if (head == join_) return fault("the branch " + number_of(routing_, head) + " is the join");
    std::vector<std::size_t> open{head};
    bool meets = false;
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      if (at == routing_.operations.size()) {
        return fault("a way from branch " + number_of(routing_, head) +
                     " leads to the end and not to the join " + number_of(routing_, join_));
      }
      if (at == join_) meets = true;
      if (at == join_ || branch_of_[at] == branch) continue;
      if (at == fork_ || branch_of_[at] != kNone || heads_another(branch, at)) {
        return fault("a way from branch " + number_of(routing_, head) + " leads to operation " +
                     number_of(routing_, at) + ", outside the branch, before the join " +
                     number_of(routing_, join_));
      }
      branch_of_[at] = branch;
      for (const std::size_t to : ways_out(routing_, at)) open.push_back(to);
    }
    return meets || fault("the branch " + number_of(routing_, head) + " never comes to the join " +
                          number_of(routing_, join_));
  }

  bool heads_another(std::size_t branch, std::size_t operation) const {
    const std::vector<OperationIndex>& heads = routing_.operations[fork_].branches;
    for (std::size_t i = 0; i < heads.size(); ++i) {
      if (i != branch && static_cast<std::size_t>(heads[i]) == operation) return true;
    }
    return false;
  }

  void check_entries() {
    for (std::size_t from = 0; from < routing_.operations.size(); ++from) {
      if (from == fork_) continue;
      for (const std::size_t to : ways_out(routing_, from)) {
        if (to == routing_.operations.size() || branch_of_[to] == kNone) continue;
        if (branch_of_[to] == branch_of_[from]) continue;
        fault("operation " + number_of(routing_, from) + " sends lots into the branch at " +
              number_of(routing_, to));
        return;
      }
    }
  }

  bool fault(std::string message) {
    faults_.push_back({static_cast<OperationIndex>(fork_), std::move(message)});
    return false;
  }

  const Routing& routing_;
  std::size_t fork_;
  std::size_t join_;
  std::vector<std::size_t> branch_of_;
  std::vector<RoutingFault>& faults_;
};

}  // namespace

std::vector<RoutingFault> find_faults(const Routing& routing) {
  std::vector<RoutingFault> faults;
  const Graph graph = graph_of(routing);
  find_unreachable(routing, graph, faults);
  find_endless(routing, graph, faults);
  std::vector<int> depth(routing.operations.size());
  for (std::size_t i = 0; i < routing.operations.size(); ++i) {
    if (routing.operations[i].forks()) BranchCheck(routing, i, faults).run(depth);
  }
  for (std::size_t i = 0; i < routing.operations.size(); ++i) {
    if (!routing.operations[i].forks() || depth[i] < kDeepestBranches) continue;
    faults.push_back(
        {static_cast<OperationIndex>(i), "parallel branches within branches go at most " +
                                             std::to_string(kDeepestBranches) + " deep"});
  }
  return faults;
}

}  // namespace planttwin::plant
