#include "viz/render/moment.h"

#include <array>
#include <cstdio>

#include "sim/time_zone.h"
#include "sim/utc_instant.h"

namespace planttwin::view {

std::string clock_text(const FloorPlan& plan, std::int64_t now) {
  static constexpr std::array<const char*, 7> kDays = {"Mon", "Tue", "Wed", "Thu",
                                                       "Fri", "Sat", "Sun"};
  const sim::Parsed<sim::TimeZone> zone =
      sim::TimeZone::find(plan.sites.empty() ? "UTC" : plan.sites.front().time_zone);
  const sim::LocalTime local = (zone.ok() ? zone.value() : sim::TimeZone())
                                   .local_time(sim::UtcInstant::from_epoch(
                                       sim::Duration::microseconds(plan.start_epoch_us + now)));
  const std::int64_t minutes = local.time_of_day.count() / 60'000'000;
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s %s %02d:%02d",
                kDays[static_cast<std::size_t>(local.date.iso_weekday() - 1)],
                local.date.text().c_str(), static_cast<int>(minutes / 60),
                static_cast<int>(minutes % 60));
  return text.data();
}

std::string span_text(std::int64_t span) {
  const std::int64_t minutes = span / 60'000'000;
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%lld d %02d:%02d",
                static_cast<long long>(minutes / 1440), static_cast<int>(minutes / 60 % 24),
                static_cast<int>(minutes % 60));
  return text.data();
}

}  // namespace planttwin::view
