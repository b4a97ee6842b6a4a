#pragma once

#include <optional>
#include <osg/Matrixd>
#include <osg/Vec3d>
#include <vector>

#include "viz/layout/floor_layout.h"
#include "viz/scene/floor_picture.h"
#include "viz/scene/selection.h"

namespace planttwin::view {

// A half line; distances along it are in lengths of `direction`.
struct Ray {
  osg::Vec3d origin;
  osg::Vec3d direction;
};

// What is seen at a place of a picture: from -1 to 1, to the right and upwards. Nothing when the
// matrix, from the world to the picture, has no inverse.
std::optional<Ray> ray_through(const osg::Matrixd& to_picture, double x, double y);

// An upright box that may be turned about the middle of its base.
struct Box {
  osg::Vec3d base;  // the middle of its base
  osg::Vec3d size;
  double heading = 0;  // radians, of its x from east
};

// Where a ray enters and leaves a box. Nothing: it passes by.
struct Passage {
  double enters = 0;
  double leaves = 0;
};
std::optional<Passage> pass_through(const Ray& ray, const Box& box);

// What can be picked, and where it stands. No box of something that is not to be seen.
Box box_of(const PlacedLot& lot);
Box box_of(const PlacedCarrier& carrier, const playback::FloorPlan& plan);
Box machine_box(const playback::FloorPlan& plan, const FloorLayout& layout, std::int32_t machine);

// The nearest thing that a ray hits: a lot, a carrier or a machine; failing that the work center
// on whose floor it falls. A lot on a machine or a carrier comes before that.
Selection pick(const playback::FloorPlan& plan, const FloorLayout& layout,
               const FloorPicture& picture, const Ray& ray);

// The boxes of what is selected, for a frame around each: of an order those of its lots.
std::vector<Box> boxes_of(const Selection& selection, const playback::History& history,
                          const FloorLayout& layout, const FloorPicture& picture);

}  // namespace planttwin::view
