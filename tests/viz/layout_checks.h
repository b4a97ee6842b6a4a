#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include "viz/layout/areas.h"
#include "viz/layout/floor_layout.h"

namespace planttwin::view {

inline void PrintTo(const Area& area, std::ostream* out) {
  *out << "from " << area.low.x << ", " << area.low.y << " to " << area.high.x << ", "
       << area.high.y;
}

inline void PrintTo(const FloorLayout::Hall& hall, std::ostream* out) {
  *out << "hall of site " << hall.site << " ";
  PrintTo(hall.area, out);
}

inline constexpr double kSize = FloorLayout::kMachineSize;
inline constexpr double kRounding = 1e-6;  // metres

MATCHER_P2(IsAt, x, y, "") {
  return std::abs(arg.x - x) < kRounding && std::abs(arg.y - y) < kRounding;
}

inline std::vector<Area> machines_of(const FloorLayout::Station& station) {
  std::vector<Area> areas;
  for (const Point machine : station.machines) areas.push_back(area_around(machine, kSize, kSize));
  return areas;
}

inline std::vector<Area> stations_of(const FloorLayout& layout) {
  std::vector<Area> areas;
  for (const FloorLayout::Station& station : layout.work_centers) areas.push_back(station.area);
  return areas;
}

inline std::vector<Area> machines_of(const FloorLayout& layout) {
  std::vector<Area> areas;
  for (const FloorLayout::Station& station : layout.work_centers) {
    for (const Area& machine : machines_of(station)) areas.push_back(machine);
  }
  return areas;
}

// The pairs that overlap, as text.
inline std::vector<std::string> overlaps(const std::vector<Area>& areas) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    for (std::size_t j = i + 1; j < areas.size(); ++j) {
      if (!overlap(grown(areas[i], -kRounding), areas[j])) continue;
      found.push_back(testing::PrintToString(areas[i]) + " and " +
                      testing::PrintToString(areas[j]));
    }
  }
  return found;
}

inline const Area* hall_of(const FloorLayout& layout, std::int32_t site) {
  for (const FloorLayout::Hall& hall : layout.halls) {
    if (hall.site == site) return &hall.area;
  }
  return nullptr;
}

// What stands out of the hall of its site, by name. Nodes without a site are left out.
inline std::vector<std::string> out_of_hall(const FloorPlan& plan, const FloorLayout& layout) {
  std::vector<std::string> found;
  const auto expect = [&](const std::string& name, std::int32_t site, const Area& area) {
    const Area* hall = hall_of(layout, site);
    if (hall == nullptr || !contains(grown(*hall, kRounding), area)) found.push_back(name);
  };
  for (std::size_t i = 0; i < plan.work_centers.size(); ++i) {
    const FloorLayout::Station& station = layout.work_centers[i];
    const FloorPlan::WorkCenter& center = plan.work_centers[i];
    expect(center.name, center.site, station.area);
    expect(center.name + " queue", center.site, station.queue);
    for (const Area& machine : machines_of(station)) expect(center.name, center.site, machine);
  }
  for (std::size_t i = 0; i < plan.locations.size(); ++i) {
    expect(plan.locations[i].name, plan.locations[i].site, layout.locations[i]);
  }
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
    if (plan.nodes[i].site < 0) continue;
    expect(plan.nodes[i].name, plan.nodes[i].site, {layout.nodes[i], layout.nodes[i]});
  }
  return found;
}

inline std::vector<Area> halls_of(const FloorLayout& layout) {
  std::vector<Area> areas;
  for (const FloorLayout::Hall& hall : layout.halls) areas.push_back(hall.area);
  return areas;
}

// Everything that the layout says, as text.
inline std::string text_of(const FloorLayout& layout) {
  std::string text;
  const auto add = [&](double value) { text += std::to_string(value) + " "; };
  const auto add_area = [&](const Area& area) {
    add(area.low.x), add(area.low.y), add(area.high.x), add(area.high.y);
  };
  for (const FloorLayout::Station& station : layout.work_centers) {
    add_area(station.area), add_area(station.queue), add_area(station.output);
    for (const Point machine : station.machines) add(machine.x), add(machine.y);
  }
  for (const Point node : layout.nodes) add(node.x), add(node.y);
  for (const Area& location : layout.locations) add_area(location);
  for (const FloorLayout::Hall& hall : layout.halls) add(hall.site), add_area(hall.area);
  return text;
}

}  // namespace planttwin::view
