// Messages per second of wall time from the floor into the books: three plants run, every posting
// becomes JSON, goes through an outbox in a SQLite file with group commit, is read, booked by the
// reference ERP in process and acknowledged, and at the end the books are audited.

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "erp_bridge/durable_bridge.h"
#include "plant_models/run/plant_run.h"
#include "scenarios/scenario.h"
#include "tests/performance/ratio.h"
#include "tests/support/temporary_file.h"

namespace planttwin::performance {
namespace {

using Durability = bridge::DeliveryStore::Durability;

constexpr const char* kScenario = "scenarios/library/04_three_plants/scenario.json";

// What keeps the outbox.
enum class Keeps : std::uint8_t { kNothing, kFile, kFileThroughPowerCuts };

const scenario::Scenario& three_plants() {
  static const scenario::Scenario loaded = scenario::load_scenario_or_throw(kScenario);
  return loaded;
}

struct Outcome {
  std::uint64_t messages = 0;
  std::int64_t transactions = 0;
  double seconds = 0;  // with the audit
  double processor_seconds = 0;
};

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Ends the program when the books are not as what happened.
Outcome run_plants(Keeps keeps, std::size_t batch, std::int64_t days) {
  const testing::TemporaryFolder folder;
  bridge::DurableBridgeOptions options;
  options.group = 2000;
  options.delivery.window = 2000;
  options.delivery.batch = batch;
  if (keeps != Keeps::kNothing) options.store = folder.file("delivery.sqlite");
  if (keeps == Keeps::kFileThroughPowerCuts) options.durability = Durability::kPower;
  const scenario::Scenario& plants = three_plants();
  const double processor = processor_seconds();
  const auto begin = std::chrono::steady_clock::now();
  bridge::DurableBridge bridge(plants.plant, plants.input, "R", options);
  plant::PlantRun run(plants.plant, plants.input, {.seed = plants.seed});
  run.add_sink(bridge);
  run.run(sim::Time::from_start(sim::Duration::days(days)));
  bridge.finish();
  const bridge::Reconciliation audit = bridge.audit(run.state());
  Outcome outcome;
  outcome.seconds = seconds_since(begin);
  outcome.processor_seconds = processor_seconds() - processor;
  outcome.messages = static_cast<std::uint64_t>(bridge.reported());
  outcome.transactions = bridge.transactions();
  if (!audit.findings.empty() || audit.residual != 0 || audit.matched != bridge.reported()) {
    std::fprintf(stderr, "the books are not as what happened\n");
    std::exit(EXIT_FAILURE);
  }
  return outcome;
}

void print_rate(const std::string& name, const Outcome& outcome) {
  const auto messages = static_cast<double>(outcome.messages);
  std::printf("%-38s %7.0f messages/s (%.0f by processor time; %.0f in %.2f s, %lld commits)\n",
              name.c_str(), messages / outcome.seconds, messages / outcome.processor_seconds,
              messages, outcome.seconds, static_cast<long long>(outcome.transactions));
  std::fflush(stdout);
}

// All in one run of the program, so that whatever slows the machine down slows all.
void print_rates(std::int64_t days, int rounds) {
  for (const std::size_t batch : {std::size_t{1}, std::size_t{100}}) {
    const std::string each = batch == 1 ? "one by one" : "in batches of 100";
    print_rate("nothing kept, " + each, run_plants(Keeps::kNothing, batch, days));
    print_rate("synchronous NORMAL, " + each, run_plants(Keeps::kFile, batch, days));
    print_rate("synchronous FULL, " + each, run_plants(Keeps::kFileThroughPowerCuts, batch, days));
  }
  print_ratio("durable outbox against none",
              measure_ratio([&] { return run_plants(Keeps::kFile, 1, days).messages; },
                            [&] { return run_plants(Keeps::kNothing, 1, days).messages; }, rounds));
}

void floor_to_books(benchmark::State& state, Keeps keeps) {
  std::uint64_t messages = 0;
  for (auto _ : state) messages += run_plants(keeps, 1, 1).messages;
  state.SetItemsProcessed(static_cast<std::int64_t>(messages));
}
BENCHMARK_CAPTURE(floor_to_books, nothing_kept, Keeps::kNothing)->UseRealTime();
BENCHMARK_CAPTURE(floor_to_books, normal, Keeps::kFile)->UseRealTime();
BENCHMARK_CAPTURE(floor_to_books, full, Keeps::kFileThroughPowerCuts)->UseRealTime();

int run_benchmarks(int argc, char** argv) {
  const bool ratio = argc > 1 && std::string(argv[1]) == "--ratio";
  if (ratio) {
    print_rates(/*days=*/7, /*rounds=*/5);
    return EXIT_SUCCESS;
  }
  print_rates(/*days=*/1, /*rounds=*/1);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace planttwin::performance

// --ratio prints rates and a ratio of a simulated week; otherwise an ordinary benchmark program.
int main(int argc, char** argv) { return planttwin::performance::run_benchmarks(argc, argv); }
