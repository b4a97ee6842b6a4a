#include <gtest/gtest.h>

#include "tests/support/simulation.h"

namespace planttwin::testing {
namespace {

// Two machines in series without places between them. The second is slower, so the first is
// blocked: a place at the front is free only once per cycle of the second.
constexpr const char* kBlockedLine = R"({
  "id": "LINE", "unit": "pcs",
  "materials": [ { "id": "PART" } ],
  "work_centers": [
    { "id": "FAST", "queue_capacity": 1 },
    { "id": "SLOW", "queue_capacity": 0 }
  ],
  "routings": [ { "id": "PART", "operations": [
    { "id": 10, "work_center": "FAST", "time": "1 min", "per": "lot" },
    { "id": 20, "work_center": "SLOW", "time": "2 min", "per": "lot" }
  ] } ]
})";

std::int64_t released(const Measured& measured, const Simulation& simulation) {
  return measured.statistics().products[simulation.material("PART").index()].released;
}

// In the line: one piece on each machine and one in the queue. Outside: the one that is offered.
TEST(SaturatedSources, KeepOneLotWaitingOutsideHoweverManyOperationsFollow) {
  const Simulation simulation(kBlockedLine, R"({
    "start": "2025-01-06T06:00Z", "horizon": "10 h",
    "sources": [ { "id": "S", "kind": "saturated", "product": "PART", "quantity": "1 pcs" } ]
  })");
  const auto run = simulation.finish();
  const Measured measured{simulation, run};
  // SLOW begins at minute 1 and completes at 3, 5, ..., 599: the horizon of 600 min is half-open.
  EXPECT_EQ(measured.completed("PART"), 299);
  EXPECT_EQ(released(measured, simulation), 299 + 4);
}

// An order of three lots: the next one comes when all three are in.
TEST(SaturatedSources, OrderAgainWhenTheLastLotOfAnOrderIsAdmitted) {
  const Simulation simulation(kBlockedLine, R"({
    "start": "2025-01-06T06:00Z", "horizon": "10 h",
    "sources": [ { "id": "S", "kind": "saturated", "product": "PART", "quantity": "3 pcs",
                   "lot_size": "1 pcs" } ]
  })");
  const auto run = simulation.finish();
  const Measured measured{simulation, run};
  EXPECT_EQ(measured.completed("PART"), 299);
  // Completed 299 and three in the line make 302: the 101st order is in part outside.
  EXPECT_EQ(released(measured, simulation), 303);
}

}  // namespace
}  // namespace planttwin::testing
