#pragma once

#include <vector>

#include "viz/panels/adherence_board.h"
#include "viz/panels/panel.h"

namespace planttwin::view {

// How the lots of each product stand to their due dates.
class BoardPanel : public Panel {
 public:
  explicit BoardPanel(const PanelSource& source) : history_(source.history) {}
  void draw(const Moment& moment, Desk& desk) override;

 private:
  struct Line {
    BoardRow row;
    std::string least;
    std::string mean;
    std::array<std::string, kAdherences> lots;
  };

  const playback::History& history_;
  Refresh refresh_;
  void refresh(const Moment& moment);

  std::vector<Line> lines_;
  std::vector<std::size_t> columns_;  // that are not empty
};

}  // namespace planttwin::view
