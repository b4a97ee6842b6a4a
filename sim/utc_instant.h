#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/parsed.h"
#include "sim/time.h"

namespace planttwin::sim {

// An instant of the real calendar: microseconds since 1970-01-01T00:00:00Z, leap seconds not
// counted (POSIX). Years 0001 to 9999.
class UtcInstant {
 public:
  constexpr UtcInstant() = default;
  static constexpr UtcInstant from_epoch(Duration since_1970) {
    return UtcInstant(since_1970.count());
  }
  constexpr std::int64_t count() const { return us_; }

  constexpr auto operator<=>(const UtcInstant&) const = default;
  friend constexpr UtcInstant operator+(UtcInstant t, Duration d) {
    return UtcInstant(t.us_ + d.count());
  }
  friend constexpr UtcInstant operator-(UtcInstant t, Duration d) {
    return UtcInstant(t.us_ - d.count());
  }
  friend constexpr Duration operator-(UtcInstant a, UtcInstant b) {
    return Duration::microseconds(a.us_ - b.us_);
  }

 private:
  explicit constexpr UtcInstant(std::int64_t us) : us_(us) {}
  std::int64_t us_ = 0;
};

// A day of the Gregorian calendar. Conversions by Howard Hinnant, "chrono-compatible low-level
// date algorithms" (2013).
struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;

  static CivilDate from_days(std::int64_t days_since_1970);
  std::int64_t days_since_1970() const;
  CivilDate plus_days(std::int64_t days) const { return from_days(days_since_1970() + days); }
  int iso_weekday() const;   // 1 Monday to 7 Sunday (ISO 8601)
  bool valid() const;        // exists, in the years 1 to 9999
  std::string text() const;  // "2025-03-30"

  auto operator<=>(const CivilDate&) const = default;
};

// ISO 8601 in the extended format with seconds optional, up to 6 decimals, and Z or an offset:
// "2025-03-30T06:00Z", "2025-03-30T06:00:00.5+02:00". A local time without an offset fails with
// a sentence that says so.
Parsed<UtcInstant> parse_instant(std::string_view text);
// "2025-03-30T04:00:00.000000Z".
std::string format_instant(UtcInstant instant);

// "2025-03-30".
Parsed<CivilDate> parse_date(std::string_view text);
// "06:00", "22:30:15", "24:00": time since midnight, at most 24 hours.
Parsed<Duration> parse_time_of_day(std::string_view text);

}  // namespace planttwin::sim
