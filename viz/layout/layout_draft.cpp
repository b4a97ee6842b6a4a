#include "viz/layout/layout_draft.h"

#include <cstddef>

#include "viz/layout/station_block.h"

namespace planttwin::view {
namespace {

// The site of every node, by the rule for those without; -2: outdoors.
std::vector<std::int32_t> sites_of_nodes(const FloorPlan& plan) {
  constexpr std::int32_t kOutdoors = -2;
  std::vector<std::int32_t> sites(plan.nodes.size(), kOutdoors);
  for (std::size_t i = 0; i < sites.size(); ++i) {
    if (plan.nodes[i].site >= 0) sites[i] = plan.nodes[i].site;
  }
  const auto use = [&](std::int32_t node, std::int32_t site) {
    if (node >= 0 && sites[index_of(node)] == kOutdoors) sites[index_of(node)] = site;
  };
  for (const FloorPlan::WorkCenter& center : plan.work_centers) use(center.node, center.site);
  for (const FloorPlan::Location& location : plan.locations) use(location.node, location.site);
  return sites;
}

}  // namespace

std::vector<SiteMembers> members_by_site(const FloorPlan& plan) {
  std::vector<SiteMembers> sites(plan.sites.size() + 1);
  for (std::size_t i = 0; i < plan.sites.size(); ++i) sites[i].site = static_cast<std::int32_t>(i);
  const auto members = [&](std::int32_t site) -> SiteMembers& {
    return site >= 0 ? sites[index_of(site)] : sites.back();
  };
  for (std::size_t i = 0; i < plan.work_centers.size(); ++i) {
    members(plan.work_centers[i].site).work_centers.push_back(static_cast<std::int32_t>(i));
  }
  for (std::size_t i = 0; i < plan.locations.size(); ++i) {
    members(plan.locations[i].site).locations.push_back(static_cast<std::int32_t>(i));
  }
  const std::vector<std::int32_t> site_of = sites_of_nodes(plan);
  for (std::size_t i = 0; i < site_of.size(); ++i) {
    if (site_of[i] >= -1) members(site_of[i]).nodes.push_back(static_cast<std::int32_t>(i));
  }
  std::erase_if(sites, [](const SiteMembers& site) {
    return site.work_centers.empty() && site.locations.empty() && site.nodes.empty();
  });
  return sites;
}

Bounds LayoutDraft::bounds(const SiteMembers& members) const {
  Bounds bounds;
  for (const std::int32_t i : members.work_centers) {
    if (work_centers[index_of(i)]) bounds.add(work_centers[index_of(i)]->area);
  }
  for (const std::int32_t i : members.locations) {
    if (locations[index_of(i)]) bounds.add(*locations[index_of(i)]);
  }
  for (const std::int32_t i : members.nodes) {
    if (nodes[index_of(i)]) bounds.add(*nodes[index_of(i)]);
  }
  return bounds;
}

void LayoutDraft::move(const SiteMembers& members, Point by) {
  for (const std::int32_t i : members.work_centers) {
    auto& station = work_centers[index_of(i)];
    if (station) station = moved(std::move(*station), by);
  }
  for (const std::int32_t i : members.locations) {
    auto& location = locations[index_of(i)];
    if (location) location = moved(*location, by);
  }
  for (const std::int32_t i : members.nodes) {
    auto& node = nodes[index_of(i)];
    if (node) node = Point{node->x + by.x, node->y + by.y};
  }
}

}  // namespace planttwin::view
