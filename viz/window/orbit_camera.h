#pragma once

#include "viz/render/viewpoint.h"

namespace planttwin::view {

// A camera that the mouse leads around a point on the floor. In the plan it looks straight down
// and can be moved and zoomed only. Movements are in heights of the window.
class OrbitCamera {
 public:
  explicit OrbitCamera(const Viewpoint& from) { set(from); }

  void set(const Viewpoint& from);
  const Viewpoint& viewpoint() const { return viewpoint_; }

  void orbit(double right, double up);
  void pan(double right, double up);
  // Nearer for a factor below 1.
  void zoom(double factor);
  // Looks at a point from the same side.
  void look_to(Point centre);
  // Goes no farther from what it looks at than so many metres.
  void come_near(double metres);

 private:
  void stand();  // keeps the angles and the distance, which are in bounds afterwards

  Viewpoint viewpoint_;
  double heading_ = 0;    // radians, of the eye from the centre, from east
  double elevation_ = 1;  // radians above the floor
  double distance_ = 1;   // metres
};

}  // namespace planttwin::view
