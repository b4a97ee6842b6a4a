#include "erp_bridge/postings/posting_calendar.h"

#include <string>

namespace planttwin::bridge {
namespace {

constexpr std::size_t kPeriodLength = 7;  // of "2025-03"

}  // namespace

PostingDay PostingCalendar::day(const plant::Plant& plant, plant::SiteId site, sim::UtcInstant at) {
  if (sites_.empty()) {
    for (const plant::Site& known : plant.sites) {
      const sim::Parsed<sim::TimeZone> zone = sim::TimeZone::find(known.time_zone);
      sites_.push_back({zone.ok() ? zone.value() : sim::TimeZone(), {}, {}, {}});
    }
  }
  SiteDay& here = sites_[site.index()];
  if (here.day.date == kNoName || at < here.from || at >= here.until) {
    const sim::CivilDate date = here.zone.local_date(at);
    here.from = here.zone.to_utc(date, {});
    here.until = here.zone.to_utc(date.plus_days(1), {});
    const std::string text = date.text();
    here.day = {names_.number(text), names_.number(text.substr(0, kPeriodLength))};
  }
  return here.day;
}

}  // namespace planttwin::bridge
