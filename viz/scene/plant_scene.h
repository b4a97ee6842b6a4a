#pragma once

#include <osg/Group>
#include <osg/ref_ptr>
#include <vector>

#include "scenarios/playback/history.h"
#include "viz/layout/floor_layout.h"
#include "viz/scene/floor_picture.h"
#include "viz/scene/mesh.h"
#include "viz/scene/selection.h"

namespace planttwin::view {

// What colours the floor under a work center.
enum class HeatMap : std::uint8_t { kNone, kUtilization, kQueue, kLateness };

// The scene graph of a plant. What stands still is built once; the rest is rebuilt as far as it has
// changed since it was shown last.
class PlantScene {
 public:
  PlantScene(const playback::History& history, const FloorLayout& layout);

  osg::Group& root() { return *root_; }
  // What is selected has a frame.
  void show(const playback::FloorState& state, const FloorPicture& picture, std::int64_t now,
            HeatMap heat, const Selection& selection = {});
  // Arrows of the flow between work centers, over the whole run.
  void show_flows(bool shown);

 private:
  void build_floor();
  void build_network();
  void build_machines();
  void show_states(const playback::FloorState& state);
  void show_stock(const playback::FloorState& state);
  void show_heat(const playback::FloorState& state, std::int64_t now, HeatMap heat);
  void show_lots(const FloorPicture& picture);
  void show_carriers(const FloorPicture& picture);
  void show_selection(const FloorPicture& picture, const Selection& selection);

  const playback::History& history_;
  const FloorLayout& layout_;
  osg::ref_ptr<osg::Group> root_;
  Mesh floor_, goods_, network_, machines_, heat_, states_, people_, lots_, carriers_, frames_,
      flows_;
  bool shows_flows_ = false;
  std::vector<std::pair<plant::MachineStateCode, std::int32_t>> shown_states_;  // and people
  std::vector<Colour> shown_heat_;
  std::vector<int> shown_fills_;  // of racks
};

// From pale to dark red, over 0 to 1.
Colour heat_colour(double share);

}  // namespace planttwin::view
