#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/parsed.h"
#include "sim/time.h"
#include "sim/utc_instant.h"

namespace date {
class time_zone;
}

namespace planttwin::sim {

// What a clock on the wall shows.
struct LocalTime {
  CivilDate date;
  Duration time_of_day;
  Duration utc_offset;  // local minus UTC
};

// A zone of the IANA time zone database. A value: cheap to copy, refers to the process's
// database, which is read once and never changes. The default is Etc/UTC.
class TimeZone {
 public:
  TimeZone();
  // Fails with the nearest names when there is no such zone.
  static Parsed<TimeZone> find(std::string_view name);

  const std::string& name() const;

  // The instant at which the wall clock shows the given time. In a gap (clocks put forward) the
  // first instant after it; when shown twice (clocks put back) the earlier. A time of day of 24
  // hours or more, or below zero, counts into neighbouring days of the wall clock: 30 h on a
  // Monday is six o'clock on Tuesday, whatever clock change lies between.
  UtcInstant to_utc(CivilDate date, Duration time_of_day) const;

  LocalTime local_time(UtcInstant instant) const;
  CivilDate local_date(UtcInstant instant) const { return local_time(instant).date; }

  friend bool operator==(const TimeZone&, const TimeZone&) = default;

 private:
  explicit TimeZone(const date::time_zone* zone) : zone_(zone) {}
  const date::time_zone* zone_;
};

// All zone names, sorted.
std::vector<std::string> time_zone_names();

// The release of the database in use, such as "2025b"; "unknown" when it does not say.
std::string time_zone_database_version();

}  // namespace planttwin::sim
