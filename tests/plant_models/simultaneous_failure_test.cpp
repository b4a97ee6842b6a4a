#include <gtest/gtest.h>

#include "tests/support/simulation.h"

namespace planttwin::testing {
namespace {

// FIRST completes at minutes 2, 4, 6, ...; SECOND, without places before it, fails at minute 6 as
// a part would come, and is down until 11.
constexpr const char* kLine = R"({
  "id": "LINE", "unit": "pcs",
  "materials": [ { "id": "PART" } ],
  "work_centers": [
    { "id": "FIRST", "queue_capacity": 1 },
    { "id": "SECOND", "queue_capacity": 0, "failures": [
      { "id": "F", "clock": "calendar", "time_to_failure": "6 min", "repair": "5 min" } ] }
  ],
  "routings": [ { "id": "PART", "operations": [
    { "id": 10, "work_center": "FIRST", "time": "2 min", "per": "lot" },
    { "id": 20, "work_center": "SECOND", "time": "15 s", "per": "lot" }
  ] } ]
})";

// The third part stays on FIRST, which begins its fourth at minute 11 and not at minute 6.
TEST(AMachineThatFails, TakesNoPartThatIsCompletedInTheSameInstant) {
  const Simulation simulation(kLine, R"({
    "start": "2025-01-06T06:00Z", "horizon": "12 min",
    "sources": [ { "id": "S", "kind": "saturated", "product": "PART", "quantity": "1 pcs" } ]
  })");
  const auto run = simulation.finish();
  const Measured measured{simulation, run};
  EXPECT_EQ(measured.completed("PART"), 3);
  EXPECT_DOUBLE_EQ(measured.state("FIRST/1", plant::MachineStateCode::kProcessing), 7.0 / 12);
  EXPECT_DOUBLE_EQ(measured.state("FIRST/1", plant::MachineStateCode::kBlocked), 5.0 / 12);
}

}  // namespace
}  // namespace planttwin::testing
