#include "viz/panels/desk.h"

#include <algorithm>

namespace planttwin::view {

using playback::History;

std::int32_t late_order_after(const History& history, std::int64_t now) {
  const std::vector<std::int32_t>& late = history.late_orders();
  const auto next = std::upper_bound(
      late.begin(), late.end(), now,
      [&](std::int64_t time, std::int32_t order) { return time < history.order(order).due + 1; });
  return next == late.end() ? -1 : *next;
}

std::optional<std::int64_t> marker_after(const History& history, std::int64_t now) {
  const std::vector<playback::Marker>& markers = history.markers();
  const auto next =
      std::upper_bound(markers.begin(), markers.end(), now,
                       [](std::int64_t time, const auto& marker) { return time < marker.from; });
  if (next == markers.end()) return std::nullopt;
  return next->from;
}

void go_to_late_order(Desk& desk, const History& history) {
  const std::int32_t order = late_order_after(history, desk.clock.now());
  if (order < 0) return;
  desk.clock.stop();
  desk.clock.go_to(history.order(order).due + 1);
  desk.selection = {Selection::Kind::kOrder, order};
}

void go_to_marker(Desk& desk, const History& history) {
  const std::optional<std::int64_t> time = marker_after(history, desk.clock.now());
  if (!time) return;
  desk.clock.stop();
  desk.clock.go_to(*time);
}

}  // namespace planttwin::view
