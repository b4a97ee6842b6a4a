#include "viz/scene/mesh.h"

#include <cmath>

namespace planttwin::view {
namespace {

osg::Vec4ub bytes(Colour c) {
  const auto byte = [](float x) {
    return static_cast<unsigned char>(std::lround(std::min(1.0F, std::max(0.0F, x)) * 255));
  };
  return {byte(c.r), byte(c.g), byte(c.b), byte(c.a)};
}

// How bright a face is by where it looks.
float light_on(osg::Vec3f normal) {
  normal.normalize();
  const osg::Vec3f sun(-0.35F, -0.55F, 0.76F);
  return std::min(1.0F, 0.64F + 0.48F * std::max(0.0F, normal * sun));
}

}  // namespace

Mesh::Mesh()
    : geometry_(new osg::Geometry),
      vertices_(new osg::Vec3Array),
      colours_(new osg::Vec4ubArray),
      triangles_(new osg::DrawArrays(GL_TRIANGLES, 0, 0)) {
  colours_->setNormalize(true);
  geometry_->setVertexArray(vertices_);
  geometry_->setColorArray(colours_, osg::Array::BIND_PER_VERTEX);
  geometry_->addPrimitiveSet(triangles_);
  geometry_->setUseDisplayList(false);
  geometry_->setUseVertexBufferObjects(true);
  geometry_->setDataVariance(osg::Object::DYNAMIC);
}

void Mesh::clear() {
  vertices_->clear();
  colours_->clear();
}

void Mesh::triangle(osg::Vec3f a, osg::Vec3f b, osg::Vec3f c, Colour colour) {
  const osg::Vec4ub shade = bytes(colour.shaded(light_on((b - a) ^ (c - a))));
  for (const osg::Vec3f& corner : {a, b, c}) {
    vertices_->push_back(corner);
    colours_->push_back(shade);
  }
}

void Mesh::quad(osg::Vec3f a, osg::Vec3f b, osg::Vec3f c, osg::Vec3f d, Colour colour) {
  triangle(a, b, c, colour);
  triangle(a, c, d, colour);
}

void Mesh::box(osg::Vec3f base, osg::Vec3f size, Colour colour) {
  const float x0 = base.x() - size.x() / 2, x1 = base.x() + size.x() / 2;
  const float y0 = base.y() - size.y() / 2, y1 = base.y() + size.y() / 2;
  const float z0 = base.z(), z1 = base.z() + size.z();
  quad({x0, y0, z1}, {x1, y0, z1}, {x1, y1, z1}, {x0, y1, z1}, colour);
  quad({x0, y0, z0}, {x1, y0, z0}, {x1, y0, z1}, {x0, y0, z1}, colour);
  quad({x1, y1, z0}, {x0, y1, z0}, {x0, y1, z1}, {x1, y1, z1}, colour);
  quad({x1, y0, z0}, {x1, y1, z0}, {x1, y1, z1}, {x1, y0, z1}, colour);
  quad({x0, y1, z0}, {x0, y0, z0}, {x0, y0, z1}, {x0, y1, z1}, colour);
}

void Mesh::box(const Area& area, float from_z, float to_z, Colour colour) {
  const Point centre = area.centre();
  box({static_cast<float>(centre.x), static_cast<float>(centre.y), from_z},
      {static_cast<float>(area.width()), static_cast<float>(area.depth()), to_z - from_z}, colour);
}

void Mesh::cylinder(osg::Vec3f base, float radius, float height, Colour colour, int sides) {
  const osg::Vec3f up(0, 0, height);
  for (int i = 0; i < sides; ++i) {
    const auto corner = [&](int k) {
      const double angle = 2 * M_PI * k / sides;
      return base + osg::Vec3f(radius * static_cast<float>(std::cos(angle)),
                               radius * static_cast<float>(std::sin(angle)), 0);
    };
    const osg::Vec3f a = corner(i), b = corner(i + 1);
    quad(a, b, b + up, a + up, colour);
    triangle(base + up, a + up, b + up, colour);
  }
}

void Mesh::drum(osg::Vec3f centre, float radius, float length, Colour colour, int sides) {
  const osg::Vec3f half(length / 2, 0, 0);
  for (int i = 0; i < sides; ++i) {
    const auto corner = [&](int k) {
      const double angle = 2 * M_PI * k / sides;
      return centre + osg::Vec3f(0, radius * static_cast<float>(std::cos(angle)),
                                 radius * static_cast<float>(std::sin(angle)));
    };
    const osg::Vec3f a = corner(i), b = corner(i + 1);
    quad(a - half, a + half, b + half, b - half, colour.shaded(0.999F));
    triangle(centre + half, a + half, b + half, colour);
    triangle(centre - half, b - half, a - half, colour);
  }
}

void Mesh::flat(const Area& area, float z, Colour colour) {
  const auto x0 = static_cast<float>(area.low.x), x1 = static_cast<float>(area.high.x);
  const auto y0 = static_cast<float>(area.low.y), y1 = static_cast<float>(area.high.y);
  quad({x0, y0, z}, {x1, y0, z}, {x1, y1, z}, {x0, y1, z}, colour);
}

void Mesh::strip(Point from, Point to, float width, float z, Colour colour) {
  osg::Vec3f along(static_cast<float>(to.x - from.x), static_cast<float>(to.y - from.y), 0);
  if (along.normalize() == 0) return;
  const osg::Vec3f side = osg::Vec3f(-along.y(), along.x(), 0) * (width / 2);
  const osg::Vec3f a(static_cast<float>(from.x), static_cast<float>(from.y), z);
  const osg::Vec3f b(static_cast<float>(to.x), static_cast<float>(to.y), z);
  quad(a - side, b - side, b + side, a + side, colour);
}

osg::Geometry& Mesh::drawable() {
  vertices_->dirty();
  colours_->dirty();
  triangles_->setCount(static_cast<GLsizei>(vertices_->size()));
  triangles_->dirty();
  geometry_->dirtyBound();
  return *geometry_;
}

}  // namespace planttwin::view
