#pragma once

#include <functional>
#include <osgViewer/Viewer>

#include "viz/render/imgui_layer.h"
#include "viz/render/moment.h"
#include "viz/render/overlay.h"
#include "viz/render/time_line.h"
#include "viz/scene/floor_picture.h"
#include "viz/scene/plant_scene.h"
#include "viz/scene/selection.h"

namespace planttwin::view {

// A history on its scene, drawn into the OpenGL context that is current, which must outlive it.
class Stage {
 public:
  Stage(const playback::History& history, const FloorLayout& layout, int width, int height);

  struct Shot {
    std::int64_t now = 0;  // microseconds since the start
    Viewpoint from;
    HeatMap heat = HeatMap::kNone;
    bool labels = true;
    bool flows = false;  // arrows
    bool overlay = true;
    Selection selection = {};
    double seconds = 0.02;                           // since the last one
    std::function<void(const Moment&)> panels = {};  // draws with ImGui over the overlay
  };
  // Draws a picture; the context holds it afterwards.
  void draw(const Shot& shot);
  void resize(int width, int height);
  // What was drawn may have changed, and what comes after.
  void history_grew();

  // What is to be seen at an instant; the references hold until another is asked for or drawn.
  Moment moment(const Shot& shot);
  TimeLine time_line() const;
  // The size of text and margins; 1 for a window of 720 rows, and kept when it is resized.
  float scale() const { return scale_; }

 private:
  const playback::History& history_;
  const FloorLayout& layout_;
  int width_;
  int height_;
  float scale_;
  playback::FloorState state_;
  std::int64_t painted_ = -1;  // the instant of `picture_`
  FloorPicture picture_;
  struct Shown {
    std::int64_t now = -1;
    HeatMap heat = HeatMap::kNone;
    Selection selection = {};
    bool operator==(const Shown&) const = default;
  } shown_;  // by the scene
  FloorPainter painter_;
  PlantScene scene_;
  ImGuiLayer imgui_;
  Overlay overlay_;
  osg::ref_ptr<osgViewer::Viewer> viewer_;
};

}  // namespace planttwin::view
