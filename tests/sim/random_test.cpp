#include "sim/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

#include "sim/philox.h"

namespace planttwin::sim {
namespace {

// The known answers of the Random123 library, file kat_vectors, philox4x32 with 10 rounds.
static_assert(philox4x32({0, 0, 0, 0}, {0, 0}) ==
              PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
static_assert(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
                         {0xffffffff, 0xffffffff}) ==
              PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
static_assert(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                         {0xa4093822, 0x299f31d0}) ==
              PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});

constexpr DrawKey kKey{.purpose = Purpose::kProcessTime, .entity = 11, .detail = 3, .index = 1};

TEST(Philox, GivesTheKnownAnswersAtRunTime) {
  volatile std::uint32_t zero = 0;
  const PhiloxCounter words = philox4x32({zero, zero, zero, zero}, {zero, zero});
  EXPECT_EQ(words, (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
}

TEST(Draw, AskedForTwiceGivesTheSameNumbers) {
  const RandomSource source(42);
  Draw first = source.draw(kKey);
  Draw second = source.draw(kKey);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(first.next_u64(), second.next_u64());
}

TEST(Draw, ChangesWithEveryPartOfItsKeyAndSource) {
  std::set<std::uint64_t> firsts;
  for (const std::uint64_t seed : {1, 2}) {
    for (const std::uint32_t replication : {0, 1}) {
      for (const Purpose purpose : {Purpose::kSetup, Purpose::kYield}) {
        for (const std::uint64_t entity : {0, 1}) {
          for (const std::uint32_t detail : {0, 1}) {
            for (const std::uint64_t index : {0, 1}) {
              const RandomSource source(seed, replication);
              firsts.insert(source.draw({purpose, entity, detail, index}).next_u64());
            }
          }
        }
      }
    }
  }
  EXPECT_EQ(firsts.size(), 64U);
}

TEST(Draw, NeverReachesIntoAnotherDrawWhenItTakesManyNumbers) {
  const RandomSource source(7);
  std::set<std::uint64_t> words;
  for (std::uint64_t index = 0; index < 100; ++index) {
    Draw draw = source.draw({Purpose::kRepair, 5, 0, index});
    for (int i = 0; i < 1000; ++i) words.insert(draw.next_u64());
  }
  EXPECT_EQ(words.size(), 100'000U);
}

TEST(Draw, UniformLiesStrictlyBetweenZeroAndOneAndFillsIt) {
  const RandomSource source(3);
  double lowest = 1;
  double highest = 0;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const double u = source.draw({Purpose::kOther, 1, 0, i}).uniform();
    lowest = std::min(lowest, u);
    highest = std::max(highest, u);
  }
  EXPECT_GT(lowest, 0);
  EXPECT_LT(lowest, 1e-3);
  EXPECT_LT(highest, 1);
  EXPECT_GT(highest, 1 - 1e-3);
}

TEST(Draw, AntitheticUniformsAddUpToExactlyOne) {
  for (std::uint64_t i = 0; i < 1000; ++i) {
    Draw plain = RandomSource(9, 4, false).draw({Purpose::kRepair, 8, 2, i});
    Draw antithetic = RandomSource(9, 4, true).draw({Purpose::kRepair, 8, 2, i});
    for (int k = 0; k < 3; ++k) EXPECT_EQ(plain.uniform(), 1 - antithetic.uniform());
  }
}

TEST(Draw, UniformPassesAChiSquareTestOverTenThousandCells) {
  // 10^6 numbers from first, second and third words of separate draws; the statistic is normal
  // with mean 9999 and deviation sqrt(2 * 9999); 4 deviations are passed by chance at 6e-5.
  std::vector<int> cells(10'000);
  const RandomSource source(20'240);
  for (std::uint64_t i = 0; i < 333'334; ++i) {
    Draw draw = source.draw({Purpose::kInterarrival, 77, 0, i});
    for (int k = 0; k < 3; ++k) ++cells[static_cast<std::size_t>(draw.uniform() * 10'000)];
  }
  const double expected = 1'000'002.0 / 10'000;
  double statistic = 0;
  for (const int count : cells) statistic += (count - expected) * (count - expected) / expected;
  EXPECT_NEAR(statistic, 9999, 4 * std::sqrt(2 * 9999.0));
}

TEST(Draw, NeighbouringKeysAreUncorrelated) {
  // The correlation of 10^5 independent pairs has a deviation of 1/sqrt(10^5).
  const RandomSource source(5);
  const auto centred = [&](const DrawKey& key) { return source.draw(key).uniform() - 0.5; };
  std::array<double, 3> sums{};
  constexpr std::uint64_t kPairs = 100'000;
  for (std::uint64_t i = 0; i < kPairs; ++i) {
    const double base = centred({Purpose::kSetup, i, 0, 0});
    sums[0] += base * centred({Purpose::kSetup, i + 1, 0, 0});
    sums[1] += base * centred({Purpose::kSetup, i, 1, 0});
    sums[2] += base * centred({Purpose::kSetup, i, 0, 1});
  }
  for (const double sum : sums) {
    EXPECT_LT(std::fabs(sum * 12 / static_cast<double>(kPairs)), 4 / std::sqrt(1e5));
  }
}

TEST(Draw, BelowIsUniformOnSixFaces) {
  // Chi-square with 5 degrees of freedom; 20.5 is passed by chance at 0.1 %.
  std::array<int, 6> faces{};
  const RandomSource source(6);
  for (std::uint64_t i = 0; i < 60'000; ++i) {
    ++faces.at(source.draw({Purpose::kRouting, 1, 0, i}).below(6));
  }
  double statistic = 0;
  for (const int count : faces) statistic += (count - 10'000.0) * (count - 10'000.0) / 10'000;
  EXPECT_LT(statistic, 20.5);
}

TEST(Draw, ChanceIsCertainAtZeroAndOne) {
  const RandomSource source(1);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    EXPECT_FALSE(source.draw({Purpose::kYield, 1, 0, i}).chance(0));
    EXPECT_TRUE(source.draw({Purpose::kYield, 1, 0, i}).chance(1));
  }
}

TEST(NameKey, IsFnv1aThroughTheFinaliserOfSplitMix64) {
  // FNV-1a of "a" is AF63DC4C8601EC8C (Fowler, Noll, Vo, test vectors).
  static_assert(name_key("a") == mix_bits(0xAF63DC4C8601EC8C));
  static_assert(name_key("LATHE/1") != name_key("LATHE/2"));
  // First output of SplitMix64 from state 0.
  static_assert(mix_bits(0x9E3779B97F4A7C15) == 0xE220A8397B1DCDAF);
  static_assert(child_key(1, 0) != child_key(0, 1));
}

TEST(RandomSource, GivesTheSameNumbersInEveryBuild) {
  Draw draw = RandomSource(2026, 3).draw(kKey);
  EXPECT_EQ(draw.next_u64(), 3684833351439892369U);
  EXPECT_EQ(draw.next_u64(), 12761920742724334456U);
  EXPECT_EQ(draw.next_u64(), 16794557496207426514U);
  EXPECT_EQ(static_cast<std::uint64_t>(draw.uniform() * 0x1p53) % 2, 1U);
}

}  // namespace
}  // namespace planttwin::sim
