#include <gtest/gtest.h>

#include "tests/support/simulation.h"

namespace planttwin::testing {
namespace {

// A ten-hour job that begins with the early shift and, by the option, is finished in overtime by
// the one operator it needs.
constexpr const char* kPlant = R"({
  "id": "OVERTIME", "unit": "pcs",
  "options": { "shift_end": "finish" },
  "shifts": [ { "id": "EARLY", "patterns": [
    { "days": ["mon", "tue", "wed"], "from": "06:00", "to": "14:00" } ] } ],
  "materials": [ { "id": "PART" } ],
  "labor": [ { "id": "OPERATOR", "size": 1, "shift": "EARLY" } ],
  "work_centers": [ { "id": "PRESS", "shift": "EARLY" } ],
  "routings": [ { "id": "PART", "operations": [
    { "id": 10, "work_center": "PRESS", "time": "10 h", "per": "lot",
      "labor": [ { "skill": "OPERATOR" } ] } ] } ]
})";

std::string input(const std::string& disruptions) {
  return R"({ "start": "2025-01-06T06:00Z", "horizon": "48 h",
    "orders": [ { "id": "O", "product": "PART", "quantity": "1 pcs", "release": "0 min" } ],
    "disruptions": [)" +
         disruptions + "] }";
}

double hours(const Measured& measured, plant::MachineStateCode state) {
  return measured.state("PRESS/1", state) * 48;
}

TEST(Overtime, FinishesTheOperationInProgress) {
  const Simulation simulation(kPlant, input(""));
  const auto run = simulation.finish();
  const Measured measured{simulation, run};
  EXPECT_DOUBLE_EQ(measured.cycle_mean_s("PART"), 10 * 3600);
  EXPECT_NEAR(hours(measured, plant::MachineStateCode::kOffShift), 14 + 16, 1e-9);
}

// Stopped from 13:00 to 15:00, the press finds its operator gone: three hours are left for the
// next day, and until then it is off shift rather than waiting for labor.
TEST(Overtime, EndsWhenTheOperatorHasLeftDuringAStop) {
  const Simulation simulation(kPlant, input(R"({ "id": "D", "kind": "machine_down",
    "machine": "PRESS/1", "at": "7 h", "duration": "2 h" })"));
  const auto run = simulation.finish();
  const Measured measured{simulation, run};
  EXPECT_DOUBLE_EQ(measured.cycle_mean_s("PART"), (24 + 3) * 3600);
  EXPECT_NEAR(hours(measured, plant::MachineStateCode::kProcessing), 10, 1e-9);
  EXPECT_NEAR(hours(measured, plant::MachineStateCode::kHeld), 2, 1e-9);
  EXPECT_NEAR(hours(measured, plant::MachineStateCode::kWaitingLabor), 0, 1e-9);
  EXPECT_NEAR(hours(measured, plant::MachineStateCode::kOffShift), 15 + 16, 1e-9);
}

}  // namespace
}  // namespace planttwin::testing
