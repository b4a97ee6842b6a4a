// A middleware with defects, taps and deadlines: what `planttwin run` makes of them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/scenarios/landscape_run.h"

namespace planttwin::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MiddlewareRun : public LandscapeRun {};

std::string erp(const std::string& members) { return kOrders + R"(, "erp": {)" + members + "}"; }

const std::string kDrops = R"("middleware": {"defects": [{"id": "drops_message"}]})";

// A landscape with a host between edge and ERP.
std::string with_bus(const std::string& more_of_bus = "") {
  return R"(, "landscape": {"hosts": [{"id": "edge"}, {"id": "bus")" + more_of_bus +
         R"(}, {"id": "erp"}], "links": [
      {"id": "lan", "between": ["edge", "bus"], "latency": "1 ms", "bandwidth": "1 Gbit/s"},
      {"id": "wan", "between": ["bus", "erp"], "latency": "20 ms", "bandwidth": "1 Mbit/s"}]})";
}

TEST_F(MiddlewareRun, IsBlamedAloneWhereTapsEncloseIt) {
  for (const std::string& network : {std::string(), with_bus()}) {
    ASSERT_EQ(run(erp(kDrops + R"(, "taps": "all")") + network).exit_code, 0);
    EXPECT_EQ(value("/reconciliation/by_class/missing"), "13");
    EXPECT_EQ(value("/reconciliation/against_stack"), "13");
    EXPECT_EQ(value("/reconciliation/residual"), "0");
    EXPECT_EQ(value("/reconciliation/faults/drops_message/struck"), "13");
    EXPECT_EQ(value("/reconciliation/faults/drops_message/healed"), "0");
    const std::string list = text("runs/cut/1/reconciliation.json");
    EXPECT_THAT(list, HasSubstr(R"("last_right": "middleware_in")"));
    EXPECT_THAT(list, HasSubstr(R"("first_wrong": "middleware_out")"));
    EXPECT_THAT(list, HasSubstr(R"("fault": "drops_message")"));
    EXPECT_THAT(list, Not(HasSubstr(R"("last_right": "bridge")")));
  }
}

TEST_F(MiddlewareRun, IsOneOfSeveralWithoutTapsAndTheFindingNamesTheTapThatIsMissing) {
  ASSERT_EQ(run(erp(kDrops)).exit_code, 0);
  const std::string blind = text("runs/cut/1/reconciliation.json");
  EXPECT_THAT(blind, HasSubstr(R"("last_right": "bridge")"));
  EXPECT_THAT(blind, HasSubstr(R"("first_wrong": "record")"));
  EXPECT_THAT(blind, HasSubstr(R"("would_narrow": "middleware_out")"));
  EXPECT_THAT(blind, HasSubstr("a tap at middleware_out would narrow it"));
  ASSERT_EQ(run(erp(kDrops + R"(, "taps": ["middleware_out"])")).exit_code, 0);
  const std::string half = text("runs/cut/1/reconciliation.json");
  EXPECT_THAT(half, HasSubstr(R"("first_wrong": "middleware_out")"));
  EXPECT_THAT(half, HasSubstr(R"("would_narrow": "middleware_in")"));
}

TEST_F(MiddlewareRun, ThatIsHealthyGivesNoFindingWithTapsEither) {
  ASSERT_EQ(run(erp(R"("middleware": {}, "taps": "all")") + with_bus()).exit_code, 0);
  EXPECT_EQ(value("/reconciliation/findings"), "0");
  EXPECT_EQ(value("/reconciliation/matched"), "14");
}

TEST_F(MiddlewareRun, LosesAtAnOutageWhatItHadOnlyInMemory) {
  const std::string forgets =
      R"("middleware": {"host": "bus", "defects": [{"id": "acknowledges_before_storing"}]}, "taps": "all")";
  ASSERT_EQ(run(erp(forgets) + with_bus()).exit_code, 0);
  EXPECT_EQ(value("/reconciliation/findings"), "0");
  const std::string outage = R"(, "outages": [{"at": "25 min", "duration": "1 min"}])";
  ASSERT_EQ(run(erp(forgets) + with_bus(outage)).exit_code, 0);
  EXPECT_NE(value("/reconciliation/by_class/missing"), "0");
  EXPECT_EQ(value("/reconciliation/residual"), "0");
  EXPECT_THAT(text("runs/cut/1/reconciliation.json"), Not(HasSubstr(R"("first_wrong": "record")")));
}

TEST_F(MiddlewareRun, ThatThereIsNotIsRefusedWithTheNearestName) {
  const ProgramOutcome outcome = run(
      erp(
          R"("middleware": {"host": "buss", "defects": [{"id": "drops_mesage"}]}, "taps": ["record_inn"],
         "deadlines": {"postigs": "1 h"})") +
      with_bus());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("nearest: \"bus\""));
  EXPECT_THAT(outcome.standard_error, HasSubstr("nearest: \"drops_message\""));
  EXPECT_THAT(outcome.standard_error, HasSubstr("nearest: \"record_in\""));
  EXPECT_THAT(outcome.standard_error, HasSubstr("postigs"));
  EXPECT_THAT(run(erp(kDrops) + ", " + landscape()).standard_error,
              HasSubstr("no host lies between"));
  EXPECT_THAT(run(erp(R"("taps": ["middleware_in"])")).standard_error,
              HasSubstr("no middleware to tap"));
}

// Two hours without a network hold postings back that nobody has taken yet.
TEST_F(MiddlewareRun, AnOutageMakesNothingLateUnlessADeadlineSaysSo) {
  const std::string outage = landscape(R"(, "outages": [{"at": "5 min", "duration": "2 h"}])");
  ASSERT_EQ(run(erp(R"("taps": "all")") + ", " + outage).exit_code, 0);
  EXPECT_EQ(value("/reconciliation/findings"), "0");
  ASSERT_EQ(
      run(erp(R"("taps": "all", "deadlines": {"postings": "3 h", "OperationCompleted": "30 min"})") +
          ", " + outage)
          .exit_code,
      0);
  EXPECT_EQ(value("/reconciliation/by_class/late"), "4");
  EXPECT_EQ(value("/reconciliation/against_stack"), "4");
  EXPECT_THAT(text("runs/cut/1/reconciliation.json"), HasSubstr(R"("first_wrong": "record_in")"));
}

TEST_F(MiddlewareRun, BooksOfAnErpThatStallsAreLate) {
  ASSERT_EQ(run(erp(R"("defects": [{"id": "stalls"}], "taps": "all")")).exit_code, 0);
  EXPECT_EQ(value("/reconciliation/by_class/late"), "13");
  EXPECT_EQ(value("/reconciliation/by_class/missing"), "0");
}

TEST_F(MiddlewareRun, OrdersThatTheErpGivesLateAreFound) {
  ASSERT_EQ(run(kPlanning, {"--set", R"(/erp/taps="all")"}).exit_code, 0);
  EXPECT_EQ(value("/reconciliation/findings"), "0");
  ASSERT_EQ(run(kPlanning, {"--set", R"(/erp/defects=[{"id": "releases_late"}])", "--set",
                            R"(/erp/taps="all")"})
                .exit_code,
            0);
  EXPECT_NE(value("/reconciliation/by_class/late"), "0");
  EXPECT_EQ(value("/reconciliation/by_class/late"), value("/reconciliation/against_stack"));
  EXPECT_EQ(value("/reconciliation/faults/releases_late/surfaced"),
            value("/reconciliation/by_class/late"));
  EXPECT_THAT(text("runs/cut/1/reconciliation.json"), HasSubstr(R"("last_right": "record")"));
}

}  // namespace
}  // namespace planttwin::testing
