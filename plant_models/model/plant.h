#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plant_models/model/control.h"
#include "plant_models/model/ids.h"
#include "plant_models/model/material.h"
#include "plant_models/model/quality.h"
#include "plant_models/model/resources.h"
#include "plant_models/model/routing.h"
#include "plant_models/model/shift.h"
#include "plant_models/model/transport.h"
#include "plant_models/model/work_center.h"

namespace planttwin::plant {

struct SetupFamily {
  std::string id;
};

// Choices that hold for the whole plant; see options.h.
struct PlantOptions {
  Reservation reservation = Reservation::kNone;
  ReservationBasis reservation_basis = ReservationBasis::kByQuantity;
  CyclicBlocking cyclic_blocking = CyclicBlocking::kReport;
  Compatibility compatibility = Compatibility::kNone;
  ResourceRules resources;
};

// What a factory is: immutable once loaded and shared by every run. Ids are positions in these
// tables. Built by plant_models/import or the plant reader, which check every invariant.
struct Plant {
  std::string id;
  std::string name;
  std::string currency = "EUR";
  PlantOptions options;
  std::vector<Site> sites;
  std::vector<Shift> shifts;
  std::vector<Material> materials;
  std::vector<Bom> boms;
  std::vector<Routing> routings;
  std::vector<SetupFamily> setup_families;
  std::vector<WorkCenter> work_centers;
  std::vector<Machine> machines;
  std::vector<Buffer> buffers;
  std::vector<Skill> skills;
  std::vector<LaborPool> labor;
  std::vector<Tool> tools;
  std::vector<Location> locations;
  TransportNetwork network;
  std::vector<DefectCause> defect_causes;
  std::vector<ReleaseLoop> release_loops;
  std::vector<Supplier> suppliers;
  std::vector<Customer> customers;
  std::vector<Replenishment> replenishments;

  // By material: revisions in order of effectivity, its release loop, and its low-level code
  // (0: in no BOM; every component is deeper than all of its parents).
  std::vector<std::vector<RoutingId>> routings_of;
  std::vector<std::vector<BomId>> boms_of;
  std::vector<ReleaseLoopId> loop_of;
  std::vector<std::int32_t> low_level_code;
  // By material: where finished lots go. An invalid location: they leave the plant.
  std::vector<LocationId> finished_goods;
  std::vector<std::vector<ReplenishmentId>> replenishments_of;
  // By buffer: work centers that claim a place in it before they start (Blocking::kBeforeService).
  std::vector<std::vector<WorkCenterId>> claimants_of;

  const Material& material(MaterialId key) const { return materials[key.index()]; }
  const Bom& bom(BomId key) const { return boms[key.index()]; }
  const Routing& routing(RoutingId key) const { return routings[key.index()]; }
  const WorkCenter& work_center(WorkCenterId key) const { return work_centers[key.index()]; }
  const Machine& machine(MachineId key) const { return machines[key.index()]; }
  bool made(MaterialId key) const { return !routings_of[key.index()].empty(); }

  // The revision in force at an instant, invalid when there is none.
  RoutingId routing_at(MaterialId product, sim::Time when) const;
  BomId bom_at(MaterialId product, sim::Time when) const;
};

}  // namespace planttwin::plant
