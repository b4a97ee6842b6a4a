#pragma once

#include <string>
#include <vector>

#include "viz/panels/bridge_record.h"
#include "viz/panels/panel.h"

namespace planttwin::view {

// What the books got wrong, and which messages are under way; a click goes to the instant.
class FindingsPanel : public Panel {
 public:
  explicit FindingsPanel(const PanelSource& source)
      : record_(read_bridge_record(source.folder, source.history)) {}
  void draw(const Moment& moment, Desk& desk) override;

 private:
  void draw_findings(Desk& desk) const;
  void draw_messages(const Moment& moment, Desk& desk);
  void draw_backlog(const Moment& moment, Desk& desk) const;

  BridgeRecord record_;
  Refresh refresh_;
  std::vector<std::size_t> under_way_;
  std::vector<std::string> ages_;
};

}  // namespace planttwin::view
