// Playback of a log of a million events: reading it, and going to any instant of it.

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <random>

#include "plant_models/run/plant_run.h"
#include "scenarios/playback/history.h"
#include "scenarios/report/event_log.h"
#include "scenarios/scenario.h"
#include "tests/support/temporary_file.h"

namespace planttwin::performance {
namespace {

using playback::FloorState;
using playback::History;

// An unreliable line for so many days; PLANTTWIN_PLAYBACK_DAYS=30 are a million events.
const History& million_events(std::int64_t days) {
  static const History history = [&] {
    const testing::TemporaryFolder folder;
    const scenario::Scenario scenario =
        scenario::load_scenario_or_throw("scenarios/library/02_unreliable_line/scenario.json");
    plant::PlantRun run(scenario.plant, scenario.input, {.seed = 1});
    const std::string file = folder.file("events.sqlite");
    scenario::EventLog log(file, {scenario.id, "benchmark"}, run.state());
    run.add_sink(log);
    run.run(sim::Time::from_start(sim::Duration::days(days)));
    log.finish(run.now(), "stopped");
    return History::read(file);
  }();
  return history;
}

std::int64_t days_to_run() {
  const char* text = std::getenv("PLANTTWIN_PLAYBACK_DAYS");
  return text == nullptr ? 3 : std::strtoll(text, nullptr, 10);
}

void GoToAnyInstant(benchmark::State& state) {
  const History& history = million_events(days_to_run());
  FloorState floor(history.plan());
  std::mt19937_64 dice(1);
  double worst = 0;
  for (auto _ : state) {
    const auto time = static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(history.end()));
    const auto begin = std::chrono::steady_clock::now();
    history.move(floor, time);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    worst = std::max(worst, took.count());
    benchmark::DoNotOptimize(floor.lots.size());
  }
  state.counters["events"] = static_cast<double>(history.events().size());
  state.counters["worst_ms"] = worst * 1e3;
}
BENCHMARK(GoToAnyInstant)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace planttwin::performance

BENCHMARK_MAIN();
