#include "sim/decimal.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <system_error>

#include "sim/diagnostics.h"
#include "sim/statistics/wide_integer.h"

namespace planttwin::sim {

namespace {

constexpr std::int64_t kMostDigits = 19;  // of 64 bits
constexpr std::size_t kMostExponentDigits = 4;

constexpr std::array<std::int64_t, 19> kPowersOfTen = [] {
  std::array<std::int64_t, 19> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

std::int64_t power_of_ten(int exponent) {
  assert(exponent >= 0 && exponent <= Decimal::kMaxScale);
  return kPowersOfTen[static_cast<std::size_t>(exponent)];
}

std::string_view take_digits(std::string_view& text) {
  const auto end =
      std::find_if(text.begin(), text.end(), [](char c) { return c < '0' || c > '9'; });
  const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// The parts of a JSON number; not well formed when `rest` is left or a part is missing.
struct NumberText {
  bool negative = false;
  std::string digits;         // before and after the point, without the point
  std::int64_t exponent = 0;  // the number is digits * 10^exponent
  bool well_formed = false;
};

NumberText split_number(std::string_view text) {
  NumberText number;
  number.negative = take(text, "-");
  const std::string_view whole = take_digits(text);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return number;
  number.digits = whole;
  if (take(text, ".")) {
    const std::string_view decimals = take_digits(text);
    if (decimals.empty()) return number;
    number.digits += decimals;
    number.exponent = -static_cast<std::int64_t>(decimals.size());
  }
  if (take(text, "eE")) {
    const bool negative = take(text, "+-") && *(text.data() - 1) == '-';
    const std::string_view digits = take_digits(text);
    if (digits.empty() || digits.size() > kMostExponentDigits) return number;
    std::int64_t exponent = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    number.exponent += negative ? -exponent : exponent;
  }
  number.well_formed = text.empty();
  return number;
}

// Drops zeros at both ends of the digits.
void normalise(NumberText& number) {
  number.digits.erase(0, number.digits.find_first_not_of('0'));
  while (!number.digits.empty() && number.digits.back() == '0') {
    number.digits.pop_back();
    ++number.exponent;
  }
}

}  // namespace

Decimal::Decimal(std::int64_t digits, int scale) : digits_(digits), scale_(scale) {
  assert(scale >= 0 && scale <= kMaxScale);
  while (scale_ > 0 && digits_ % 10 == 0) {
    digits_ /= 10;
    --scale_;
  }
}

std::optional<std::int64_t> Decimal::steps(int decimals) const {
  if (decimals < scale_) return std::nullopt;
  std::int64_t result = 0;
  const int shift = decimals - scale_;
  if (digits_ == 0) return 0;
  if (shift > kMaxScale) return std::nullopt;
  if (__builtin_mul_overflow(digits_, power_of_ten(shift), &result)) return std::nullopt;
  return result;
}

double Decimal::to_double() const {
  const std::string digits = text();
  double value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::string Decimal::text() const { return decimal_text(digits_, scale_); }

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale_, b.scale_);
  const WideInteger left = static_cast<WideInteger>(a.digits_) * power_of_ten(scale - a.scale_);
  const WideInteger right = static_cast<WideInteger>(b.digits_) * power_of_ten(scale - b.scale_);
  if (left == right) return std::strong_ordering::equal;
  return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

Decimal sum(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale(), b.scale());
  return {a.steps(scale).value() + b.steps(scale).value(), scale};
}

Decimal negative(const Decimal& number) { return {-number.digits(), number.scale()}; }

Parsed<Decimal> parse_decimal(std::string_view text) {
  NumberText number = split_number(text);
  if (!number.well_formed) {
    return Parsed<Decimal>::failure(in_quotes(text) + " is not a number such as 12 or 0.25");
  }
  normalise(number);
  if (number.digits.empty()) return Decimal();
  const std::int64_t length = static_cast<std::int64_t>(number.digits.size());
  const auto refused = [&] {
    return Parsed<Decimal>::failure(in_quotes(text) +
                                    " has too many digits: more than 64 bits hold, or more than "
                                    "18 after the point");
  };
  if (length > kMostDigits || length + number.exponent > kMostDigits ||
      number.exponent < -Decimal::kMaxScale) {
    return refused();
  }
  if (number.negative) number.digits.insert(0, "-");
  std::int64_t digits = 0;
  const char* end = number.digits.data() + number.digits.size();
  if (std::from_chars(number.digits.data(), end, digits).ec != std::errc()) return refused();
  if (number.exponent < 0) return Decimal(digits, static_cast<int>(-number.exponent));
  const std::int64_t power = power_of_ten(static_cast<int>(number.exponent));
  if (__builtin_mul_overflow(digits, power, &digits)) return refused();
  return Decimal(digits, 0);
}

std::string decimal_text(std::int64_t steps, int decimals) {
  const bool negative = steps < 0;
  std::string digits = std::to_string(steps).substr(negative ? 1 : 0);
  const auto scale = static_cast<std::size_t>(decimals);
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  if (scale > 0) {
    digits.insert(digits.size() - scale, ".");
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
  }
  return (negative ? "-" : "") + digits;
}

}  // namespace planttwin::sim
