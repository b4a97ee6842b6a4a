#include "viz/panels/gantt_rows.h"

#include <algorithm>

namespace planttwin::view {

using playback::History;
using playback::Marker;
using playback::Work;

GanttRows::GanttRows(const History& history) : history_(history) { update(); }

void GanttRows::update() {
  const std::size_t machines = history_.plan().machines.size();
  latest_end_.assign(machines, {});
  stops_.assign(machines, {});
  for (std::size_t i = 0; i < machines; ++i) {
    std::int64_t latest = 0;
    for (const Work& work : history_.works(static_cast<std::int32_t>(i))) {
      latest = std::max(latest, work.to < 0 ? INT64_MAX : work.to);
      latest_end_[i].push_back(latest);
    }
  }
  for (const Marker& marker : history_.markers()) {
    const bool stops =
        marker.kind == Marker::Kind::kBreakdown || marker.kind == Marker::Kind::kMaintenance;
    if (stops && marker.machine >= 0) {
      stops_.at(static_cast<std::size_t>(marker.machine)).push_back(marker);
    }
  }
}

std::vector<std::int32_t> GanttRows::machines_of(std::int32_t site) const {
  std::vector<std::int32_t> machines;
  for (const auto& center : history_.plan().work_centers) {
    if (center.site != site) continue;
    for (std::int32_t i = 0; i < center.machine_count; ++i) {
      machines.push_back(center.first_machine + i);
    }
  }
  return machines;
}

GanttRows::Range GanttRows::works(std::int32_t machine, std::int64_t from, std::int64_t to) const {
  const std::vector<Work>& works = history_.works(machine);
  const std::vector<std::int64_t>& ends = latest_end_.at(static_cast<std::size_t>(machine));
  const auto first = std::lower_bound(ends.begin(), ends.end(), from);
  const auto last =
      std::upper_bound(works.begin(), works.end(), to,
                       [](std::int64_t time, const Work& w) { return time < w.from; });
  return {static_cast<std::size_t>(first - ends.begin()),
          static_cast<std::size_t>(last - works.begin())};
}

const std::vector<Marker>& GanttRows::stops(std::int32_t machine) const {
  return stops_.at(static_cast<std::size_t>(machine));
}

}  // namespace planttwin::view
