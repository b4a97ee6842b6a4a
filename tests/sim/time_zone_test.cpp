#include "sim/time_zone.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "sim/utc_instant.h"

namespace planttwin::sim {
namespace {

UtcInstant at(const std::string& text) { return parse_instant(text).value(); }
TimeZone zone(const std::string& name) { return TimeZone::find(name).value(); }

struct InstantCase {
  std::string text;
  std::string utc;
};

class InstantText : public testing::TestWithParam<InstantCase> {};

TEST_P(InstantText, IsReadAsUtc) {
  const Parsed<UtcInstant> parsed = parse_instant(GetParam().text);
  ASSERT_TRUE(parsed.ok()) << parsed.error();
  EXPECT_EQ(format_instant(parsed.value()), GetParam().utc);
}

INSTANTIATE_TEST_SUITE_P(
    Iso8601, InstantText,
    testing::Values(InstantCase{"1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z"},
                    InstantCase{"2025-03-30T06:00Z", "2025-03-30T06:00:00.000000Z"},
                    InstantCase{"2025-03-30T06:00:00.5+02:00", "2025-03-30T04:00:00.500000Z"},
                    InstantCase{"2024-12-31T20:00:00-05:30", "2025-01-01T01:30:00.000000Z"},
                    InstantCase{"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
                    InstantCase{"2024-02-29T24:00Z", "2024-03-01T00:00:00.000000Z"}));

class NoInstant : public testing::TestWithParam<const char*> {};

TEST_P(NoInstant, IsRefused) { EXPECT_FALSE(parse_instant(GetParam()).ok()); }

INSTANTIATE_TEST_SUITE_P(Texts, NoInstant,
                         testing::Values("", "2025", "2025-02-29T00:00Z", "2025-13-01T00:00Z",
                                         "2025-01-01T24:01Z", "2025-01-01T00:60Z",
                                         "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00.1234567Z",
                                         "2025-01-01T00:00Zulu", "2025-01-01 00:00Z",
                                         "2025-01-01T00:00+19:00", "2025-01-01T00:00+0200",
                                         "0000-01-01T00:00Z", "2025-1-1T00:00Z"));

TEST(Instant, WithoutAnOffsetIsRefusedAsLocalTime) {
  EXPECT_NE(parse_instant("2025-03-30T06:00:00").error().find("local time"), std::string::npos);
  EXPECT_NE(parse_instant("2025-03-30").error().find("local time"), std::string::npos);
}

// Days and weekdays from the calendar: 2000-03-01 is day 11017, a Wednesday.
TEST(CivilDate, CountsDaysFrom1970) {
  EXPECT_EQ((CivilDate{2000, 3, 1}.days_since_1970()), 11017);
  EXPECT_EQ((CivilDate{2000, 3, 1}.iso_weekday()), 3);
  EXPECT_EQ((CivilDate{1969, 12, 28}.iso_weekday()), 7);
  EXPECT_EQ((CivilDate{2024, 2, 28}.plus_days(2)), (CivilDate{2024, 3, 1}));
  EXPECT_EQ((CivilDate{2025, 1, 1}.plus_days(-1).text()), "2024-12-31");
}

TEST(CivilDate, ComesBackFromItsDayCount) {
  for (std::int64_t day = -200'000; day <= 200'000; day += 97) {
    const CivilDate date = CivilDate::from_days(day);
    ASSERT_TRUE(date.valid()) << date.text();
    ASSERT_EQ(date.days_since_1970(), day);
  }
}

TEST(TimeOfDay, ReachesFromMidnightToMidnight) {
  EXPECT_EQ(parse_time_of_day("06:00").value(), Duration::hours(6));
  EXPECT_EQ(parse_time_of_day("22:30:15").value(), Duration::seconds(81'015));
  EXPECT_EQ(parse_time_of_day("24:00").value(), Duration::days(1));
  for (const char* text : {"6:00", "24:01", "06:60", "06", "06:00Z", ""}) {
    EXPECT_FALSE(parse_time_of_day(text).ok()) << text;
  }
}

// Europe/Berlin: clocks go forward on 2025-03-30 at 02:00 and back on 2025-10-26 at 03:00.
TEST(TimeZone, TurnsLocalTimeIntoUtcInWinterAndSummer) {
  const TimeZone berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.to_utc({2025, 1, 15}, Duration::hours(6)), at("2025-01-15T05:00Z"));
  EXPECT_EQ(berlin.to_utc({2025, 7, 15}, Duration::hours(6)), at("2025-07-15T04:00Z"));
}

TEST(TimeZone, TakesTheFirstInstantAfterAGap) {
  const TimeZone berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.to_utc({2025, 3, 30}, Duration::minutes(150)), at("2025-03-30T01:00Z"));
}

TEST(TimeZone, TakesTheEarlierOfTwoInstants) {
  const TimeZone berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.to_utc({2025, 10, 26}, Duration::minutes(150)), at("2025-10-26T00:30Z"));
}

TEST(TimeZone, MakesANightShiftSevenOrNineHoursLong) {
  const TimeZone berlin = zone("Europe/Berlin");
  const auto night = [&](CivilDate date) {
    return berlin.to_utc(date, Duration::hours(30)) - berlin.to_utc(date, Duration::hours(22));
  };
  EXPECT_EQ(night({2025, 3, 29}), Duration::hours(7));
  EXPECT_EQ(night({2025, 10, 25}), Duration::hours(9));
  EXPECT_EQ(night({2025, 6, 1}), Duration::hours(8));
}

TEST(TimeZone, KnowsTheLocalDateOfAnInstant) {
  EXPECT_EQ(zone("America/Chicago").local_date(at("2025-06-01T03:00Z")), (CivilDate{2025, 5, 31}));
  EXPECT_EQ(zone("Asia/Tokyo").local_date(at("2025-06-01T16:00Z")), (CivilDate{2025, 6, 2}));
  const LocalTime local = zone("Asia/Kolkata").local_time(at("1969-12-31T20:00Z"));
  EXPECT_EQ(local.date, (CivilDate{1970, 1, 1}));
  EXPECT_EQ(local.time_of_day, Duration::minutes(90));
  EXPECT_EQ(local.utc_offset, Duration::minutes(330));
}

TEST(TimeZone, ThatIsUnknownIsRefusedWithTheNearestNames) {
  const Parsed<TimeZone> parsed = TimeZone::find("Europe/Berln");
  ASSERT_FALSE(parsed.ok());
  EXPECT_TRUE(
      parsed.error().starts_with("no time zone \"Europe/Berln\"; nearest: \"Europe/Berlin\""))
      << parsed.error();
  EXPECT_FALSE(TimeZone::find("").ok());
  EXPECT_FALSE(TimeZone::find("../etc/passwd").ok());
}

TEST(TimeZone, IsUtcByDefault) { EXPECT_EQ(TimeZone().name(), "Etc/UTC"); }

TEST(TimeZoneDatabase, NamesItsRelease) {
  EXPECT_EQ(time_zone_database_version().size(), 5u) << time_zone_database_version();
  EXPECT_TRUE(time_zone_database_version().starts_with("20"));
}

}  // namespace
}  // namespace planttwin::sim
