#pragma once

#include <filesystem>
#include <vector>

#include "scenarios/playback/history.h"

namespace planttwin::playback {

// What of a history lasts: work on machines, and what a time line marks.
struct Stretches {
  std::vector<std::vector<Work>> works;  // by machine, by `from`
  std::vector<Marker> markers;           // by `from`
};
Stretches find_stretches(const FloorPlan& plan, const History& history);

// Levels in at most kSteps equal steps. Requires that the orders of the history are noted.
inline constexpr std::int64_t kSteps = 600;
Levels find_levels(const History& history);

// The backlog of messages in those steps, from messages.sqlite in the folder of a run; empty when
// there is none.
std::vector<std::int32_t> read_backlog(const std::filesystem::path& folder, const Levels& levels);

}  // namespace planttwin::playback
