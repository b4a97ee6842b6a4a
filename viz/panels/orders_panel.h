#pragma once

#include <array>
#include <vector>

#include "viz/panels/order_rows.h"
#include "viz/panels/panel.h"

namespace planttwin::view {

// Released orders with progress and lateness; a click selects one.
class OrdersPanel : public Panel {
 public:
  explicit OrdersPanel(const PanelSource& source) : history_(source.history) {}
  void draw(const Moment& moment, Desk& desk) override;

 private:
  void draw_row(const OrderRow& row, Desk& desk) const;

  const playback::History& history_;
  std::array<char, 80> filter_{};
  OrderQuery query_;
  Refresh refresh_;
  std::vector<OrderRow> rows_;
};

}  // namespace planttwin::view
