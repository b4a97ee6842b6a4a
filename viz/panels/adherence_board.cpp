#include "viz/panels/adherence_board.h"

#include <algorithm>
#include <tuple>

namespace planttwin::view {

using playback::History;

std::vector<BoardRow> adherence_board(const History& history, const playback::FloorState& state,
                                      std::int64_t now) {
  const auto& materials = history.plan().materials;
  std::vector<BoardRow> by_material(materials.size());
  std::vector<double> slack(materials.size(), 0);
  for (const playback::LotNow& lot : state.lots) {
    const History::Order& order = history.order(lot.order);
    if (order.material < 0) continue;
    const auto index = static_cast<std::size_t>(order.material);
    BoardRow& row = by_material[index];
    ++row.all;
    ++row.lots[static_cast<std::size_t>(adherence_of(history, lot, now))];
    if (order.due == History::kNeverDue) continue;
    const std::int64_t left = slack_of(history, lot, now);
    row.least_slack = row.with_due == 0 ? left : std::min(row.least_slack, left);
    slack[index] += static_cast<double>(left);
    ++row.with_due;
  }
  std::vector<BoardRow> rows;
  for (std::size_t i = 0; i < by_material.size(); ++i) {
    BoardRow& row = by_material[i];
    if (row.all == 0) continue;
    row.material = static_cast<std::int32_t>(i);
    row.product = materials[i].name;
    if (row.with_due > 0) row.mean_slack = static_cast<std::int64_t>(slack[i] / row.with_due);
    rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(), [](const BoardRow& a, const BoardRow& b) {
    return std::tuple(a.with_due == 0, a.least_slack, a.material) <
           std::tuple(b.with_due == 0, b.least_slack, b.material);
  });
  return rows;
}

}  // namespace planttwin::view
