// A machine is out of order: what the ERP hears of it, and what the plant hears from the ERP.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/database.h"
#include "tests/scenarios/landscape_run.h"

namespace planttwin::testing {
namespace {

using ::testing::HasSubstr;

class MachineDown : public LandscapeRun {
 protected:
  // The saw breaks down at the second hour; what is made of SO-1 is then under way.
  ProgramOutcome down(const std::string& revise, const std::string& duration,
                      const std::string& more_of_link = "") {
    std::string planning = kPlanning;
    const std::string every = R"("every": "6 h", )";
    planning.insert(planning.find(every), revise);
    return run(planning + R"(, "disruptions": [{"id": "BLADE", "kind": "machine_down",
        "machine": "SAW/1", "at": "2 h", "duration": ")" +
               duration + "\"}], " + landscape(more_of_link));
  }
  double integration(const std::string& member) const { return number("/integration/" + member); }
};

const std::string kRevise = R"("revise_after": "1 h", )";

// Told of at the breakdown and at its end; each says what the dates are by then.
TEST_F(MachineDown, MovesTheDatesOfWhatItDelays) {
  const ProgramOutcome outcome = down(kRevise, "20 h");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_GT(integration("changes/told"), 0);
  EXPECT_EQ(integration("changes/told"),
            integration("changes/confirmed") + integration("changes/rejected"));
  EXPECT_GT(integration("promises_revised"), 0);
  EXPECT_EQ(integration("promises_kept"), 2);
  EXPECT_LT(integration("on_time"), 2);
  EXPECT_EQ(value("/reconciliation/findings"), "0");
  sim::Database log(folder_.file("runs/cut/1/messages.sqlite"), sim::Database::Mode::kReadOnly);
  const auto count = [&](const std::string& type) {
    sim::Statement statement(log, "SELECT count(*) FROM message WHERE type = '" + type + "'");
    statement.step();
    return statement.integer(0);
  };
  EXPECT_EQ(count("DowntimeStarted"), 1);
  EXPECT_EQ(count("DowntimeEnded"), 1);
  EXPECT_EQ(count("CapacityChanged"), 2);
}

TEST_F(MachineDown, ForAShortWhileIsNotTold) {
  const ProgramOutcome outcome = down(kRevise, "1 h");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(integration("changes/told"), 0);
  EXPECT_EQ(integration("promises_revised"), 0);
}

TEST_F(MachineDown, ThatNobodyIsToldOfLeavesPromisesAsTheyWere) {
  const ProgramOutcome outcome = down("", "20 h");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(integration("changes/told"), 0);
  EXPECT_LT(integration("promises_kept"), 2);
}

// Nobody hears of it before the network is back, eight hours later.
TEST_F(MachineDown, IsHeardOfWhenTheNetworkIsBack) {
  const ProgramOutcome outcome =
      down(kRevise, "20 h", R"(, "outages": [{"at": "90 min", "duration": "8 h"}])");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_GT(integration("changes/told"), 0);
  EXPECT_GT(integration("to_erp/latency_s/max"), 7 * 3600);
}

}  // namespace
}  // namespace planttwin::testing
