#include <gtest/gtest.h>

#include "tests/support/simulation.h"

namespace planttwin::testing {
namespace {

// Ten pieces, each defective for certain; the first check sends them to rework, which repairs
// them, and the second check finds nothing. `scope` and `probability` vary.
Simulation checked(const std::string& scope, const std::string& probability) {
  return Simulation(R"({
    "id": "CHECK", "unit": "pcs",
    "materials": [ { "id": "PART" } ],
    "defect_causes": [ { "id": "SCRATCH" } ],
    "work_centers": [ { "id": "MILL" }, { "id": "BENCH" } ],
    "routings": [ { "id": "PART", "operations": [
      { "id": 10, "work_center": "MILL", "time": "1 min", "per": "unit",
        "defects": [ { "cause": "SCRATCH", "probability": )" +
                        probability + R"( } ],
        "inspection": { )" +
                        scope + R"(, "on_defect": "rework", "rework_to": 20 }, "next": "end" },
      { "id": 20, "work_center": "BENCH", "time": "1 min", "per": "unit", "next": "end",
        "inspection": { "scope": "every_unit", "on_defect": "scrap" } }
    ] } ]
  })",
                    R"({ "start": "2025-01-06T06:00Z", "until": "done",
    "orders": [ { "id": "O", "product": "PART", "quantity": "10 pcs", "release": "0 min" } ]
  })");
}

const plant::ProductStatistics& part(const Simulation& simulation, const plant::PlantRun& run) {
  return run.state().statistics.products[simulation.material("PART").index()];
}

TEST(FirstPassYield, CountsEveryUnitThatPassesItsFirstInspection) {
  const Simulation simulation = checked(R"("scope": "every_unit")", "0");
  const auto run = simulation.finish();
  EXPECT_EQ(part(simulation, run).inspected_first, 10);
  EXPECT_EQ(part(simulation, run).passed_first, 10);
}

TEST(FirstPassYield, LeavesOutInspectionsAfterRework) {
  const Simulation simulation = checked(R"("scope": "every_unit")", "1");
  const auto run = simulation.finish();
  EXPECT_EQ(part(simulation, run).inspected_first, 10);
  EXPECT_EQ(part(simulation, run).passed_first, 0);
  EXPECT_EQ(Measured({simulation, run}).completed("PART"), 10);
}

TEST(FirstPassYield, CountsTheUnitsOfARejectedSampleAsFailed) {
  const Simulation simulation =
      checked(R"("scope": "sample", "sample_size": 4, "acceptance_number": 0)", "1");
  const auto run = simulation.finish();
  EXPECT_EQ(part(simulation, run).inspected_first, 4);
  EXPECT_EQ(part(simulation, run).passed_first, 0);
}

}  // namespace
}  // namespace planttwin::testing
