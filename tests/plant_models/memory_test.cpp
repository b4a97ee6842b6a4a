// What a run keeps in memory does not grow with the time that it simulates.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

#include "tests/support/simulation.h"

namespace planttwin::testing {
namespace {

// Parts with a component from stock, rework and failures, for ever. Far more is ordered than one
// lead time needs: a plant that now and then runs out has peaks that rise with the horizon.
constexpr const char* kPlant = R"({"id": "P", "unit": "pcs",
  "materials": [{"id": "PART"}, {"id": "SEAL", "control": "lot", "shelf_life": "30 d"}],
  "locations": [{"id": "STORE"}],
  "suppliers": [{"id": "ACME", "lead_time": {"uniform": {"min": "2 h", "max": "6 h"}}}],
  "replenishments": [{"id": "R", "kind": "reorder_point", "material": "SEAL", "location": "STORE",
                      "supplier": "ACME", "reorder_point": "200 pcs", "order_quantity": "50 pcs"}],
  "boms": [{"id": "PART", "material": "PART", "items": [{"component": "SEAL", "quantity": "1 pcs"}]}],
  "work_centers": [{"id": "A", "supply": "STORE", "machines": 2, "failures": [{"id": "JAM",
      "clock": "operating", "time_to_failure": {"exponential": {"mean": "10 h"}},
      "repair": {"exponential": {"mean": "20 min"}}}]}, {"id": "B"}],
  "routings": [{"id": "PART", "material": "PART", "operations": [
    {"id": 10, "work_center": "A", "time": {"exponential": {"mean": "9 min"}}, "per": "lot"},
    {"id": 20, "work_center": "B", "time": {"exponential": {"mean": "5 min"}}, "per": "lot",
     "yield": 0.97, "rework": {"probability": 0.1, "to": 10}}]}]})";

std::string input(const std::string& horizon) {
  return R"({"start": "2025-01-01T00:00:00Z", "horizon": ")" + horizon + R"(", "sources": [
    {"id": "S", "kind": "interarrival", "product": "PART", "quantity": "2 pcs",
     "interarrival": {"exponential": {"mean": "10 min"}}}]})";
}

// Sanitizers make a run about ten times slower.
#ifdef NDEBUG
constexpr std::int64_t kDays = 2000;
#else
constexpr std::int64_t kDays = 200;
#endif

TEST(Memory, OfARunDoesNotGrowWithItsHorizon) {
  const Simulation simulation(kPlant, input(std::to_string(kDays) + " d"));
  plant::PlantRun run = simulation.start(7);
  run.run(sim::Time::from_start(sim::Duration::days(kDays / 10)));
  const std::size_t early = run.save("").size();
  const std::size_t slots = run.state().lots.size();
  run.run();
  ASSERT_GT(run.state().statistics.products[0].lots_completed, kDays * 100);
  // Ten times as many lots: the peak of the work in process may rise a little, nothing else.
  EXPECT_LT(run.state().lots.size(), slots * 3);
  EXPECT_LT(run.save("").size(), early * 2);
}

// The most lots that were in process at once.
struct PeakOfLots : plant::EventSink {
  std::int64_t peak = 0;

  void on_event(const plant::PlantEvent&, const plant::RunState& run) override {
    peak = std::max(peak, run.lots_in_process);
  }
};

TEST(Memory, OfLotsIsThatOfThePeakOfWorkInProcess) {
  const Simulation simulation(kPlant, input("100 d"));
  plant::PlantRun run = simulation.start(7);
  PeakOfLots lots;
  run.add_sink(lots);
  run.run();
  ASSERT_GT(run.state().statistics.products[0].lots_completed, 10'000);
  // One more may be needed while a part is split off before what it leaves behind has ended.
  EXPECT_GE(static_cast<std::int64_t>(run.state().lots.size()), lots.peak);
  EXPECT_LE(static_cast<std::int64_t>(run.state().lots.size()), lots.peak + 1);
}

}  // namespace
}  // namespace planttwin::testing
