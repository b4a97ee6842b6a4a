#include "plant_models/run/plant_input.h"

#include "sim/archive.h"

namespace planttwin::plant {
namespace {

constexpr std::uint32_t kInputVersion = 2;

}  // namespace

std::string to_bytes(const PlantInput& input) {
  sim::StateWriter writer(kInputVersion);
  writer(input);
  return writer.finish();
}

PlantInput plant_input(std::string_view bytes) {
  sim::StateReader reader(bytes, kInputVersion);
  PlantInput input;
  reader(input);
  reader.finish();
  return input;
}

}  // namespace planttwin::plant
