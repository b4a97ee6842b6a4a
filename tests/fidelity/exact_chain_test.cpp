#include "tests/support/exact_chain.h"

#include <gtest/gtest.h>

#include "tests/fidelity/line_chains.h"
#include "tests/support/line_chain.h"
#include "tests/support/shared_data.h"

// The chains against values that others have computed.
namespace planttwin::testing {
namespace {

constexpr double kSixDecimals = 1e-6;

void expect_same(const Json& published, const Json& solved, const std::string& which) {
  for (const auto& [name, value] : solved.items()) {
    if (!published.contains(name)) continue;
    const Json expected =
        published[name].is_array() ? published[name] : Json::array({published[name]});
    const Json found = value.is_array() ? value : Json::array({value});
    ASSERT_EQ(expected.size(), found.size()) << which << " " << name;
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_NEAR(found[i].get<double>(), expected[i].get<double>(), kSixDecimals)
          << which << " " << name;
    }
  }
}

Json solve(const Json& fields) {
  const std::string model = fields.at("model");
  const auto numbers = [&](const char* name) { return fields.at(name).get<std::vector<double>>(); };
  if (model.starts_with("reliable")) {
    return solve_reliable_line(numbers("mu"), fields.at("buffers").get<std::vector<int>>());
  }
  if (model.starts_with("Gershwin-Berman")) {
    return solve_gershwin_berman(numbers("mu"), numbers("p"), numbers("r"), fields.at("N"));
  }
  if (model.starts_with("Buzacott/Gershwin")) {
    return solve_buzacott(numbers("p"), numbers("r"), fields.at("N"));
  }
  return nullptr;
}

TEST(ExactChains, GiveTheBirthDeathDistribution) {
  // M/M/1/2 with load 1/2: shares 4/7, 2/7, 1/7.
  const ExactChain chain({0}, [](const ExactChain::State& s) {
    ExactChain::Ways ways;
    if (s[0] < 2) ways.push_back({{s[0] + 1}, 1.0});
    if (s[0] > 0) ways.push_back({{s[0] - 1}, 2.0});
    return ways;
  });
  EXPECT_EQ(chain.states(), 3U);
  EXPECT_NEAR(chain.mean([](const ExactChain::State& s) { return s[0] == 2; }), 1.0 / 7, 1e-15);
}

TEST(ExactChains, GiveHuntsThroughputOfLinesWithoutBuffers) {
  // Hunt 1956, Operations Research 4: 2/3 and 22/39.
  EXPECT_NEAR(solve_reliable_line({1, 1}, {0})["throughput"].get<double>(), 2.0 / 3, 1e-14);
  EXPECT_NEAR(solve_reliable_line({1, 1, 1}, {0, 0})["throughput"].get<double>(), 22.0 / 39, 1e-14);
}

// Of two machines, blocking after service with two places fewer between them is blocking before
// service: the level of Gershwin and Berman counts the part on the second machine and the one that
// waits on the first.
TEST(ExactChains, OfLinesThatFailGiveTheRateOfGershwinAndBerman) {
  for (const int places : {2, 4, 10}) {
    const Json known = solve_gershwin_berman({1.2, 1.0}, {0.05, 0.02}, {0.2, 0.15}, places);
    const LineChain line({{1.2, 0.05, 0.2}, {1.0, 0.02, 0.15}}, {places - 2});
    EXPECT_NEAR(line.throughput(), known["production_rate"].get<double>(), 1e-12) << places;
  }
}

TEST(ExactChains, GiveThePublishedTransferLines) {
  const Json file = validation_file("transfer_lines.json");
  if (file.is_null()) GTEST_SKIP() << missing_data_text("validation");
  int solved = 0;
  for (const Json& fields : file.at("cases")) {
    const Json values = solve(fields);
    if (values.is_null()) continue;
    expect_same(fields, values, fields.dump());
    ++solved;
  }
  EXPECT_GT(solved, 0);
}

}  // namespace
}  // namespace planttwin::testing
