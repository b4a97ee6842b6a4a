#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/playback/history.h"

namespace planttwin::view {

// Stretches of time by machine, so found that a chart costs only what it shows.
class GanttRows {
 public:
  explicit GanttRows(const playback::History& history);
  // After the history has grown.
  void update();

  // The machines of a site, by work center.
  std::vector<std::int32_t> machines_of(std::int32_t site) const;

  // Works and stops (breakdowns, maintenance) of a machine that overlap an interval, both ends
  // included: from the first to before the last, with some among them that do not.
  struct Range {
    std::size_t first = 0;
    std::size_t last = 0;
  };
  Range works(std::int32_t machine, std::int64_t from, std::int64_t to) const;
  const std::vector<playback::Marker>& stops(std::int32_t machine) const;

 private:
  const playback::History& history_;
  std::vector<std::vector<std::int64_t>> latest_end_;  // of the works up to each, by machine
  std::vector<std::vector<playback::Marker>> stops_;   // by machine, by `from`
};

}  // namespace planttwin::view
