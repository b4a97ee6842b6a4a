#include "sim/utc_instant.h"

#include <array>
#include <cstdio>

#include "sim/diagnostics.h"

namespace planttwin::sim {

namespace {

constexpr std::int64_t kDay = 86'400'000'000;  // microseconds

// Reads fixed-width fields off the front of a text; `ok` goes false at the first misfit.
struct Fields {
  std::string_view rest;
  bool ok = true;

  std::int64_t digits(std::size_t count) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= rest.size() || rest[i] < '0' || rest[i] > '9') {
        ok = false;
        return 0;
      }
      value = 10 * value + (rest[i] - '0');
    }
    rest.remove_prefix(count);
    return value;
  }
  bool take(char c) {
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
  }
  void expect(char c) { ok = take(c) && ok; }
};

CivilDate take_date(Fields& fields) {
  CivilDate date;
  date.year = static_cast<int>(fields.digits(4));
  fields.expect('-');
  date.month = static_cast<int>(fields.digits(2));
  fields.expect('-');
  date.day = static_cast<int>(fields.digits(2));
  return date;
}

// "06:00", "06:00:30", "06:00:30.25" with at most six decimals; up to 24:00.
Duration take_time(Fields& fields) {
  const std::int64_t hour = fields.digits(2);
  fields.expect(':');
  const std::int64_t minute = fields.digits(2);
  const std::int64_t second = fields.take(':') ? fields.digits(2) : 0;
  std::int64_t micro = 0;
  if (fields.take('.')) {
    const std::size_t before = fields.rest.size();
    std::int64_t scale = 100'000;
    do {
      micro += scale * fields.digits(1);
      scale /= 10;
    } while (fields.ok && scale > 0 && !fields.rest.empty() && fields.rest[0] >= '0' &&
             fields.rest[0] <= '9');
    fields.ok = fields.ok && fields.rest.size() < before;
  }
  const Duration time = Duration::hours(hour) + Duration::minutes(minute) +
                        Duration::seconds(second) + Duration::microseconds(micro);
  fields.ok = fields.ok && minute < 60 && second < 60 && time <= Duration::days(1);
  return time;
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

bool leap_year(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

}  // namespace

// Hinnant's civil_from_days: eras of 400 years that begin on the first of March.
CivilDate CivilDate::from_days(std::int64_t days_since_1970) {
  const std::int64_t z = days_since_1970 + 719468;
  const std::int64_t era = floor_divide(z, 146097);
  const std::int64_t day_of_era = z - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  CivilDate date;
  date.day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  date.month =
      static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  date.year = static_cast<int>(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
  return date;
}

// Hinnant's days_from_civil.
std::int64_t CivilDate::days_since_1970() const {
  const std::int64_t y = year - (month <= 2 ? 1 : 0);
  const std::int64_t era = floor_divide(y, 400);
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

int CivilDate::iso_weekday() const {
  const std::int64_t days = days_since_1970() + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>(days - 7 * floor_divide(days, 7)) + 1;
}

bool CivilDate::valid() const {
  constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  const int leap_day = month == 2 && leap_year(year) ? 1 : 0;
  return day <= kDays[static_cast<std::size_t>(month - 1)] + leap_day;
}

std::string CivilDate::text() const {
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d", year, month, day);
  return buffer.data();
}

Parsed<CivilDate> parse_date(std::string_view text) {
  Fields fields{text};
  const CivilDate date = take_date(fields);
  if (!fields.ok || !fields.rest.empty()) {
    return Parsed<CivilDate>::failure("found " + in_quotes(text) +
                                      "; expected a date such as \"2025-03-30\"");
  }
  if (!date.valid()) return Parsed<CivilDate>::failure("there is no date " + in_quotes(text));
  return date;
}

Parsed<Duration> parse_time_of_day(std::string_view text) {
  Fields fields{text};
  const Duration time = take_time(fields);
  if (!fields.ok || !fields.rest.empty()) {
    return Parsed<Duration>::failure("found " + in_quotes(text) +
                                     "; expected a time of day such as \"06:00\"");
  }
  return time;
}

Parsed<UtcInstant> parse_instant(std::string_view text) {
  using Result = Parsed<UtcInstant>;
  Fields fields{text};
  const CivilDate date = take_date(fields);
  const bool date_alone = fields.ok && fields.rest.empty();
  fields.expect('T');
  const Duration time = take_time(fields);
  if (date_alone || (fields.ok && fields.rest.empty())) {
    return Result::failure("found " + in_quotes(text) +
                           ", which is local time; an instant needs Z or an offset, such as "
                           "\"2025-03-30T06:00:00Z\" or \"2025-03-30T06:00:00+02:00\"");
  }
  Duration offset;
  if (!fields.take('Z')) {
    const bool west = fields.rest.starts_with('-');
    if (!west && !fields.rest.starts_with('+')) fields.ok = false;
    if (fields.ok) fields.rest.remove_prefix(1);
    offset = Duration::hours(fields.digits(2));
    fields.expect(':');
    const std::int64_t minutes = fields.digits(2);
    offset += Duration::minutes(minutes);
    fields.ok = fields.ok && minutes < 60 && offset <= Duration::hours(18);
    if (west) offset = -offset;
  }
  if (!fields.ok || !fields.rest.empty()) {
    return Result::failure("found " + in_quotes(text) +
                           "; expected an instant such as \"2025-03-30T06:00:00Z\"");
  }
  if (!date.valid()) return Result::failure("there is no date " + in_quotes(text.substr(0, 10)));
  return UtcInstant::from_epoch(Duration::days(date.days_since_1970()) + time - offset);
}

std::string format_instant(UtcInstant instant) {
  const std::int64_t days = floor_divide(instant.count(), kDay);
  const std::int64_t micros = instant.count() - days * kDay;
  const std::int64_t seconds = micros / 1'000'000;
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "T%02d:%02d:%02d.%06dZ",
                static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
                static_cast<int>(seconds % 60), static_cast<int>(micros % 1'000'000));
  return CivilDate::from_days(days).text() + buffer.data();
}

}  // namespace planttwin::sim
