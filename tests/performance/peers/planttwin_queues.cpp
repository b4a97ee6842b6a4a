// The queues as a plant of planttwin: lots that go through work centers of one machine each, read
// from JSON as a plant is and run in this process, with all statistics and without the event log.
// Draws are planttwin's own, keyed by what they are for.

#include <string>

#include "plant_models/run/plant_run.h"
#include "tests/performance/peers/queue_run.h"
#include "tests/support/simulation.h"

namespace planttwin::performance {
namespace {

using sim::Duration;
using sim::Time;

std::string seconds(double value) { return '"' + std::to_string(value) + " s\""; }

std::string exponential(double mean) {
  return R"({"exponential": {"mean": )" + seconds(mean) + "}}";
}

std::string plant_of(const QueueRun& run) {
  std::string work_centers;
  std::string operations;
  for (std::uint64_t i = 1; i <= run.stations; ++i) {
    const std::string comma = i > 1 ? ", " : "";
    const std::string id = "STATION-" + std::to_string(i);
    work_centers += comma + R"({"id": ")" + id + R"("})";
    operations += comma + R"({"id": )" + std::to_string(10 * i) + R"(, "work_center": ")" + id +
                  R"(", "per": "lot", "time": )" + exponential(kServiceMean) + "}";
  }
  return R"({"id": "line", "materials": [{"id": "PART", "unit": "pcs"}], "work_centers": [)" +
         work_centers + R"(], "routings": [{"id": "PART", "material": "PART", "operations": [)" +
         operations + "]}]}";
}

// As many customers as come in the time, on average.
double window(std::uint64_t customers) {
  return kInterarrivalMean * static_cast<double>(customers);
}

std::string input_of(const QueueRun& run) {
  return R"({"start": "2025-01-01T00:00:00Z", "horizon": )" +
         seconds(window(run.warm_up + run.customers)) + R"(, "warm_up": )" +
         seconds(window(run.warm_up)) +
         R"(, "sources": [{"id": "ARRIVALS", "kind": "interarrival", "product": "PART",
            "quantity": "1 pcs", "interarrival": )" +
         exponential(kInterarrivalMean) + "}]}";
}

QueueResult simulate(const QueueRun& run) {
  const testing::Simulation simulation(plant_of(run), input_of(run));
  plant::PlantRun plant = simulation.start(run.seed);
  plant.run(Time::from_start(Duration::seconds(static_cast<std::int64_t>(window(run.warm_up)))));
  const Stopwatch stopwatch;
  plant.run();
  const double wall_seconds = stopwatch.seconds();
  const testing::Measured measured{simulation, plant};
  return {static_cast<std::uint64_t>(measured.completed("PART")), wall_seconds,
          measured.cycle_mean_s("PART")};
}

}  // namespace
}  // namespace planttwin::performance

int main(int argc, char** argv) {
  using namespace planttwin::performance;  // NOLINT(google-build-using-namespace)
  print_result(PEER_VERSION, simulate(read_arguments(argc, argv)));
}
