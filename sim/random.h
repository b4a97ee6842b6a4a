#pragma once

#include <cstdint>
#include <string_view>

#include "sim/philox.h"

namespace planttwin::sim {

// What a draw decides. The numbers are part of the meaning of a seed: append, never renumber.
enum class Purpose : std::uint8_t {
  kProcessTime = 0,
  kSetup = 1,
  kYield = 2,
  kDefect = 3,
  kInspection = 4,
  kFalseAlarm = 5,
  kSampling = 6,
  kRework = 7,
  kRouting = 8,
  kTransport = 9,
  kInterarrival = 10,
  kProductMix = 11,
  kLotSize = 12,
  kFailure = 13,
  kRepair = 14,
  kMaintenance = 15,
  kReplenishment = 16,
  kSupplierQuality = 17,
  kDisposition = 18,
  kLoading = 19,
  kUnloading = 20,
  kDegradation = 21,
  kDueDate = 22,
  kPriority = 23,
  kCleaning = 24,
  kLabor = 25,
  kOutage = 26,
  kInitialState = 27,
  kMeasurement = 28,
  kQuantity = 29,
  kMessage = 30,
  kOther = 31,
};

// The name of one random decision, so that the same decision gets the same numbers in every
// variant of a plant. `entity` is the lot key, the machine or the source (see name_key),
// `detail` the operation or failure mode, `index` the visit or the ordinal. Two keys that
// differ in one of entity and index alone never share numbers; other pairs share them with a
// probability of 2^-64.
struct DrawKey {
  Purpose purpose = Purpose::kOther;
  std::uint64_t entity = 0;
  std::uint32_t detail = 0;
  std::uint64_t index = 0;
};

// A bijection of 64-bit words in which every input bit reaches every output bit: the finaliser
// of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
constexpr std::uint64_t mix_bits(std::uint64_t word) {
  word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
  word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
  return word ^ (word >> 31);
}

// The entity of a name such as "LATHE/1": FNV-1a over the bytes, then mix_bits. Stable between
// machines and versions, so that adding or reordering machines moves no draw.
constexpr std::uint64_t name_key(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char byte : name) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x00000100000001B3;
  }
  return mix_bits(hash);
}

// The entity of the `ordinal`th part of another, such as lot 3 of an order.
constexpr std::uint64_t child_key(std::uint64_t parent, std::uint64_t ordinal) {
  return mix_bits(parent + (ordinal + 1) * 0x9E3779B97F4A7C15);
}

// The random words of one draw. It owns a counter space of 2^24 blocks of four words, so that a
// method that rejects may take as many as it needs without moving any other draw. An antithetic
// draw returns the complement of every word, hence 1 - u for every u.
class Draw {
 public:
  constexpr Draw(PhiloxKey key, PhiloxCounter first_counter, bool antithetic)
      : key_(key), counter_(first_counter), flip_(antithetic ? ~std::uint64_t{0} : 0) {}

  constexpr std::uint64_t next_u64() {
    if (half_used_) {
      half_used_ = false;
      return second_half_ ^ flip_;
    }
    const PhiloxCounter block = philox4x32(counter_, key_);
    ++counter_[0];
    half_used_ = true;
    second_half_ = join(block[2], block[3]);
    return join(block[0], block[1]) ^ flip_;
  }

  constexpr std::uint32_t next_u32() { return static_cast<std::uint32_t>(next_u64() >> 32); }

  // Uniform on the odd multiples of 2^-53 in (0, 1): never 0, never 1, symmetric about 1/2.
  constexpr double uniform() {
    return static_cast<double>(static_cast<std::int64_t>((next_u64() >> 11) | 1)) * 0x1p-53;
  }

  // Uniform on 0 .. bound - 1 without bias (Lemire, "Fast random integer generation in an
  // interval", 2019). Precondition: bound > 0.
  constexpr std::uint32_t below(std::uint32_t bound) {
    std::uint64_t product = std::uint64_t{next_u32()} * bound;
    if (static_cast<std::uint32_t>(product) < bound) {
      const std::uint32_t threshold = (0U - bound) % bound;
      while (static_cast<std::uint32_t>(product) < threshold) {
        product = std::uint64_t{next_u32()} * bound;
      }
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

  // True with the given probability; always false at 0 and always true at 1.
  constexpr bool chance(double probability) { return uniform() < probability; }

 private:
  static constexpr std::uint64_t join(std::uint32_t high, std::uint32_t low) {
    return (std::uint64_t{high} << 32) | low;
  }

  PhiloxKey key_;
  PhiloxCounter counter_;
  std::uint64_t flip_;
  std::uint64_t second_half_ = 0;
  bool half_used_ = false;
};

// All random numbers of one replication. A value of a few words without state: draws may be
// asked for in any order, twice, or from several threads.
class RandomSource {
 public:
  constexpr explicit RandomSource(std::uint64_t seed, std::uint32_t replication = 0,
                                  bool antithetic = false)
      : antithetic_(antithetic) {
    const std::uint64_t mixed = mix_bits(mix_bits(seed + 0x9E3779B97F4A7C15) + replication);
    key_ = {static_cast<std::uint32_t>(mixed), static_cast<std::uint32_t>(mixed >> 32)};
  }

  constexpr Draw draw(const DrawKey& key) const {
    const std::uint64_t place = mix_bits(mix_bits(key.entity) + key.index);
    return Draw(key_,
                {static_cast<std::uint32_t>(key.purpose) << 24, key.detail,
                 static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(place >> 32)},
                antithetic_);
  }

 private:
  PhiloxKey key_{};
  bool antithetic_;
};

}  // namespace planttwin::sim
