#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/parsed.h"

namespace planttwin::sim {

// An exact decimal number: digits times ten to the power -scale, with 0 <= scale <= 18.
// It is what a number in a file says before a unit gives it a fixed scale. Trailing zeros after
// the point are dropped when it is made, so equal numbers are equal field by field.
class Decimal {
 public:
  static constexpr int kMaxScale = 18;

  constexpr Decimal() = default;
  // Requires 0 <= scale <= kMaxScale.
  Decimal(std::int64_t digits, int scale);

  std::int64_t digits() const { return digits_; }
  int scale() const { return scale_; }

  // The number times 10^decimals when that is a whole number in 64 bits.
  std::optional<std::int64_t> steps(int decimals) const;
  // Nearest double: for output and for parameters of distributions.
  double to_double() const;
  std::string text() const;

  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal&, const Decimal&) = default;

 private:
  std::int64_t digits_ = 0;
  int scale_ = 0;
};

// Both require that the result fits into 64 bits.
Decimal sum(const Decimal& a, const Decimal& b);
Decimal negative(const Decimal& number);

// Reads a JSON number: "-12", "0.25", "1.5e3". Fails when the text is no such number, or when its
// digits need more than 64 bits, or more than 18 places after the point.
Parsed<Decimal> parse_decimal(std::string_view text);

// The decimal text of steps / 10^decimals, without trailing zeros: 1250 with 3 is "1.25".
std::string decimal_text(std::int64_t steps, int decimals);

}  // namespace planttwin::sim
