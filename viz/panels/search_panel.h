#pragma once

#include <array>
#include <string>
#include <vector>

#include "viz/panels/name_search.h"
#include "viz/panels/panel.h"

namespace planttwin::view {

// Finds by name; Enter, or a click, goes there.
class SearchPanel : public Panel {
 public:
  explicit SearchPanel(const PanelSource& source)
      : history_(source.history), search_(source.history) {}
  void draw(const Moment& moment, Desk& desk) override;
  void history_grew() override { search_ = NameSearch(history_); }

 private:
  void go_to(const Selection& what, const Moment& moment, Desk& desk) const;

  const playback::History& history_;
  NameSearch search_;
  std::array<char, 80> text_{};
  std::string searched_;
  struct Line {
    Selection what;
    std::string text;
  };
  std::vector<Line> lines_;
};

}  // namespace planttwin::view
