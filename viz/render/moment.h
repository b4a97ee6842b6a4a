#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scenarios/playback/history.h"
#include "viz/layout/floor_layout.h"
#include "viz/render/viewpoint.h"
#include "viz/scene/floor_picture.h"
#include "viz/scene/plant_scene.h"

namespace planttwin::view {

// All that a picture is made of, at an instant.
struct Moment {
  const playback::History& history;
  const FloorLayout& layout;
  const playback::FloorState& state;
  const FloorPicture& picture;
  std::int64_t now = 0;  // microseconds since the start
  Viewpoint from;
  double aspect = 1;
  HeatMap heat = HeatMap::kNone;
  bool labels = true;
};

// "Wed 2025-01-08 14:30" by the clock of the first site.
std::string clock_text(const FloorPlan& plan, std::int64_t now);
// "2 d 08:30": since the start.
std::string span_text(std::int64_t span);

}  // namespace planttwin::view
