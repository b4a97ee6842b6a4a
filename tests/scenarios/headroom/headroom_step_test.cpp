#include "scenarios/headroom/headroom_step.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/json_document.h"

namespace planttwin::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

sim::JsonDocument result(const std::string& open, const std::string& p95, const std::string& reason,
                         const std::string& passed) {
  const std::string text =
      R"({"simulated_s": 3600, "orders": {"released": 30}, "end": {"reason": ")" + reason +
      R"("}, "integration": {"to_erp": {"messages": 600, "backlog_max": 9, "open": )" + open +
      R"(, "latency_s": {"p50": 0.1, "p99": null, "max": 3, "p95": )" + p95 +
      R"(}}}, "expectations": [
            {"name": "orders", "pointer": "/orders/completed", "passed": false, "actual": 1,
              "limit": 60},
            {"name": "books", "pointer": "/reconciliation/findings", "actual": 1, "limit": 0,
              "passed": )" +
      passed + "}]}";
  sim::Diagnostics diagnostics;
  auto document = sim::JsonDocument::parse(text, "result", diagnostics);
  EXPECT_TRUE(document) << diagnostics.text();
  return std::move(*document);
}

// What the plant itself misses because its run is cut short counts against nobody.
TEST(HeadroomStep, IsSustainedWhenTheIntegrationKeepsUp) {
  const HeadroomStep step = headroom_step(result("0", "0.5", "horizon", "true").root(), 60, 1);
  EXPECT_TRUE(step.sustained());
  EXPECT_DOUBLE_EQ(step.lasted_s, 60);
  EXPECT_DOUBLE_EQ(step.messages_per_s().value(), 10);
  EXPECT_DOUBLE_EQ(step.orders_per_s().value(), 0.5);
  EXPECT_FALSE(HeadroomStep().orders_per_s());  // stopped at once
  EXPECT_FALSE(step.p99_s);
}

TEST(HeadroomStep, SaysAllThatWasMissed) {
  const HeadroomStep step = headroom_step(result("3", "1.5", "horizon", "false").root(), 60, 1);
  EXPECT_THAT(step.missed, ElementsAre("3 messages left open", "p95 above 1 s", "books"));
  EXPECT_THAT(steps_text({step}), HasSubstr("3 messages left open; p95 above 1 s; books"));
  EXPECT_TRUE(headroom_step(result("0", "0.5", "stopped", "true").root(), 60, 1).stopped);
}

// An ERP that takes an order as a whole has nothing to do with what waits for the end of its order.
TEST(HeadroomStep, CountsNothingThatTheStackNeverHad) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(
      R"({"simulated_s": 3600, "orders": {"released": 5}, "end": {"reason": "horizon"},
          "integration": {"to_erp": {"messages": 25, "open": 6, "waiting": 6, "backlog_max": 1,
            "latency_s": {"p50": 20, "p95": 30, "p99": 30, "max": 30},
            "delivery_s": {"p50": 0.5, "p95": 0.9, "p99": 1, "max": 1}}}, "expectations": []})",
      "result", diagnostics);
  ASSERT_TRUE(document) << diagnostics.text();
  const HeadroomStep step = headroom_step(document->root(), 60, 1);
  EXPECT_TRUE(step.sustained());
  EXPECT_EQ(step.messages, 19);
  EXPECT_FALSE(step.judged());
  EXPECT_EQ(step.p95_s, 0.9);
}

TEST(HeadroomStep, HasAKneeWhereLatencyTriples) {
  const auto step = [](double speed, std::optional<double> p95) {
    HeadroomStep made;
    made.speed = speed;
    made.p95_s = p95;
    return made;
  };
  EXPECT_EQ(knee({step(16, 9), step(1, 0.1), step(8, 0.31), step(4, 0.29)}), 8);
  EXPECT_FALSE(knee({step(1, 0.1), step(4, 0.29), step(2, std::nullopt)}));
  EXPECT_FALSE(knee({}));
}

}  // namespace
}  // namespace planttwin::scenario
