// Random plants report through random trouble into the reference ERP. docs/reliability.md says what
// is promised and how to replay a failure.

#include "tests/swarm/swarm.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <ostream>
#include <string>

#include "sim/random.h"

namespace planttwin::swarm {

// Tests are named after it.
static void PrintTo(const BugName& bug, std::ostream* out) { *out << bug.name; }

namespace {

// Sanitizers make a run about ten times slower.
#ifdef NDEBUG
constexpr std::uint64_t kSeeds = 4000;
#else
constexpr std::uint64_t kSeeds = 200;
#endif
// A planted bug has to be found within so many seeds.
constexpr std::uint64_t kSeedsForABug = 500;

std::uint64_t number_from_environment(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? 0 : std::strtoull(text, nullptr, 10);
}

std::string replay_command(std::uint64_t seed) {
  const ::testing::TestInfo& test = *::testing::UnitTest::GetInstance()->current_test_info();
  return "PLANTTWIN_SWARM_SEED=" + std::to_string(seed) +
         " build/release/bin/swarm_tests --gtest_filter=" + test.test_suite_name() + "." +
         test.name();
}

std::string text_of(const SwarmResult& result) {
  std::string text;
  for (const std::string& violation : result.violations) text += violation + "\n";
  return text;
}

// Without a number of plant-days in the environment a fixed number of seeds.
TEST(Swarm, LosesAndDoublesNothingAndBooksWhatHappened) {
  const std::uint64_t only = number_from_environment("PLANTTWIN_SWARM_SEED");
  const std::uint64_t days = number_from_environment("PLANTTWIN_SWARM_DAYS");
  sim::Duration simulated;
  std::size_t messages = 0;
  std::uint64_t seeds = 0;
  std::uint64_t history = 0;  // of all seeds
  const auto goes_on = [&] {
    if (only != 0) return seeds == 0;
    if (days == 0) return seeds < kSeeds;
    return simulated < sim::Duration::days(static_cast<std::int64_t>(days));
  };
  for (; goes_on(); ++seeds) {
    const std::uint64_t seed = only != 0 ? only : seeds + 1;
    const SwarmResult result = run_swarm(seed);
    simulated += result.simulated;
    messages += result.messages;
    history = sim::mix_bits(history ^ result.trace);
    ASSERT_TRUE(result.violations.empty()) << text_of(result) << replay_command(seed);
  }
  EXPECT_GT(messages, 0U);
  std::cout << seeds << " seeds, " << messages << " messages, " << simulated.in_seconds() / 86'400
            << " plant-days, history " << std::hex << history << std::dec << "\n";
}

TEST(Swarm, DoesTheSameForTheSameSeed) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const SwarmResult first = run_swarm(seed);
    const SwarmResult second = run_swarm(seed);
    EXPECT_EQ(first.trace, second.trace) << replay_command(seed);
    EXPECT_NE(first.trace, run_swarm(seed + 1).trace);
  }
}

class PlantedBug : public ::testing::TestWithParam<BugName> {};

TEST_P(PlantedBug, IsFound) {
  for (std::uint64_t seed = 1; seed <= kSeedsForABug; ++seed) {
    const SwarmResult result = run_swarm(seed, GetParam().bug);
    if (result.violations.empty()) continue;
    std::cout << "found by seed " << seed << ": " << result.violations.front() << "\n";
    RecordProperty("seeds", static_cast<int>(seed));
    return;
  }
  FAIL() << GetParam().name << " is not found by " << kSeedsForABug << " seeds";
}

INSTANTIATE_TEST_SUITE_P(Of, PlantedBug, ::testing::ValuesIn(bug_names()),
                         [](const ::testing::TestParamInfo<BugName>& planted) {
                           return std::string(planted.param.name);
                         });

}  // namespace
}  // namespace planttwin::swarm
