// What a run tells views while it goes on, against the run.

#include "scenarios/playback/live_feed.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <memory>
#include <thread>

#include "plant_models/run/plant_run.h"
#include "scenarios/playback/live_run.h"
#include "scenarios/playback/local_socket.h"
#include "scenarios/scenario.h"
#include "sim/diagnostics.h"
#include "tests/scenarios/program.h"
#include "tests/support/floor_comparison.h"

namespace planttwin::playback {
namespace {

using testing::TemporaryFolder;
using Clock = std::chrono::steady_clock;

// A shipped scenario that runs in a folder as `drive` would let it.
class RunThatGoesOn {
 public:
  explicit RunThatGoesOn(const std::string& id)
      : scenario_(scenario::load_scenario_or_throw("scenarios/library/" + id + "/scenario.json")),
        run_(scenario_.plant, scenario_.input, {.seed = scenario_.seed}) {
    std::filesystem::create_directory(folder_.path() / "live");
    feed_.emplace(folder_.path() / "live", scenario::LogTitle{id, "9.9.9"}, run_);
  }

  const std::filesystem::path& folder() const { return folder_.path(); }
  LiveFeed& feed() { return *feed_; }
  const plant::RunState& state() const { return run_.state(); }
  void end_feed() { feed_.reset(); }

  // To an instant between two events: what happens in an instant is told in parts.
  void run_to(sim::Duration time) {
    run_.run(sim::Time::from_start(time + sim::Duration::microseconds(1)));
    feed_->floor().set_time(sim::Time::from_start(time));
  }
  sim::Time now() const { return run_.now(); }

  std::map<std::string, std::uintmax_t> files() const {
    std::map<std::string, std::uintmax_t> sizes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
      sizes[entry.path().filename()] = entry.is_regular_file() ? entry.file_size() : 0;
    }
    return sizes;
  }

 private:
  TemporaryFolder folder_;
  scenario::Scenario scenario_;
  plant::PlantRun run_;
  std::optional<LiveFeed> feed_;
};

template <class Condition>
bool wait_until(Condition condition) {
  const Clock::time_point until = Clock::now() + std::chrono::seconds(60);
  while (!condition()) {
    if (Clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

bool catch_up(LiveRun& view, sim::Duration time) {
  return wait_until([&] {
    view.poll();
    return view.history().end() >= time.count();
  });
}

std::string difference_at(const LiveRun& view, const RunThatGoesOn& run, std::int64_t time) {
  return testing::difference(testing::floor_of(run.state()),
                             testing::floor_of(view.history().at(time), view.history().plan()));
}

class LiveViewOf : public ::testing::TestWithParam<std::tuple<std::string, int>> {};
INSTANTIATE_TEST_SUITE_P(
    , LiveViewOf,
    ::testing::Values(std::tuple("01_one_machine", 48), std::tuple("02_unreliable_line", 48),
                      std::tuple("04_three_plants", 100), std::tuple("06_packaging_line", 50),
                      std::tuple("07_wafer_fab", 40), std::tuple("10_quality_hold", 60)),
    [](const auto& scenario) { return std::get<0>(scenario.param); });

TEST_P(LiveViewOf, ShowsWhatTheRunIs) {
  const auto& [id, hours] = GetParam();
  RunThatGoesOn run(id);
  run.run_to(sim::Duration::minutes(7));
  LiveRun view(run.folder());
  constexpr int kLooks = 12;
  std::vector<std::pair<sim::Duration, std::vector<std::string>>> seen;
  for (int i = 1; i <= kLooks; ++i) {
    const sim::Duration time =
        sim::Duration::minutes(60 * hours * i / kLooks) + sim::Duration::microseconds(12'345'678);
    run.run_to(time);
    ASSERT_TRUE(catch_up(view, time));
    ASSERT_EQ(difference_at(view, run, time.count()), "") << "look " << i;
    seen.emplace_back(time, testing::floor_of(run.state()));
  }
  for (const auto& [time, floor] : seen) {  // going back is the same
    const FloorState then = view.history().at(time.count());
    EXPECT_EQ(testing::difference(floor, testing::floor_of(then, view.history().plan())), "");
  }
}

// Steps become longer as the run goes on; each shows its end, a step in a gap what was before it.
// Of what was missed nobody knows when it was completed.
TEST(LiveView, HasTheLevelsOfTheWholeRun) {
  RunThatGoesOn run("04_three_plants");
  run.run_to(sim::Duration::minutes(1));
  LiveRun view(run.folder());
  int whole_until = 0;
  for (const int hours : {1, 7, 50, 51, 300}) {
    run.run_to(sim::Duration::hours(hours));
    ASSERT_TRUE(catch_up(view, sim::Duration::hours(hours)));
    const History& history = view.history();
    const Levels& levels = history.levels();
    ASSERT_GE(levels.step * static_cast<std::int64_t>(levels.lots.size()), history.end());
    ASSERT_LE(levels.lots.size(), 2 * static_cast<std::size_t>(LevelMeter::kSteps));
    std::int64_t completed = 0;
    for (std::size_t k = 0; k < levels.lots.size(); ++k) {
      completed += levels.completed[k];
      const std::int64_t end = static_cast<std::int64_t>(k + 1) * levels.step;
      const FloorState then = history.at(std::min(history.end(), end - 1));
      ASSERT_EQ(levels.lots[k], static_cast<int>(then.lots.size()) - then.outside) << k;
    }
    const auto gaps = std::count_if(history.events().begin(), history.events().end(),
                                    [](const FloorEvent& event) { return event.gap; });
    if (gaps == 1) {  // the first keyframe
      ASSERT_EQ(completed, history.at(history.end()).totals.lots_completed);
      whole_until = hours;
    }
  }
  EXPECT_GE(whole_until, 50);
}

TEST(LiveView, KnowsTheNamesOfWhatIsInThePlant) {
  RunThatGoesOn run("04_three_plants");
  run.run_to(sim::Duration::hours(30));
  const LiveRun view(run.folder());
  const FloorState state = view.history().at(view.history().end());
  ASSERT_GT(state.lots.size(), 10U);
  for (const LotNow& lot : state.lots) {
    EXPECT_NE(view.history().lot(lot.number).name, "");
    EXPECT_NE(view.history().order(lot.order).name, "");
  }
}

TEST(LiveView, ThatFallsBehindMissesEventsAndThenSeesTheWholeAgain) {
  RunThatGoesOn run("07_wafer_fab");
  run.run_to(sim::Duration::hours(1));
  LiveRun view(run.folder());
  std::size_t most = 0;
  for (int day = 1; day <= 40; ++day) {  // nobody polls
    run.run_to(sim::Duration::days(day));
    ASSERT_TRUE(wait_until([&] { return run.feed().floor().waiting() == 0; }));
    most = std::max(most, run.feed().server().unsent());
  }
  EXPECT_GT(most, FeedServer::kMostUnsent / 2);
  EXPECT_LE(most, FeedServer::kMostUnsent);
  ASSERT_TRUE(catch_up(view, sim::Duration::days(40)));
  EXPECT_EQ(difference_at(view, run, view.history().end()), "");
  const auto gaps = std::count_if(view.history().events().begin(), view.history().events().end(),
                                  [](const FloorEvent& event) { return event.gap; });
  EXPECT_GE(gaps, 2);  // the first keyframe is one
  // Before the gap nothing is forgotten, and going over it and back shows both sides.
  FloorState state = view.history().at(0);
  view.history().move(state, sim::Duration::hours(2).count());
  const FloorState again = view.history().at(sim::Duration::hours(2).count());
  EXPECT_EQ(testing::floor_of(state, view.history().plan()),
            testing::floor_of(again, view.history().plan()));
  view.history().move(state, view.history().end());
  EXPECT_EQ(testing::difference(testing::floor_of(run.state()),
                                testing::floor_of(state, view.history().plan())),
            "");
}

// Ten thousand events in an instant of the wall clock, and more than may wait.
TEST(LiveView, DoesNotSeeWhatIsTooMuchAtOnce) {
  RunThatGoesOn run("07_wafer_fab");
  run.run_to(sim::Duration::hours(1));
  LiveRun view(run.folder());
  run.run_to(sim::Duration::days(120));
  EXPECT_LE(run.feed().floor().waiting(), LiveFloor::kMostWaiting);
  ASSERT_TRUE(catch_up(view, sim::Duration::days(120)));
  EXPECT_EQ(difference_at(view, run, view.history().end()), "");
}

TEST(StoppedView, NeitherSlowsTheRunNorLetsAnyFileGrow) {
  const auto drive = [](bool with_view) {
    RunThatGoesOn run("07_wafer_fab");
    run.run_to(sim::Duration::hours(1));
    int connection = -1;
    if (with_view) {
      connection = connect_to(run.folder() / "live" / kFeedSocket);
      EXPECT_GE(connection, 0);
      EXPECT_TRUE(wait_until([&] { return run.feed().server().views() == 1; }));
    }
    const auto files = run.files();
    const Clock::time_point begin = Clock::now();
    run.run_to(sim::Duration::days(60));
    const std::chrono::duration<double> took = Clock::now() - begin;
    EXPECT_EQ(run.files(), files);
    EXPECT_LE(run.feed().floor().waiting(), LiveFloor::kMostWaiting);
    EXPECT_LE(run.feed().server().unsent(), FeedServer::kMostUnsent);
    if (connection >= 0) ::close(connection);
    return took.count();
  };
  // Both share the machine with whatever else runs; a run that waited would never end.
  const double alone = drive(false);
  EXPECT_LT(drive(true), 4 * alone + 2);
}

TEST(ClosedView, IsForgotten) {
  RunThatGoesOn run("01_one_machine");
  run.run_to(sim::Duration::hours(1));
  auto view = std::make_unique<LiveRun>(run.folder());
  EXPECT_EQ(run.feed().server().views(), 1U);
  run.run_to(sim::Duration::hours(2));
  view.reset();
  run.run_to(sim::Duration::hours(3));
  EXPECT_TRUE(wait_until([&] { return run.feed().server().views() == 0; }));
  run.run_to(sim::Duration::hours(4));
  EXPECT_EQ(run.feed().floor().waiting(), 0U);
  const LiveRun another(run.folder());
  EXPECT_EQ(another.history().end(), sim::Duration::hours(4).count());
}

TEST(LiveView, CanBeOneOfManyButNotOfTooMany) {
  RunThatGoesOn run("01_one_machine");
  std::vector<std::unique_ptr<LiveRun>> views;
  for (std::size_t i = 0; i < FeedServer::kMostViews; ++i) {
    views.push_back(std::make_unique<LiveRun>(run.folder()));
  }
  EXPECT_THROW(LiveRun{run.folder()}, sim::InputError);
  run.run_to(sim::Duration::hours(5));
  for (const auto& view : views) {
    ASSERT_TRUE(catch_up(*view, sim::Duration::hours(5)));
    EXPECT_EQ(difference_at(*view, run, view->history().end()), "");
  }
}

TEST(LiveView, IsToldTheEnd) {
  RunThatGoesOn run("01_one_machine");
  LiveRun view(run.folder());
  run.run_to(sim::Duration::hours(5));
  run.feed().floor().finish(run.now(), "horizon");
  EXPECT_TRUE(wait_until([&] {
    view.poll();
    return view.state() == LiveRun::State::kEnded;
  }));
  EXPECT_EQ(view.end_reason(), "horizon");
  run.end_feed();
  EXPECT_FALSE(LiveRun::is_there(run.folder()));
  EXPECT_FALSE(view.poll());
  EXPECT_EQ(difference_at(view, run, view.history().end()), "");
}

TEST(LiveView, OfARunThatDiesSaysSo) {
  RunThatGoesOn run("01_one_machine");
  LiveRun view(run.folder());
  run.end_feed();
  EXPECT_TRUE(wait_until([&] {
    view.poll();
    return view.state() == LiveRun::State::kLost;
  }));
  EXPECT_NE(view.end_reason(), "");
}

TEST(LiveView, IsThereInAFolderWithALongName) {
  const TemporaryFolder folder;
  const std::filesystem::path deep = folder.path() / std::string(200, 'a') / std::string(200, 'b');
  std::filesystem::create_directories(deep / "live");
  EXPECT_FALSE(LiveRun::is_there(deep));
  const int listener = listen_at(deep / "live" / kFeedSocket);
  ASSERT_GE(listener, 0);
  EXPECT_TRUE(LiveRun::is_there(deep));
  ::close(listener);
  EXPECT_FALSE(LiveRun::is_there(deep));  // what a killed run leaves behind
}

TEST(FeedMessages, ThatAreDamagedAreRefused) {
  RunThatGoesOn run("04_three_plants");
  LiveFloor& floor = run.feed().floor();
  run.run_to(sim::Duration::hours(20));
  floor.set_watched(true);
  const std::string whole = encode(*floor.take(true).whole);
  EXPECT_EQ(encode(decode_feed_message(whole, floor.plan())), whole);
  for (std::size_t i = 0; i < whole.size(); i += 61) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x11);
    EXPECT_ANY_THROW(decode_feed_message(damaged, floor.plan())) << i;
    EXPECT_ANY_THROW(decode_feed_message(whole.substr(0, i), floor.plan())) << i;
  }
}

// The checksum is right, and what is said is not.
TEST(FeedMessages, ThatDoNotFitThePlanAreRefused) {
  RunThatGoesOn run("04_three_plants");
  LiveFloor& floor = run.feed().floor();
  run.run_to(sim::Duration::hours(20));
  floor.set_watched(true);
  const FeedMessage whole = *floor.take(true).whole;
  const auto refused = [&](auto change) {
    FeedMessage wrong = whole;
    change(wrong);
    EXPECT_THROW(decode_feed_message(encode(wrong), floor.plan()), std::exception);
  };
  refused([](FeedMessage& m) { m.keyframe->lots.at(0).machine = 100'000; });
  refused([](FeedMessage& m) { m.keyframe->lots.at(0).number = -1; });
  refused([](FeedMessage& m) { m.keyframe->lots.at(0).next = 3; });
  refused([](FeedMessage& m) { m.keyframe->lots.at(1).number = m.keyframe->lots.at(0).number; });
  refused([](FeedMessage& m) { m.keyframe->machines.pop_back(); });
  refused([](FeedMessage& m) { m.keyframe->machines[0].state = plant::MachineStateCode(99); });
  refused([](FeedMessage& m) { m.keyframe->carriers.emplace_back(); });
  refused([](FeedMessage& m) { m.orders.at(0).number = std::int64_t{1} << 40; });
  refused([](FeedMessage& m) { m.lots.at(0).routing = 77'000; });
  refused([](FeedMessage& m) { m.events.push_back({.type = plant::EventType(200)}); });
  refused([](FeedMessage& m) {
    m.events.push_back({.machine = 5'000, .type = plant::EventType::kMachineState});
  });
}

}  // namespace
}  // namespace planttwin::playback
