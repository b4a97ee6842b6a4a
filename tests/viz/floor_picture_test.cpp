#include "viz/scene/floor_picture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "plant_models/run/plant_run.h"
#include "scenarios/report/event_log.h"
#include "scenarios/scenario.h"
#include "tests/support/temporary_file.h"

namespace planttwin::view {
namespace {

using playback::FloorState;
using playback::History;
using playback::LotPlace;

// Four days of the three plants: carriers, trucks, several halls.
class PictureOfAFloor : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const testing::TemporaryFolder folder;
    const std::string file = folder.file("events.sqlite");
    const scenario::Scenario scenario =
        scenario::load_scenario_or_throw("scenarios/library/04_three_plants/scenario.json");
    plant::PlantRun run(scenario.plant, scenario.input, {.seed = 1});
    scenario::EventLog log(file, {.scenario = scenario.id, .version = "9.9.9"}, run.state());
    run.add_sink(log);
    run.run(sim::Time::from_start(sim::Duration::days(4)));
    log.finish(run.now(), "stopped");
    history_ = new History(History::read(file));
    layout_ = new FloorLayout(lay_out(history_->plan()));
  }
  static void TearDownTestSuite() {
    delete layout_;
    delete history_;
  }

  static FloorPicture picture_at(std::int64_t now) {
    FloorPainter painter(*history_, *layout_);
    return painter.paint(history_->at(now), now);
  }
  // Spread over the run, the same at each call.
  static std::vector<std::int64_t> instants(int count) {
    std::mt19937_64 dice(7);
    std::vector<std::int64_t> times;
    for (int i = 0; i < count; ++i) {
      times.push_back(
          static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(history_->end())));
    }
    return times;
  }

  static inline History* history_ = nullptr;
  static inline FloorLayout* layout_ = nullptr;
};

bool same(const FloorPicture& a, const FloorPicture& b) {
  const auto equal = [](const auto& x, const auto& y) {
    return x.number == y.number && x.at.x == y.at.x && x.at.y == y.at.y && x.z == y.z &&
           x.heading == y.heading;
  };
  return std::equal(a.lots.begin(), a.lots.end(), b.lots.begin(), b.lots.end(), equal) &&
         std::equal(a.carriers.begin(), a.carriers.end(), b.carriers.begin(), b.carriers.end(),
                    equal) &&
         a.hidden == b.hidden;
}

TEST_F(PictureOfAFloor, IsTheSameWhicheverWayOneCame) {
  FloorPainter painter(*history_, *layout_);
  FloorState state(history_->plan());
  for (const std::int64_t now : instants(60)) {  // to and fro
    history_->move(state, now);
    EXPECT_TRUE(same(painter.paint(state, now), picture_at(now))) << "at " << now;
  }
  FloorState walking(history_->plan());
  for (std::int64_t now = 0; now < history_->end(); now += 3'600'000'000) {
    history_->move(walking, now);
    if (now % 36'000'000'000 == 0) {
      EXPECT_TRUE(same(painter.paint(walking, now), picture_at(now))) << "at " << now;
    }
  }
}

TEST_F(PictureOfAFloor, ShowsEveryLotThatIsInsideOrCountsIt) {
  std::size_t shown = 0;
  for (const std::int64_t now : instants(40)) {
    const FloorState state = history_->at(now);
    const FloorPicture picture = picture_at(now);
    std::size_t hidden = 0;
    for (const std::int32_t count : picture.hidden) hidden += static_cast<std::size_t>(count);
    const std::size_t full_trucks = static_cast<std::size_t>(std::count_if(
        state.carriers.begin(), state.carriers.end(), [](const auto& c) { return c.lots > 16; }));
    if (full_trucks > 0) continue;  // of those only the outermost lots are drawn
    EXPECT_EQ(picture.lots.size() + hidden,
              state.lots.size() - static_cast<std::size_t>(state.outside))
        << "at " << now;
    std::set<std::int32_t> numbers;
    for (const PlacedLot& lot : picture.lots) numbers.insert(lot.number);
    EXPECT_EQ(numbers.size(), picture.lots.size());
    shown += picture.lots.size();
  }
  EXPECT_GT(shown, 1000u);
}

TEST_F(PictureOfAFloor, KeepsEverythingOnTheGround) {
  const Area& all = layout_->all;
  for (const std::int64_t now : instants(40)) {
    const FloorPicture picture = picture_at(now);
    const auto inside = [&](const Placed& placed) {
      return placed.at.x >= all.low.x && placed.at.x <= all.high.x && placed.at.y >= all.low.y &&
             placed.at.y <= all.high.y;
    };
    EXPECT_TRUE(std::all_of(picture.lots.begin(), picture.lots.end(), inside)) << "at " << now;
    EXPECT_TRUE(std::all_of(picture.carriers.begin(), picture.carriers.end(), inside))
        << "at " << now;
  }
}

// A vehicle of 1.2 m/s gets 1.2 m further in a second, and a truck of 70 km/h 19.4 m: nothing jumps
// but what is loaded or set down.
TEST_F(PictureOfAFloor, MovesCarriersNoFasterThanTheyAre) {
  FloorPainter painter(*history_, *layout_);
  FloorState state(history_->plan());
  int moved = 0;
  std::vector<PlacedCarrier> before;
  for (std::int64_t now = 86'400'000'000; now < 90'000'000'000; now += 1'000'000) {
    history_->move(state, now);
    const std::vector<PlacedCarrier> carriers = painter.paint(state, now).carriers;
    for (std::size_t i = 0; i < before.size(); ++i) {
      const double metres =
          std::hypot(carriers[i].at.x - before[i].at.x, carriers[i].at.y - before[i].at.y);
      const auto& fleet = history_->plan().fleets[static_cast<std::size_t>(carriers[i].fleet)];
      if (fleet.kind == "truck") continue;  // the layout draws roads shorter than they are
      EXPECT_LE(metres, fleet.speed_m_per_s * 1.25 + 0.01) << "carrier " << i << " at " << now;
      if (metres > 0.1) ++moved;
    }
    before = carriers;
  }
  EXPECT_GT(moved, 1000);
}

}  // namespace
}  // namespace planttwin::view
