#include "sim/ratio.h"

#include <cassert>
#include <limits>
#include <stdexcept>

namespace planttwin::sim {

namespace {

std::int64_t narrowed(WideInteger value) {
  if (value > std::numeric_limits<std::int64_t>::max() ||
      value < std::numeric_limits<std::int64_t>::min()) {
    throw std::overflow_error("an exact number does not fit into 64 bits");
  }
  return static_cast<std::int64_t>(value);
}

WideInteger greatest_common_divisor(WideInteger a, WideInteger b) {
  if (a < 0) a = -a;
  if (b < 0) b = -b;
  while (b != 0) {
    const WideInteger remainder = a % b;
    a = b;
    b = remainder;
  }
  return a;
}

// Quotient rounded down and a remainder in [0, denominator).
struct Division {
  WideInteger quotient;
  WideInteger remainder;
};

Division divide_down(WideInteger numerator, WideInteger denominator) {
  Division result{numerator / denominator, numerator % denominator};
  if (result.remainder < 0) {
    --result.quotient;
    result.remainder += denominator;
  }
  return result;
}

Ratio reduced(WideInteger numerator, WideInteger denominator) {
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  const WideInteger divisor = greatest_common_divisor(numerator, denominator);
  return Ratio(narrowed(numerator / divisor), narrowed(denominator / divisor));
}

}  // namespace

Ratio::Ratio(std::int64_t numerator, std::int64_t denominator)
    : numerator_(numerator), denominator_(denominator) {
  if (denominator == 0) throw std::invalid_argument("a ratio with denominator 0");
  const WideInteger divisor = greatest_common_divisor(numerator, denominator);
  if (divisor != 1 || denominator < 0) {
    const WideInteger sign = denominator < 0 ? -1 : 1;
    numerator_ = narrowed(sign * numerator / divisor);
    denominator_ = narrowed(sign * denominator / divisor);
  }
}

double Ratio::to_double() const {
  return static_cast<double>(numerator_) / static_cast<double>(denominator_);
}

Ratio operator*(const Ratio& a, const Ratio& b) {
  return reduced(static_cast<WideInteger>(a.numerator_) * b.numerator_,
                 static_cast<WideInteger>(a.denominator_) * b.denominator_);
}

std::strong_ordering operator<=>(const Ratio& a, const Ratio& b) {
  const WideInteger left = static_cast<WideInteger>(a.numerator_) * b.denominator_;
  const WideInteger right = static_cast<WideInteger>(b.numerator_) * a.denominator_;
  if (left == right) return std::strong_ordering::equal;
  return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

std::int64_t divide_half_even(WideInteger numerator, WideInteger denominator) {
  assert(denominator > 0);
  Division division = divide_down(numerator, denominator);
  const WideInteger to_next = denominator - division.remainder;
  const bool odd = division.quotient % 2 != 0;
  if (division.remainder > to_next || (division.remainder == to_next && odd)) ++division.quotient;
  return narrowed(division.quotient);
}

std::int64_t multiply_half_even(std::int64_t count, const Ratio& ratio) {
  return divide_half_even(static_cast<WideInteger>(count) * ratio.numerator(), ratio.denominator());
}

std::int64_t multiply_up(std::int64_t count, const Ratio& ratio) {
  const Division division =
      divide_down(static_cast<WideInteger>(count) * ratio.numerator(), ratio.denominator());
  return narrowed(division.quotient + (division.remainder > 0 ? 1 : 0));
}

}  // namespace planttwin::sim
