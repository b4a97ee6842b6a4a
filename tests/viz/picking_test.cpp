// What a ray from the camera hits.

#include "viz/scene/picking.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/viz/floor_plans.h"
#include "viz/render/viewpoint.h"

namespace planttwin::view {
namespace {

using Kind = Selection::Kind;

TEST(Ray, PassesThroughABox) {
  const Ray ray{{-10, 0, 1}, {1, 0, 0}};
  const auto passage = pass_through(ray, {{0, 0, 0}, {4, 2, 2}});
  ASSERT_TRUE(passage);
  EXPECT_DOUBLE_EQ(passage->enters, 8);
  EXPECT_DOUBLE_EQ(passage->leaves, 12);
}

TEST(Ray, MissesABoxAboveBehindAndAside) {
  const Box box{{0, 0, 0}, {4, 2, 2}};
  EXPECT_FALSE(pass_through({{-10, 0, 3}, {1, 0, 0}}, box));
  EXPECT_FALSE(pass_through({{10, 0, 1}, {1, 0, 0}}, box));
  EXPECT_FALSE(pass_through({{-10, 1.5, 1}, {1, 0, 0}}, box));
}

TEST(Ray, MeetsATurnedBoxWhereItStands) {
  const double quarter = std::numbers::pi / 2;
  EXPECT_TRUE(pass_through({{1.8, -10, 1}, {0, 1, 0}}, {{0, 0, 0}, {4, 2, 2}, 0}));
  EXPECT_FALSE(pass_through({{1.8, -10, 1}, {0, 1, 0}}, {{0, 0, 0}, {4, 2, 2}, quarter}));
}

// One site with two work centers of two machines, and a truck.
class Picking : public ::testing::Test {
 protected:
  Picking() {
    PlanBuilder builder;
    const std::int32_t site = builder.site();
    const std::int32_t first = builder.work_center(site, 2), second = builder.work_center(site, 2);
    builder.routing({{first}, {second}});
    plan_ = builder.plan();
    FloorPlan::Fleet fleet;
    fleet.name = "TRUCK";
    fleet.kind = "truck";
    fleet.count = 1;
    plan_.fleets.push_back(fleet);
    plan_.carriers = 1;
    layout_ = lay_out(plan_);
  }

  Selection pick_at(Point target, double z = 0) const {
    const osg::Vec3d eye(target.x, target.y - 20, z + 20);
    return pick(plan_, layout_, picture_, {eye, osg::Vec3d(target.x, target.y, z) - eye});
  }
  void add_lot(std::int32_t number, Point at, double z) {
    PlacedLot lot;
    lot.number = number;
    lot.at = at;
    lot.z = z;
    picture_.lots.push_back(lot);
  }

  FloorPlan plan_;
  FloorLayout layout_;
  FloorPicture picture_;
};

TEST_F(Picking, FindsEachMachine) {
  for (std::int32_t i = 0; i < 4; ++i) {
    const Box box = machine_box(plan_, layout_, i);
    EXPECT_EQ(pick_at({box.base.x(), box.base.y()}, 1), (Selection{Kind::kMachine, i}));
  }
}

TEST_F(Picking, FindsTheLotOnAMachineBeforeTheMachine) {
  const Box machine = machine_box(plan_, layout_, 1);
  add_lot(7, {machine.base.x(), machine.base.y() - 0.85}, 0.55);
  EXPECT_EQ(pick_at({machine.base.x(), machine.base.y() - 0.85}, 0.9), (Selection{Kind::kLot, 7}));
}

TEST_F(Picking, DoesNotFindALotBehindAMachine) {
  const Box machine = machine_box(plan_, layout_, 1);
  add_lot(7, {machine.base.x(), machine.base.y() + 1.7}, 0);
  const osg::Vec3d eye(machine.base.x(), machine.base.y() - 20, 0.4);
  EXPECT_EQ(pick(plan_, layout_, picture_, {eye, {0, 1, 0}}), (Selection{Kind::kMachine, 1}));
}

TEST_F(Picking, FindsALotOnACarrierAndTheCarrierBesideIt) {
  PlacedCarrier truck;
  truck.number = 0;
  truck.fleet = 0;
  truck.at = {layout_.all.low.x - 30, layout_.all.low.y - 30};
  picture_.carriers.push_back(truck);
  add_lot(3, truck.at, 0.45);
  EXPECT_EQ(pick_at(truck.at, 0.9), (Selection{Kind::kLot, 3}));
  EXPECT_EQ(pick_at({truck.at.x + 2.5, truck.at.y}, 0.5), (Selection{Kind::kCarrier, 0}));
}

TEST_F(Picking, FindsTheWorkCenterWhoseFloorItIs) {
  const Area& queue = layout_.work_centers[1].queue;
  const Selection found = pick_at({queue.low.x + 0.1, queue.low.y + 0.1});
  EXPECT_EQ(found, (Selection{Kind::kWorkCenter, 1}));
}

TEST_F(Picking, FindsNothingOutside) {
  EXPECT_EQ(pick_at({layout_.all.high.x + 200, 0}), Selection{});
}

TEST_F(Picking, FollowsThePictureThatTheCameraSees) {
  const Viewpoint from = viewpoint_of("overview", plan_, layout_, 16.0 / 9);
  const osg::Matrixd to_picture = from.view() * from.projection(16.0 / 9);
  const Box machine = machine_box(plan_, layout_, 2);
  const osg::Vec3d seen = osg::Vec3d(machine.base.x(), machine.base.y(), 1) * to_picture;
  const auto ray = ray_through(to_picture, seen.x(), seen.y());
  ASSERT_TRUE(ray);
  EXPECT_EQ(pick(plan_, layout_, picture_, *ray), (Selection{Kind::kMachine, 2}));
}

TEST_F(Picking, FollowsThePlanToo) {
  const Viewpoint from = viewpoint_of("plan", plan_, layout_, 1.5);
  const osg::Matrixd to_picture = from.view() * from.projection(1.5);
  const Box machine = machine_box(plan_, layout_, 3);
  const osg::Vec3d seen = machine.base * to_picture;
  const auto ray = ray_through(to_picture, seen.x(), seen.y());
  ASSERT_TRUE(ray);
  EXPECT_EQ(pick(plan_, layout_, picture_, *ray), (Selection{Kind::kMachine, 3}));
}

}  // namespace
}  // namespace planttwin::view
