#pragma once

#include <optional>
#include <osg/Matrixd>
#include <vector>

#include "viz/layout/floor_layout.h"
#include "viz/render/viewpoint.h"

namespace planttwin::view {

// Places for labels in a picture, in pixels from its upper left corner: each is centred above a
// point of the scene and overlaps none that was taken before.
class LabelPlaces {
 public:
  LabelPlaces(const Viewpoint& from, double aspect, double width, double height);

  // Where no label may be.
  void block(const Area& pixels) { taken_.push_back(pixels); }
  // Nothing when the point is not in the picture or there is no room.
  std::optional<Area> take(Point at, double z, double label_width, double label_height);

 private:
  osg::Matrixd to_picture_;
  double width_;
  double height_;
  std::vector<Area> taken_;
};

}  // namespace planttwin::view
