// Gates of a plant at which work waits for the ERP's validation, over a landscape.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenarios/landscape_run.h"

namespace planttwin::testing {
namespace {

using ::testing::HasSubstr;

class Gates : public LandscapeRun {
 protected:
  static std::string with_gates(const std::string& gates) {
    return kOrders + R"(, "erp": {"gates": [)" + gates + "]}, ";
  }
  double gate(const std::string& member) const { return number("/integration/gates/" + member); }
  double saw(const std::string& state) const {
    return number("/machines/SAW~11/states/" + state) * 2 * 86'400;  // seconds of two days
  }
};

// Nothing is asked while the saw works, so it stands still for the first lot only: the ERP books
// the order's release (1 s) and answers (1 s), and three messages of at most 900 bytes with 20 ms
// of latency are on the way.
TEST_F(Gates, LetAMachineWaitForTheSystem) {
  const ProgramOutcome outcome =
      run(with_gates(R"({"at": "start", "work_centers": ["SAW"]})") + landscape("", "1 s"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(gate("start/asked"), 4);
  EXPECT_EQ(gate("start/confirmed"), 4);
  EXPECT_GT(saw("waiting_system"), 2.04);
  EXPECT_LT(saw("waiting_system"), 2.04 + 3 * 900 * 8 / 1e6 + 0.05);
  EXPECT_NEAR(saw("processing"), 4 * 600, 1e-6);
  EXPECT_EQ(value("/reconciliation/findings"), "0");
}

// The network is away for the first hour. Every lot goes on by paper after ten seconds, and what
// happened is booked afterwards.
TEST_F(Gates, OfPaperKeepTheFloorAtWorkWithoutANetwork) {
  const std::string gates =
      with_gates(R"({"at": "start", "answer_within": "10 s", "without_answer": "paper"})");
  const ProgramOutcome outcome =
      run(gates + landscape(R"(, "outages": [{"at": "0 s", "duration": "1 h"}])"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(gate("start/by_paper"), 4);
  EXPECT_EQ(gate("start/confirmed"), 0);
  EXPECT_NEAR(gate("start/wait_s/max"), 10, 1e-9);
  EXPECT_NEAR(saw("waiting_system"), 10, 1e-6);
  EXPECT_EQ(value("/reconciliation/findings"), "0");
}

// Without a policy for it nothing is made before the network is back and the gate asks again.
TEST_F(Gates, ThatWaitStopTheFloorWithTheNetwork) {
  const std::string gates = with_gates(R"({"at": "issue", "answer_within": "7 min"})");
  const ProgramOutcome outcome =
      run(gates + landscape(R"(, "outages": [{"at": "0 s", "duration": "1 h"}])"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(gate("issue/confirmed"), 4);
  EXPECT_NEAR(gate("issue/wait_s/max"), 63 * 60, 1);
  EXPECT_NEAR(saw("waiting_system"), 63 * 60, 1);
}

// The ERP has not heard of the order yet: the question overtakes the report of its release, which
// a network of 400 ms to the ERP loses half of the time.
TEST_F(Gates, AreRefusedWhatTheErpDoesNotKnow) {
  folder_.write("erp.json", "{}");
  const std::string gates = with_gates(R"({"at": "start", "ask_again": "1 min"})");
  const std::string lossy = R"("landscape": {"loss": 0.6, "hosts": [{"id": "edge"}, {"id": "erp"}],
    "links": [{"id": "wan", "between": ["edge", "erp"], "latency": "400 ms",
               "bandwidth": "1 Mbit/s"}]})";
  double refused = 0;
  for (const char* seed : {"1", "2", "3", "4", "5", "6"}) {
    const ProgramOutcome outcome = run(gates + lossy, {"--seed", seed, "--out", "o"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
    EXPECT_EQ(value("/integration/gates/start/confirmed", "o"), "4");
    refused += std::stod(value("/integration/gates/start/refused", "o"));
  }
  EXPECT_GT(refused, 0);
}

TEST_F(Gates, HoldOrdersOfTheErpBeforeTheirReleaseAndLotsBeforeStock) {
  std::string planning = kPlanning;
  planning.insert(planning.find("\"planning\""),
                  R"("gates": [{"at": "release"}, {"at": "completion"}], )");
  const ProgramOutcome outcome = run(planning + ", " + landscape());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(value("/integration/gates/release/confirmed"), value("/orders/released"));
  EXPECT_EQ(gate("completion/confirmed"), 7);  // five and seven plates in lots of two
  EXPECT_EQ(value("/integration/delivered"), "2");
}

TEST_F(Gates, ThatAreNoneAreRefusedWithEveryMistake) {
  const ProgramOutcome outcome =
      run(with_gates(
              R"({"at": "stop"}, {"at": "start", "work_centers": ["SAWS"], "answer_within": "0 s"},
             {"at": "release", "work_centers": ["SAW"], "without_answer": "go"},
             {"at": "start"}, {"at": "start", "asked": "twice"})") +
          landscape());
  EXPECT_EQ(outcome.exit_code, 2);
  for (const char* text :
       {"/erp/gates/0/at", "/erp/gates/1/work_centers/0", "/erp/gates/1/answer_within",
        "/erp/gates/2/work_centers: only starts and issues are at work centers",
        "/erp/gates/2/without_answer", "/erp/gates/4/at: a gate is there already",
        "/erp/gates/4/asked"}) {
    EXPECT_THAT(outcome.standard_error, HasSubstr(text));
  }
}

}  // namespace
}  // namespace planttwin::testing
