#include "viz/render/label_places.h"

#include <algorithm>

namespace planttwin::view {
namespace {

bool overlap(const Area& a, const Area& b) {
  return a.low.x < b.high.x && b.low.x < a.high.x && a.low.y < b.high.y && b.low.y < a.high.y;
}

}  // namespace

LabelPlaces::LabelPlaces(const Viewpoint& from, double aspect, double width, double height)
    : to_picture_(from.view() * from.projection(aspect)), width_(width), height_(height) {}

std::optional<Area> LabelPlaces::take(Point at, double z, double label_width, double label_height) {
  const osg::Vec4d seen = osg::Vec4d(at.x, at.y, z, 1) * to_picture_;
  if (seen.w() <= 0) return std::nullopt;
  const double x = (seen.x() / seen.w() + 1) / 2 * width_;
  const double y = (1 - seen.y() / seen.w()) / 2 * height_;
  const Area place{{x - label_width / 2, y - label_height}, {x + label_width / 2, y}};
  const bool inside =
      place.low.x >= 0 && place.high.x <= width_ && place.low.y >= 0 && place.high.y <= height_;
  if (!inside) return std::nullopt;
  const auto hits = [&](const Area& other) { return overlap(place, other); };
  if (std::any_of(taken_.begin(), taken_.end(), hits)) return std::nullopt;
  taken_.push_back(place);
  return place;
}

}  // namespace planttwin::view
