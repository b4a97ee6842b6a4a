#pragma once

#include <cstdint>
#include <vector>

#include "viz/layout/floor_layout.h"

namespace planttwin::view {

// Steps of material from one work center to another; the weight counts the operations that take
// them, by routing and alternative. Work centers are positions in the list it was made of. No step
// leads to where it comes from; at most one joins two work centers in a direction.
struct FlowGraph {
  struct Step {
    int from = 0;
    int to = 0;
    std::int64_t weight = 0;
  };
  int size = 0;
  std::vector<Step> steps;
};

FlowGraph flow_between(const FloorPlan& plan, const std::vector<std::int32_t>& work_centers);

// The same without the steps back that close a circle, as rework and re-entrant flow do: a greedy
// order that leaves little weight going back (Eades, Lin and Smyth 1993).
FlowGraph without_steps_back(const FlowGraph& flow);

// Work centers by columns, the flow from left to right, by the longest way to each; what no flow
// reaches comes last. Within a column the order keeps crossings few and parts that have nothing to
// do with each other apart.
std::vector<std::vector<int>> columns_along(const FlowGraph& flow);

}  // namespace planttwin::view
