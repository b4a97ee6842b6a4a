#pragma once

#include <imgui.h>

#include <filesystem>

#include "viz/panels/desk.h"
#include "viz/render/moment.h"
#include "viz/scene/colour.h"

namespace planttwin::view {

// What panels are made from; outlives them.
struct PanelSource {
  const playback::History& history;
  std::filesystem::path folder;  // of the run
};

// What stands in a window over the scene. Keeps texts from frame to frame: a frame costs no more
// than about a millisecond on 10,000 lots.
class Panel {
 public:
  virtual ~Panel() = default;
  // A window of ImGui is open.
  virtual void draw(const Moment& moment, Desk& desk) = 0;
  // There is more to show than when it was made; the run goes on.
  virtual void history_grew() {}
};

// When what a panel has kept is out of date: at once, but while time runs four times a second.
class Refresh {
 public:
  bool due(std::int64_t now, bool playing);
  void ask() { now_ = -1; }

 private:
  std::int64_t now_ = -1;
  double at_ = -1;  // seconds by ImGui's clock
};

inline ImU32 packed(Colour c) { return ImGui::ColorConvertFloat4ToU32(ImVec4(c.r, c.g, c.b, c.a)); }

// A square of a colour before what comes next on the line.
void colour_mark(Colour colour);

}  // namespace planttwin::view
