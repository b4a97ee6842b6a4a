#pragma once

#include <cstdint>
#include <string>

namespace planttwin::testing {

// A plant file and a run input as texts.
struct RandomPlant {
  std::string plant;
  std::string input;
};

enum class PlantStyle : std::uint8_t {
  kAnything,
  // Nothing in it depends on what happened before, so that every lot has the same draws whatever
  // the dispatch rule and the number of machines: no breakdowns, splits, shortages, wear.
  kSteady,
};

// A small valid plant and what happens to it: the same for the same seed, and made up of any
// combination of what a plant can have. It may well be overloaded, starved or deadlocked.
RandomPlant make_random_plant(std::uint64_t seed, PlantStyle style = PlantStyle::kAnything);

}  // namespace planttwin::testing
