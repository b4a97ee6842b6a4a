#include "plant_models/load/plant_names.h"

namespace planttwin::plant {

namespace {

template <class Id, class Records>
void add_names(sim::IdTable<Id>& table, const Records& records) {
  for (const auto& record : records) table.add(record.id);
}

}  // namespace

PlantNames names_of(const Plant& plant) {
  PlantNames names;
  add_names(names.sites, plant.sites);
  add_names(names.shifts, plant.shifts);
  add_names(names.materials, plant.materials);
  add_names(names.boms, plant.boms);
  add_names(names.routings, plant.routings);
  add_names(names.work_centers, plant.work_centers);
  add_names(names.machines, plant.machines);
  add_names(names.buffers, plant.buffers);
  add_names(names.skills, plant.skills);
  add_names(names.labor, plant.labor);
  add_names(names.tools, plant.tools);
  add_names(names.locations, plant.locations);
  add_names(names.nodes, plant.network.nodes);
  add_names(names.edges, plant.network.edges);
  add_names(names.fleets, plant.network.fleets);
  add_names(names.defect_causes, plant.defect_causes);
  add_names(names.setup_families, plant.setup_families);
  add_names(names.release_loops, plant.release_loops);
  add_names(names.suppliers, plant.suppliers);
  add_names(names.customers, plant.customers);
  add_names(names.replenishments, plant.replenishments);
  return names;
}

}  // namespace planttwin::plant
