#include <gtest/gtest.h>

#include "tests/support/simulation.h"

namespace planttwin::testing {
namespace {

// A fast machine that claims a place before it starts, and a slow one behind a single place.
constexpr const char* kClaimingLine = R"({
  "id": "LINE", "unit": "pcs",
  "materials": [ { "id": "PART" } ],
  "options": { "blocking": "before_service" },
  "work_centers": [
    { "id": "FAST", "queue_capacity": 1 },
    { "id": "SLOW", "queue_capacity": 1 }
  ],
  "routings": [ { "id": "PART", "operations": [
    { "id": 10, "work_center": "FAST", "time": "1 min", "per": "lot" },
    { "id": 20, "work_center": "SLOW", "time": "4 min", "per": "lot" }
  ] } ]
})";

// FAST makes parts in minutes 0 and 1. The second waits until SLOW takes it at minute 5, when FAST
// may begin again, and so on every four minutes: FAST works a quarter of the time and never holds
// a finished part.
TEST(PlaceClaims, AreMadeAgainWhenAPlaceBecomesFree) {
  const Simulation simulation(kClaimingLine, R"({
    "start": "2025-01-06T06:00Z", "warm_up": "5 min", "horizon": "405 min",
    "sources": [ { "id": "S", "kind": "saturated", "product": "PART", "quantity": "1 pcs" } ]
  })");
  const auto run = simulation.finish();
  const Measured measured{simulation, run};
  EXPECT_EQ(measured.completed("PART"), 99);  // at minutes 9, 13, ..., 401
  EXPECT_DOUBLE_EQ(measured.state("FAST/1", plant::MachineStateCode::kProcessing), 0.25);
  EXPECT_DOUBLE_EQ(measured.state("FAST/1", plant::MachineStateCode::kBlocked), 0.75);
  EXPECT_DOUBLE_EQ(measured.state("SLOW/1", plant::MachineStateCode::kProcessing), 1);
  EXPECT_DOUBLE_EQ(measured.queue_mean("SLOW"), 0.75);
}

}  // namespace
}  // namespace planttwin::testing
