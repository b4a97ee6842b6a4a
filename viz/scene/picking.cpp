#include "viz/scene/picking.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "viz/scene/machine_shapes.h"

namespace planttwin::view {
namespace {

using Kind = Selection::Kind;
using playback::FloorPlan;

constexpr double kOverFloor = 0.06;  // of a lot
constexpr double kInside = 1e-6;

// Narrows a passage to the slab between two planes. False: nothing is left.
bool clip(double origin, double direction, double low, double high, Passage& passage) {
  if (direction == 0) return origin >= low && origin <= high;
  double near = (low - origin) / direction, far = (high - origin) / direction;
  if (near > far) std::swap(near, far);
  passage.enters = std::max(passage.enters, near);
  passage.leaves = std::min(passage.leaves, far);
  return passage.enters <= passage.leaves;
}

// The nearest hit so far of one kind of thing.
struct Hit {
  Selection what;
  Passage passage{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};

  void take(const Ray& ray, const Box& box, const Selection& candidate) {
    const std::optional<Passage> found = pass_through(ray, box);
    if (found && found->enters < passage.enters) {
      what = candidate;
      passage = *found;
    }
  }
  bool lies_in(const Hit& around) const {
    return passage.enters <= around.passage.leaves + kInside;
  }
};

Box floor_box(const Area& area) {
  return {{area.centre().x, area.centre().y, 0}, {area.width(), area.depth(), 0.05}, 0};
}

}  // namespace

std::optional<Ray> ray_through(const osg::Matrixd& to_picture, double x, double y) {
  osg::Matrixd to_world;
  if (!to_world.invert(to_picture)) return std::nullopt;
  const osg::Vec3d near = osg::Vec3d(x, y, -1) * to_world;
  const osg::Vec3d far = osg::Vec3d(x, y, 1) * to_world;
  return Ray{near, far - near};
}

std::optional<Passage> pass_through(const Ray& ray, const Box& box) {
  const osg::Vec3d from = ray.origin - box.base;
  const double c = std::cos(box.heading), s = std::sin(box.heading);
  const auto turned = [&](const osg::Vec3d& v) {
    return osg::Vec3d(c * v.x() + s * v.y(), c * v.y() - s * v.x(), v.z());
  };
  const osg::Vec3d origin = turned(from), direction = turned(ray.direction);
  Passage passage{0, std::numeric_limits<double>::infinity()};
  const osg::Vec3d half = box.size / 2;
  const bool hits = clip(origin.x(), direction.x(), -half.x(), half.x(), passage) &&
                    clip(origin.y(), direction.y(), -half.y(), half.y(), passage) &&
                    clip(origin.z(), direction.z(), 0, box.size.z(), passage);
  if (!hits) return std::nullopt;
  return passage;
}

Box box_of(const PlacedLot& lot) {
  const double size = FloorPainter::kLotSize;
  return {{lot.at.x, lot.at.y, lot.z + kOverFloor}, {size, size, size}, 0};
}

Box box_of(const PlacedCarrier& carrier, const FloorPlan& plan) {
  const bool truck = plan.fleets[index_of(carrier.fleet)].kind == "truck";
  const osg::Vec3d size = truck ? osg::Vec3d(6.6, 2.6, 2.6) : osg::Vec3d(2, 1.3, 1.4);
  return {{carrier.at.x, carrier.at.y, carrier.z}, size, carrier.heading};
}

Box machine_box(const FloorPlan& plan, const FloorLayout& layout, std::int32_t machine) {
  const std::int32_t number = plan.machines[index_of(machine)].work_center;
  const FloorPlan::WorkCenter& center = plan.work_centers[index_of(number)];
  const Point& middle =
      layout.work_centers[index_of(number)].machines[index_of(machine - center.first_machine)];
  return {{middle.x, middle.y, 0},
          {FloorLayout::kMachineSize, FloorLayout::kMachineSize, height_of(center.kind)},
          0};
}

Selection pick(const FloorPlan& plan, const FloorLayout& layout, const FloorPicture& picture,
               const Ray& ray) {
  Hit lot, carrier, machine, floor;
  for (const PlacedLot& each : picture.lots) lot.take(ray, box_of(each), {Kind::kLot, each.number});
  for (const PlacedCarrier& each : picture.carriers) {
    carrier.take(ray, box_of(each, plan), {Kind::kCarrier, each.number});
  }
  for (std::size_t i = 0; i < plan.machines.size(); ++i) {
    const auto number = static_cast<std::int32_t>(i);
    machine.take(ray, machine_box(plan, layout, number), {Kind::kMachine, number});
  }
  for (std::size_t i = 0; i < layout.work_centers.size(); ++i) {
    floor.take(ray, floor_box(layout.work_centers[i].area),
               {Kind::kWorkCenter, static_cast<std::int32_t>(i)});
  }
  if (lot.what && lot.lies_in(carrier) && lot.lies_in(machine)) return lot.what;
  if (carrier.what && carrier.passage.enters <= machine.passage.enters) return carrier.what;
  return machine.what ? machine.what : floor.what;
}

std::vector<Box> boxes_of(const Selection& selection, const playback::History& history,
                          const FloorLayout& layout, const FloorPicture& picture) {
  std::vector<Box> boxes;
  switch (selection.kind) {
    case Kind::kNone:
      break;
    case Kind::kLot:
    case Kind::kOrder:
      for (const PlacedLot& lot : picture.lots) {
        const bool is_it = selection.kind == Kind::kLot
                               ? lot.number == selection.number
                               : history.lot(lot.number).order == selection.number;
        if (is_it) boxes.push_back(box_of(lot));
      }
      break;
    case Kind::kWorkCenter: {
      const Area& area = layout.work_centers[index_of(selection.number)].area;
      boxes.push_back({{area.centre().x, area.centre().y, 0}, {area.width(), area.depth(), 0.3}});
      break;
    }
    case Kind::kMachine:
      boxes.push_back(machine_box(history.plan(), layout, selection.number));
      break;
    case Kind::kCarrier:
      for (const PlacedCarrier& carrier : picture.carriers) {
        if (carrier.number == selection.number) boxes.push_back(box_of(carrier, history.plan()));
      }
      break;
  }
  return boxes;
}

}  // namespace planttwin::view
