#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "sim/random.h"

namespace planttwin::testing {

// A sequence of random choices that depends on its seed alone, on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed)
      : draw_(sim::RandomSource(seed).draw(
            {sim::Purpose::kOther, sim::name_key("random plant"), 0, 0})) {}

  bool chance(int percent) { return draw_.below(100) < static_cast<std::uint32_t>(percent); }

  // Both ends included.
  std::int64_t from(std::int64_t low, std::int64_t high) {
    return low + draw_.below(static_cast<std::uint32_t>(high - low + 1));
  }

  std::string pick(std::initializer_list<const char*> choices) {
    return *(choices.begin() + from(0, static_cast<std::int64_t>(choices.size()) - 1));
  }
  const std::string& pick(const std::vector<std::string>& choices) {
    return choices[static_cast<std::size_t>(
        from(0, static_cast<std::int64_t>(choices.size()) - 1))];
  }

  // "0.07", within the given numbers of hundredths.
  std::string fraction(std::int64_t low, std::int64_t high) {
    const std::int64_t hundredths = from(low, high);
    const std::string digits = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + (digits.size() == 1 ? ".0" : ".") + digits;
  }
  // "12 min", quoted as JSON.
  std::string span(std::int64_t low, std::int64_t high, const char* unit) {
    return "\"" + std::to_string(from(low, high)) + " " + unit + "\"";
  }

 private:
  sim::Draw draw_;
};

}  // namespace planttwin::testing
