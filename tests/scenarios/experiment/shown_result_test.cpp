// What of a result a report shows.

#include "scenarios/experiment/shown_result.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "sim/json_document.h"

namespace planttwin::experiment {
namespace {

// One figure of one variant; members that a page needs and this part does not look at are left out.
sim::JsonNode shown(const std::string& values, std::size_t n) {
  sim::Diagnostics diagnostics;
  const auto result = sim::JsonDocument::parse(
      R"({"confidence": 0.95, "kpis": [{"id": "wait", "pointer": "/w", "better": "less"}],
          "variants": [{"id": "one", "replications": )" +
          std::to_string(n) + R"(, "ended_badly": 0, "kpis": {"wait": {"n": )" + std::to_string(n) +
          R"(, "mean": 5.0, "values": [)" + values + "]}}}]}",
      "result", diagnostics);
  EXPECT_TRUE(result) << diagnostics.text();
  return shown_result(result->root());
}

// By hand: of 2, 4, 6 and 8 the sum of squares is 20, t with 3 degrees 3.1824; of 2 and 4 it is 2
// and t with one degree 12.706. What has no data is not counted.
TEST(ShownResult, TellsHowIntervalsShrink) {
  const sim::JsonNode result = shown("2, null, 4, 6, 8", 4);
  const sim::JsonNode& convergence = *result.member("convergence")->elements.front().member("wait");
  const auto half_widths = convergence.member("half_width")->elements;
  ASSERT_EQ(half_widths.size(), 3U);
  EXPECT_EQ(convergence.member("n")->elements.back().text, "4");
  EXPECT_NEAR(std::stod(half_widths.front().text), 12.7062 * std::sqrt(2.0 / 2), 1e-3);
  EXPECT_NEAR(std::stod(half_widths.back().text), 3.182446 * std::sqrt(20.0 / 3 / 4), 1e-5);
}

TEST(ShownResult, HasNoMoreValuesThanATableCanShow) {
  std::string values = "1.0";
  for (int i = 1; i < 100'100; ++i) values += ", 1.0";
  const sim::JsonNode result = shown(values, 100'100);
  const sim::JsonNode& variant = result.member("result")->member("variants")->elements.front();
  EXPECT_EQ(variant.member("kpis")->member("wait")->member("values")->elements.size(), 100'000U);
  EXPECT_EQ(variant.member("replications")->text, "100100");
}

}  // namespace
}  // namespace planttwin::experiment
