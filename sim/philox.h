#pragma once

#include <array>
#include <cstdint>

namespace planttwin::sim {

// Philox4x32-10: a bijection of 128-bit counters for every 64-bit key, with ten rounds.
// Equal counter and key give equal words on every machine; no state is kept.
// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

namespace internal {

inline constexpr std::uint64_t kPhiloxMultiplier0 = 0xD2511F53;
inline constexpr std::uint64_t kPhiloxMultiplier1 = 0xCD9E8D57;
inline constexpr std::uint32_t kPhiloxWeyl0 = 0x9E3779B9;  // the golden ratio
inline constexpr std::uint32_t kPhiloxWeyl1 = 0xBB67AE85;  // the square root of three, less one

constexpr PhiloxCounter philox_round(const PhiloxCounter& counter, const PhiloxKey& key) {
  const std::uint64_t product0 = kPhiloxMultiplier0 * counter[0];
  const std::uint64_t product1 = kPhiloxMultiplier1 * counter[2];
  return {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
          static_cast<std::uint32_t>(product1),
          static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
          static_cast<std::uint32_t>(product0)};
}

}  // namespace internal

// The four random words of one counter.
constexpr PhiloxCounter philox4x32(PhiloxCounter counter, PhiloxKey key) {
  // Unrolled, the key of each round needs no register of its own; clang unrolls without being told.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC unroll 10
#endif
  for (int round = 0; round < 10; ++round) {
    counter = internal::philox_round(counter, key);
    key[0] += internal::kPhiloxWeyl0;
    key[1] += internal::kPhiloxWeyl1;
  }
  return counter;
}

}  // namespace planttwin::sim
