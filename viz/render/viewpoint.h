#pragma once

#include <osg/Matrixd>
#include <osg/Vec3d>
#include <string>
#include <vector>

#include "viz/layout/floor_layout.h"

namespace planttwin::view {

// From where the plant is looked at.
struct Viewpoint {
  osg::Vec3d eye;
  osg::Vec3d centre;
  osg::Vec3d up;
  bool plan = false;       // straight from above, without perspective
  double plan_height = 0;  // metres from the lower to the upper edge of the picture

  osg::Matrixd view() const { return osg::Matrixd::lookAt(eye, centre, up); }
  osg::Matrixd projection(double aspect) const;
};

// Names of views: "overview", "plan", and by the parts of a plant "site:ID", "work_center:ID".
std::vector<std::string> view_names(const FloorPlan& plan);

// The viewpoint of a view; `aspect` is the width of the picture by its height. Throws
// std::invalid_argument, with the nearest names, when there is no such view.
Viewpoint viewpoint_of(const std::string& name, const FloorPlan& plan, const FloorLayout& layout,
                       double aspect);

// The nearest viewpoint from the south, somewhat above, from which an area fills the picture.
Viewpoint look_at(const Area& area, double aspect);

}  // namespace planttwin::view
