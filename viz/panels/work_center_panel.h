#pragma once

#include <vector>

#include "viz/panels/panel.h"
#include "viz/panels/work_center_facts.h"

namespace planttwin::view {

// The selected work center, or where the selected lot is; the last one while there is none.
class WorkCenterPanel : public Panel {
 public:
  explicit WorkCenterPanel(const PanelSource& source) : history_(source.history) {}
  void draw(const Moment& moment, Desk& desk) override;

 private:
  void choose(Desk& desk);
  void draw_clock() const;
  void draw_machines(Desk& desk) const;
  void draw_lots(const char* id, const std::vector<WorkCenterFacts::Lot>& lots, bool on_machines,
                 Desk& desk) const;
  void draw_coming(Desk& desk) const;

  const playback::History& history_;
  std::int32_t work_center_ = 0;
  Refresh refresh_;
  WorkCenterFacts facts_;
  std::vector<ComingEvent> coming_;
};

}  // namespace planttwin::view
