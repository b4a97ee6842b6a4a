#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/scenarios/away_erp.h"
#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

std::string shipped(const std::string& name) {
  return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
}

json read_json(const std::string& file) {
  return json::parse(read_text(file), nullptr, true, /*ignore_comments=*/true);
}

// The pump works makes what the ERP in its office asks for.
class PolledOrders : public ::testing::TestWithParam<const char*> {
 protected:
  PolledOrders() { setenv("PLANTTWIN_ERP_KEY", "an-example-key-0001", 1); }

  // The shipped stack and mapping of the reference ERP; what is said to it goes through another.
  void write_stack(int port_of_erp, int port) const {
    json mapping = read_json(shipped("data/stacks/reference-erp/mapping.json"));
    mapping["orders"]["steps"] = {{{"name", "poll"},
                                   {"send", R"({method: "GET", address: "/planned"})"},
                                   {"emit", ".answer.body[]"}}};
    folder_.write("mapping.json", mapping.dump());
    json stack = read_json(shipped("data/stacks/reference-erp/stack.json"));
    stack["parts"][0]["port"] = port_of_erp;
    stack["connections"][0]["url"] = "http://127.0.0.1:" + std::to_string(port);
    stack["orders"] = {{"from", "erp"}, {"poll_every", "1 h"}};
    stack["delivery"] = {{"first_retry", "10 ms"}, {"longest_retry", "50 ms"}};
    folder_.write("stack.json", stack.dump());
  }
  ProgramOutcome drive() const {
    return run_program({"drive", shipped("scenarios/library/12_real_erp/scenario.json"), "--stack",
                        "stack.json", "--manage", "--speed", GetParam(), "--out", "out", "--set",
                        "/sources=[]", "--set", "/expectations=[]"},
                       folder_.path());
  }

  TemporaryFolder folder_;
};
INSTANTIATE_TEST_SUITE_P(Each, PolledOrders, ::testing::Values("max", "lockstep"),
                         [](const auto& one) { return std::string(one.param); });

std::string order(const std::string& id) {
  const json message = {
      {"type", "ProductionOrderReleased"},
      {"key", id},
      {"data", {{"order", id}, {"item", "IMPELLER"}, {"quantity", 8}, {"unit", "pcs"}}}};
  return json::array({message}).dump();
}

// One order before the ERP goes away, with which it also misses postings, and one after it.
TEST_P(PolledOrders, ComeAgainAfterTheErpWasAway) {
  constexpr int kMissed = 6;
  AwayErp* erp = nullptr;
  const int port_of_erp = spare_port();
  AwayErp away(port_of_erp, [&erp](int poll) {
    if (poll == 2) erp->go_away(kMissed);
    if (poll == 1) return order("BEFORE");
    return order("AFTER");
  });
  erp = &away;
  write_stack(port_of_erp, away.port());
  const ProgramOutcome driven = drive();
  ASSERT_EQ(driven.exit_code, 0) << driven.standard_error << driven.standard_output;
  EXPECT_GT(away.polls_in_vain(), 0);
  EXPECT_EQ(away.requests_in_vain(), kMissed);
  EXPECT_THAT(driven.standard_error, HasSubstr("orders: poll: the ERP is away"));
  const json result = json::parse(read_text(folder_.file("out/result.json")));
  EXPECT_EQ(result["products"]["IMPELLER"]["released"], 16);
  EXPECT_EQ(result["orders"]["completed"], 2);
  EXPECT_EQ(result["integration"]["to_plant"]["taken"], 2);
  EXPECT_EQ(result["reconciliation"]["findings"], 0);
  EXPECT_EQ(result["reconciliation"]["matched"], result["reconciliation"]["postings"]);
}

}  // namespace
}  // namespace planttwin::testing
