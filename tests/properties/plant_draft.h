#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/properties/dice.h"

namespace planttwin::testing {

// What a random plant makes use of.
struct Features {
  bool finite_buffers = false;
  bool batches = false;
  bool setups = false;
  bool labor = false;
  bool tools = false;
  bool breakdowns = false;
  bool maintenance = false;
  bool shifts = false;
  bool components = false;
  bool replenishment = true;  // orders whose quantity depends on the stock of the moment
  bool shelf_life = false;
  bool staging = false;
  bool losses = false;  // yield, defects, inspection
  bool rework = false;
  bool splits = false;
  bool branches = false;
  bool network = false;
  bool loops = false;
  bool priorities = false;
  bool preemption = false;
  bool disruptions = false;
  bool lines = false;
  bool recipes = false;
  bool wear = false;
  bool initial_state = false;
  bool warm_up = false;
  bool two_sites = false;
  bool fab = false;  // cascades, ports, batches by pieces, sampling, dedication, queue-time limits
};

// A random plant while it is made up: the names that its parts refer to each other by.
struct PlantDraft {
  explicit PlantDraft(std::uint64_t seed) : dice(seed) {}

  Dice dice;
  Features has;
  bool until_done = false;
  std::vector<std::string> sites;
  std::vector<std::string> shifts;
  std::vector<std::string> products;    // made; those of `measured` in kg
  std::vector<std::string> components;  // bought
  std::vector<std::string> work_centers;
  std::vector<std::int64_t> machine_counts;     // by work center
  std::vector<std::string> line_centers;        // work centers that are indexing lines
  std::vector<std::vector<std::string>> modes;  // failure modes by work center
  std::vector<std::string> pools;
  std::vector<std::int64_t> pool_sizes;
  std::vector<std::string> skills;
  std::vector<std::string> tools;
  std::vector<std::string> causes;
  std::vector<std::string> families;
  std::vector<std::string> locations;
  std::vector<std::string> nodes;
  std::vector<std::string> edges;
  std::vector<std::string> replenishments;
  std::vector<std::string> replenished;      // their materials
  std::vector<bool> measured;                // by product: in kg instead of pieces
  std::vector<std::vector<int>> operations;  // by product: numbers
  std::vector<std::vector<std::string>> at;  // by product: the work center of each operation
  std::vector<std::vector<bool>> only;       // by product: whether it has no alternative
  std::vector<std::string> lot_controlled;   // components

  // "3 pcs" or "3 kg", quoted.
  std::string amount(std::size_t product, std::int64_t units) const {
    return "\"" + std::to_string(units) + (measured[product] ? " kg\"" : " pcs\"");
  }
};

// Sections of the plant file, each as the JSON of its value.
std::string draft_routings(PlantDraft& draft);
std::string draft_work_centers(PlantDraft& draft);
std::string draft_network(PlantDraft& draft);
std::string draft_boms(PlantDraft& draft);
std::string draft_replenishments(PlantDraft& draft);
std::string draft_release_loops(PlantDraft& draft);
// The scenario that goes with it.
std::string draft_run_input(PlantDraft& draft);

// A positive time as a JSON value: constant, exponential, uniform, triangular, lognormal or gamma
// with a mean of about so many minutes.
std::string draft_time(PlantDraft& draft, std::int64_t minutes);

}  // namespace planttwin::testing
