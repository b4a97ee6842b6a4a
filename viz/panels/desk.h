#pragma once

#include <optional>
#include <string>

#include "viz/panels/play_clock.h"
#include "viz/scene/plant_scene.h"
#include "viz/scene/selection.h"

namespace planttwin::view {

// What the panels, the scene and the camera of a view share. Panels change it; the view acts on it
// in its next frame.
struct Desk {
  PlayClock clock;
  Selection selection = {};
  HeatMap heat = HeatMap::kNone;
  bool labels = true;
  bool flows = false;                          // arrows
  bool follow = false;                         // the camera follows the selected lot or carrier
  std::optional<std::string> go_to_view = {};  // a wish of a panel, as of viewpoint_of
  bool look_at_selection = false;              // likewise
  bool live = false;                           // the run goes on
  bool follow_run = false;                     // and is shown as it happens
};

// The first order that becomes late after an instant: at its due date. -1: none.
std::int32_t late_order_after(const playback::History& history, std::int64_t now);
// The beginning of the first marker after an instant. Nothing: there is none.
std::optional<std::int64_t> marker_after(const playback::History& history, std::int64_t now);

// Goes to the next late order, just after its due date, and selects it.
void go_to_late_order(Desk& desk, const playback::History& history);
void go_to_marker(Desk& desk, const playback::History& history);

}  // namespace planttwin::view
