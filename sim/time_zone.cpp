#include "sim/time_zone.h"

#include <date/date.h>
#include <date/tz.h>

#include <chrono>
#include <fstream>
#include <stdexcept>

#include "sim/diagnostics.h"

namespace planttwin::sim {

namespace {

using Micros = std::chrono::microseconds;

// Null when there is no zone of exactly this name.
const date::time_zone* locate(std::string_view name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

UtcInstant from_system(date::sys_time<Micros> time) {
  return UtcInstant::from_epoch(Duration::microseconds(time.time_since_epoch().count()));
}

}  // namespace

TimeZone::TimeZone() : zone_(date::locate_zone("Etc/UTC")) {}

Parsed<TimeZone> TimeZone::find(std::string_view name) {
  const date::time_zone* zone = locate(name);
  if (zone != nullptr) return TimeZone(zone);
  return Parsed<TimeZone>::failure("no time zone " + in_quotes(name) +
                                   nearest_clause(name, time_zone_names()));
}

const std::string& TimeZone::name() const { return zone_->name(); }

UtcInstant TimeZone::to_utc(CivilDate date, Duration time_of_day) const {
  const Duration since_epoch = Duration::days(date.days_since_1970()) + time_of_day;
  const date::local_time<Micros> local{Micros(since_epoch.count())};
  const date::local_info info = zone_->get_info(local);
  if (info.result == date::local_info::nonexistent) return from_system(info.first.end);
  // When the clock shows the time twice, `first` is the period before the change.
  return from_system(date::sys_time<Micros>(local.time_since_epoch() - info.first.offset));
}

LocalTime TimeZone::local_time(UtcInstant instant) const {
  const date::sys_time<Micros> system{Micros(instant.count())};
  const Micros offset = zone_->get_info(system).offset;
  const Micros local = system.time_since_epoch() + offset;
  const std::int64_t days = std::chrono::floor<date::days>(local).count();
  return {.date = CivilDate::from_days(days),
          .time_of_day = Duration::microseconds(local.count()) - Duration::days(days),
          .utc_offset = Duration::microseconds(offset.count())};
}

std::vector<std::string> time_zone_names() {
  std::vector<std::string> names;
  for (const date::time_zone& zone : date::get_tzdb().zones) names.push_back(zone.name());
  return names;
}

std::string time_zone_database_version() {
  // The operating system's compiled zones carry no release; the text form beside them begins
  // with "# version 2025b".
  std::ifstream file("/usr/share/zoneinfo/tzdata.zi");
  std::string hash;
  std::string word;
  std::string release;
  if (file >> hash >> word >> release && hash == "#" && word == "version") return release;
  const std::string& version = date::get_tzdb().version;
  return version.empty() ? "unknown" : version;
}

}  // namespace planttwin::sim
