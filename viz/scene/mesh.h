#pragma once

#include <osg/Geometry>
#include <osg/Vec3f>
#include <osg/Vec4f>
#include <osg/ref_ptr>

#include "viz/layout/floor_layout.h"
#include "viz/scene/colour.h"

namespace planttwin::view {

// Triangles with a colour at each corner, in metres, z upwards. Light is in the colours: it falls
// from above and from the south-west, and nothing is computed from it when a picture is drawn.
class Mesh {
 public:
  Mesh();

  void clear();
  bool empty() const { return vertices_->empty(); }
  // An upright box on `base`.
  void box(osg::Vec3f base_centre, osg::Vec3f size, Colour colour);
  void box(const Area& area, float from_z, float to_z, Colour colour);
  void cylinder(osg::Vec3f base_centre, float radius, float height, Colour colour, int sides = 16);
  // A cylinder that lies along x.
  void drum(osg::Vec3f centre, float radius, float length, Colour colour, int sides = 16);
  void flat(const Area& area, float z, Colour colour);
  // A strip of a width from one point to another, on the floor.
  void strip(Point from, Point to, float width, float z, Colour colour);
  void triangle(osg::Vec3f a, osg::Vec3f b, osg::Vec3f c, Colour colour);

  // The drawable that shows it; it is told to be drawn anew.
  osg::Geometry& drawable();

 private:
  void quad(osg::Vec3f a, osg::Vec3f b, osg::Vec3f c, osg::Vec3f d, Colour colour);

  osg::ref_ptr<osg::Geometry> geometry_;
  osg::ref_ptr<osg::Vec3Array> vertices_;
  osg::ref_ptr<osg::Vec4ubArray> colours_;
  osg::ref_ptr<osg::DrawArrays> triangles_;
};

}  // namespace planttwin::view
