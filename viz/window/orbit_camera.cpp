#include "viz/window/orbit_camera.h"

#include <algorithm>
#include <cmath>

namespace planttwin::view {
namespace {

constexpr double kTurn = 3.0;   // radians in one height of the window
constexpr double kReach = 0.6;  // metres in one height of the window, at a distance of one

}  // namespace

void OrbitCamera::set(const Viewpoint& from) {
  viewpoint_ = from;
  const osg::Vec3d out = from.eye - from.centre;
  distance_ = std::max(1.0, out.length());
  if (from.plan) return;
  heading_ = std::atan2(out.y(), out.x());
  elevation_ = std::asin(std::clamp(out.z() / distance_, -1.0, 1.0));
}

void OrbitCamera::orbit(double right, double up) {
  if (viewpoint_.plan) return pan(right, up);
  heading_ -= right * kTurn;
  elevation_ -= up * kTurn;
  stand();
}

void OrbitCamera::pan(double right, double up) {
  if (viewpoint_.plan) {
    const osg::Vec3d by(-right * viewpoint_.plan_height, -up * viewpoint_.plan_height, 0);
    viewpoint_.centre += by;
    viewpoint_.eye += by;
    return;
  }
  const osg::Vec3d ahead(-std::cos(heading_), -std::sin(heading_), 0);
  const osg::Vec3d aside(ahead.y(), -ahead.x(), 0);
  const double reach = kReach * distance_;
  viewpoint_.centre -= aside * right * reach + ahead * up * reach / std::sin(elevation_);
  stand();
}

void OrbitCamera::zoom(double factor) {
  viewpoint_.plan_height = std::clamp(viewpoint_.plan_height * factor, 4.0, 20'000.0);
  if (viewpoint_.plan) return;
  distance_ *= factor;
  stand();
}

void OrbitCamera::look_to(Point centre) {
  const osg::Vec3d by = osg::Vec3d(centre.x, centre.y, 0) - viewpoint_.centre;
  viewpoint_.centre += by;
  viewpoint_.eye += by;
}

void OrbitCamera::come_near(double metres) {
  viewpoint_.plan_height = std::min(viewpoint_.plan_height, metres);
  if (viewpoint_.plan) return;
  distance_ = std::min(distance_, metres);
  stand();
}

void OrbitCamera::stand() {
  distance_ = std::clamp(distance_, 3.0, 20'000.0);
  elevation_ = std::clamp(elevation_, 0.12, 1.55);
  viewpoint_.up = {0, 0, 1};
  viewpoint_.eye = viewpoint_.centre + osg::Vec3d(std::cos(heading_) * std::cos(elevation_),
                                                  std::sin(heading_) * std::cos(elevation_),
                                                  std::sin(elevation_)) *
                                           distance_;
}

}  // namespace planttwin::view
