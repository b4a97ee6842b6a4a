#include "plant_models/load/plant_loader.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "plant_models/load/field_reader.h"
#include "plant_models/load/option_names.h"
#include "plant_models/load/plant_reading.h"

namespace planttwin::plant {

namespace {

template <class Id>
std::vector<sim::JsonReader> open(sim::JsonReader& root, std::string_view key,
                                  sim::IdTable<Id>& names) {
  std::vector<sim::JsonReader> section = root.objects(key);
  for (const sim::JsonReader& record : section) names.add(record.node().id());
  return section;
}

void open_network(PlantReading& reading) {
  std::optional<sim::JsonReader> network = reading.root.optional_object("network");
  if (!network) return;
  reading.sections.nodes = open(*network, "nodes", reading.names.nodes);
  reading.sections.edges = open(*network, "edges", reading.names.edges);
  reading.sections.fleets = open(*network, "fleets", reading.names.fleets);
  network->finish();
}

// Operations are opened with their routing, and name the setup families.
void open_operations(PlantReading& reading) {
  for (sim::JsonReader& routing : reading.sections.routings) {
    std::vector<sim::JsonReader> operations = routing.objects("operations");
    for (const sim::JsonReader& operation : operations) {
      const sim::JsonNode* family = operation.node().member("setup_family");
      if (family == nullptr || family->kind != sim::JsonNode::Kind::kString) continue;
      if (!family->text.empty()) reading.names.setup_families.add(family->text);
    }
    reading.sections.operations.push_back(std::move(operations));
  }
  for (const std::string& name : reading.names.setup_families.names()) {
    reading.plant.setup_families.push_back({name});
  }
}

// Skills are named by the pools that have them.
void name_skills(PlantReading& reading) {
  for (const sim::JsonReader& pool : reading.sections.labor) {
    const sim::JsonNode* skills = pool.node().member("skills");
    if (skills == nullptr) reading.names.skills.add(pool.node().id());
    if (skills == nullptr || !skills->is_array()) continue;
    for (const sim::JsonNode& skill : skills->elements) {
      const bool is_name = skill.kind == sim::JsonNode::Kind::kString && !skill.text.empty();
      if (is_name || skill.kind == sim::JsonNode::Kind::kInteger) {
        reading.names.skills.add(skill.text);
      }
    }
  }
}

// Revisions in order of effectivity; no two may be in force at once.
template <class Id, class Record>
void sort_revisions(std::vector<std::vector<Id>>& by_material, const std::vector<Record>& records,
                    std::vector<sim::JsonReader>& readers) {
  for (std::vector<Id>& revisions : by_material) {
    std::stable_sort(revisions.begin(), revisions.end(), [&](Id a, Id b) {
      return records[a.index()].effective_from < records[b.index()].effective_from;
    });
    for (std::size_t i = 1; i < revisions.size(); ++i) {
      const Record& earlier = records[revisions[i - 1].index()];
      const Record& later = records[revisions[i].index()];
      const bool backwards = later.effective_to <= later.effective_from;
      if (backwards || later.effective_from >= earlier.effective_to) continue;
      readers[revisions[i].index()].error("in force at the same time as " +
                                          sim::in_quotes(earlier.id) + " for the same material");
    }
  }
}

template <class Id, class Record>
std::vector<std::vector<Id>> by_material(const std::vector<Record>& records,
                                         std::size_t materials) {
  std::vector<std::vector<Id>> result(materials);
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].material.valid()) result[records[i].material.index()].emplace_back(i);
  }
  return result;
}

void read_sections(PlantReading& reading) {
  read_units(reading);
  read_plant_options(reading);
  read_sites(reading);
  read_shifts(reading);
  read_materials(reading);
  read_locations(reading);
  read_labor(reading);
  read_tools(reading);
  read_partners(reading);
  read_defect_causes(reading);
  read_network(reading);
  read_routings(reading);
  index_materials(reading);
  read_buffers(reading);
  read_machine_groups(reading);
  read_work_centers(reading);
  read_boms(reading);
  read_release_loops(reading);
  read_replenishments(reading);
}

// Notes the claim of a work center on the places before the operation that follows.
void note_claimants(Plant& plant, WorkCenterId claimant, const Operation& following) {
  for (const WorkCenterId wc : following.work_centers) {
    if (!wc.valid() || !plant.work_center(wc).buffer.valid()) continue;
    std::vector<WorkCenterId>& claimants = plant.claimants_of[plant.work_center(wc).buffer.index()];
    if (std::find(claimants.begin(), claimants.end(), claimant) != claimants.end()) continue;
    claimants.push_back(claimant);
  }
}

void index_claimants(Plant& plant) {
  plant.claimants_of.resize(plant.buffers.size());
  for (const Routing& routing : plant.routings) {
    for (const Operation& operation : routing.operations) {
      for (const WorkCenterId wc : operation.work_centers) {
        if (!wc.valid()) continue;
        if (plant.work_center(wc).options.blocking != Blocking::kBeforeService) continue;
        for (const Transition& way : operation.next) {
          if (way.to == kEndOfRouting) continue;
          note_claimants(plant, wc, routing.operations[static_cast<std::size_t>(way.to)]);
        }
      }
    }
  }
}

// An indexing line takes single lots, one after another.
void check_indexing_line(PlantReading& reading, WorkCenterId id, const Routing& routing,
                         const Operation& operation) {
  const WorkCenter& center = reading.plant.work_center(id);
  if (!center.line.active()) return;
  const std::string name = "operation " + std::to_string(operation.number) + " of " + routing.id;
  sim::JsonReader& in = reading.sections.work_centers[id.index()];
  if (operation.batch) {
    in.error("indexing_line", "an indexing line moves single lots, but " + name + " has batches");
  }
  if (operation.cascade.active()) {
    in.error("indexing_line",
             "the stations of an indexing line hold one lot each, but " + name + " has a cascade");
  }
}

// Work centers at which operations have batch sizes of their own form batches.
void note_batches(PlantReading& reading) {
  Plant& plant = reading.plant;
  for (const Routing& routing : plant.routings) {
    for (const Operation& operation : routing.operations) {
      for (const WorkCenterId id : operation.work_centers) {
        if (!id.valid()) continue;
        check_indexing_line(reading, id, routing, operation);
        if (operation.batch) plant.work_centers[id.index()].batch.by_operation = true;
      }
    }
  }
}

// Operations with the same setup family and the same setup of their own have the same class.
void number_setups(Plant& plant) {
  using Setup = std::tuple<SetupFamilyId, bool, sim::Duration>;
  std::map<Setup, std::int32_t> classes{{Setup{}, 0}};
  for (Routing& routing : plant.routings) {
    for (Operation& operation : routing.operations) {
      const sim::Duration own = operation.setup ? operation.setup->mean() : sim::Duration();
      const Setup setup{operation.setup_family, operation.setup.has_value(), own};
      const auto next = static_cast<std::int32_t>(classes.size());
      operation.setup_class = classes.emplace(setup, next).first->second;
    }
  }
}

bool may_change(const WorkCenter& center, RuleKey key) {
  const bool by_setup = key == RuleKey::kSetup || key == RuleKey::kMinimumRun;
  return changes_with_time(key) && (!by_setup || center.has_setups);
}

bool takes_time(const sim::DurationDistribution& time) {
  return !time.is_constant() || time.mean() > sim::Duration();
}

// Sets the flags of operations and work centers.
void note_behaviour(Plant& plant) {
  number_setups(plant);
  for (Routing& routing : plant.routings) {
    for (Operation& operation : routing.operations) {
      const bool handled = takes_time(operation.load) || takes_time(operation.unload);
      operation.makes_defects = operation.yield < 1 || !operation.defects.empty();
      for (const WorkCenterId id : operation.work_centers) {
        if (!id.valid()) continue;
        WorkCenter& center = plant.work_centers[id.index()];
        center.overlaps = center.overlaps || operation.cascade.active();
        center.handles = center.handles || handled;
      }
      if (!operation.setup_family.valid() && !operation.setup) continue;
      for (const WorkCenterId id : operation.work_centers) {
        if (id.valid()) plant.work_centers[id.index()].has_setups = true;
      }
    }
  }
  for (WorkCenter& center : plant.work_centers) {
    if (center.options.loading == Loading::kBesideMachine) center.overlaps = true;
    for (const RuleKey key : center.rule.keys) {
      const bool by_setup = key == RuleKey::kSetup || key == RuleKey::kMinimumRun;
      center.dynamic_rule = center.dynamic_rule || may_change(center, key);
      center.rule_by_time = center.rule_by_time || (changes_with_time(key) && !by_setup);
    }
    for (const FailureMode& mode : center.failures) {
      center.ages_by_work = center.ages_by_work || mode.clock != FailureClock::kCalendar;
    }
    for (const Maintenance& rule : center.maintenance) {
      center.maintained_by_work =
          center.maintained_by_work || (rule.trigger != MaintenanceTrigger::kCalendar &&
                                        rule.trigger != MaintenanceTrigger::kPlanned);
      center.takes_opportunities = center.takes_opportunities || rule.opportunity > sim::Duration();
    }
  }
}

void check_plant(PlantReading& reading) {
  Plant& plant = reading.plant;
  plant.boms_of = by_material<BomId>(plant.boms, plant.materials.size());
  sort_revisions(plant.boms_of, plant.boms, reading.sections.boms);
  check_routing_graphs(reading);
  note_batches(reading);
  check_bom_graph(reading);
  compute_transport_ways(reading);
  check_resources(reading);
  index_claimants(plant);
  note_behaviour(plant);
}

}  // namespace

void open_sections(PlantReading& reading) {
  PlantSections& sections = reading.sections;
  PlantNames& names = reading.names;
  sections.sites = open(reading.root, "sites", names.sites);
  if (sections.sites.empty()) names.sites.add("PLANT");
  sections.shifts = open(reading.root, "shifts", names.shifts);
  sections.materials = open(reading.root, "materials", names.materials);
  sections.boms = open(reading.root, "boms", names.boms);
  sections.routings = open(reading.root, "routings", names.routings);
  sections.work_centers = open(reading.root, "work_centers", names.work_centers);
  sections.machine_groups = open(reading.root, "machine_groups", names.machine_groups);
  sections.buffers = open(reading.root, "buffers", names.buffers);
  sections.labor = open(reading.root, "labor", names.labor);
  sections.tools = open(reading.root, "tools", names.tools);
  sections.locations = open(reading.root, "locations", names.locations);
  sections.defect_causes = open(reading.root, "defect_causes", names.defect_causes);
  sections.release_loops = open(reading.root, "release_loops", names.release_loops);
  sections.suppliers = open(reading.root, "suppliers", names.suppliers);
  sections.customers = open(reading.root, "customers", names.customers);
  sections.replenishments = open(reading.root, "replenishments", names.replenishments);
  open_network(reading);
  open_operations(reading);
  name_skills(reading);
}

void read_plant_options(PlantReading& reading) {
  std::optional<sim::JsonReader> in = reading.root.optional_object("options");
  if (!in) return;
  PlantOptions& options = reading.plant.options;
  options.reservation = in->enumeration("reservation", kReservationNames, Reservation::kNone);
  options.reservation_basis =
      in->enumeration("reservation_basis", kReservationBasisNames, ReservationBasis::kByQuantity);
  options.cyclic_blocking =
      in->enumeration("cyclic_blocking", kCyclicBlockingNames, CyclicBlocking::kReport);
  options.compatibility =
      in->enumeration("compatibility", kCompatibilityNames, Compatibility::kNone);
  options.resources.reserve_after = in->duration("reserve_after", options.resources.reserve_after);
  reading.default_options = read_work_center_options(*in, reading.default_options);
  reading.default_rule = read_dispatch_rule(*in, reading.default_rule);
  in->finish();
}

void index_materials(PlantReading& reading) {
  Plant& plant = reading.plant;
  plant.routings_of = by_material<RoutingId>(plant.routings, plant.materials.size());
  sort_revisions(plant.routings_of, plant.routings, reading.sections.routings);
  plant.loop_of.resize(plant.materials.size());
  plant.replenishments_of.resize(plant.materials.size());
  plant.low_level_code.resize(plant.materials.size());
}

Plant load_plant(sim::JsonReader root, const PlantOrigin& origin, sim::Diagnostics& diagnostics) {
  PlantReading reading(std::move(root), origin, diagnostics);
  if (reading.root.muted()) return {};
  reading.plant.id = reading.root.id();
  reading.plant.name = reading.root.optional_string("name");
  open_sections(reading);
  read_sections(reading);
  reading.plant.currency = reading.currency.name;
  for (const std::string_view key : {"materials", "routings", "work_centers"}) {
    const sim::JsonValue list = reading.root.required_value(key);
    if (!list.muted() && list.node().is_array() && list.node().elements.empty()) {
      list.error("found an empty array; a plant needs at least one");
    }
  }
  reading.root.optional_string("$schema");
  reading.root.finish();
  check_plant(reading);
  return std::move(reading.plant);
}

Plant load_plant(const sim::JsonDocument& document, const PlantOrigin& origin,
                 sim::Diagnostics& diagnostics) {
  return load_plant(sim::JsonReader(document, diagnostics), origin, diagnostics);
}

}  // namespace planttwin::plant
