#include "sim/measure.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace planttwin::sim {
namespace {

struct DurationCase {
  std::string text;
  std::int64_t microseconds;
};

class DurationText : public testing::TestWithParam<DurationCase> {};

TEST_P(DurationText, IsReadExactly) {
  const Parsed<Duration> parsed = parse_duration(GetParam().text);
  ASSERT_TRUE(parsed.ok()) << parsed.error();
  EXPECT_EQ(parsed.value().count(), GetParam().microseconds);
}

TEST_P(DurationText, ReadsBackFromItsFormattedForm) {
  const Duration value = Duration::microseconds(GetParam().microseconds);
  EXPECT_EQ(parse_duration(format_duration(value)).value(), value) << format_duration(value);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, DurationText,
    testing::Values(DurationCase{"12 min", 720'000'000}, DurationCase{"1.5 h", 5'400'000'000},
                    DurationCase{"2 d", 172'800'000'000}, DurationCase{"30 s", 30'000'000},
                    DurationCase{"500 ms", 500'000}, DurationCase{"250 us", 250},
                    DurationCase{"1 w", 604'800'000'000}, DurationCase{"1 h 30 min", 5'400'000'000},
                    DurationCase{"1h 30min", 5'400'000'000}, DurationCase{"0 s", 0},
                    DurationCase{"-1 h 30 min", -5'400'000'000}, DurationCase{"0.1 s", 100'000},
                    DurationCase{"0.000001 s", 1}, DurationCase{"1 d 0.5 h", 88'200'000'000},
                    DurationCase{" 20 s ", 20'000'000},
                    DurationCase{"2305843009213693951 us", 2305843009213693951}));

struct BadDuration {
  std::string text;
  std::string error;
};

class NoDuration : public testing::TestWithParam<BadDuration> {};

TEST_P(NoDuration, IsRefusedWithAReason) {
  const Parsed<Duration> parsed = parse_duration(GetParam().text);
  ASSERT_FALSE(parsed.ok()) << format_duration(parsed.value());
  EXPECT_NE(parsed.error().find(GetParam().error), std::string::npos) << parsed.error();
}

INSTANTIATE_TEST_SUITE_P(
    Texts, NoDuration,
    testing::Values(BadDuration{"12", "a unit is needed: write \"12 min\""},
                    BadDuration{"12 mim", "no unit \"mim\""}, BadDuration{"", "expected a number"},
                    BadDuration{"min", "expected a number"}, BadDuration{"30 min 1 h", "expected"},
                    BadDuration{"1 h 1 h", "expected a duration"},
                    BadDuration{"1.5 h 30 min", "expected a duration"},
                    BadDuration{"1 h -30 min", "expected a duration"},
                    BadDuration{"0.0000001 s", "finer than the smallest step"},
                    BadDuration{"0.5 us", "finer"}, BadDuration{"4000000 w", "longer than"},
                    BadDuration{"99999999999 w", "too large"},
                    BadDuration{"- -1 s", "expected a duration"},
                    BadDuration{"1 H", "no unit \"H\""},
                    BadDuration{"1 h 30", "a unit is needed"}));

TEST(FormatDuration, NamesEveryPartOnce) {
  EXPECT_EQ(format_duration(Duration::seconds(90'061)), "1 d 1 h 1 min 1 s");
  EXPECT_EQ(format_duration(Duration::microseconds(-1'500)), "-1 ms 500 us");
}

TEST(Length, IsReadInMicrometres) {
  EXPECT_EQ(parse_length("1.2 m").value().count(), 1'200'000);
  EXPECT_EQ(parse_length("3 km").value(), Length::metres(3000));
  EXPECT_EQ(parse_length("0.5 mm").value().count(), 500);
  EXPECT_FALSE(parse_length("1.2").ok());
  EXPECT_FALSE(parse_length("1.2 ft").ok());
}

TEST(Mass, IsReadInMilligrams) {
  EXPECT_EQ(parse_mass("2.5 kg").value().count(), 2'500'000);
  EXPECT_EQ(parse_mass("1.2 t").value().count(), 1'200'000'000);
  EXPECT_FALSE(parse_mass("2.5 m").ok());
}

TEST(Speed, CoversALengthInAnExactTime) {
  EXPECT_EQ(parse_speed("1.2 m/s").value().time_to_cover(Length::metres(30)),
            Duration::seconds(25));
  // 5 km/h is no whole number of micrometres per second, yet 100 m take exactly 72 s.
  EXPECT_EQ(parse_speed("5 km/h").value().time_to_cover(Length::metres(100)),
            Duration::seconds(72));
  EXPECT_EQ(parse_speed("30 m/min").value().time_to_cover(Length::metres(1)), Duration::seconds(2));
}

TEST(Speed, NeedsALengthAndATime) {
  EXPECT_NE(parse_speed("1.2").error().find("a unit is needed"), std::string::npos);
  EXPECT_FALSE(parse_speed("1.2 m").ok());
  EXPECT_FALSE(parse_speed("1.2 m/d").ok());
  EXPECT_FALSE(parse_speed("1.2 kg/s").ok());
}

}  // namespace
}  // namespace planttwin::sim
