#pragma once

#include <vector>

#include "scenarios/playback/history.h"

namespace planttwin::playback {

// What of a history lasts: work on machines, and what a time line marks.
struct Stretches {
  std::vector<std::vector<Work>> works;  // by machine, by `from`
  std::vector<Marker> markers;           // by `from`
};
Stretches find_stretches(const FloorPlan& plan, const History& history);

}  // namespace planttwin::playback
