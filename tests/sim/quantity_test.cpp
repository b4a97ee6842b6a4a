#include "sim/quantity.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "sim/decimal.h"
#include "sim/ratio.h"

namespace planttwin::sim {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
const Unit kKilogram{.name = "kg", .decimals = 3};
const Unit kPieces{.name = "pcs", .decimals = 0};
const Unit kEuro{.name = "EUR", .decimals = 2};

struct DecimalCase {
  std::string text;
  std::int64_t digits;
  int scale;
};

class DecimalText : public testing::TestWithParam<DecimalCase> {};

TEST_P(DecimalText, IsReadExactly) {
  const Parsed<Decimal> parsed = parse_decimal(GetParam().text);
  ASSERT_TRUE(parsed.ok()) << parsed.error();
  EXPECT_EQ(parsed.value().digits(), GetParam().digits);
  EXPECT_EQ(parsed.value().scale(), GetParam().scale);
}

INSTANTIATE_TEST_SUITE_P(Numbers, DecimalText,
                         testing::Values(DecimalCase{"0", 0, 0}, DecimalCase{"-0.0", 0, 0},
                                         DecimalCase{"12", 12, 0}, DecimalCase{"-1.50", -15, 1},
                                         DecimalCase{"1.5e3", 1500, 0}, DecimalCase{"15E-1", 15, 1},
                                         DecimalCase{"0.1", 1, 1}, DecimalCase{"100e-3", 1, 1},
                                         DecimalCase{"0e9999", 0, 0},
                                         DecimalCase{"9223372036854775807", kMax, 0},
                                         DecimalCase{"1e18", 1'000'000'000'000'000'000, 0},
                                         DecimalCase{"0.000000000000000001", 1, 18}));

class NoDecimal : public testing::TestWithParam<const char*> {};

TEST_P(NoDecimal, IsRefused) { EXPECT_FALSE(parse_decimal(GetParam()).ok()); }

INSTANTIATE_TEST_SUITE_P(Texts, NoDecimal,
                         testing::Values("", "-", "+1", "01", "1.", ".5", "1e", "1e+", "1 ", "0x1",
                                         "1,5", "nan", "--1", "1e99999", "1e19", "1e-19",
                                         "12345678901234567890", "9223372036854775808"));

TEST(Decimal, ComparesAcrossScales) {
  EXPECT_LT(Decimal(999, 3), Decimal(1, 0));
  EXPECT_GT(Decimal(-1, 1), Decimal(-1, 0));
  EXPECT_EQ(Decimal(1500, 3), Decimal(15, 1));
}

TEST(Decimal, CountsStepsOnlyWhenNoneIsLost) {
  EXPECT_EQ(Decimal(25, 1).steps(3), 2500);
  EXPECT_EQ(Decimal(25, 1).steps(0), std::nullopt);
  EXPECT_EQ(Decimal(kMax, 0).steps(1), std::nullopt);
}

TEST(Decimal, ConvertsToTheNearestDouble) {
  EXPECT_EQ(Decimal(1, 1).to_double(), 0.1);
  EXPECT_EQ(Decimal(123456789012345678, 17).to_double(), 1.23456789012345678);
}

TEST(Quantity, IsReadInStepsOfItsUnit) {
  EXPECT_EQ(parse_quantity("2.5 kg", kKilogram).value(), Quantity::steps(2500));
  EXPECT_EQ(parse_quantity("-0.001kg", kKilogram).value(), Quantity::steps(-1));
  EXPECT_EQ(parse_quantity("20 pcs", kPieces).value(), Quantity::steps(20));
}

struct BadQuantity {
  std::string text;
  std::string error;
};

class QuantityText : public testing::TestWithParam<BadQuantity> {};

TEST_P(QuantityText, IsRefusedWithAReason) {
  const Parsed<Quantity> parsed = parse_quantity(GetParam().text, kKilogram);
  ASSERT_FALSE(parsed.ok());
  EXPECT_NE(parsed.error().find(GetParam().error), std::string::npos) << parsed.error();
}

INSTANTIATE_TEST_SUITE_P(Texts, QuantityText,
                         testing::Values(BadQuantity{"2.5", "a unit is needed: write \"2.5 kg\""},
                                         BadQuantity{"2.5 lb", "expected \"kg\""},
                                         BadQuantity{"1.0001 kg", "more decimals than kg"},
                                         BadQuantity{"kg", "expected a number and the unit kg"},
                                         BadQuantity{"99999999999999999 kg", "too large"},
                                         BadQuantity{"", "expected a number"}));

TEST(Quantity, IsWrittenSoThatItReadsBack) {
  for (const std::int64_t steps :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{1000},
        std::int64_t{-123456}, std::int64_t{999'999'999'999'999}}) {
    const Quantity quantity = Quantity::steps(steps);
    const std::string text = format_amount(quantity, kKilogram);
    EXPECT_EQ(parse_quantity(text, kKilogram).value(), quantity) << text;
  }
  EXPECT_EQ(format_amount(Quantity::steps(-1250), kKilogram), "-1.25 kg");
}

TEST(Quantity, ThrowsInsteadOfOverflowing) {
  EXPECT_THROW(Quantity::steps(kMax) + Quantity::steps(1), std::overflow_error);
  EXPECT_THROW(Quantity::steps(-kMax) - Quantity::steps(2), std::overflow_error);
  EXPECT_THROW(Quantity::steps(kMax) * 2, std::overflow_error);
  EXPECT_THROW(Quantity::steps(kMax).times(Ratio(2, 1)), std::overflow_error);
}

struct RoundingCase {
  std::int64_t count;
  Ratio ratio;
  std::int64_t half_even;
  std::int64_t up;
};

class Rounding : public testing::TestWithParam<RoundingCase> {};

TEST_P(Rounding, FollowsItsRule) {
  const RoundingCase& c = GetParam();
  EXPECT_EQ(multiply_half_even(c.count, c.ratio), c.half_even);
  EXPECT_EQ(multiply_up(c.count, c.ratio), c.up);
}

// Computed by hand: 5/2 = 2.5 -> 2, 7/2 = 3.5 -> 4, and so on.
INSTANTIATE_TEST_SUITE_P(
    ByHand, Rounding,
    testing::Values(RoundingCase{5, Ratio(1, 2), 2, 3}, RoundingCase{7, Ratio(1, 2), 4, 4},
                    RoundingCase{-5, Ratio(1, 2), -2, -2}, RoundingCase{-7, Ratio(1, 2), -4, -3},
                    RoundingCase{10, Ratio(1, 3), 3, 4}, RoundingCase{-10, Ratio(1, 3), -3, -3},
                    RoundingCase{6, Ratio(1, 3), 2, 2},
                    RoundingCase{kMax, Ratio(kMax, kMax), kMax, kMax},
                    RoundingCase{kMax, Ratio(1, 2), 4611686018427387904, 4611686018427387904}));

TEST(Ratio, IsKeptInLowestTermsWithAPositiveDenominator) {
  EXPECT_EQ(Ratio(6, -4), Ratio(-3, 2));
  EXPECT_EQ(Ratio(0, 7).denominator(), 1);
  EXPECT_EQ(Ratio(2, 3) * Ratio(9, 4), Ratio(3, 2));
  EXPECT_THROW(Ratio(1, 0), std::invalid_argument);
  EXPECT_THROW(Ratio(kMax, 1) * Ratio(2, 1), std::overflow_error);
  EXPECT_LT(Ratio(1, 3), Ratio(34, 100));
}

TEST(MoneyRate, AccruesExactlyAndRoundsToTheCent) {
  const MoneyRate rate = parse_money_rate("60 EUR/h", kEuro).value();
  EXPECT_EQ(rate.over(Duration::minutes(1)), Money::steps(100));
  EXPECT_EQ(rate.over(Duration::days(365)), Money::steps(52'560'000));
  // 0.3 s cost half a cent, 0.9 s one and a half: both go to the even cent.
  EXPECT_EQ(rate.over(Duration::microseconds(300'000)), Money::steps(0));
  EXPECT_EQ(rate.over(Duration::microseconds(900'000)), Money::steps(2));
}

TEST(MoneyRate, NeedsAKnownTimeAfterTheSlash) {
  EXPECT_FALSE(parse_money_rate("60 EUR", kEuro).ok());
  EXPECT_FALSE(parse_money_rate("60 EUR/fortnight", kEuro).ok());
  EXPECT_FALSE(parse_money_rate("60 USD/h", kEuro).ok());
  EXPECT_FALSE(parse_money_rate("60/h", kEuro).ok());
}

}  // namespace
}  // namespace planttwin::sim
