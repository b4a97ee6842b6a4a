#include <algorithm>
#include <cstdint>
#include <string>

#include "plant_models/load/field_reader.h"

namespace planttwin::plant {

namespace {

constexpr std::int32_t kMinutesPerDay = 24 * 60;
constexpr std::int32_t kMinutesPerWeek = 7 * kMinutesPerDay;

// Bits of Shift::Pattern::weekdays.
constexpr sim::NamedValue<int> kWeekdayNames[] = {{"mon", 0}, {"tue", 1}, {"wed", 2}, {"thu", 3},
                                                  {"fri", 4}, {"sat", 5}, {"sun", 6}};

// Local minutes of a week, from Monday 0:00; `to` may lie beyond the week's end.
struct WeekSpan {
  std::int32_t from;
  std::int32_t to;
  std::size_t pattern;
};

std::int32_t read_minute(sim::JsonReader& in, std::string_view key) {
  const std::int64_t time = in.time_of_day(key).count();
  const std::int64_t minute = sim::Duration::minutes(1).count();
  if (time % minute != 0) in.error(key, "expected a time in whole minutes, such as \"06:30\"");
  return static_cast<std::int32_t>(time / minute);
}

std::int32_t end_of_span(std::int32_t from, std::int32_t to) {
  return to <= from ? to + kMinutesPerDay : to;
}

std::uint8_t read_weekdays(sim::JsonReader& in) {
  std::uint8_t bits = 0;
  const sim::JsonValue days = in.required_value("days");
  for (const sim::JsonValue& day : days.elements()) {
    const std::optional<int> bit = day.enumeration(kWeekdayNames);
    if (!bit) continue;
    const auto mask = static_cast<std::uint8_t>(1U << static_cast<unsigned>(*bit));
    if ((bits & mask) != 0) day.error("this day is listed twice");
    bits = static_cast<std::uint8_t>(bits | mask);
  }
  if (!days.muted() && days.node().is_array() && days.node().elements.empty()) {
    days.error("found an empty array; expected days such as [\"mon\", \"tue\"]");
  }
  return bits;
}

void read_breaks(sim::JsonReader& in, Shift::Pattern& pattern) {
  const std::int32_t shift_end = end_of_span(pattern.from_minute, pattern.to_minute);
  std::int32_t free_from = pattern.from_minute;
  for (sim::JsonReader& rest : in.plain_objects("breaks")) {
    const Shift::Break found{read_minute(rest, "from"), read_minute(rest, "to")};
    std::int32_t from = found.from_minute;
    if (from < pattern.from_minute) from += kMinutesPerDay;
    std::int32_t to = found.to_minute;
    while (to <= from) to += kMinutesPerDay;
    if (rest.has("from") && rest.has("to") && to > shift_end) {
      rest.error("the break is not within the shift");
    } else if (from < free_from) {
      rest.error("the break overlaps the one before it, or stands after a later one");
    }
    free_from = to;
    rest.finish();
    pattern.breaks.push_back(found);
  }
}

Shift::Pattern read_pattern(sim::JsonReader& in) {
  Shift::Pattern pattern;
  pattern.weekdays = read_weekdays(in);
  pattern.from_minute = read_minute(in, "from");
  pattern.to_minute = read_minute(in, "to");
  read_breaks(in, pattern);
  in.finish();
  return pattern;
}

std::vector<WeekSpan> spans_of(const std::vector<Shift::Pattern>& patterns) {
  std::vector<WeekSpan> spans;
  for (std::size_t p = 0; p < patterns.size(); ++p) {
    for (std::int32_t day = 0; day < 7; ++day) {
      if ((patterns[p].weekdays >> day & 1) == 0) continue;
      const std::int32_t from = day * kMinutesPerDay + patterns[p].from_minute;
      spans.push_back(
          {from, end_of_span(patterns[p].from_minute, patterns[p].to_minute) + day * kMinutesPerDay,
           p});
    }
  }
  std::sort(spans.begin(), spans.end(), [](const WeekSpan& a, const WeekSpan& b) {
    return a.from < b.from || (a.from == b.from && a.pattern < b.pattern);
  });
  return spans;
}

void check_overlaps(const Shift& shift, std::vector<sim::JsonReader>& readers) {
  std::vector<WeekSpan> spans = spans_of(shift.patterns);
  if (spans.empty()) return;
  WeekSpan first_again = spans.front();
  first_again.from += kMinutesPerWeek;
  spans.push_back(first_again);
  std::vector<bool> reported(readers.size());
  for (std::size_t i = 1; i < spans.size(); ++i) {
    const std::size_t pattern = spans[i].pattern;
    if (spans[i].from >= spans[i - 1].to || reported[pattern]) continue;
    readers[pattern].error("the pattern overlaps another time of the same shift");
    reported[pattern] = true;
  }
}

void read_clock_patterns(sim::JsonReader& in, Shift& shift) {
  std::vector<sim::JsonReader> patterns = in.plain_objects("patterns");
  for (sim::JsonReader& pattern : patterns) shift.patterns.push_back(read_pattern(pattern));
  check_overlaps(shift, patterns);
  for (const sim::JsonValue& holiday : in.values("holidays")) {
    const std::optional<sim::CivilDate> date = holiday.date();
    if (date) shift.holidays.push_back(static_cast<std::int32_t>(date->days_since_1970()));
  }
  std::sort(shift.holidays.begin(), shift.holidays.end());
}

void read_windows(sim::JsonReader& in, Shift& shift) {
  shift.cycle = in.duration("cycle", sim::DurationRange::positive(), sim::Duration());
  const sim::Duration limit = shift.cycle > sim::Duration() ? shift.cycle : sim::kLongestSample;
  for (sim::JsonReader& window : in.plain_objects("windows")) {
    const WorkInterval interval = read_window(window, limit);
    if (!shift.windows.empty() && interval.from < shift.windows.back().to) {
      window.error("the window begins before the end of the one before it");
    }
    shift.windows.push_back(interval);
  }
}

Shift read_shift(PlantReading& reading, sim::JsonReader& in) {
  Shift shift;
  shift.id = in.id();
  const bool by_windows = in.has("windows");
  if (by_windows == in.has("patterns")) {
    in.error(by_windows ? "a shift has either patterns of local time or windows, not both"
                        : "a shift needs patterns of local time or windows counted from the start");
  }
  if (by_windows) {
    read_windows(in, shift);
    if (in.has("site")) shift.site = reading.names.sites.resolve(in, "site");
  } else {
    shift.site = read_site(reading, in);
    read_clock_patterns(in, shift);
  }
  const std::string_view key = by_windows ? "windows" : "patterns";
  if (in.has(key) && shift.windows.empty() && shift.patterns.empty()) {
    in.error(key, "nobody ever works: expected at least one " +
                      std::string(by_windows ? "window" : "pattern"));
  }
  in.finish();
  return shift;
}

}  // namespace

void read_sites(PlantReading& reading) {
  for (sim::JsonReader& in : reading.sections.sites) {
    Site site;
    site.id = in.id();
    site.name = in.optional_string("name");
    if (in.has("time_zone")) site.time_zone = in.time_zone("time_zone").name();
    in.finish();
    reading.plant.sites.push_back(std::move(site));
  }
  if (reading.plant.sites.empty()) reading.plant.sites.push_back({.id = "PLANT", .name = ""});
}

void read_shifts(PlantReading& reading) {
  for (sim::JsonReader& in : reading.sections.shifts) {
    reading.plant.shifts.push_back(read_shift(reading, in));
  }
}

}  // namespace planttwin::plant
