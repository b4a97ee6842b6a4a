// A scenario with a landscape: what `planttwin run` makes of messages that need their time.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenarios/playback/history.h"
#include "sim/database.h"
#include "tests/scenarios/landscape_run.h"

namespace planttwin::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Landscape : public LandscapeRun {};

// 2 x 20 ms of latency belong to a round; a posting is booked after the first half and a
// millisecond of service, plus its bytes over the bandwidth.
TEST_F(Landscape, GivesEveryPostingItsTimeOnTheWay) {
  const ProgramOutcome outcome = run(kOrders + R"(, "erp": {}, )" + landscape());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(value("/reconciliation/findings"), "0");
  EXPECT_EQ(value("/integration/to_erp/messages"), "14");
  EXPECT_GE(number("/integration/to_erp/latency_s/p50"), 0.021);
  EXPECT_LE(number("/integration/to_erp/latency_s/p50"), 0.2);
}

// What the plant does is the same without an ERP, with books at hand, and with a slow network.
TEST_F(Landscape, ChangesNothingInAPlantThatHasItsOrdersItself) {
  for (const std::string& members :
       std::vector{kOrders, kOrders + R"(, "erp": {})",
                   kOrders + R"(, "erp": {}, )" + landscape("", "90 s")}) {
    EXPECT_EQ(run(members).exit_code, 0);
    EXPECT_EQ(value("/products/PLATE/cycle_time_s/mean"), "1500.0");
    EXPECT_EQ(value("/orders/completed"), "1");
  }
}

TEST_F(Landscape, CarriesTheOrdersOfAnErpThatPlans) {
  const ProgramOutcome outcome = run(kPlanning + ", " + landscape());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(value("/reconciliation/findings"), "0");
  EXPECT_EQ(value("/reconciliation/residual"), "0");
  EXPECT_EQ(value("/integration/demand"), "2");
  EXPECT_EQ(value("/integration/delivered"), "2");
  EXPECT_EQ(value("/materials/PLATE/shipped"), "12");
  EXPECT_EQ(value("/products/PLATE/completed"), "12");
}

TEST_F(Landscape, OfNoneCarriesThemAtOnce) {
  const ProgramOutcome outcome = run(kPlanning);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(value("/integration/delivered"), "2");
  EXPECT_EQ(value("/integration/to_erp/latency_s/max"), "0.0");
  EXPECT_EQ(value("/reconciliation/findings"), "0");
}

// Released at the first planning run, an order can't begin before it has arrived: the bytes of an
// order are about a thousand, so at 1 kbit/s it is under way for seconds.
TEST_F(Landscape, LetsNoOrderBeginBeforeItHasArrived) {
  const std::string slow = R"("landscape": {"hosts": [{"id": "edge"}, {"id": "erp"}],
    "links": [{"id": "wan", "between": ["edge", "erp"], "latency": "10 min",
               "bandwidth": "1 Mbit/s"}]})";
  const std::string delivery = R"("erp": {"delivery": {"answer_within": "1 h"}, )";
  const ProgramOutcome outcome = run(delivery + kPlanning.substr(8) + ", " + slow);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_GE(number("/integration/to_plant/latency_s/p50"), 600);
  EXPECT_EQ(value("/integration/delivered"), "2");
}

TEST_F(Landscape, HoldsWhatItCantDeliverUntilAnOutageIsOver) {
  const ProgramOutcome outcome =
      run(kOrders + R"(, "erp": {}, )" +
          landscape(R"(, "outages": [{"at": "5 min", "duration": "2 h"}])"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(value("/reconciliation/findings"), "0");
  EXPECT_EQ(value("/integration/to_erp/open"), "0");
  EXPECT_GE(number("/integration/to_erp/latency_s/max"), 6600);
  EXPECT_EQ(value("/integration/outages"), "1");
  EXPECT_LE(number("/integration/recovery_s"), 120);
}

TEST_F(Landscape, LeavesItsOutagesAsMarksOnTheTimeLine) {
  folder_.write("cut.json",
                scenario(kOrders + R"(, "erp": {}, )" +
                         landscape(R"(, "outages": [{"at": "5 min", "duration": "2 h"}])")));
  EXPECT_EQ(run_program({"run", "cut.json"}, folder_.path()).exit_code, 0);
  const auto history = playback::History::read(folder_.file("runs/cut/1/events.sqlite"));
  ASSERT_EQ(history.markers().size(), 1U);
  const playback::Marker& outage = history.markers().front();
  EXPECT_EQ(outage.kind, playback::Marker::Kind::kOutage);
  EXPECT_EQ(outage.text, "wan is out");
  EXPECT_EQ(outage.from, sim::Duration::minutes(5).count());
  EXPECT_EQ(outage.to, sim::Duration::minutes(125).count());
}

// Nine in ten messages are lost or come twice, and yet every one is booked once.
TEST_F(Landscape, LosesAndDoublesMessagesAndNothingInTheBooks) {
  const ProgramOutcome outcome =
      run(kOrders + R"(, "erp": {"delivery": {"answer_within": "2 s", "longest_retry": "5 s",
                                              "probe_every": "5 s", "most_attempts": 500}}, )" +
              landscape(),
          {"--set", "/landscape/loss=0.4", "--set", "/landscape/duplication=0.5"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(value("/reconciliation/findings"), "0");
  EXPECT_EQ(value("/integration/to_erp/taken"), "14");
  EXPECT_GT(number("/integration/to_erp/sent"), 14);
}

// Each message has its row, and the report says how a lost posting travelled.
TEST_F(Landscape, LeavesALogOfItsMessagesAndAPageOfTheReport) {
  const std::string erp = R"(, "erp": {"defects": [{"id": "loses_posting"}]}, )";
  EXPECT_EQ(run(kOrders + erp + landscape()).exit_code, 0);
  sim::Database log(folder_.file("runs/cut/1/messages.sqlite"), sim::Database::Mode::kReadOnly);
  sim::Statement row(log,
                     "SELECT COUNT(*), SUM(first_taken - happened >= 21000), SUM(sent), "
                     "COUNT(DISTINCT short_key), MIN(state) FROM message");
  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.integer(0), 14);
  EXPECT_EQ(row.integer(1), 14);
  EXPECT_EQ(row.integer(2), 14);
  EXPECT_EQ(row.integer(3), 14);
  EXPECT_EQ(row.text(4), "taken");
  const std::string page = text("runs/cut/1/report.html");
  EXPECT_THAT(page, HasSubstr("\"class\":\"missing\""));
  EXPECT_THAT(page, HasSubstr("\"taken_s\":"));
  EXPECT_EQ(run_program({"report", "runs/cut/1"}, folder_.path()).exit_code, 0);
  EXPECT_EQ(text("runs/cut/1/report.html"), page);
}

TEST_F(Landscape, GivesTheSameBytesTwice) {
  const std::string members = kPlanning + ", " + landscape();
  run(members, {"--set", "/landscape/loss=0.2", "--out", "first"});
  run(members, {"--set", "/landscape/loss=0.2", "--out", "second"});
  EXPECT_FALSE(text("first/result.json").empty());
  EXPECT_EQ(text("first/result.json"), text("second/result.json"));
  EXPECT_EQ(text("first/reconciliation.json"), text("second/reconciliation.json"));
}

TEST_F(Landscape, ThatIsNoneIsRefusedWithEveryMistake) {
  const ProgramOutcome outcome = run(kOrders + R"(, "erp": {}, "landscape": {
    "hosts": [{"id": "edge"}, {"id": "erp", "cores": 0}],
    "links": [{"id": "wan", "between": ["edge", "erb"], "bandwidth": "10"}], "route": ["edge"]})");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("/landscape/hosts/erp/cores"));
  EXPECT_THAT(outcome.standard_error, HasSubstr("no host \"erb\"; nearest: \"erp\""));
  EXPECT_THAT(outcome.standard_error, HasSubstr("/landscape/links/wan/bandwidth"));
  EXPECT_THAT(outcome.standard_error, HasSubstr("/landscape/route"));
}

TEST_F(Landscape, WithoutAWayToTheErpIsRefused) {
  const ProgramOutcome outcome = run(kOrders + R"(, "erp": {}, "landscape": {
    "hosts": [{"id": "edge"}, {"id": "bus"}, {"id": "erp"}],
    "links": [{"id": "lan", "between": ["edge", "bus"], "bandwidth": "1 Gbit/s"}]})");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("no way from \"edge\" to \"erp\""));
}

TEST_F(Landscape, NeedsAnErpAndAHorizon) {
  EXPECT_THAT(run(kOrders + ", " + landscape()).standard_error,
              HasSubstr("a landscape needs an ERP"));
  folder_.write("cut.json", scenario(kOrders + R"(, "erp": {}, )" + landscape()));
  const ProgramOutcome outcome =
      run_program({"run", "cut.json", "--set", "/until=\"done\""}, folder_.path());
  EXPECT_EQ(outcome.exit_code, 2);
}

TEST_F(Landscape, OfDemandThatNobodyPlansIsRefused) {
  const ProgramOutcome outcome = run(
      kPlanning, {"--set", "/erp/demand/SO-1/item=\"SHEET\"", "--set", "/erp/planning/items=[]"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("/erp/planning/items does not say how \"SHEET\""));
  EXPECT_THAT(outcome.standard_error, HasSubstr("leave the plant"));
}

}  // namespace
}  // namespace planttwin::testing
