#pragma once

#include <memory>
#include <string>
#include <vector>

#include "viz/panels/panel.h"
#include "viz/panels/tiling.h"

namespace planttwin::view {

// The panels that there are, by the names that `--panels` takes: "orders", "work_center", ...
std::vector<std::string> panel_names();

// Positions of "orders,gantt". Throws std::invalid_argument, with the names that there are.
std::vector<std::size_t> panels_named(const std::string& names);

// All panels of a view. A panel is made when it is opened first; one that nobody has moved gives
// way when another is opened or closed.
class Panels {
 public:
  explicit Panels(const PanelSource& source);

  std::size_t size() const { return shown_.size(); }
  const char* title(std::size_t index) const;
  bool is_open(std::size_t index) const { return shown_[index].open; }
  void set_open(std::size_t index, bool open);
  void open(const std::string& names);

  void draw(const Moment& moment, Desk& desk, float scale);
  // The history has more than before.
  void history_grew();

 private:
  struct Shown {
    std::unique_ptr<Panel> panel;
    bool open = false;
    bool moved = false;  // by hand
    Area place;          // pixels from the upper left corner
  };
  void place(float width, float height, float scale);

  PanelSource source_;
  std::vector<Shown> shown_;  // as in the table of panels
  bool placed_ = false;
  float width_ = 0, height_ = 0;
};

}  // namespace planttwin::view
