#pragma once

#include "plant_models/model/ids.h"
#include "plant_models/model/plant.h"
#include "sim/id_table.h"

namespace planttwin::plant {

// The names of everything in a plant, for resolving references in files. The index of a name is
// the position of its record in the plant's table.
struct PlantNames {
  sim::IdTable<SiteId> sites{"site"};
  sim::IdTable<ShiftId> shifts{"shift"};
  sim::IdTable<MaterialId> materials{"material"};
  sim::IdTable<BomId> boms{"BOM"};
  sim::IdTable<RoutingId> routings{"routing"};
  sim::IdTable<WorkCenterId> work_centers{"work center"};
  sim::IdTable<MachineId> machines{"machine"};
  sim::IdTable<MachineGroupId> machine_groups{"machine group"};
  sim::IdTable<BufferId> buffers{"buffer"};
  sim::IdTable<SkillId> skills{"skill"};
  sim::IdTable<LaborPoolId> labor{"labor pool"};
  sim::IdTable<ToolId> tools{"tool"};
  sim::IdTable<LocationId> locations{"location"};
  sim::IdTable<NodeId> nodes{"node"};
  sim::IdTable<EdgeId> edges{"edge"};
  sim::IdTable<FleetId> fleets{"fleet"};
  sim::IdTable<DefectCauseId> defect_causes{"defect cause"};
  sim::IdTable<SetupFamilyId> setup_families{"setup family"};
  sim::IdTable<ReleaseLoopId> release_loops{"release loop"};
  sim::IdTable<SupplierId> suppliers{"supplier"};
  sim::IdTable<CustomerId> customers{"customer"};
  sim::IdTable<ReplenishmentId> replenishments{"replenishment"};
};

// The names of a plant that has been loaded, for reading what happens to it.
PlantNames names_of(const Plant& plant);

}  // namespace planttwin::plant
