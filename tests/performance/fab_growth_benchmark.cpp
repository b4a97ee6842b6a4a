// What an event costs as a fab grows: tools of every family, lots and release rate grow by the same
// factor, the routes stay. The fab re-enters twenty families of machines, with batches, setups
// under minimum runs, cascades, breakdowns, maintenance, dedication, sampling, hot lots and a
// critical ratio, at nine tenths of its capacity.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "plant_models/model/plant.h"
#include "plant_models/run/plant_run.h"
#include "tests/performance/ratio.h"
#include "tests/support/simulation.h"

namespace planttwin::performance {
namespace {

using sim::Duration;

constexpr int kFamilies = 20;
constexpr int kSteps = 80;  // each family is visited four times
constexpr int kLotsPerBatch = 4;
constexpr double kReleaseMinutes = 20;  // between lots, at scale 1
constexpr double kBusy = 0.85;

// Families by turns: 0 plain with dedication, 1 furnaces, 2 setups, 3 cascades, 4 critical ratio.
int kind_of(int family) { return family % 5; }
int family_of(int step) { return step * 7 % kFamilies; }
int tools_of(int family) { return 2 + family % 4; }

// So that all visits of all lots take the tools for kBusy of the time.
double minutes_of(int family) {
  const double visits = static_cast<double>(kSteps) / kFamilies;
  const double share = kind_of(family) == 2 ? kBusy - 0.1 : kBusy;  // setups take a part
  return share * tools_of(family) * kReleaseMinutes / visits;
}

std::string text(double value) { return std::to_string(value); }

std::string family_json(int family, int scale) {
  const std::string id = "F" + std::to_string(family);
  std::string json = R"({"id": ")" + id + R"(", "machines": )" +
                     std::to_string(tools_of(family) * scale) +
                     R"(, "failures": [{"id": "STOP", "clock": "calendar",
      "time_to_failure": {"exponential": {"mean": "200 h"}},
      "repair": {"exponential": {"mean": "4 h"}}}],
    "maintenance": [{"id": "PM", "trigger": "calendar", "interval": "14 d",
      "first": {"uniform": {"min": "0 d", "max": "14 d"}}, "duration": "6 h"}])";
  switch (kind_of(family)) {
    case 1:
      json += R"(, "batch": {"limit": "start_at_minimum", "family": "family"})";
      break;
    case 2:
      json += R"(, "dispatch": ["minimum_run", "setup", "priority", "fifo"], "setup": {"changes": [
        {"to": "RED", "time": "10 min"}, {"to": "BLUE", "time": "10 min"},
        {"to": "GREEN", "time": "10 min"}], "minimum_run": 3})";
      break;
    case 3:
      json += R"(, "options": {"loading": "beside_machine"})";
      break;
    case 4:
      json += R"(, "dispatch": ["priority", "critical_ratio"])";
      break;
    default:
      break;
  }
  return json + "}";
}

std::string step_json(int step) {
  static const std::vector<std::string> kSetups = {"RED", "BLUE", "GREEN"};
  const int family = family_of(step);
  const double minutes = minutes_of(family);
  const auto time = [](double mean) {
    return R"({"uniform": {"min": ")" + text(0.9 * mean) + R"( min", "max": ")" + text(1.1 * mean) +
           R"( min"}})";
  };
  std::string json = R"({"id": )" + std::to_string(step + 1) + R"(, "work_center": "F)" +
                     std::to_string(family) + R"(", "transport": "5 min")";
  switch (kind_of(family)) {
    case 1:
      return json + R"(, "time": )" + time(kLotsPerBatch * minutes) +
             R"(, "per": "batch", "batch": {"minimum": "75 pcs", "maximum": "100 pcs"},
               "batch_family": "B)" +
             std::to_string(step % 2) + "\"}";
    case 2:
      return json + R"(, "time": )" + time(minutes) + R"(, "per": "lot", "setup_family": ")" +
             kSetups[static_cast<std::size_t>(step) % 3] + "\"}";
    case 3:
      return json + R"(, "time": )" + time(minutes) +
             R"(, "per": "lot", "load": "1 min", "unload": "1 min",
               "cascade": {"per": "batch", "interval": ")" +
             text(0.8 * minutes) + R"( min"}, "sampling": 0.9})";
    default: {
      const bool dedicated = kind_of(family) == 0 && step >= kFamilies;
      return json + R"(, "time": )" + time(minutes) + R"(, "per": "lot")" +
             (dedicated ? R"(, "same_machine_as": )" + std::to_string(step + 1 - kFamilies) : "") +
             "}";
    }
  }
}

std::string plant_json(int scale) {
  std::string centers;
  for (int family = 0; family < kFamilies; ++family) {
    centers += (family > 0 ? ", " : "") + family_json(family, scale);
  }
  std::string steps;
  for (int step = 0; step < kSteps; ++step) steps += (step > 0 ? ", " : "") + step_json(step);
  return R"({"id": "GROWING", "unit": "pcs", "options": {"dispatch": ["priority", "fifo"]},
    "materials": [{"id": "WAFER"}], "work_centers": [)" +
         centers + R"(], "routings": [{"id": "WAFER", "operations": [)" + steps + "]}]}";
}

std::string input_json(int scale) {
  const auto source = [&](const std::string& id, double minutes, int priority) {
    return R"({"id": ")" + id + R"(", "product": "WAFER", "quantity": "25 pcs", "due": "12 d",
      "priority": )" +
           std::to_string(priority) + R"(, "interarrival": {"exponential": {"mean": ")" +
           text(minutes / scale) + R"( min"}}})";
  };
  return R"({"start": "2025-01-01T00:00Z", "horizon": "3650 d", "sources": [)" +
         source("LOTS", kReleaseMinutes / 0.95, 1) + ", " +
         source("HOT", kReleaseMinutes / 0.05, 2) + "]}";
}

// A fab of some scale in its steady state.
class Fab {
 public:
  explicit Fab(int scale) : scale_(scale), simulation_(plant_json(scale), input_json(scale)) {
    run_.run(run_.now() + Duration::seconds(40 * 86400));
  }

  // Simulates so long that fabs of all scales make about as many events.
  std::uint64_t run(double days) {
    const auto before = static_cast<std::uint64_t>(run_.state().statistics.events);
    run_.run(run_.now() + Duration::seconds(static_cast<std::int64_t>(days * 86400 / scale_)));
    return static_cast<std::uint64_t>(run_.state().statistics.events) - before;
  }

  std::size_t tools() const { return simulation_.plant().machines.size(); }
  double lots() const {
    const testing::Measured measured{simulation_, run_};
    return measured.wip_mean("WAFER");
  }

 private:
  int scale_;
  testing::Simulation simulation_;
  plant::PlantRun run_ = simulation_.start(1);
};

void print_curve(double days, int rounds, const std::vector<int>& scales) {
  std::printf("%8s %8s %8s %10s %16s\n", "scale", "tools", "lots", "ns/event", "times scale 1");
  for (const int scale : scales) {
    Fab smallest(1);
    Fab fab(scale);
    const RateRatio ratio =
        measure_ratio([&] { return smallest.run(days); }, [&] { return fab.run(days); }, rounds);
    std::printf("%8d %8zu %8.0f %10.1f %16.2f\n", scale, fab.tools(), fab.lots(),
                ratio.reference_nanoseconds_per_event, ratio.median);
  }
}

void fab(benchmark::State& state) {
  Fab fab(static_cast<int>(state.range(0)));
  std::uint64_t events = 0;
  for (auto _ : state) events += fab.run(1);
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
BENCHMARK(fab)->Arg(1)->Arg(3);

}  // namespace
}  // namespace planttwin::performance

// --curve [SCALES] prints the cost of an event by scale; otherwise an ordinary benchmark program.
int main(int argc, char** argv) {
  using planttwin::performance::print_curve;
  if (argc > 1 && std::string(argv[1]) == "--curve") {
    std::vector<int> scales;
    for (int i = 2; i < argc; ++i) scales.push_back(std::max(1, std::atoi(argv[i])));
    print_curve(200, 5, scales.empty() ? std::vector<int>{1, 3, 10, 30} : scales);
    return EXIT_SUCCESS;
  }
  print_curve(1, 1, {3});
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  return EXIT_SUCCESS;
}
