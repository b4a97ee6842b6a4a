#pragma once

#include <compare>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sim/decimal.h"
#include "sim/parsed.h"
#include "sim/ratio.h"
#include "sim/time.h"

namespace planttwin::sim {

// A unit of measure or a currency: its name in files ("kg", "pcs", "EUR") and how many decimals
// its amounts carry, 0 to 6. The smallest step of a unit is 10^-decimals.
struct Unit {
  static constexpr int kMaxDecimals = 6;

  std::string name;
  int decimals = 0;

  friend bool operator==(const Unit&, const Unit&) = default;
};

// An exact amount: a count of the smallest steps of a unit that the holder knows (the material's
// unit, the plant's currency). Sums and products throw std::overflow_error beyond 64 bits, so a
// ledger is right or the run ends. Multiplying by a ratio is the only place that rounds.
template <class Tag>
class Amount {
 public:
  constexpr Amount() = default;
  static constexpr Amount steps(std::int64_t count) { return Amount(count); }

  constexpr std::int64_t count() const { return count_; }
  constexpr bool is_zero() const { return count_ == 0; }

  constexpr auto operator<=>(const Amount&) const = default;
  constexpr Amount operator-() const { return Amount() - *this; }
  constexpr Amount& operator+=(Amount other) { return *this = *this + other; }
  constexpr Amount& operator-=(Amount other) { return *this = *this - other; }

  friend constexpr Amount operator+(Amount a, Amount b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.count_, b.count_, &sum)) overflow();
    return Amount(sum);
  }
  friend constexpr Amount operator-(Amount a, Amount b) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a.count_, b.count_, &difference)) overflow();
    return Amount(difference);
  }
  friend constexpr Amount operator*(Amount a, std::int64_t n) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(a.count_, n, &product)) overflow();
    return Amount(product);
  }

  // This amount times the ratio, rounded half to even.
  Amount times(const Ratio& ratio) const { return Amount(multiply_half_even(count_, ratio)); }
  // This amount times the ratio, rounded up: what must be supplied to cover a need.
  Amount times_rounded_up(const Ratio& ratio) const { return Amount(multiply_up(count_, ratio)); }

 private:
  explicit constexpr Amount(std::int64_t count) : count_(count) {}
  [[noreturn]] static void overflow() {
    throw std::overflow_error("an amount does not fit into 64 bits");
  }

  std::int64_t count_ = 0;
};

using Quantity = Amount<struct QuantityTag>;
using Money = Amount<struct MoneyTag>;

// An amount per span of time: "60 EUR/h", "12 pcs/min". Invariant: per > 0.
template <class Tag>
struct Rate {
  Amount<Tag> amount;
  Duration per = Duration::hours(1);

  // What accrues over a span, rounded half to even to the smallest step.
  Amount<Tag> over(Duration span) const {
    return Amount<Tag>::steps(
        divide_half_even(static_cast<WideInteger>(amount.count()) * span.count(), per.count()));
  }
};

using QuantityRate = Rate<struct QuantityTag>;
using MoneyRate = Rate<struct MoneyTag>;

// The count of a unit's steps in a text such as "2.5 kg". Fails on a bare number, on another
// unit, and when the text has more decimals than the unit.
Parsed<std::int64_t> parse_steps(std::string_view text, const Unit& unit);
Parsed<Quantity> parse_quantity(std::string_view text, const Unit& unit);
Parsed<Money> parse_money(std::string_view text, const Unit& currency);
// "60 EUR/h": per second, minute, hour, day or week.
Parsed<MoneyRate> parse_money_rate(std::string_view text, const Unit& currency);
Parsed<QuantityRate> parse_quantity_rate(std::string_view text, const Unit& unit);

// "2.5 kg"; reading it back gives the same amount.
template <class Tag>
std::string format_amount(Amount<Tag> amount, const Unit& unit) {
  return decimal_text(amount.count(), unit.decimals) + " " + unit.name;
}

}  // namespace planttwin::sim
