#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/viz/floor_plans.h"
#include "tests/viz/layout_checks.h"
#include "viz/layout/floor_layout.h"

namespace planttwin::view {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Ways : public testing::Test {
 protected:
  Ways() {
    const std::int32_t site = builder_.site();
    for (const Point place : {Point{0, 0}, Point{10, 0}, Point{10, 10}, Point{0, 10}}) {
      builder_.node(site, place);
    }
    builder_.edge(0, 1, 10, "aisle");
    builder_.edge(1, 2, 10, "aisle", /*one_way=*/true);
    builder_.edge(0, 3, 30, "aisle");
    builder_.edge(3, 2, 30, "aisle");
    builder_.edge(0, 2, 100, "aisle");
    builder_.edge(0, 2, 1, "conveyor");
  }

  std::vector<Point> way(std::int32_t from, std::int32_t to, const std::string& kind) const {
    return lay_out(builder_.plan()).way(builder_.plan(), from, to, kind);
  }

  PlanBuilder builder_;
};

TEST_F(Ways, AreTheShortestOfTheirKind) {
  EXPECT_THAT(way(0, 2, "aisle"), ElementsAre(IsAt(0, 0), IsAt(10, 0), IsAt(10, 10)));
}

TEST_F(Ways, DoNotGoAgainstAOneWayEdge) {
  EXPECT_THAT(way(2, 0, "aisle"), ElementsAre(IsAt(10, 10), IsAt(0, 10), IsAt(0, 0)));
}

TEST_F(Ways, OfAnyKindUseEveryEdge) {
  EXPECT_THAT(way(0, 2, ""), ElementsAre(IsAt(0, 0), IsAt(10, 10)));
}

TEST_F(Ways, AreStraightWhereThereIsNone) {
  EXPECT_THAT(way(0, 3, "rail"), ElementsAre(IsAt(0, 0), IsAt(0, 10)));
}

TEST_F(Ways, HaveOnePointWhereTheyEndAtTheirBeginning) {
  EXPECT_THAT(way(2, 2, "aisle"), ElementsAre(IsAt(10, 10)));
}

TEST_F(Ways, HaveOnePointWhereAnEndIsUnknown) {
  EXPECT_THAT(way(-1, 1, "aisle"), ElementsAre(IsAt(10, 0)));
  EXPECT_THAT(way(1, -1, "aisle"), ElementsAre(IsAt(10, 0)));
  EXPECT_THAT(way(-1, -1, "aisle"), IsEmpty());
}

}  // namespace
}  // namespace planttwin::view
