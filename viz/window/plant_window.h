#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <osgGA/GUIEventAdapter>
#include <string>

#include "viz/layout/floor_layout.h"
#include "viz/panels/desk.h"
#include "viz/panels/panels.h"
#include "viz/render/stage.h"
#include "viz/window/graphics_window.h"
#include "viz/window/orbit_camera.h"
#include "viz/window/run_follower.h"
#include "viz/window/script_log.h"

namespace planttwin::view {

struct WindowOptions {
  std::int64_t now = 0;  // the instant it begins with
  Viewpoint from;
  HeatMap heat = HeatMap::kNone;
  bool labels = true;
  bool flows = false;
  int width = 1280;
  int height = 720;
  Selection selection = {};
  std::string panels;      // open at the start, as of Panels::open
  std::string script_log;  // as of ScriptLog
};

// A history in a window on the display, until it is closed. Draws only when something changed, at
// most 60 times a second. Panels get the events first.
class PlantWindow {
 public:
  // `run`: whose history it is while it goes on, or null. Throws RenderError where no window can be
  // opened, std::invalid_argument for unknown panels.
  PlantWindow(const PanelSource& source, const FloorLayout& layout, const WindowOptions& options,
              playback::LiveRun* run = nullptr);

  void run();

 private:
  using Event = osgGA::GUIEventAdapter;

  void take_events();
  void follow_run();
  bool handle(const Event& event);  // false: a frame must be drawn before the next event
  void handle_key(const Event& event);
  void press(const Event& event);
  void drag(const Event& event);
  void release(const Event& event);
  void select();  // what is under the mouse
  void follow_selection();
  void go_to_view(const std::string& name);
  void step(std::int64_t span);
  void resize();
  void grant_wishes();  // of panels
  void draw(double seconds);
  Stage::Shot shot();

  // What the mouse does while a button is down.
  enum class Drag : std::uint8_t { kNone, kPanels, kScrub, kOrbit, kPan };

  const playback::History& history_;
  const FloorLayout& layout_;
  GraphicsWindow window_;
  Stage stage_;
  Desk desk_;
  OrbitCamera camera_;
  Panels panels_;
  ScriptLog log_;
  std::optional<RunFollower> run_;
  std::chrono::steady_clock::time_point panels_told_{};  // that the history has grown
  std::deque<osg::ref_ptr<Event>> events_;
  Drag drag_ = Drag::kNone;
  float pressed_x_ = 0, pressed_y_ = 0;  // pixels from the upper left corner
  float mouse_x_ = 0, mouse_y_ = 0;
  bool moved_since_frame_ = false;
  bool open_ = true;
  int frames_due_ = 2;  // ImGui shows some changes a frame later
};

}  // namespace planttwin::view
