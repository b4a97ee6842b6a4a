#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "erp_bridge/transports/transport.h"
#include "tests/scenarios/program.h"
#include "tests/stack/servers.h"

// What Tryton refuses for good: the run goes on with all that it takes, says what it does not take
// and why, and keeps that. A few orders each, against a Tryton that was there before and has
// booked a run without a fault.
namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::Gt;
using ::testing::HasSubstr;

std::string shipped(const std::string& name) {
  return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
}

class RefusalsOfTryton : public ::testing::Test {
 protected:
  RefusalsOfTryton() {
    tryton_.start();
    write_stack("plant");
    const ProgramOutcome first = drive("first");
    EXPECT_EQ(first.exit_code, 0) << first.standard_error << first.standard_output;
  }

  // Stacks differ in who is right about lots and items. Two attempts tell enough.
  void write_stack(const std::string& master) const {
    const json stack = {
        {"id", "tryton"},
        {"title", "Tryton"},
        {"production", false},
        {"secrets", {{"password", {{"file", folder_.file("tryton/state/password")}}}}},
        {"connections",
         {{{"id", "erp"}, {"url", "http://127.0.0.1:" + std::to_string(tryton_.port())}}}},
        {"record",
         {{"connection", "erp"}, {"mapping", shipped("data/stacks/tryton/mapping.json")}}},
        {"master", master},
        {"delivery",
         {{"most_attempts", 2}, {"first_retry", "100 ms"}, {"longest_retry", "200 ms"}}}};
    folder_.write("stack-" + master + ".json", stack.dump());
  }
  ProgramOutcome drive(const std::string& out, const std::string& master = "plant",
                       const std::vector<std::string>& edits = {}) const {
    std::vector<std::string> words = {
        "drive",   shipped("scenarios/library/12_real_erp/scenario.json"),
        "--stack", folder_.file("stack-" + master + ".json"),
        "--speed", "max",
        "--out",   out};
    std::vector<std::string> all = {"/expectations=[]", "/horizon=\"6 h\"",
                                    "/sources/IMPELLERS/limit=3", "/sources/PUMPS/limit=3"};
    all.insert(all.end(), edits.begin(), edits.end());
    for (const std::string& edit : all) words.insert(words.end(), {"--set", edit});
    return run_program(words, folder_.path());
  }
  // A call of Tryton's, as somebody else in the company would make it.
  json call(const std::string& method, json parameters) const {
    bridge::Connection connection{.url = "http://127.0.0.1:" + std::to_string(tryton_.port())};
    connection.user = "admin";
    connection.password = read_text(folder_.path() / "tryton/state/password");
    const auto sender = bridge::make_sender(connection);
    parameters.push_back(json::object());
    const json body = {{"id", 1}, {"method", method}, {"params", parameters}};
    const auto receipts = sender->send({{.address = "/erp/", .body = body.dump()}});
    const json answer = json::parse(receipts.front().body, nullptr, false);
    EXPECT_TRUE(answer.contains("result")) << receipts.front().reason << receipts.front().body;
    return answer.value("result", json());
  }
  // All days of the scenario lie in it. Its number there is returned.
  json closed_period() const {
    const json company =
        call("model.company.company.search", {json::array(), 0, 1, nullptr}).front();
    const json end = {{"__class__", "date"}, {"year", 2025}, {"month", 5}, {"day", 31}};
    const json period =
        call("model.stock.period.create", {json::array({{{"date", end}, {"company", company}}})});
    call("model.stock.period.close", {period});
    EXPECT_EQ(call("model.stock.period.read", {period, {"state"}}).front()["state"], "closed");
    return period;
  }
  json reconciliation(const std::string& out) const {
    return json::parse(read_text(folder_.file(out + "/reconciliation.json")));
  }
  // Every posting is booked or found refused for the reason, and is kept with it.
  void expect_refused(const std::string& out, const std::string& reason) const {
    const json audit = reconciliation(out);
    const json& rejected = audit["by_class"]["rejected"];
    EXPECT_GT(rejected, 0);
    EXPECT_EQ(audit["findings"],
              rejected.get<int>() + audit["by_class"]["opening_difference"].get<int>())
        << audit["by_class"];
    EXPECT_EQ(audit["postings"], audit["matched"].get<int>() + rejected.get<int>());
    EXPECT_EQ(audit["residual"], 0);
    EXPECT_EQ(audit["unattributed"], 0);
    for (const json& finding : audit["list"]) {
      if (finding["class"] != "rejected") continue;
      EXPECT_THAT(finding["detail"].get<std::string>(), HasSubstr(reason));
    }
  }

  TemporaryFolder folder_;
  Server tryton_ = Server::part("tryton", folder_.file("tryton"), free_port());
};

// When the period is open again, the same command books what was refused.
TEST_F(RefusalsOfTryton, ForAClosedPeriodAreFoundOneByOneAndLoseNothing) {
  const json period = closed_period();
  const ProgramOutcome driven = drive("closed");
  EXPECT_EQ(driven.exit_code, 1) << driven.standard_error;
  EXPECT_THAT(driven.standard_output, HasSubstr("rejected"));
  EXPECT_THAT(driven.standard_error, HasSubstr("refused, the first of them with period_closed: "));
  expect_refused("closed", "period_closed: ");
  expect_refused("closed", "you must reopen period \"2025-05-31\"");
  EXPECT_EQ(reconciliation("closed")["matched"], 0);
  call("model.stock.period.draft", {period});
  const ProgramOutcome again = drive("closed");
  EXPECT_EQ(again.exit_code, 0) << again.standard_error;
  const json audit = reconciliation("closed");
  EXPECT_EQ(audit["matched"], audit["postings"]);
  EXPECT_EQ(audit["against_stack"], 0);
}

// Castings lie in the plant under a number of which nobody has told Tryton. What needs none of them
// is booked.
TEST_F(RefusalsOfTryton, ForALotThatItDoesNotKnowLeaveTheOthersBooked) {
  write_stack("erp");
  const json stock = {
      {{"material", "CASTING"},
       {"location", "STORE"},
       {"quantity", "180 pcs"},
       {"lot", "HEAT-9999"}},
      {{"material", "BAR-20"}, {"location", "STORE"}, {"quantity", "200 kg"}, {"lot", "BAR-0815"}},
      {{"material", "SEAL"}, {"location", "STORE"}, {"quantity", "300 pcs"}},
      {{"material", "IMPELLER"},
       {"location", "STORE"},
       {"quantity", "16 pcs"},
       {"lot", "IMP-START"}}};
  const ProgramOutcome driven = drive("unknown", "erp", {"/initial_state/stock=" + stock.dump()});
  EXPECT_EQ(driven.exit_code, 1) << driven.standard_error;
  EXPECT_THAT(driven.standard_error, HasSubstr("refused, the first of them with unknown_lot: "));
  expect_refused("unknown", "unknown_lot: Tryton has no lot CASTING/HEAT-9999");
  EXPECT_THAT(reconciliation("unknown")["matched"].get<int>(), Gt(0));
}

}  // namespace
}  // namespace planttwin::testing
