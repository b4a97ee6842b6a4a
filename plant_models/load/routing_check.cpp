#include "plant_models/load/plant_reading.h"
#include "plant_models/load/routing_graph.h"

namespace planttwin::plant {

void check_routing_graphs(PlantReading& reading) {
  for (std::size_t i = 0; i < reading.plant.routings.size(); ++i) {
    if (reading.routing_broken[i]) continue;
    Routing& routing = reading.plant.routings[i];
    const std::vector<RoutingFault> faults = find_faults(routing);
    for (const RoutingFault& fault : faults) {
      reading.sections.operations[i][static_cast<std::size_t>(fault.operation)].error(
          fault.message);
    }
    if (faults.empty()) compute_remaining_work(routing);
  }
}

}  // namespace planttwin::plant
