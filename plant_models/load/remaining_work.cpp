#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <limits>
#include <vector>

#include "plant_models/load/routing_graph.h"

namespace planttwin::plant {

namespace {

// How good a way to the end is: its probability, then its number of operations.
struct Likelihood {
  double probability = 0;
  std::int32_t operations = std::numeric_limits<std::int32_t>::max();

  bool operator==(const Likelihood&) const = default;
};

struct MoreLikely {
  bool operator()(const Likelihood& a, const Likelihood& b) const {
    if (a.probability != b.probability) return a.probability > b.probability;
    return a.operations < b.operations;
  }
};

struct Prepend {
  Likelihood operator()(const Likelihood& way, const Likelihood& step) const {
    if (way.probability == 0 || step.probability == 0) return {};
    return {way.probability * step.probability, way.operations + step.operations};
  }
};

using Way = boost::property<boost::edge_weight_t, Likelihood>;
using Graph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Way>;

// From every operation, the next one on the most probable way to the end. The graph is reversed:
// the search starts at the end.
std::vector<std::size_t> most_probable_successors(const Routing& routing) {
  const std::size_t end = routing.operations.size();
  Graph graph(end + 1);
  const auto add = [&](std::size_t from, OperationIndex to, double probability) {
    const std::size_t target = to == kEndOfRouting ? end : static_cast<std::size_t>(to);
    if (probability <= 0) return;
    boost::add_edge(target, from, Way({std::min(probability, 1.0), 1}), graph);
  };
  for (std::size_t i = 0; i < end; ++i) {
    const Operation& operation = routing.operations[i];
    for (const Transition& way : operation.next) add(i, way.to, way.probability);
    if (operation.forks()) add(i, operation.join, 1);
    if (operation.next.empty() && !operation.forks()) add(i, kEndOfRouting, 1);
  }
  std::vector<std::size_t> successor(end + 1);
  std::vector<Likelihood> distance(end + 1);
  const auto index = boost::get(boost::vertex_index, graph);
  boost::dijkstra_shortest_paths(
      graph, end,
      boost::predecessor_map(boost::make_iterator_property_map(successor.begin(), index))
          .distance_map(boost::make_iterator_property_map(distance.begin(), index))
          .distance_compare(MoreLikely())
          .distance_combine(Prepend())
          .distance_inf(Likelihood())
          .distance_zero(Likelihood{1, 0}));
  return successor;
}

struct Work {
  sim::Duration per_lot;
  sim::Duration per_unit;
  std::int32_t operations = 0;

  // Held at the longest duration: a plan of a hundred thousand years need not be exact.
  Work& operator+=(const Work& other) {
    per_lot = std::min(per_lot + other.per_lot, sim::Duration::max());
    per_unit = std::min(per_unit + other.per_unit, sim::Duration::max());
    operations += other.operations;
    return *this;
  }
  Work& operator-=(const Work& other) {
    per_lot -= other.per_lot;
    per_unit -= other.per_unit;
    operations -= other.operations;
    return *this;
  }
};

Work work_of(const Operation& operation) {
  Work work{.per_lot = {}, .per_unit = {}, .operations = 1};
  const auto add = [&](sim::Duration mean, bool per_unit) {
    work += Work{mean, per_unit ? mean : sim::Duration(), 0};
  };
  if (operation.phases.empty()) {
    add(operation.process.mean(), operation.basis == TimeBasis::kPerUnit);
  }
  if (operation.cascade.active() && operation.cascade.basis == CascadeBasis::kPerUnit) {
    work += Work{.per_lot = {}, .per_unit = operation.cascade.interval};
  }
  for (const RecipePhase& phase : operation.phases) add(phase.duration.mean(), phase.per_unit);
  return work;
}

// Adds up the work from every operation to the end, each after all that it depends on.
class WorkSum {
 public:
  explicit WorkSum(const Routing& routing)
      : routing_(routing),
        successor_(most_probable_successors(routing)),
        known_(routing.operations.size()),
        sums_(routing.operations.size() + 1) {
    known_.push_back(true);
  }

  const Work& from(std::size_t operation) {
    std::vector<std::size_t> open{operation};
    while (!open.empty()) {
      const std::size_t at = open.back();
      const std::size_t missing = first_missing(at);
      if (missing != at) {
        open.push_back(missing);
        continue;
      }
      if (!known_[at]) sum_up(at);
      open.pop_back();
    }
    return sums_[operation];
  }

 private:
  // Something that `at` depends on and that is not known yet; `at` itself when there is nothing.
  std::size_t first_missing(std::size_t at) const {
    if (known_[at]) return at;
    if (!known_[successor_[at]]) return successor_[at];
    for (const OperationIndex branch : routing_.operations[at].branches) {
      if (!known_[static_cast<std::size_t>(branch)]) return static_cast<std::size_t>(branch);
    }
    return at;
  }

  void sum_up(std::size_t at) {
    Work sum = work_of(routing_.operations[at]);
    const Work& onward = sums_[successor_[at]];
    sum += onward;
    for (const OperationIndex branch : routing_.operations[at].branches) {
      sum += sums_[static_cast<std::size_t>(branch)];
      sum -= onward;
    }
    sums_[at] = sum;
    known_[at] = true;
  }

  const Routing& routing_;
  std::vector<std::size_t> successor_;
  std::vector<bool> known_;
  std::vector<Work> sums_;
};

}  // namespace

void compute_remaining_work(Routing& routing) {
  WorkSum sum(routing);
  for (std::size_t i = 0; i < routing.operations.size(); ++i) {
    const Work work = sum.from(i);
    routing.remaining_per_lot.push_back(work.per_lot);
    routing.remaining_per_unit.push_back(work.per_unit);
    routing.remaining_operations.push_back(work.operations);
  }
}

}  // namespace planttwin::plant
