#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "sim/json_node.h"

namespace planttwin::scenario {

// A plant and a scenario made from another format.
struct Imported {
  sim::JsonNode plant;
  // The scenario of a plant: of its path or of the plant itself.
  std::function<sim::JsonNode(sim::JsonNode plant)> scenario;
};

// Throws sim::InputError when our own loader does not take it: an unknown dispatch rule, say.
void check_imported(const Imported& imported);

// Writes one file with the plant inside when `out` ends in .json, else plant.json and scenario.json
// in the folder `out`. Gives the paths. Replaces earlier files of the same names. Throws UsageError
// when they can't be written.
std::vector<std::filesystem::path> write_imported(const Imported& imported,
                                                  const std::filesystem::path& out);

}  // namespace planttwin::scenario
