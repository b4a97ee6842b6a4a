#pragma once

#include <vector>

#include "viz/panels/gantt_rows.h"
#include "viz/panels/panel.h"

namespace planttwin::view {

// What the machines of a site worked on around the instant that is shown. The wheel zooms; a click
// selects a lot.
class GanttPanel : public Panel {
 public:
  explicit GanttPanel(const PanelSource& source);
  void draw(const Moment& moment, Desk& desk) override;
  void history_grew() override { rows_.update(); }

 private:
  // Where a chart lies, and what its columns stand for.
  struct Chart {
    float left = 0;
    float right = 1;
    std::int64_t from = 0;
    std::int64_t to = 1;
    std::int64_t now = 0;
    float x_of(std::int64_t time) const;
  };
  void choose_site();
  void follow_selection(const Moment& moment, const Desk& desk);
  void draw_row(std::int32_t machine, const Chart& chart, float top, float height, Desk& desk);
  void draw_axis(const Chart& chart, float top, float bottom) const;
  Colour colour_of_lot(std::int32_t lot) const;

  const playback::History& history_;
  GanttRows rows_;
  std::int32_t site_ = 0;
  std::vector<std::int32_t> machines_;
  Selection followed_;
  std::int64_t span_ = 8 * std::int64_t{3'600'000'000};  // shown, microseconds
};

}  // namespace planttwin::view
