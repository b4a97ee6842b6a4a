#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "viz/layout/areas.h"

namespace planttwin::view {

inline constexpr double kHallMargin = 3;  // metres from what stands in a hall to its walls

// What belongs to a site; -1: to none. A node without a site belongs to that of the first work
// center, else location, that uses it; one that nobody uses stands outdoors and belongs to none.
struct SiteMembers {
  std::int32_t site = -1;
  std::vector<std::int32_t> work_centers;
  std::vector<std::int32_t> locations;
  std::vector<std::int32_t> nodes;
};

// Sites with anything in them, that of what has none last.
std::vector<SiteMembers> members_by_site(const FloorPlan& plan);

// A layout under way: what has no place yet is empty.
struct LayoutDraft {
  std::vector<std::optional<FloorLayout::Station>> work_centers;
  std::vector<std::optional<Point>> nodes;
  std::vector<std::optional<Area>> locations;

  // Around what of a site has a place.
  Bounds bounds(const SiteMembers& members) const;
  void move(const SiteMembers& members, Point by);
};

// A draft with all that the plan gives a position: nodes, and work centers in blocks that do not
// overlap each other where there is room.
LayoutDraft draft_of_given(const FloorPlan& plan);

}  // namespace planttwin::view
