#include "viz/render/viewpoint.h"

#include <gtest/gtest.h>

#include "viz/render/label_places.h"

namespace planttwin::view {
namespace {

class LookingAtAnArea : public ::testing::TestWithParam<std::tuple<double, double, double>> {};
INSTANTIATE_TEST_SUITE_P(, LookingAtAnArea,
                         ::testing::Combine(::testing::Values(12.0, 120.0, 900.0),
                                            ::testing::Values(12.0, 60.0, 700.0),
                                            ::testing::Values(0.6, 1.0, 16.0 / 9)));

TEST_P(LookingAtAnArea, ShowsAllOfItAndFillsThePicture) {
  const auto [width, depth, aspect] = GetParam();
  const Area area{{100, -50}, {100 + width, -50 + depth}};
  const Viewpoint from = look_at(area, aspect);
  const osg::Matrixd to_picture = from.view() * from.projection(aspect);
  double widest = 0, highest = 0;
  for (const double x : {area.low.x, area.high.x}) {
    for (const double y : {area.low.y, area.high.y}) {
      const osg::Vec3d seen = osg::Vec3d(x, y, 0) * to_picture;
      EXPECT_LE(std::abs(seen.x()), 1);
      EXPECT_LE(std::abs(seen.y()), 1);
      widest = std::max(widest, std::abs(seen.x()));
      highest = std::max(highest, std::abs(seen.y()));
    }
  }
  EXPECT_TRUE(widest > 0.9 || highest > 0.6) << widest << " " << highest;
}

FloorPlan two_halls() {
  FloorPlan plan;
  plan.sites = {{"NORTH", "", "UTC"}, {"SOUTH", "", "UTC"}};
  plan.work_centers.resize(1);
  plan.work_centers[0].name = "LATHE";
  plan.work_centers[0].site = 0;
  plan.work_centers[0].machine_count = 1;
  plan.machines = {{"LATHE/1", 0}};
  return plan;
}

TEST(Views, HaveTheNamesOfThePlant) {
  EXPECT_EQ(view_names(two_halls()), (std::vector<std::string>{"overview", "plan", "site:NORTH",
                                                               "site:SOUTH", "work_center:LATHE"}));
}

TEST(Views, AreRefusedWithTheNearestName) {
  const FloorPlan plan = two_halls();
  try {
    viewpoint_of("work_center:LATE", plan, lay_out(plan), 1);
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "no view \"work_center:LATE\"; nearest: work_center:LATHE");
  }
}

TEST(LabelPlaces, NeverOverlapAndStayInThePicture) {
  const Area area{{0, 0}, {60, 40}};
  LabelPlaces places(look_at(area, 1.5), 1.5, 900, 600);
  places.block({{0, 500}, {900, 600}});
  std::vector<Area> taken;
  for (int i = 0; i < 400; ++i) {
    const auto place = places.take({i % 20 * 3.0, i / 20 * 2.0}, 1, 60, 14);
    if (place) taken.push_back(*place);
  }
  ASSERT_GT(taken.size(), 50u);
  for (std::size_t i = 0; i < taken.size(); ++i) {
    EXPECT_GE(taken[i].low.x, 0);
    EXPECT_LE(taken[i].high.y, 500);
    for (std::size_t k = 0; k < i; ++k) {
      const bool apart = taken[i].high.x <= taken[k].low.x || taken[k].high.x <= taken[i].low.x ||
                         taken[i].high.y <= taken[k].low.y || taken[k].high.y <= taken[i].low.y;
      EXPECT_TRUE(apart);
    }
  }
}

}  // namespace
}  // namespace planttwin::view
