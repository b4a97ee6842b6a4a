#include "viz/render/viewpoint.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/diagnostics.h"

namespace planttwin::view {
namespace {

constexpr double kFieldOfView = 32;  // degrees, from the lower to the upper edge
constexpr double kElevation = 50;    // degrees above the horizon

osg::Matrixd perspective(const Viewpoint& from, double aspect) {
  const double distance = (from.eye - from.centre).length();
  return osg::Matrixd::perspective(kFieldOfView, aspect, distance * 0.02, distance * 20 + 1000);
}

// Whether all corners of an area are within the picture, but for its rim.
bool shows(const Viewpoint& from, const Area& area, double aspect) {
  const osg::Matrixd to_picture = from.view() * perspective(from, aspect);
  for (const double x : {area.low.x, area.high.x}) {
    for (const double y : {area.low.y, area.high.y}) {
      for (const double z : {0.0, 2.5}) {
        const osg::Vec3d seen = osg::Vec3d(x, y, z) * to_picture;
        if (std::abs(seen.x()) > 0.96 || seen.y() > 0.82 || seen.y() < -0.70) return false;
      }
    }
  }
  return true;
}

Viewpoint plan_of(const Area& area, double aspect) {
  const Point middle = area.centre();
  Viewpoint view;
  view.plan = true;
  view.plan_height = std::max(area.depth() / 0.78, area.width() / aspect / 0.96);
  const double below = 0.05 * view.plan_height;  // the time line
  view.centre = {middle.x, middle.y - below, 0};
  view.eye = {middle.x, middle.y - below, 500};
  view.up = {0, 1, 0};
  return view;
}

[[noreturn]] void no_such_view(const std::string& name, const FloorPlan& plan) {
  std::string text = "no view \"" + name + "\"; ";
  const std::vector<std::string> known = view_names(plan);
  const std::vector<std::string> nearest = sim::nearest_names(name, known);
  text += nearest.empty() ? "there are " : "nearest: ";
  const std::vector<std::string>& shown = nearest.empty() ? known : nearest;
  for (std::size_t i = 0; i < shown.size() && i < 6; ++i) text += (i > 0 ? ", " : "") + shown[i];
  if (shown.size() > 6) text += ", ...";
  throw std::invalid_argument(text);
}

}  // namespace

osg::Matrixd Viewpoint::projection(double aspect) const {
  if (!plan) return perspective(*this, aspect);
  const double half = plan_height / 2;
  return osg::Matrixd::ortho(-half * aspect, half * aspect, -half, half, 1, 1000);
}

std::vector<std::string> view_names(const FloorPlan& plan) {
  std::vector<std::string> names{"overview", "plan"};
  for (const FloorPlan::Site& site : plan.sites) names.push_back("site:" + site.name);
  for (const FloorPlan::WorkCenter& center : plan.work_centers) {
    names.push_back("work_center:" + center.name);
  }
  return names;
}

Viewpoint look_at(const Area& area, double aspect) {
  const Point middle = area.centre();
  Viewpoint view;
  view.centre = {middle.x, middle.y, 0};
  view.up = {0, 0, 1};
  const double angle = kElevation * M_PI / 180;
  double near = 1, far = 1;
  const auto stand = [&](double distance) {
    view.eye = view.centre + osg::Vec3d(0, -std::cos(angle) * distance, std::sin(angle) * distance);
  };
  for (stand(far); !shows(view, area, aspect) && far < 1e7; stand(far)) far *= 2;
  for (int i = 0; i < 40; ++i) {
    const double between = (near + far) / 2;
    stand(between);
    (shows(view, area, aspect) ? far : near) = between;
  }
  stand(far);
  return view;
}

Viewpoint viewpoint_of(const std::string& name, const FloorPlan& plan, const FloorLayout& layout,
                       double aspect) {
  if (name == "overview") return look_at(layout.all, aspect);
  if (name == "plan") return plan_of(layout.all, aspect);
  for (const FloorLayout::Hall& hall : layout.halls) {
    if (hall.site < 0) continue;
    const std::string& site = plan.sites[static_cast<std::size_t>(hall.site)].name;
    if (name == "site:" + site) return look_at(hall.area, aspect);
  }
  for (std::size_t i = 0; i < plan.work_centers.size(); ++i) {
    if (name != "work_center:" + plan.work_centers[i].name) continue;
    Area area = layout.work_centers[i].area;
    area.low = {area.low.x - 4, area.low.y - 4};
    area.high = {area.high.x + 4, area.high.y + 4};
    return look_at(area, aspect);
  }
  no_such_view(name, plan);
}

}  // namespace planttwin::view
