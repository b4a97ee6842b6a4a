#include "viz/layout/flow_graph.h"

#include <algorithm>
#include <tuple>

namespace planttwin::view {
namespace {

using Step = FlowGraph::Step;

// Positions in the list by work center; -1: not in it.
std::vector<int> positions_of(const FloorPlan& plan, const std::vector<std::int32_t>& centers) {
  std::vector<int> positions(plan.work_centers.size(), -1);
  for (std::size_t i = 0; i < centers.size(); ++i) {
    positions[static_cast<std::size_t>(centers[i])] = static_cast<int>(i);
  }
  return positions;
}

// The steps of every work center, as positions in the list of steps.
struct Incidence {
  std::vector<std::vector<std::size_t>> in;
  std::vector<std::vector<std::size_t>> out;
};

Incidence incidence_of(const FlowGraph& flow) {
  const auto size = static_cast<std::size_t>(flow.size);
  Incidence incidence{std::vector<std::vector<std::size_t>>(size),
                      std::vector<std::vector<std::size_t>>(size)};
  for (std::size_t i = 0; i < flow.steps.size(); ++i) {
    incidence.out[static_cast<std::size_t>(flow.steps[i].from)].push_back(i);
    incidence.in[static_cast<std::size_t>(flow.steps[i].to)].push_back(i);
  }
  return incidence;
}

// Takes work centers away one by one: sources to the front of the order, sinks to its back, and
// else the one that has most more going out than coming in to the front.
class GreedyOrder {
 public:
  explicit GreedyOrder(const FlowGraph& flow)
      : flow_(flow),
        incidence_(incidence_of(flow)),
        in_(static_cast<std::size_t>(flow.size)),
        out_(in_.size()),
        there_(in_.size(), true) {
    for (const Step& step : flow.steps) {
      out_[static_cast<std::size_t>(step.from)] += step.weight;
      in_[static_cast<std::size_t>(step.to)] += step.weight;
    }
  }

  // The place of each in the order.
  std::vector<int> places() {
    std::vector<int> places(in_.size());
    int front = 0;
    int back = flow_.size - 1;
    while (front <= back) {
      const std::size_t center = next();
      const bool sink = out_[center] == 0 && in_[center] > 0;
      places[center] = sink ? back-- : front++;
      take_away(center);
    }
    return places;
  }

 private:
  std::size_t next() const {
    std::size_t best = there_.size();
    for (std::size_t i = 0; i < there_.size(); ++i) {
      if (!there_[i]) continue;
      if (in_[i] == 0 || out_[i] == 0) return i;
      if (best == there_.size() || out_[i] - in_[i] > out_[best] - in_[best]) best = i;
    }
    return best;
  }

  void take_away(std::size_t center) {
    there_[center] = false;
    for (const std::size_t i : incidence_.out[center]) {
      in_[static_cast<std::size_t>(flow_.steps[i].to)] -= flow_.steps[i].weight;
    }
    for (const std::size_t i : incidence_.in[center]) {
      out_[static_cast<std::size_t>(flow_.steps[i].from)] -= flow_.steps[i].weight;
    }
  }

  const FlowGraph& flow_;
  Incidence incidence_;
  std::vector<std::int64_t> in_;
  std::vector<std::int64_t> out_;
  std::vector<bool> there_;
};

}  // namespace

FlowGraph flow_between(const FloorPlan& plan, const std::vector<std::int32_t>& work_centers) {
  const std::vector<int> position = positions_of(plan, work_centers);
  std::vector<Step> all;
  const auto join = [&](const FloorPlan::Operation& one, const FloorPlan::Operation& other) {
    for (const std::int32_t from : one.work_centers) {
      for (const std::int32_t to : other.work_centers) {
        const int first = position[static_cast<std::size_t>(from)];
        const int second = position[static_cast<std::size_t>(to)];
        if (first >= 0 && second >= 0 && first != second) all.push_back({first, second, 1});
      }
    }
  };
  for (const FloorPlan::Routing& routing : plan.routings) {
    for (const FloorPlan::Operation& operation : routing.operations) {
      for (const std::int32_t next : operation.next) {
        join(operation, routing.operations[static_cast<std::size_t>(next)]);
      }
    }
  }
  std::sort(all.begin(), all.end(), [](const Step& a, const Step& b) {
    return std::tie(a.from, a.to) < std::tie(b.from, b.to);
  });
  FlowGraph flow{static_cast<int>(work_centers.size()), {}};
  for (const Step& step : all) {
    const bool again = !flow.steps.empty() && flow.steps.back().from == step.from &&
                       flow.steps.back().to == step.to;
    if (again) {
      ++flow.steps.back().weight;
    } else {
      flow.steps.push_back(step);
    }
  }
  return flow;
}

FlowGraph without_steps_back(const FlowGraph& flow) {
  const std::vector<int> place = GreedyOrder(flow).places();
  FlowGraph forward{flow.size, {}};
  for (const Step& step : flow.steps) {
    const bool back =
        place[static_cast<std::size_t>(step.from)] > place[static_cast<std::size_t>(step.to)];
    if (!back) forward.steps.push_back(step);
  }
  return forward;
}

}  // namespace planttwin::view
