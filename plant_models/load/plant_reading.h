#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plant_models/load/plant_loader.h"
#include "plant_models/load/plant_names.h"
#include "plant_models/model/plant.h"
#include "sim/distribution_reader.h"
#include "sim/json_reader.h"

namespace planttwin::plant {

// The arrays of a plant file, opened once: their ids are known before any reference is read.
struct PlantSections {
  std::vector<sim::JsonReader> sites;
  std::vector<sim::JsonReader> shifts;
  std::vector<sim::JsonReader> materials;
  std::vector<sim::JsonReader> boms;
  std::vector<sim::JsonReader> routings;
  std::vector<sim::JsonReader> work_centers;
  std::vector<sim::JsonReader> machine_groups;
  std::vector<sim::JsonReader> buffers;
  std::vector<sim::JsonReader> labor;
  std::vector<sim::JsonReader> tools;
  std::vector<sim::JsonReader> locations;
  std::vector<sim::JsonReader> nodes;
  std::vector<sim::JsonReader> edges;
  std::vector<sim::JsonReader> fleets;
  std::vector<sim::JsonReader> defect_causes;
  std::vector<sim::JsonReader> release_loops;
  std::vector<sim::JsonReader> suppliers;
  std::vector<sim::JsonReader> customers;
  std::vector<sim::JsonReader> replenishments;
  // By routing: its operations, in the order of the file.
  std::vector<std::vector<sim::JsonReader>> operations;
};

// How machines stop; a group of work centers can have such rules in common.
struct StopRules {
  std::vector<FailureMode> failures;
  std::vector<Maintenance> maintenance;
};

// A plant while its file is read: what the readers of its parts share.
// Invariant once the sections are open: every record of a section gets an entry in the table of
// its kind, erroneous or not, so that positions in sections, names and tables agree.
struct PlantReading {
  PlantReading(sim::JsonReader root_reader, const PlantOrigin& origin_of_file,
               sim::Diagnostics& errors)
      : root(std::move(root_reader)),
        origin(origin_of_file),
        diagnostics(errors),
        place{.directory = origin_of_file.directory} {}

  sim::JsonReader root;
  const PlantOrigin& origin;
  sim::Diagnostics& diagnostics;
  sim::DistributionPlace place;
  PlantSections sections;
  PlantNames names;
  Plant plant;
  sim::Unit currency{.name = "EUR", .decimals = 2};
  std::vector<sim::Unit> units;
  std::optional<sim::Unit> default_unit;  // of materials that state none
  WorkCenterOptions default_options;      // of work centers that state nothing else
  DispatchRule default_rule;
  std::vector<StopRules> machine_groups;  // that work centers refer to
  // By routing: it was read with errors, so that its graph says nothing.
  std::vector<bool> routing_broken;
};

// Open the sections and register the names in them.
void open_sections(PlantReading& reading);

// The readers of the sections, in the order in which they run.
void read_units(PlantReading& reading);
void read_plant_options(PlantReading& reading);
void read_sites(PlantReading& reading);
void read_shifts(PlantReading& reading);
void read_materials(PlantReading& reading);
void read_locations(PlantReading& reading);
void read_labor(PlantReading& reading);
void read_tools(PlantReading& reading);
void read_partners(PlantReading& reading);  // suppliers and customers
void read_defect_causes(PlantReading& reading);
void read_network(PlantReading& reading);
void read_routings(PlantReading& reading);
void read_buffers(PlantReading& reading);
void read_machine_groups(PlantReading& reading);
void read_work_centers(PlantReading& reading);
void read_boms(PlantReading& reading);
void read_release_loops(PlantReading& reading);
void read_replenishments(PlantReading& reading);

// The checks that need several sections, and what is computed from them.
void index_materials(PlantReading& reading);
void check_routing_graphs(PlantReading& reading);
void check_bom_graph(PlantReading& reading);
void compute_transport_ways(PlantReading& reading);
void check_resources(PlantReading& reading);

}  // namespace planttwin::plant
