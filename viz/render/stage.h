#pragma once

#include <osgViewer/Viewer>

#include "viz/render/imgui_layer.h"
#include "viz/render/moment.h"
#include "viz/render/overlay.h"
#include "viz/scene/floor_picture.h"
#include "viz/scene/plant_scene.h"

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
    bool overlay = true;
  };
  // Draws a picture; the context holds it afterwards.
  void draw(const Shot& shot);

 private:
  const playback::History& history_;
  const FloorLayout& layout_;
  int width_;
  int height_;
  playback::FloorState state_;
  FloorPainter painter_;
  PlantScene scene_;
  ImGuiLayer imgui_;
  Overlay overlay_;
  osg::ref_ptr<osgViewer::Viewer> viewer_;
};

}  // namespace planttwin::view
