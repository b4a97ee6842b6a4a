// The tables of panels, against the state that they tell of.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/viz/logged_run.h"
#include "viz/panels/adherence_board.h"
#include "viz/panels/desk.h"
#include "viz/panels/gantt_rows.h"
#include "viz/panels/name_search.h"
#include "viz/panels/order_rows.h"
#include "viz/panels/texts.h"
#include "viz/panels/tiling.h"
#include "viz/panels/work_center_facts.h"

namespace planttwin::view {
namespace {

using Kind = Selection::Kind;
using playback::FloorState;
using playback::History;

constexpr std::int64_t kHour = 3'600'000'000;
constexpr std::int64_t kNow = 26 * kHour;

TEST(Texts, WriteQuantitiesWithoutZerosAtTheEnd) {
  EXPECT_EQ(quantity_text(40, 0), "40");
  EXPECT_EQ(quantity_text(1'250, 3), "1.25");
  EXPECT_EQ(quantity_text(2'000, 3), "2");
  EXPECT_EQ(quantity_text(-5, 2), "-0.05");
}

TEST(Texts, FindPartsInAnyCase) {
  EXPECT_TRUE(contains_any_case("LATHE-SHAFT", "shaft"));
  EXPECT_TRUE(contains_any_case("LATHE", ""));
  EXPECT_FALSE(contains_any_case("LATHE", "lathe-1"));
}

TEST(OrderRows, ShowEveryOpenOrderOnce) {
  const FloorState state = three_plants().at(kNow);
  const std::vector<OrderRow> rows = order_rows(three_plants(), state, kNow, {});
  std::set<std::int32_t> numbers;
  for (const OrderRow& row : rows) {
    numbers.insert(row.number);
    EXPECT_NE(state.find_order(row.number), nullptr);
    EXPECT_GE(row.progress, 0);
    EXPECT_LE(row.progress, 1);
  }
  EXPECT_EQ(numbers.size(), state.orders.size());
  EXPECT_EQ(rows.size(), state.orders.size());
}

TEST(OrderRows, ComeByLatenessAndWithoutDueDatesLast) {
  const FloorState state = three_plants().at(kNow);
  for (const bool descending : {true, false}) {
    const auto rows =
        order_rows(three_plants(), state, kNow, {.filter = "", .descending = descending});
    for (std::size_t i = 1; i < rows.size(); ++i) {
      EXPECT_GE(rows[i - 1].has_due, rows[i].has_due);
      if (rows[i - 1].has_due != rows[i].has_due || !rows[i].has_due) continue;
      EXPECT_TRUE(descending ? rows[i - 1].late_by >= rows[i].late_by
                             : rows[i - 1].late_by <= rows[i].late_by);
    }
  }
}

TEST(OrderRows, AreFilteredByOrderOrMaterial) {
  const FloorState state = three_plants().at(kNow);
  const auto rows = order_rows(three_plants(), state, kNow, {.filter = "gear"});
  ASSERT_FALSE(rows.empty());
  for (const OrderRow& row : rows) {
    EXPECT_TRUE(contains_any_case(row.name, "gear") || contains_any_case(row.material, "gear"));
  }
}

TEST(OrderRows, AddCompletedOrdersWhenAsked) {
  const FloorState state = three_plants().at(kNow);
  const auto rows = order_rows(three_plants(), state, kNow, {.filter = "", .completed = true});
  EXPECT_EQ(rows.size(),
            state.orders.size() + static_cast<std::size_t>(state.totals.orders_completed));
}

TEST(AdherenceBoard, CountsEveryLotOnce) {
  const FloorState state = three_plants().at(kNow);
  std::int32_t all = 0;
  for (const BoardRow& row : adherence_board(three_plants(), state, kNow)) {
    std::int32_t sum = 0;
    for (const std::int32_t lots : row.lots) sum += lots;
    EXPECT_EQ(sum, row.all) << row.product;
    EXPECT_LE(row.least_slack, row.mean_slack) << row.product;
    all += row.all;
  }
  EXPECT_EQ(all, static_cast<std::int32_t>(state.lots.size()));
}

TEST(NameSearch, PutsWholeNamesBeforeBeginnings) {
  const NameSearch search(three_plants());
  const auto found = search.find("saw", 50);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.front().what.kind, Kind::kWorkCenter);
  EXPECT_EQ(found.front().name, "SAW");
}

TEST(NameSearch, FindsOrdersLotsAndCarriers) {
  const NameSearch search(three_plants());
  const std::string order = three_plants().order(0).name, lot = three_plants().lot(0).name;
  const std::string carrier = carrier_name(three_plants().plan(), 0);
  for (const std::string& name : {order, lot, carrier}) {
    const auto found = search.find(lower_case(name), 5);
    ASSERT_FALSE(found.empty()) << name;
    EXPECT_EQ(found.front().name, name);
  }
  EXPECT_TRUE(search.find("no such name at all", 5).empty());
  EXPECT_TRUE(search.find("", 5).empty());
}

TEST(NameSearch, GoesToWhenALotIsInThePlant) {
  const FloorState start = three_plants().at(0);
  for (std::int32_t lot = 0; lot < static_cast<std::int32_t>(three_plants().lot_count());
       lot += 97) {
    const std::int64_t time = instant_to_see({Kind::kLot, lot}, three_plants(), start, 0);
    EXPECT_NE(three_plants().at(time).find_lot(lot), nullptr) << three_plants().lot(lot).name;
  }
}

TEST(WorkCenterFacts, ClocksAddUpAndQueuesAgree) {
  const FloorState state = three_plants().at(kNow);
  for (std::size_t i = 0; i < state.work_centers.size(); ++i) {
    const WorkCenterFacts facts =
        work_center_facts(three_plants(), state, kNow, static_cast<std::int32_t>(i));
    double sum = 0;
    for (const double share : facts.shares) sum += share;
    EXPECT_NEAR(sum, 1, 1e-9);
    EXPECT_EQ(facts.queue.size(), static_cast<std::size_t>(state.work_centers[i].queue));
  }
}

TEST(WorkCenterFacts, ComingEventsLieAhead) {
  const auto coming = coming_events(three_plants(), kNow, 0, 5);
  std::int64_t last = kNow;
  for (const ComingEvent& event : coming) {
    EXPECT_GE(event.time, last);
    last = event.time;
  }
}

TEST(GanttRows, FindAllWorksThatOverlap) {
  const GanttRows rows(three_plants());
  for (std::int32_t machine = 0; machine < 20; ++machine) {
    const auto& works = three_plants().works(machine);
    const auto [first, last] = rows.works(machine, kNow - kHour, kNow + kHour);
    for (std::size_t i = 0; i < works.size(); ++i) {
      const bool overlaps =
          works[i].from <= kNow + kHour && (works[i].to < 0 || works[i].to >= kNow - kHour);
      EXPECT_TRUE(!overlaps || (first <= i && i < last)) << machine << " " << i;
    }
  }
}

TEST(Desk, GoesFromOneLateOrderToTheNext) {
  const History& history = three_plants();
  Desk desk{.clock = PlayClock(0, history.end())};
  std::size_t found = 0;
  for (std::int64_t before = -1; found <= history.late_orders().size(); ++found) {
    go_to_late_order(desk, history);
    if (desk.clock.now() == before || !desk.selection) break;
    EXPECT_EQ(history.order(desk.selection.number).due + 1, desk.clock.now());
    before = desk.clock.now();
  }
  EXPECT_LE(found, history.late_orders().size());
}

TEST(Desk, GoesToTheNextMark) {
  const History& history = three_plants();
  ASSERT_FALSE(history.markers().empty());
  const auto next = marker_after(history, history.markers().front().from - 1);
  ASSERT_TRUE(next);
  EXPECT_EQ(*next, history.markers().front().from);
  EXPECT_FALSE(marker_after(history, history.end()));
}

TEST(Tiling, LeavesRoomForTheButtonsInANarrowWindow) {
  EXPECT_TRUE(is_narrow(900, 1));
  EXPECT_FALSE(is_narrow(1280, 1));
  EXPECT_GT(tile({Side::kLeft}, 900, 640, 1)[0].low.y, tile({Side::kLeft}, 1280, 720, 1)[0].low.y);
}

TEST(Tiling, NoPanelCoversAnotherOrTheTimeLine) {
  const std::vector<Side> sides = {Side::kLeft, Side::kRight, Side::kBottom, Side::kLeft,
                                   Side::kBottom};
  const std::vector<Area> places = tile(sides, 1280, 720, 1);
  ASSERT_EQ(places.size(), sides.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    EXPECT_GT(places[i].width(), 100);
    EXPECT_GT(places[i].depth(), 100);
    EXPECT_GE(places[i].low.x, 0);
    EXPECT_LE(places[i].high.x, 1280);
    EXPECT_LT(places[i].high.y, 720 - 71);
    for (std::size_t j = 0; j < i; ++j) {
      const bool apart = places[i].high.x <= places[j].low.x ||
                         places[j].high.x <= places[i].low.x ||
                         places[i].high.y <= places[j].low.y || places[j].high.y <= places[i].low.y;
      EXPECT_TRUE(apart) << i << " and " << j;
    }
  }
}

}  // namespace
}  // namespace planttwin::view
