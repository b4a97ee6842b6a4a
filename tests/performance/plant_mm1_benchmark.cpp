// A single server with exponential interarrival and service times (M/M/1) as a plant, with lots,
// a queue, a machine and all statistics, against the shortest loop on a std::priority_queue that
// makes as many draws. The ratio of their rates is the price of everything that a plant is.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "plant_models/model/plant.h"
#include "plant_models/run/plant_run.h"
#include "tests/performance/mm1_reference.h"
#include "tests/performance/ratio.h"
#include "tests/support/simulation.h"

namespace planttwin::performance {
namespace {

constexpr const char* kPlant = R"({
  "id": "queue",
  "materials": [{"id": "PART", "unit": "pcs"}],
  "work_centers": [{"id": "SERVER"}],
  "routings": [{"id": "PART", "material": "PART", "operations": [
    {"id": 10, "work_center": "SERVER", "time": {"exponential": {"mean": "9 s"}}, "per": "lot"}]}]
})";

constexpr const char* kInput = R"({
  "start": "2025-01-01T00:00:00Z", "horizon": "36500 d",
  "sources": [{"id": "ARRIVALS", "kind": "interarrival", "product": "PART", "quantity": "1 pcs",
               "interarrival": {"exponential": {"mean": "10 s"}}}]
})";

class PlantLoop {
 public:
  // About so many events: two per lot, a lot every 10 s.
  std::uint64_t run(std::uint64_t events) {
    const auto before = static_cast<std::uint64_t>(run_.state().statistics.events);
    run_.run(run_.now() + Duration::seconds(static_cast<std::int64_t>(events) * 5));
    return static_cast<std::uint64_t>(run_.state().statistics.events) - before;
  }

 private:
  testing::Simulation simulation_{kPlant, kInput};
  plant::PlantRun run_ = simulation_.start(1);
};

constexpr std::uint64_t kChunk = 1000;

void mm1_as_plant(benchmark::State& state) {
  PlantLoop loop;
  std::uint64_t events = 0;
  for (auto _ : state) events += loop.run(kChunk);
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK(mm1_as_plant);

bool print_ratios(std::uint64_t events, int rounds) {
  PlantLoop plant;
  BareLoop loop;
  std::uint64_t target = 0;
  const RateRatio ratio = measure_ratio([&] { return plant.run(events); },
                                        [&] { return loop.run_to(target += events); }, rounds);
  print_ratio("M/M/1 as a plant against a bare queue", ratio);
  return true;
}

}  // namespace
}  // namespace planttwin::performance

// --ratio prints the ratio of the budget; otherwise an ordinary benchmark program.
int main(int argc, char** argv) {
  const bool ratio = argc > 1 && std::string(argv[1]) == "--ratio";
  if (ratio) return planttwin::performance::print_ratios(500'000, 15) ? EXIT_SUCCESS : EXIT_FAILURE;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  if (!planttwin::performance::print_ratios(1'000, 1)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  return EXIT_SUCCESS;
}
