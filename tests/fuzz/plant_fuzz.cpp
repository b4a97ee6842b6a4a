#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "plant_models/load/plant_loader.h"
#include "plant_models/load/run_input_loader.h"
#include "sim/json_document.h"

namespace planttwin::plant {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// What was accepted keeps the invariants that a run relies on.
void check(const Plant& plant) {
  require(!plant.machines.empty() && !plant.routings.empty());
  require(plant.routings_of.size() == plant.materials.size());
  for (const Routing& routing : plant.routings) {
    const auto count = static_cast<OperationIndex>(routing.operations.size());
    require(routing.material.valid() && count > 0);
    require(routing.remaining_per_lot.size() == routing.operations.size());
    for (const Operation& operation : routing.operations) {
      require(!operation.work_centers.empty());
      for (const Transition& way : operation.next) {
        require(way.to >= kEndOfRouting && way.to < count);
      }
    }
  }
  for (const WorkCenter& center : plant.work_centers) require(center.buffer.valid());
}

// A document with "work_centers" is a plant. One with "plant" holds a plant and what happens to it.
void load(std::string_view text) {
  sim::Diagnostics diagnostics;
  const std::optional<sim::JsonDocument> document =
      sim::JsonDocument::parse(text, "fuzz", diagnostics);
  require(document.has_value() || !diagnostics.empty());
  if (!document) return;
  if (document->find("/plant") == nullptr) {
    const Plant plant = load_plant(*document, {}, diagnostics);
    if (diagnostics.empty()) check(plant);
    return;
  }
  sim::JsonReader in(*document, diagnostics);
  const Plant plant = load_plant(in.object("plant"), {}, diagnostics);
  const RunInput input = load_run_input(in, plant, {}, diagnostics);
  in.finish();
  if (!diagnostics.empty()) return;
  check(plant);
  require(input.warm_up < input.horizon);
}

}  // namespace
}  // namespace planttwin::plant

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  planttwin::plant::load({reinterpret_cast<const char*>(data), size});
  return 0;
}
