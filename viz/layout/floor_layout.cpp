#include "viz/layout/floor_layout.h"

#include <algorithm>
#include <cstddef>

#include "viz/layout/halls.h"
#include "viz/layout/layout_draft.h"
#include "viz/layout/network_nodes.h"
#include "viz/layout/site_layout.h"

namespace planttwin::view {
namespace {

// Sites with anything of given place keep it, the others stand to the right of them.
class Sites {
 public:
  explicit Sites(const FloorPlan& plan)
      : plan_(plan), members_(members_by_site(plan)), draft_(draft_of_given(plan)) {}

  FloorLayout lay_out() {
    for (const SiteMembers& site : members_) {
      if (!draft_.bounds(site).empty()) given_.push_back(&site);
    }
    for (const SiteMembers* site : given_) place_site(plan_, *site, halls_beside(*site), draft_);
    for (const SiteMembers* site : given_) all_.add(hall_area(draft_.bounds(*site)));
    for (const SiteMembers& site : members_) {
      if (std::find(given_.begin(), given_.end(), &site) == given_.end()) add_to_the_right(site);
    }
    place_outdoors();
    return finished();
  }

 private:
  std::vector<Area> halls_beside(const SiteMembers& mine) const {
    std::vector<Area> halls;
    for (const SiteMembers* site : given_) {
      if (site != &mine) halls.push_back(grown(hall_area(draft_.bounds(*site)), kHallMargin));
    }
    return halls;
  }

  // In a draft of its own, so that it sees nothing of the others.
  void add_to_the_right(const SiteMembers& site) {
    LayoutDraft alone;
    alone.work_centers.resize(draft_.work_centers.size());
    alone.nodes.resize(draft_.nodes.size());
    alone.locations.resize(draft_.locations.size());
    place_site(plan_, site, {}, alone);
    const Area hall = hall_area(alone.bounds(site));
    const Point corner =
        all_.empty() ? Point{} : Point{all_.area().high.x + kRoad, all_.area().low.y};
    alone.move(site, {corner.x - hall.low.x, corner.y - hall.low.y});
    all_.add(moved(hall, {corner.x - hall.low.x, corner.y - hall.low.y}));
    take_over(site, alone);
  }

  void take_over(const SiteMembers& site, LayoutDraft& other) {
    for (const std::int32_t i : site.work_centers) {
      const auto index = static_cast<std::size_t>(i);
      draft_.work_centers[index] = std::move(other.work_centers[index]);
    }
    for (const std::int32_t i : site.locations) {
      draft_.locations[static_cast<std::size_t>(i)] = other.locations[static_cast<std::size_t>(i)];
    }
    for (const std::int32_t i : site.nodes) {
      draft_.nodes[static_cast<std::size_t>(i)] = other.nodes[static_cast<std::size_t>(i)];
    }
  }

  // Nodes that belong to no site, along the road in front of all halls.
  void place_outdoors() {
    SiteMembers outdoors;
    for (std::size_t i = 0; i < draft_.nodes.size(); ++i) {
      if (!draft_.nodes[i]) outdoors.nodes.push_back(static_cast<std::int32_t>(i));
    }
    place_nodes_along_front(plan_, outdoors, all_.area(), draft_);
  }

  FloorLayout finished() {
    std::vector<Area> contents;
    for (const SiteMembers& site : members_) contents.push_back(draft_.bounds(site).area());
    FloorLayout layout;
    for (auto& station : draft_.work_centers) layout.work_centers.push_back(std::move(*station));
    for (const auto& node : draft_.nodes) layout.nodes.push_back(*node);
    for (const auto& location : draft_.locations) layout.locations.push_back(*location);
    const std::vector<Area> halls = separate_halls(contents);
    Bounds all;
    for (std::size_t i = 0; i < halls.size(); ++i) {
      layout.halls.push_back({members_[i].site, halls[i]});
      all.add(halls[i]);
    }
    for (const FloorLayout::Station& station : layout.work_centers) all.add(station.area);
    for (const Area& location : layout.locations) all.add(location);
    for (const Point node : layout.nodes) all.add(node);
    layout.all = all.area();
    return layout;
  }

  const FloorPlan& plan_;
  std::vector<SiteMembers> members_;
  LayoutDraft draft_;
  std::vector<const SiteMembers*> given_;
  Bounds all_;  // halls that have their place
};

}  // namespace

FloorLayout lay_out(const FloorPlan& plan) { return Sites(plan).lay_out(); }

}  // namespace planttwin::view
