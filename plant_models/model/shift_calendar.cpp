#include "plant_models/model/shift_calendar.h"

#include <algorithm>
#include <vector>

#include "sim/time_zone.h"

namespace planttwin::plant {
namespace {

constexpr int kDaysAhead = 15;

WorkInterval never() { return {sim::Time::never(), sim::Time::never()}; }

// Takes the breaks out of [from, to).
void add_without(const std::vector<WorkInterval>& breaks, WorkInterval work,
                 std::vector<WorkInterval>& out) {
  for (const WorkInterval& rest : breaks) {
    if (rest.to <= work.from || rest.from >= work.to) continue;
    if (rest.from > work.from) out.push_back({work.from, rest.from});
    work.from = rest.to;
  }
  if (work.from < work.to) out.push_back(work);
}

// Working time of the shift that starts on the given date, if one does.
void add_day(const Shift& shift, const sim::TimeZone& zone, sim::UtcInstant start,
             sim::CivilDate date, std::vector<WorkInterval>& out) {
  const auto day = static_cast<std::int32_t>(date.days_since_1970());
  if (std::find(shift.holidays.begin(), shift.holidays.end(), day) != shift.holidays.end()) return;
  const auto instant = [&](std::int32_t minute) {
    return sim::Time::from_start(zone.to_utc(date, sim::Duration::minutes(minute)) - start);
  };
  for (const Shift::Pattern& pattern : shift.patterns) {
    if ((pattern.weekdays >> (date.iso_weekday() - 1) & 1) == 0) continue;
    const auto after_start = [&](std::int32_t minute) {
      return minute < pattern.from_minute ? minute + 24 * 60 : minute;
    };
    std::vector<WorkInterval> breaks;
    for (const Shift::Break& rest : pattern.breaks) {
      const std::int32_t from = after_start(rest.from_minute);
      const std::int32_t to = rest.to_minute <= rest.from_minute && rest.to_minute < from
                                  ? after_start(rest.to_minute)
                                  : std::max(from, after_start(rest.to_minute));
      breaks.push_back({instant(from), instant(to)});
    }
    std::sort(breaks.begin(), breaks.end(),
              [](const WorkInterval& a, const WorkInterval& b) { return a.from < b.from; });
    const std::int32_t end =
        pattern.to_minute <= pattern.from_minute ? pattern.to_minute + 24 * 60 : pattern.to_minute;
    add_without(breaks, {instant(pattern.from_minute), instant(end)}, out);
  }
}

WorkInterval first_joined(std::vector<WorkInterval>& intervals, sim::Time now) {
  std::sort(intervals.begin(), intervals.end(),
            [](const WorkInterval& a, const WorkInterval& b) { return a.from < b.from; });
  WorkInterval result = never();
  for (const WorkInterval& i : intervals) {
    if (i.to <= now || i.from >= i.to) continue;
    if (result.from.is_never()) {
      result = i;
    } else if (i.from <= result.to) {
      result.to = std::max(result.to, i.to);
    } else {
      break;
    }
  }
  return result;
}

WorkInterval next_window(const Shift& shift, sim::Time now) {
  std::vector<WorkInterval> intervals;
  if (shift.cycle <= sim::Duration()) {
    intervals = shift.windows;
  } else {
    const std::int64_t cycle = now.count() / shift.cycle.count();
    for (std::int64_t i = cycle - 1; i <= cycle + 2; ++i) {
      for (const WorkInterval& w : shift.windows) {
        intervals.push_back({w.from + shift.cycle * i, w.to + shift.cycle * i});
      }
    }
  }
  return first_joined(intervals, now);
}

}  // namespace

WorkInterval next_interval(const Shift& shift, const std::string& time_zone, sim::UtcInstant start,
                           sim::Time now) {
  if (shift.by_clock()) return next_window(shift, now);
  const sim::Parsed<sim::TimeZone> found = sim::TimeZone::find(time_zone);
  const sim::TimeZone zone = found.ok() ? found.value() : sim::TimeZone();
  const sim::CivilDate today = zone.local_date(start + now.since_start());
  // Two days back: a night shift of yesterday may still go on. A year ahead covers long holidays.
  for (int first = -2; first <= 366; first += kDaysAhead) {
    std::vector<WorkInterval> intervals;
    for (int day = first; day < first + kDaysAhead + 2; ++day) {
      add_day(shift, zone, start, today.plus_days(day), intervals);
    }
    const WorkInterval result = first_joined(intervals, now);
    if (!result.from.is_never()) return result;
  }
  return never();
}

}  // namespace planttwin::plant
