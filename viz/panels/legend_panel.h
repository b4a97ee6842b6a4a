#pragma once

#include "viz/panels/panel.h"

namespace planttwin::view {

// What the colours mean, and what colours the floor.
class LegendPanel : public Panel {
 public:
  explicit LegendPanel(const PanelSource&) {}
  void draw(const Moment& moment, Desk& desk) override;
};

// "none", "utilization", "queue" or "lateness", as on the command line.
const char* heat_name(HeatMap heat);

}  // namespace planttwin::view
