#pragma once

#include <string>
#include <vector>

#include "viz/panels/panel.h"

namespace planttwin::view {

// Work in process, throughput and late orders over the run; a click goes to the instant.
class PlotsPanel : public Panel {
 public:
  explicit PlotsPanel(const PanelSource& source);
  void draw(const Moment& moment, Desk& desk) override;
  void history_grew() override;

 private:
  struct Plot {
    std::string title;
    std::string most_text;
    std::vector<std::int32_t> values;  // by step
    std::int32_t most = 1;
    Colour colour;
  };
  void add(const char* title, std::vector<std::int32_t> values, Colour colour);
  void draw_plot(const Plot& plot, float height, const Moment& moment, Desk& desk) const;

  const playback::History& history_;
  std::vector<Plot> plots_;
  std::int64_t step_ = 1;
  std::int64_t end_ = 1;
};

}  // namespace planttwin::view
