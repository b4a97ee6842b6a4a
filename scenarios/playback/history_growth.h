#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "scenarios/playback/history.h"
#include "scenarios/playback/history_stretches.h"
#include "scenarios/playback/levels.h"

namespace planttwin::playback {

// What a history remembers of its end while it grows.
struct History::Growth {
  explicit Growth(const FloorPlan& plan) : newest(plan) {}

  FloorState newest;
  StretchFinder stretches;
  LevelMeter meter{1};
  bool has_orders = false;  // new ones
  // Events whose FloorEvent::next is not known: positions, by lot and by carrier.
  std::unordered_map<std::int32_t, std::vector<std::int32_t>> of_lots;
  std::unordered_map<std::int32_t, std::vector<std::int32_t>> of_carriers;
};

}  // namespace planttwin::playback
