#pragma once

#include <compare>
#include <cstdint>

#include "sim/statistics/wide_integer.h"

namespace planttwin::sim {

// An exact rational number in lowest terms with a positive denominator: a unit factor, a scrap
// factor, a quantity per piece. Overflow of 64 bits throws std::overflow_error, a zero
// denominator std::invalid_argument.
class Ratio {
 public:
  constexpr Ratio() = default;
  Ratio(std::int64_t numerator, std::int64_t denominator);

  std::int64_t numerator() const { return numerator_; }
  std::int64_t denominator() const { return denominator_; }
  Ratio inverse() const { return Ratio(denominator_, numerator_); }
  double to_double() const;  // for output only

  friend Ratio operator*(const Ratio& a, const Ratio& b);
  friend std::strong_ordering operator<=>(const Ratio& a, const Ratio& b);
  friend bool operator==(const Ratio&, const Ratio&) = default;

 private:
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

// numerator / denominator to the nearest integer, a tie to the even one. Throws
// std::overflow_error when the result needs more than 64 bits. Requires denominator > 0.
std::int64_t divide_half_even(WideInteger numerator, WideInteger denominator);

// count * ratio, rounded half to even; the product is formed in 128 bits.
std::int64_t multiply_half_even(std::int64_t count, const Ratio& ratio);
// The same, rounded towards positive infinity: what must be supplied to cover a need.
std::int64_t multiply_up(std::int64_t count, const Ratio& ratio);

}  // namespace planttwin::sim
