#pragma once

#include <string>
#include <vector>

#include "plant_models/model/routing.h"

namespace planttwin::plant {

// Something wrong with the shape of a routing: at an operation, or with the routing as a whole.
struct RoutingFault {
  OperationIndex operation = kEndOfRouting;
  std::string message;
};

// Finds operations that no lot can come to, operations from which no lot can leave (naming the
// endless circle), and parallel branches that do not meet at their join, share operations, leave
// before it or are entered from elsewhere. Requires that all ways lead to operations of the
// routing.
std::vector<RoutingFault> find_faults(const Routing& routing);

// Fills remaining_per_lot, remaining_per_unit and remaining_operations along the most probable way
// to the end; of equally probable ways the one with fewer operations counts. Parallel branches
// count with all their work. Requires a routing without faults.
void compute_remaining_work(Routing& routing);

}  // namespace planttwin::plant
