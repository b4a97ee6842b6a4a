#include <gtest/gtest.h>

#include <cstdlib>

#include "scenarios/playback/history.h"
#include "scenarios/report/event_log.h"
#include "tests/properties/random_plant.h"
#include "tests/support/floor_comparison.h"
#include "tests/support/simulation.h"
#include "tests/support/temporary_file.h"

namespace planttwin::testing {
namespace {

#ifdef NDEBUG
constexpr std::uint64_t kPlants = 150;
#else
constexpr std::uint64_t kPlants = 30;
#endif

struct Look {
  std::int64_t time = 0;
  std::vector<std::string> floor;
};

std::vector<Look> run_with_log(const Simulation& simulation, const std::string& file) {
  plant::PlantRun run = simulation.start();
  scenario::EventLog log(file, {.scenario = "random", .version = "9.9.9"}, run.state());
  run.add_sink(log);
  std::vector<Look> looks;
  for (int i = 1; i <= 12; ++i) {
    const auto until = sim::Time::from_start(sim::Duration::microseconds(i * 4'321'987'654));
    run.run(until);
    looks.push_back({until.count() - 1, floor_of(run.state())});
  }
  log.finish(run.now(), "stopped");
  return looks;
}

// What was on its way or on hold at the start has no event that says so.
void forget_the_start(std::vector<std::string>& run, std::vector<std::string>& playback) {
  constexpr std::string_view kUnknown = ": outside";
  std::erase_if(playback, [&](const std::string& line) {
    if (!line.ends_with(kUnknown)) return false;
    const std::string lot = line.substr(0, line.size() - kUnknown.size());
    return std::erase_if(run, [&](const std::string& other) {
             return other == lot + ": held" || other == lot + ": done, or under way";
           }) > 0;
  });
}

// PLANTTWIN_PROPERTY_SEED looks at one plant alone.
TEST(PlaybackOfRandomPlants, ShowsWhatTheRunsWere) {
  const char* only = std::getenv("PLANTTWIN_PROPERTY_SEED");
  const std::uint64_t first = only == nullptr ? 1 : std::strtoull(only, nullptr, 10);
  const std::uint64_t last = only == nullptr ? kPlants : first;
  TemporaryFolder folder(memory_directory());
  const std::string file = folder.file("events.sqlite");
  std::size_t lots = 0;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    const RandomPlant random = make_random_plant(seed);
    const std::vector<Look> looks = run_with_log(Simulation(random.plant, random.input), file);
    const playback::History history = playback::History::read(file);
    for (Look look : looks) {
      const playback::FloorState state = history.at(look.time);
      lots += state.lots.size();
      std::vector<std::string> floor = floor_of(state, history.plan());
      forget_the_start(look.floor, floor);
      EXPECT_EQ(difference(look.floor, floor), "") << "plant " << seed << " at " << look.time;
      if (HasFailure()) break;
    }
  }
  EXPECT_GT(lots, only == nullptr ? 1'000u : 0u);
}

}  // namespace
}  // namespace planttwin::testing
