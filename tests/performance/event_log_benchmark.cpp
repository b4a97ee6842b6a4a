// A run of three plants with its full event log against the same run without: from the scenario
// file to the last figure and, with a log, to the closed file. Other reports are left out. Two
// ratios: of the time on the clock, for which a second core helps, and of the processor time.

#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "plant_models/run/plant_run.h"
#include "scenarios/report/event_log.h"
#include "scenarios/result.h"
#include "scenarios/scenario.h"
#include "tests/performance/ratio.h"

namespace planttwin::performance {
namespace {

constexpr const char* kScenario = "scenarios/library/04_three_plants/scenario.json";

std::filesystem::path log_file() {
  return std::filesystem::temp_directory_path() /
         ("planttwin_event_log_benchmark_" + std::to_string(getpid()) + ".sqlite");
}

// Returns the number of events that the run processed.
std::uint64_t run_scenario(bool with_log) {
  const scenario::Scenario three_plants = scenario::load_scenario_or_throw(kScenario);
  plant::PlantRun run(three_plants.plant, three_plants.input, {.seed = three_plants.seed});
  plant::RunEnd end;
  if (with_log) {
    scenario::EventLog log(log_file(), {three_plants.id, "benchmark"}, run.state());
    run.add_sink(log);
    end = run.run();
    log.finish(run.now(), "horizon");
  } else {
    end = run.run();
  }
  benchmark::DoNotOptimize(scenario::make_result(three_plants, run, end));
  return static_cast<std::uint64_t>(run.state().statistics.events);
}

double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void print_ratios(int rounds) {
  std::vector<double> clock;
  std::vector<double> processor;
  run_scenario(true);
  run_scenario(false);
  for (int round = 0; round < rounds; ++round) {
    double wall[2];
    double busy[2];
    for (const bool with_log : {round % 2 == 0, round % 2 != 0}) {
      const auto start = std::chrono::steady_clock::now();
      const double before = processor_seconds();
      run_scenario(with_log);
      busy[with_log] = processor_seconds() - before;
      wall[with_log] =
          std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
    clock.push_back(wall[1] / wall[0]);
    processor.push_back(busy[1] / busy[0]);
  }
  const double clock_median = internal::median(clock);
  const double processor_median = internal::median(processor);
  std::printf(
      "full event log against none: clock %.2f (%.2f to %.2f), processor %.2f (%.2f to %.2f)"
      " times\n",
      clock_median, clock.front(), clock.back(), processor_median, processor.front(),
      processor.back());
}

void three_plants(benchmark::State& state, bool with_log) {
  std::uint64_t events = 0;
  for (auto _ : state) events += run_scenario(with_log);
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK_CAPTURE(three_plants, without_log, false)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(three_plants, with_log, true)->Unit(benchmark::kMillisecond)->UseRealTime();

int run_benchmarks(int argc, char** argv) {
  const bool ratio = argc > 1 && std::string(argv[1]) == "--ratio";
  if (!ratio) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  }
  print_ratios(ratio ? 15 : 1);
  if (!ratio) benchmark::RunSpecifiedBenchmarks();
  std::filesystem::remove(log_file());
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace planttwin::performance

// --ratio prints the ratios of the budget; otherwise an ordinary benchmark program.
int main(int argc, char** argv) { return planttwin::performance::run_benchmarks(argc, argv); }
