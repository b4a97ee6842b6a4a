#include <gtest/gtest.h>

#include "tests/support/simulation.h"

namespace planttwin::testing {
namespace {

// Two machines fail at minute 10, and one fitter mends each in 5 minutes: waits of 0 and 5.
TEST(RepairCrews, CountRequestsThatNeedNotWait) {
  const Simulation simulation(R"({
    "id": "SHOP", "unit": "pcs",
    "materials": [ { "id": "PART" } ],
    "labor": [ { "id": "FITTERS", "size": 1 } ],
    "work_centers": [ { "id": "M", "machines": 2, "failures": [
      { "id": "F", "clock": "calendar", "time_to_failure": "10 min", "repair": "5 min",
        "crew": { "pool": "FITTERS" } } ] } ],
    "routings": [ { "id": "PART", "operations": [
      { "id": 10, "work_center": "M", "time": "1 min", "per": "lot" } ] } ]
  })",
                              R"({ "start": "2025-01-06T06:00Z", "horizon": "21 min" })");
  const auto run = simulation.finish();
  const Measured measured{simulation, run};
  const auto& fitters = measured.statistics().labor[simulation.pool("FITTERS").index()];
  EXPECT_EQ(fitters.requests, 2);
  EXPECT_EQ(fitters.wait.tally.count(), 2);
  EXPECT_DOUBLE_EQ(fitters.wait.tally.mean() / 60e6, 2.5);
}

}  // namespace
}  // namespace planttwin::testing
